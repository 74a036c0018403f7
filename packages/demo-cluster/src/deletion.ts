import { textAt, valueAt } from './json-value.ts';
import type { DemoObject, ResourceKey } from './store.ts';

export const isNamespace = (key: ResourceKey) => key.group === '' && key.resource === 'namespaces';
const isPod = (key: ResourceKey) => key.group === '' && key.resource === 'pods';

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
