import { useEffect, useRef } from 'react';
import type { ShortcutRunnerProps } from './row-actions.tsx';
import { useActions } from './use-actions.ts';

/** Runs the action whose shortcut was pressed on a row, if there is one and the person may. Shows nothing itself. */
export default function ShortcutRunner({ target, kindActions, pressed, selected, onDone }: ShortcutRunnerProps) {
  const items = useActions(target, kindActions);
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current) return;
    ran.current = true;
    const found = items.find(
      ({ shortcut, action: { otherShortcut } }) => shortcut === pressed || otherShortcut === pressed,
    );
    const many = found?.action.bulk ? selected?.().filter(found.action.applies) : undefined;
    if (many !== undefined && many.length > 0) found?.run(many);
    else if (found !== undefined && found.disabledReason === undefined) found.run();
    onDone();
  }, [items, pressed, selected, onDone]);
  return null;
}
