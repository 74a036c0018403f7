import { ActionItems } from '../ui/action-menu.tsx';
import type { Action, ActionTarget } from './define-action.ts';
import { useActions } from './use-actions.ts';

export interface RowMenuProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
}

/** The items of a row's menu. Rendered only while it is open, as rights are asked for then. */
export function RowMenu({ target, kindActions }: RowMenuProps) {
  return <ActionItems items={useActions(target, kindActions)} />;
}
