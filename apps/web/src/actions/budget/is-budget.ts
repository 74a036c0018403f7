import type { AccessCheck, ActionTarget } from '../define-action.ts';
import { objectAccess } from '../object-access.ts';

/** Whether the target is a PodDisruptionBudget. */
export function isBudget({ ref: { resource } }: ActionTarget): boolean {
  return resource.group === 'policy' && resource.resource === 'poddisruptionbudgets';
}

/** The right to a verb on the budgets where the target lives. */
export function budgetRight(verb: 'create' | 'patch', target: ActionTarget): AccessCheck {
  return { ...objectAccess(verb, target), group: 'policy', resource: 'poddisruptionbudgets' };
}
