import { useEffect, useRef } from 'react';
import { isTyping } from './is-typing.ts';

const IN_FRONT = '[role="dialog"], [role="menu"]';
const OWN_ESCAPE = `${IN_FRONT}, .cm-editor, .xterm`;

/** Esc where nothing else wants it: not from a field, and not while a dialog or a menu is in front, which this key closes. */
export function useEscape(isActive: boolean, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!isActive) return;
    let covered = false;
    // a dialog that this very key closes is gone before the key gets here, though the focus may not have been in it
    const look = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') covered = document.querySelector(IN_FRONT) !== null;
    };
    const press = ({ key, target, defaultPrevented, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
      if (key !== 'Escape' || covered || defaultPrevented || ctrlKey || metaKey || altKey || isTyping(target)) return;
      if (target instanceof Element && target.closest(OWN_ESCAPE) !== null) return;
      latest.current();
    };
    window.addEventListener('keydown', look, { capture: true });
    // after what is nearer to the focus, for which Esc may mean something else
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', look, { capture: true });
      window.removeEventListener('keydown', press);
    };
  }, [isActive]);
}
