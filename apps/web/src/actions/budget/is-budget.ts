import type { ActionTarget } from '../define-action.ts';

/** Whether the target is a PodDisruptionBudget. */
export function isBudget({ ref: { resource } }: ActionTarget): boolean {
  return resource.group === 'policy' && resource.resource === 'poddisruptionbudgets';
}
