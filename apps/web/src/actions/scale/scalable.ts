import type { AccessCheck, ActionTarget } from '../define-action.ts';
import { objectAccess } from '../object-access.ts';

const SCALABLE = /^(apps\/(deployments|statefulsets|replicasets)|\/replicationcontrollers)$/;

/** Whether the target has a number of replicas, and a scale subresource to set it by. */
export function isScalable({ ref: { resource } }: ActionTarget): boolean {
  return SCALABLE.test(`${resource.group}/${resource.resource}`);
}

/** The right to set it: to scale, and nothing else of the object. */
export function scaleAccess(target: ActionTarget): AccessCheck {
  return { ...objectAccess('patch', target), subresource: 'scale' };
}

export function isAutoscaler({ ref: { resource } }: ActionTarget): boolean {
  return resource.resource === 'horizontalpodautoscalers' && resource.group === 'autoscaling';
}
