import type { ControllerContext } from './controller.ts';
import { formatRanges, parseRanges } from './index-ranges.ts';
import type { Job } from './job-kinds.ts';
import { indexFailuresBefore, indexOf, isIndexed, TRACKING, untrack } from './job-pods.ts';
import { judgeFailure } from './job-policy.ts';
import { KEYS, type Pod } from './kinds.ts';
import { isActive, isFinished, isReady } from './pod-state.ts';

type Status = NonNullable<Job['status']>;

/** What a Job knows of its pods: those present, and those that were counted before. */
export interface Tally {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: readonly Pod[];
  /** present ones, counted or not */
  readonly succeededPods: readonly Pod[];
  readonly failedPods: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number>;
  /** present ones that the status has yet to count */
  readonly uncounted: { readonly succeeded: readonly Pod[]; readonly failed: readonly Pod[] };
}

/** A pod that was deleted never reaches the phase Failed by itself: it counts as failed, unless the Job replaces failed pods only. */
function hasFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (!pod.metadata.deletionTimestamp || pod.status?.phase === 'Succeeded') return false;
  const isGone = pod.metadata.deletionGracePeriodSeconds === 0;
  return isGone || (job.spec.podReplacementPolicy !== 'Failed' && job.spec.podFailurePolicy === undefined);
}

const counts = (job: Job, pod: Pod) => judgeFailure(job, pod).action !== 'Ignore';

export function tally(job: Job, pods: readonly Pod[]): Tally {
  const succeededPods = pods.filter((pod) => pod.status?.phase === 'Succeeded');
  const failedPods = pods.filter((pod) => hasFailed(job, pod));
  const isTracked = (pod: Pod) => pod.metadata.finalizers?.includes(TRACKING) ?? false;
  const uncounted = {
    succeeded: succeededPods.filter(isTracked),
    failed: failedPods.filter((pod) => isTracked(pod) && counts(job, pod)),
  };
  const inRange = (at: number) => at < (job.spec.completions ?? 0);
  const succeededIndexes = parseRanges(job.status?.completedIndexes);
  for (const pod of uncounted.succeeded) if (inRange(indexOf(pod))) succeededIndexes.add(indexOf(pod));
  const failedIndexes = parseRanges(job.status?.failedIndexes);
  const limit = job.spec.backoffLimitPerIndex;
  if (limit !== undefined)
    for (const pod of failedPods) {
      const isOver = indexFailuresBefore(pod) >= limit && counts(job, pod);
      if (inRange(indexOf(pod)) && (isOver || judgeFailure(job, pod).action === 'FailIndex'))
        failedIndexes.add(indexOf(pod));
    }
  return {
    pods,
    active: pods.filter((pod) => isActive(pod)),
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isFinished(pod)),
    succeededPods,
    failedPods,
    succeeded: isIndexed(job) ? succeededIndexes.size : (job.status?.succeeded ?? 0) + uncounted.succeeded.length,
    failed: (job.status?.failed ?? 0) + uncounted.failed.length,
    succeededIndexes,
    failedIndexes,
    uncounted,
  };
}

/**
 * Counts finished pods in the status and then lets them go, in that order, so that none is lost or counted twice when the
 * controller dies in between (KEP-2307). Answers the status with the counts.
 */
export function settleTally(context: ControllerContext, job: Job, { pods, uncounted, ...known }: Tally): Status {
  const { store } = context;
  const { namespace, name } = job.metadata;
  const uids = (list: readonly Pod[]) => list.map((pod) => pod.metadata.uid);
  const hasNews = uncounted.succeeded.length + uncounted.failed.length > 0;
  const write = (change: (status: Status) => void) =>
    store.update(KEYS.Job, namespace, name, (draft) => {
      const status: Status = { ...(draft as Job).status };
      change(status);
      (draft as Job).status = status;
    });
  if (hasNews)
    write((status) => {
      status.uncountedTerminatedPods = {
        ...(uncounted.succeeded.length > 0 ? { succeeded: uids(uncounted.succeeded) } : {}),
        ...(uncounted.failed.length > 0 ? { failed: uids(uncounted.failed) } : {}),
      };
      if (isIndexed(job)) status.completedIndexes = formatRanges(known.succeededIndexes);
      if (job.spec.backoffLimitPerIndex !== undefined) status.failedIndexes = formatRanges(known.failedIndexes);
    });
  const failed = new Set(known.failedPods);
  for (const pod of pods) if (pod.status?.phase === 'Succeeded' || failed.has(pod)) untrack(context, pod);
  const left = context.index.controlledBy(job, KEYS.Pod) as Pod[];
  const active = left.filter(isActive);
  const counted = write((status) => {
    const set = (count: 'active' | 'succeeded' | 'failed', value: number) => {
      if (value > 0) status[count] = value;
      else delete status[count];
    };
    set('active', active.length);
    set('succeeded', known.succeeded);
    set('failed', known.failed);
    status.ready = active.filter(isReady).length;
    status.terminating = left.filter((pod) => pod.metadata.deletionTimestamp && !isFinished(pod)).length;
    status.uncountedTerminatedPods = {};
    if (isIndexed(job)) status.completedIndexes = formatRanges(known.succeededIndexes);
    if (job.spec.backoffLimitPerIndex !== undefined) status.failedIndexes = formatRanges(known.failedIndexes);
  });
  return (counted as Job | undefined)?.status ?? {};
}
