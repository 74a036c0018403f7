import { setCondition } from './conditions.ts';
import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { type Job, KEYS, type Pod } from './kinds.ts';
import { conditionOf, isActive, isReady } from './pod-state.ts';
import { podOf } from './pod-template.ts';
import { millis, timestamp } from './time.ts';

const SOURCE = { component: 'job-controller' };
const INDEX = 'batch.kubernetes.io/job-completion-index';

/** Runs a Job's pods to completion. */
export const jobController: Controller = {
  name: 'job',
  watches: [
    { key: KEYS.Job, map: itself },
    { key: KEYS.Pod, map: controllerOf('Job') },
  ],
  reconcile(context, namespace, name) {
    const job = context.store.get(KEYS.Job, namespace, name) as Job | undefined;
    if (!job || job.metadata.deletionTimestamp) return undefined;
    const finished = finishedAt(job);
    if (finished !== undefined) return expire(context, job, finished);
    if (!job.spec.manualSelector && job.spec.selector === undefined) addSelector(context, job);
    return advance(context, (context.store.get(KEYS.Job, namespace, name) as Job | undefined) ?? job);
  },
};

export function finishedAt(job: Job): number | undefined {
  const end = job.status?.conditions?.find(
    (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
  );
  return end ? millis(end.lastTransitionTime) : undefined;
}

/** Jobs select their pods by uid; the API server's defaulting does it, seeds and CronJobs come without. */
function addSelector({ store }: ControllerContext, job: Job): void {
  store.update(KEYS.Job, job.metadata.namespace, job.metadata.name, (draft) => {
    const { spec } = draft as Job;
    const labels = {
      'batch.kubernetes.io/controller-uid': job.metadata.uid,
      'batch.kubernetes.io/job-name': job.metadata.name,
      'controller-uid': job.metadata.uid,
      'job-name': job.metadata.name,
    };
    spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid } };
    spec.template.metadata = { ...spec.template.metadata, labels: { ...spec.template.metadata?.labels, ...labels } };
  });
}

function expire({ store }: ControllerContext, job: Job, finished: number): number | undefined {
  const ttl = job.spec.ttlSecondsAfterFinished;
  if (ttl === undefined) return undefined;
  const left = finished + ttl * 1000 - store.now();
  if (left > 0) return left;
  store.delete(KEYS.Job, job.metadata.namespace, job.metadata.name, { propagation: 'Background' });
  return undefined;
}

function advance(context: ControllerContext, job: Job): number | undefined {
  const { store, index, events } = context;
  const now = store.now();
  const pods = index.controlledBy(job, KEYS.Pod) as Pod[];
  const active = pods.filter(isActive);
  const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded');
  const failed = pods.filter((pod) => pod.status?.phase === 'Failed');
  const start = job.spec.suspend ? undefined : (job.status?.startTime ?? timestamp(now));
  const { backoffLimit = 6, activeDeadlineSeconds: deadline, completions, parallelism = 1 } = job.spec;
  const elapsed = start ? now - millis(start) : 0;
  const restarts = active.reduce(
    (sum, pod) => sum + (pod.status?.containerStatuses ?? []).reduce((all, one) => all + one.restartCount, 0),
    0,
  );

  let end: { type: string; reason: string; message: string } | undefined;
  if (failed.length > backoffLimit || (restarts > 0 && restarts + failed.length >= backoffLimit))
    end = { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  else if (deadline !== undefined && start && elapsed >= deadline * 1000)
    end = { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  else if (
    completions !== undefined ? doneCount(job, succeeded) >= completions : succeeded.length > 0 && active.length === 0
  )
    end = { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };

  let again: number | undefined = deadline === undefined ? undefined : Math.max(deadline * 1000 - elapsed, 100);
  if (end || job.spec.suspend) {
    for (const pod of active) {
      store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name);
      events.normal(job, SOURCE, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    }
  } else {
    const remaining =
      completions === undefined ? (succeeded.length > 0 ? active.length : parallelism) : completions - succeeded.length;
    const wanted = Math.min(parallelism, Math.max(0, remaining));
    for (const pod of active.slice(wanted)) store.delete(KEYS.Pod, pod.metadata.namespace, pod.metadata.name);
    const wait = backOff(failed, now);
    if (active.length < wanted && wait > 0) again = Math.min(again ?? wait, wait);
    else for (let n = active.length; n < wanted; n++) createPod(context, job);
  }
  writeStatus(context, job, start, end);
  return again;
}

function doneCount(job: Job, succeeded: readonly Pod[]): number {
  if (job.spec.completionMode !== 'Indexed') return succeeded.length;
  return new Set(succeeded.map((pod) => pod.metadata.annotations?.[INDEX])).size;
}

/** 10 s doubling up to 6 min after the last failure (job_controller.go). */
function backOff(failed: readonly Pod[], now: number): number {
  if (failed.length === 0) return 0;
  const last = Math.max(
    ...failed.map((pod) =>
      Math.max(...(pod.status?.containerStatuses ?? []).map((one) => millis(one.state.terminated?.finishedAt)), 0),
    ),
  );
  return Math.min(10_000 * 2 ** (failed.length - 1), 360_000) - (now - last);
}

function createPod({ store, index, events }: ControllerContext, job: Job): void {
  const template = structuredClone(job.spec.template);
  let suffix = '-';
  if (job.spec.completionMode === 'Indexed') {
    const taken = new Set(
      (index.controlledBy(job, KEYS.Pod) as Pod[])
        .filter((pod) => isActive(pod) || pod.status?.phase === 'Succeeded')
        .map((pod) => pod.metadata.annotations?.[INDEX]),
    );
    let free = 0;
    while (taken.has(String(free))) free++;
    suffix = `-${free}-`;
    template.metadata = {
      ...template.metadata,
      annotations: { ...template.metadata?.annotations, [INDEX]: String(free) },
      labels: { ...template.metadata?.labels, [INDEX]: String(free) },
    };
    for (const container of template.spec.containers)
      container.env = [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', value: String(free) }];
  }
  const pod = store.create(KEYS.Pod, podOf(job, template, { generateName: `${job.metadata.name}${suffix}` }));
  events.normal(job, SOURCE, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
}

function writeStatus(
  context: ControllerContext,
  job: Job,
  start: string | undefined,
  end: { type: string; reason: string; message: string } | undefined,
): void {
  const { store, index, events } = context;
  const now = store.now();
  const pods = index.controlledBy(job, KEYS.Pod) as Pod[];
  const active = pods.filter(isActive);
  const count = (phase: string) => pods.filter((pod) => pod.status?.phase === phase).length;
  const terminating = pods.filter((pod) => pod.metadata.deletionTimestamp).length;
  const done = pods
    .filter((pod) => pod.status?.phase === 'Succeeded')
    .map((pod) => Number(pod.metadata.annotations?.[INDEX]))
    .sort((a, b) => a - b);
  store.update(KEYS.Job, job.metadata.namespace, job.metadata.name, (draft) => {
    const before = (draft as Job).status;
    const conditions = [...(before?.conditions ?? [])];
    const wasSuspended = conditionOf(conditions, 'Suspended')?.status === 'True';
    if (job.spec.suspend || wasSuspended)
      setCondition(
        conditions,
        {
          type: 'Suspended',
          status: job.spec.suspend ? 'True' : 'False',
          reason: job.spec.suspend ? 'JobSuspended' : 'JobResumed',
          message: job.spec.suspend ? 'Job suspended' : 'Job resumed',
        },
        now,
      );
    if (end) setCondition(conditions, { ...end, status: 'True', lastProbeTime: timestamp(now) }, now);
    (draft as Job).status = {
      ...(start ? { startTime: start } : {}),
      ...(active.length > 0 ? { active: active.length } : {}),
      ...(count('Succeeded') > 0 ? { succeeded: count('Succeeded') } : {}),
      ...(count('Failed') > 0 ? { failed: count('Failed') } : {}),
      ...(job.spec.completionMode === 'Indexed' ? { completedIndexes: ranges(done) } : {}),
      terminating,
      uncountedTerminatedPods: {},
      ready: active.filter(isReady).length,
      ...(conditions.length > 0 ? { conditions } : {}),
      ...(end?.type === 'Complete' ? { completionTime: timestamp(now) } : {}),
    };
  });
  if (end?.type === 'Complete') events.normal(job, SOURCE, 'Completed', 'Job completed');
  else if (end) events.warning(job, SOURCE, end.reason, end.message);
}

/** [0,1,2,5] → "0-2,5" */
function ranges(sorted: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while ((sorted[end + 1] ?? Number.NaN) === (sorted[end] ?? 0) + 1) end++;
    parts.push(end === at ? String(sorted[at]) : `${sorted[at]}-${sorted[end]}`);
    at = end + 1;
  }
  return parts.join(',');
}
