import type { ControllerContext } from './controller.ts';
import type { End } from './job-end.ts';
import type { Job } from './job-kinds.ts';
import { SOURCE } from './job-pods.ts';
import { type Condition, KEYS, type Pod } from './kinds.ts';
import { conditionOf, isActive } from './pod-state.ts';
import { timestamp } from './time.ts';

/** Starts, suspends or resumes the Job as its spec says. */
export function beginJob({ store, events }: ControllerContext, job: Job): Job {
  const now = store.now();
  const isSuspended = job.spec.suspend ?? false;
  const was = conditionOf(job.status?.conditions, 'Suspended')?.status === 'True';
  const updated = store.update(KEYS.Job, job.metadata.namespace, job.metadata.name, (draft) => {
    const status = { ...(draft as Job).status };
    if (isSuspended) delete status.startTime;
    else if (was || !status.startTime) status.startTime = timestamp(now);
    const conditions = status.conditions ?? [];
    if (isSuspended && !was)
      status.conditions = put(
        conditions,
        'Suspended',
        'True',
        { reason: 'JobSuspended', message: 'Job suspended' },
        now,
      );
    if (!isSuspended && was)
      status.conditions = put(conditions, 'Suspended', 'False', { reason: 'JobResumed', message: 'Job resumed' }, now);
    (draft as Job).status = status;
  });
  if (isSuspended && !was) events.normal(job, SOURCE, 'Suspended', 'Job suspended');
  if (!isSuspended && was) events.normal(job, SOURCE, 'Resumed', 'Job resumed');
  return (updated as Job | undefined) ?? job;
}

function put(
  conditions: readonly Condition[],
  type: string,
  status: string,
  { reason, message }: { reason: string; message: string },
  now: number,
): Condition[] {
  const at = timestamp(now);
  const next = { type, status, lastProbeTime: at, lastTransitionTime: at, reason, message };
  return [...conditions.filter((one) => one.type !== type), next];
}

/** Says that the end is decided, and ends the Job when its last pod has stopped. */
export function finishJob({ store, events, index }: ControllerContext, job: Job, { type, reason, message }: End): void {
  const now = store.now();
  const stopping = (index.controlledBy(job, KEYS.Pod) as Pod[]).some(
    (pod) => isActive(pod) || (pod.metadata.deletionTimestamp && pod.metadata.deletionGracePeriodSeconds !== 0),
  );
  const interim = type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  store.update(KEYS.Job, job.metadata.namespace, job.metadata.name, (draft) => {
    const status = { ...(draft as Job).status };
    let conditions = status.conditions ?? [];
    if (!conditionOf(conditions, interim)) conditions = put(conditions, interim, 'True', { reason, message }, now);
    if (!stopping) {
      conditions = put(conditions, type, 'True', { reason, message }, now);
      if (type === 'Complete') status.completionTime = timestamp(now);
    }
    status.conditions = conditions;
    (draft as Job).status = status;
  });
  if (stopping) return;
  if (type === 'Complete') events.normal(job, SOURCE, 'Completed', 'Job completed');
  else events.warning(job, SOURCE, reason, message);
}
