import { keepsRevisions } from '../../api/change-cause.ts';
import type { ActionTarget } from '../define-action.ts';

/** Whether the target replaces its pods by itself when its template changes. */
export function rollsOut({ ref }: ActionTarget): boolean {
  return keepsRevisions(ref.resource);
}

/** Whether the target is a Deployment; of `paused` rollout, where that is asked and the object is known. */
export function isDeployment({ ref: { resource }, object }: ActionTarget, paused?: boolean): boolean {
  if (resource.group !== 'apps' || resource.resource !== 'deployments') return false;
  if (paused === undefined || object === undefined) return true;
  const spec = object['spec'];
  return (typeof spec === 'object' && spec !== null && 'paused' in spec && spec.paused === true) === paused;
}
