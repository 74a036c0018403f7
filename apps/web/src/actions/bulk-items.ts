import type { Action, ActionTarget } from './define-action.ts';
import { withKindActions } from './registry.ts';

/** An action of the bulk bar, and how many of the selected objects it is for. */
export interface BulkItem {
  readonly action: Action;
  readonly applies: number;
  readonly of: number;
}

/** The bulk actions that apply to at least one of the targets. */
export function bulkItems(targets: readonly ActionTarget[], kindActions: readonly Action[]): BulkItem[] {
  return withKindActions(kindActions)
    .filter(({ bulk }) => bulk)
    .map((action) => {
      let applies = 0;
      for (const target of targets) if (action.applies(target)) applies += 1;
      return { action, applies, of: targets.length };
    })
    .filter(({ applies }) => applies > 0);
}
