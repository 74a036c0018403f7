import { objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
import type { DemoObject, ResourceKey } from './store.ts';

const isNamespace = (key: ResourceKey) => key.group === '' && key.resource === 'namespaces';
const isPod = (key: ResourceKey) => key.group === '' && key.resource === 'pods';

const isDefinition = (key: ResourceKey) =>
  key.group === 'apiextensions.k8s.io' && key.resource === 'customresourcedefinitions';

/** Holds a CustomResourceDefinition until its objects are gone. */
export const CUSTOM_RESOURCE_CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

/** What an object says of itself when its deletion has begun. */
export function markTerminating(key: ResourceKey, object: DemoObject): void {
  if (isNamespace(key)) objectIn(object, 'status')['phase'] = 'Terminating';
  if (!isDefinition(key)) return;
  const { metadata } = object;
  const conditions = objectsIn(object, 'status', 'conditions');
  if (conditions.some((condition) => condition['type'] === 'Terminating')) return;
  metadata.finalizers = [...(metadata.finalizers ?? []), CUSTOM_RESOURCE_CLEANUP];
  objectIn(object, 'status')['conditions'] = [
    ...conditions,
    {
      lastTransitionTime: metadata.deletionTimestamp,
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      reason: 'InstanceDeletionPending',
      status: 'True',
      type: 'Terminating',
    },
  ];
}

/** Nothing holds the object any more: no grace period, no finalizer. */
export function isReleased(key: ResourceKey, { metadata, spec }: DemoObject): boolean {
  if (metadata.deletionTimestamp === undefined || metadata.finalizers?.length) return false;
  if (isPod(key)) return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
  const holders = isNamespace(key) ? valueAt(spec, 'finalizers') : undefined;
  return !Array.isArray(holders) || holders.length === 0;
}

/** Only a pod that a kubelet looks after has a grace period (registry/core/pod strategy CheckGracefulDelete). */
export function graceSeconds(key: ResourceKey, pod: DemoObject, asked: number | undefined): number {
  if (!isPod(key)) return 0;
  const phase = textAt(pod, 'status', 'phase');
  if (textAt(pod, 'spec', 'nodeName') === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
  const own = valueAt(pod, 'spec', 'terminationGracePeriodSeconds');
  return Math.max(0, asked ?? (typeof own === 'number' ? own : 30));
}
