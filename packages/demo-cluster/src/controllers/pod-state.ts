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

/** Milliseconds until the next ready pod has been so for minReadySeconds; undefined when there is none to wait for. */
export function availableIn(ready: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  const waits = ready
    .filter((pod) => !isAvailable(pod, minReadySeconds, now))
    .map(
      (pod) => millis(conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime) + minReadySeconds * 1000 - now,
    );
  return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
}

/**
 * Order in which a ReplicaSet gives up its pods: unassigned before assigned, pending before running, not ready before ready, cheap
 * before costly, crowded nodes first, lately ready first, often restarted first, young first. Ages count by their magnitude only,
 * so that equals are equal (controller_utils.go ActivePodsWithRanks).
 */
export function byDispensability(crowd: (pod: Pod) => number, now: number): (a: Pod, b: Pod) => number {
  const stage = (pod: Pod) =>
    (pod.spec.nodeName ? 8 : 0) + (PHASE_RANK[pod.status?.phase ?? ''] ?? 0) * 2 + (isReady(pod) ? 1 : 0);
  const cost = (pod: Pod) => Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  const magnitude = (since: string | undefined) => Math.floor(Math.log2(Math.max(1, now - millis(since))));
  const readySince = (pod: Pod) =>
    isReady(pod) ? magnitude(conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime) : 0;
  const restarts = (pod: Pod) => Math.max(0, ...(pod.status?.containerStatuses ?? []).map((one) => one.restartCount));
  return (a, b) =>
    stage(a) - stage(b) ||
    cost(a) - cost(b) ||
    crowd(b) - crowd(a) ||
    readySince(a) - readySince(b) ||
    restarts(b) - restarts(a) ||
    magnitude(a.metadata.creationTimestamp) - magnitude(b.metadata.creationTimestamp) ||
    (a.metadata.uid < b.metadata.uid ? -1 : 1);
}

const PHASE_RANK: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
