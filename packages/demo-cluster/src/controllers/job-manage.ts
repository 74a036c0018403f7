import type { ControllerContext } from './controller.ts';
import type { Job } from './job-kinds.ts';
import { backOff, createJobPod, dismiss, indexFailuresBefore, indexOf, isIndexed } from './job-pods.ts';
import { judgeFailure } from './job-policy.ts';
import type { Tally } from './job-tally.ts';
import { slowStart } from './pod-control.ts';
import { byDispensability } from './pod-state.ts';

// what one pass may create or delete
const BURST = 500;

interface Managed {
  /** milliseconds until a failed pod may be replaced */
  readonly again?: number | undefined;
  readonly error?: unknown;
}

/** Brings the number of running pods to what parallelism, completions and back-off allow. */
export function manageJob(context: ControllerContext, job: Job, known: Tally, now: number): Managed {
  const { completions, parallelism = 1, podReplacementPolicy } = job.spec;
  const { active, succeeded, terminating } = known;
  const remaining =
    completions === undefined
      ? succeeded > 0
        ? active.length
        : parallelism
      : completions - succeeded - known.failedIndexes.size;
  const wanted = Math.max(0, Math.min(parallelism, remaining));
  if (active.length > wanted) {
    const order = byDispensability(() => 0, now);
    const surplus = [...active].sort(order).slice(0, Math.min(active.length - wanted, BURST));
    for (const pod of surplus) dismiss(context, job, pod);
    return {};
  }
  const held = podReplacementPolicy === 'Failed' ? terminating.length : 0;
  const missing = Math.min(wanted - active.length - held, BURST);
  if (missing <= 0) return {};
  if (isIndexed(job)) return createIndexed(context, job, known, missing, now);
  const wait = backOff(known.failedPods, known.succeededPods, now);
  if (wait > 0) return { again: wait };
  return { error: slowStart(missing, () => createJobPod(context, job)) };
}

function createIndexed(context: ControllerContext, job: Job, known: Tally, missing: number, now: number): Managed {
  const isOwn = job.spec.backoffLimitPerIndex !== undefined;
  const common = isOwn ? 0 : backOff(known.failedPods, known.succeededPods, now);
  if (common > 0) return { again: common };
  const held = job.spec.podReplacementPolicy === 'Failed' ? known.terminating : [];
  const taken = new Set([
    ...[...known.active, ...held].map(indexOf),
    ...known.succeededIndexes,
    ...known.failedIndexes,
  ]);
  const free: { at: number; failures: number }[] = [];
  let again: number | undefined;
  for (let at = 0; at < (job.spec.completions ?? 0) && free.length < missing; at++) {
    if (taken.has(at)) continue;
    const failed = known.failedPods.filter((pod) => indexOf(pod) === at && judgeFailure(job, pod).action !== 'Ignore');
    const wait = isOwn ? backOff(failed, [], now) : 0;
    if (wait > 0) again = Math.min(again ?? wait, wait);
    else free.push({ at, failures: Math.max(-1, ...failed.map(indexFailuresBefore)) + 1 });
  }
  return { again, error: slowStart(free.length, () => createJobPod(context, job, free.shift())) };
}
