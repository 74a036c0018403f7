import { useEffect, useRef, useState } from 'react';
import { ActionMenu } from '../ui/action-menu.tsx';
import type { RowActionsProps } from './row-actions.tsx';
import { useActions } from './use-actions.ts';

export interface RowMenuProps extends RowActionsProps {
  /** accessible name of its button */
  readonly label: string;
}

/** The menu of a row, open at once: it is read when it is wanted. Rights are asked for only while it is open. */
export default function RowMenu({ target, kindActions, onOpen, label }: RowMenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const items = useActions(open ? target : undefined, kindActions);

  useEffect(() => {
    // stands in the place of the button that was pressed: the menu gives the focus back to this one
    button.current?.focus({ preventScroll: true });
    button.current?.click();
  }, []);

  return (
    <ActionMenu
      items={items}
      label={label}
      button={button}
      onOpenChange={(next) => {
        setOpen(next);
        onOpen(next);
      }}
    />
  );
}
