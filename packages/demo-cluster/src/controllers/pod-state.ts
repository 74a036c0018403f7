import type { Condition, Pod } from './kinds.ts';
import { millis } from './time.ts';

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Neither finished nor on its way out: what controllers count as a replica. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !pod.metadata.deletionTimestamp;
}

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((one) => one.type === type);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Ready for at least minReadySeconds. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return false;
  return minReadySeconds === 0 || millis(ready.lastTransitionTime) + minReadySeconds * 1000 <= now;
}

/**
 * Order in which a ReplicaSet gives up its pods: unassigned before assigned, pending before running, not ready before
 * ready, younger before older (controller_utils.go ActivePods).
 */
export function byDispensability(a: Pod, b: Pod): number {
  const rank = (pod: Pod) =>
    (pod.spec.nodeName ? 4 : 0) + (pod.status?.phase === 'Running' ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const cost = (pod: Pod) => Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  return (
    rank(a) - rank(b) ||
    cost(a) - cost(b) ||
    millis(b.metadata.creationTimestamp) - millis(a.metadata.creationTimestamp)
  );
}
