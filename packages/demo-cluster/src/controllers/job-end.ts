import type { Job } from './job-kinds.ts';
import { isIndexed } from './job-pods.ts';
import { judgeFailure, metSuccessRule } from './job-policy.ts';
import type { Tally } from './job-tally.ts';
import { millis } from './time.ts';

/** How a Job ends. */
export interface End {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const fails = (reason: string, message: string): End => ({ type: 'Failed', reason, message });
/** An end that was decided before and waits for the last pods to stop. */
export function decidedEnd(job: Job): End | undefined {
  const found = job.status?.conditions?.find(
    (one) => (one.type === 'FailureTarget' || one.type === 'SuccessCriteriaMet') && one.status === 'True',
  );
  if (!found) return undefined;
  const { reason = '', message = '' } = found;
  return { type: found.type === 'FailureTarget' ? 'Failed' : 'Complete', reason, message };
}

/** Why the Job has failed, if it has. */
export function failureOf(job: Job, known: Tally, now: number): End | undefined {
  const { backoffLimit = 6, activeDeadlineSeconds: deadline, maxFailedIndexes, completions = 0 } = job.spec;
  const fatal = known.failedPods.map((pod) => judgeFailure(job, pod)).find(({ action }) => action === 'FailJob');
  if (fatal) return fails('PodFailurePolicy', fatal.message);
  const restarts = known.active.reduce(
    (sum, pod) =>
      [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].reduce(
        (all, one) => all + one.restartCount,
        sum,
      ),
    0,
  );
  // pods that restart their containers themselves fail by their restarts
  const isWornOut = job.spec.template.spec.restartPolicy === 'OnFailure' && restarts > 0 && restarts >= backoffLimit;
  if (known.failed > backoffLimit || isWornOut)
    return fails('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const start = job.status?.startTime;
  if (deadline !== undefined && start && !job.spec.suspend && now - millis(start) >= deadline * 1000)
    return fails('DeadlineExceeded', 'Job was active longer than specified deadline');
  const lost = known.failedIndexes.size;
  if (maxFailedIndexes !== undefined && lost > maxFailedIndexes)
    return fails('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  if (lost > 0 && known.succeededIndexes.size + lost >= completions && known.active.length === 0)
    return fails('FailedIndexes', 'Job has failed indexes');
  return undefined;
}

/** Whether the success policy is content with what has succeeded so far. */
export function successOf(job: Job, { succeededIndexes }: Tally): End | undefined {
  const rule = isIndexed(job) ? metSuccessRule(job, succeededIndexes) : undefined;
  if (rule === undefined) return undefined;
  return { type: 'Complete', reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
}

/** All wanted pods have succeeded and none runs any more. */
export function completionOf(job: Job, { succeeded, active }: Tally): End | undefined {
  const { completions } = job.spec;
  const isEnough = completions === undefined ? succeeded > 0 : succeeded >= completions;
  if (!isEnough || active.length > 0 || job.spec.suspend) return undefined;
  return {
    type: 'Complete',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
}
