import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { isTyping } from '../../ui/is-typing.ts';

const ShortcutRunner = lazy(() => import('../../actions/shortcut-runner.tsx'));

interface ActionKeysProps {
  readonly target: ObjectRef;
  /** undefined: nothing can be done with it */
  readonly object: KubeObject | undefined;
  /** only keys that are pressed in the frame of this element: beside it stands a list that has keys of its own */
  readonly within?: RefObject<HTMLElement | null>;
}

/** Whether a key belongs to something that is in front of the page or takes text. */
function isKeyTaken({ defaultPrevented, target }: KeyboardEvent): boolean {
  if (defaultPrevented || isTyping(target)) return true;
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], .cm-editor, .xterm') !== null;
}

/** Single keys that stand for the actions of an object: y, l, s, e, Delete … */
export function ActionKeys({ target, object, within }: ActionKeysProps) {
  const definition = useKind(target.resource);
  const [pressed, setPressed] = useState<string>();
  const latest = useRef({ object, within });
  latest.current = { object, within };

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || isKeyTaken(event)) return;
      const now = latest.current;
      if (now.object === undefined || (key !== 'Delete' && key.length !== 1)) return;
      const frame = now.within?.current?.parentElement;
      if (now.within !== undefined && !(event.target instanceof Node && frame?.contains(event.target))) return;
      setPressed(key);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  if (pressed === undefined || object === undefined) return null;
  return (
    <Suspense fallback={null}>
      <ShortcutRunner
        target={{ ref: target, object, uid: object.metadata.uid }}
        kindActions={definition?.actions ?? []}
        pressed={pressed}
        onDone={() => setPressed(undefined)}
      />
    </Suspense>
  );
}
