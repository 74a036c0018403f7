import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { AccessCheck, ActionTarget } from '../define-action.ts';
import { objectAccess } from '../object-access.ts';

const SCALABLE = /^(apps\/(deployments|statefulsets|replicasets)|\/replicationcontrollers)$/;

const SCALABLE_KIND = /^(apps\/(Deployment|StatefulSet|ReplicaSet)|\/ReplicationController)$/;

/** Whether the target has a number of replicas, and a scale subresource to set it by: discovery says it of custom resources, too. */
export function isScalable({ ref: { resource } }: ActionTarget): boolean {
  return resource.scales === true || keepsReplicas(resource);
}

/** Whether its replicas are spec.replicas, 1 where nothing is said: of other kinds only the scale subresource knows. */
export function keepsReplicas({ group, resource }: ActionTarget['ref']['resource']): boolean {
  return SCALABLE.test(`${group}/${resource}`);
}

/** The same of an owner, of which only the kind is known: it keeps the number of what it owns. */
export function isScalableKind(apiVersion: string, kind: string): boolean {
  return SCALABLE_KIND.test(`${parseApiVersion(apiVersion).group}/${kind}`);
}

/** The right to set it: to scale, and nothing else of the object. */
export function scaleAccess(target: ActionTarget): AccessCheck {
  return { ...objectAccess('patch', target), subresource: 'scale' };
}

/** The right to a verb on the autoscalers where the target lives. */
export function autoscalerRight(verb: 'create' | 'patch', target: ActionTarget): AccessCheck {
  return { ...objectAccess(verb, target), group: 'autoscaling', resource: 'horizontalpodautoscalers' };
}

export function isAutoscaler({ ref: { resource } }: ActionTarget): boolean {
  return resource.resource === 'horizontalpodautoscalers' && resource.group === 'autoscaling';
}
