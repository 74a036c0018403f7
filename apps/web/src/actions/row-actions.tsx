import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu } from '../ui/action-menu.tsx';
import { safeText } from '../ui/safe-text.ts';
import type { Action, ActionTarget } from './define-action.ts';
import { useActions } from './use-actions.ts';

export interface RowActionsProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
  readonly onOpen: (open: boolean) => void;
}

/** The menu of the active row. Rights are asked for only while it is open. */
export function RowActions({ target, kindActions, onOpen }: RowActionsProps) {
  const { t } = useTranslation('list');
  const [open, setOpen] = useState(false);
  const items = useActions(open ? target : undefined, kindActions);
  return (
    <ActionMenu
      items={items}
      label={t('actions', { name: safeText(target.ref.name) })}
      onOpenChange={(next) => {
        setOpen(next);
        onOpen(next);
      }}
    />
  );
}

export interface ShortcutRunnerProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
  readonly pressed: string;
  /** while rows are selected: what can be done with many is done with these */
  readonly selected?: () => readonly ActionTarget[];
  readonly onDone: () => void;
}

/** Runs the action whose shortcut was pressed on a row, if there is one and the person may. Shows nothing itself. */
export function ShortcutRunner({ target, kindActions, pressed, selected, onDone }: ShortcutRunnerProps) {
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
