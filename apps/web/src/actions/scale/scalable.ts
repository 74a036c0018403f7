import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { AccessCheck, ActionTarget } from '../define-action.ts';
import { objectAccess } from '../object-access.ts';

const SCALABLE = /^(apps\/(deployments|statefulsets|replicasets)|\/replicationcontrollers)$/;

const SCALABLE_KIND = /^(apps\/(Deployment|StatefulSet|ReplicaSet)|\/ReplicationController)$/;

/** Whether the target has a number of replicas, and a scale subresource to set it by. */
export function isScalable({ ref: { resource } }: ActionTarget): boolean {
  return SCALABLE.test(`${resource.group}/${resource.resource}`);
}

/** The same of an owner, of which only the kind is known: it keeps the number of what it owns. */
export function isScalableKind(apiVersion: string, kind: string): boolean {
  return SCALABLE_KIND.test(`${parseApiVersion(apiVersion).group}/${kind}`);
}

/** The right to set it: to scale, and nothing else of the object. */
export function scaleAccess(target: ActionTarget): AccessCheck {
  return { ...objectAccess('patch', target), subresource: 'scale' };
}

export function isAutoscaler({ ref: { resource } }: ActionTarget): boolean {
  return resource.resource === 'horizontalpodautoscalers' && resource.group === 'autoscaling';
}
