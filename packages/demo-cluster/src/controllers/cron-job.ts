import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { parseCron } from './cron-schedule.ts';
import { finishedAt } from './job.ts';
import { type CronJob, type Job, KEYS } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import { controllerReference } from './pod-template.ts';
import { millis, timestamp } from './time.ts';

const SOURCE = { component: 'cronjob-controller' };
// more missed starts than this are an error, not a backlog (cronjob_controllerv2.go)
const TOO_MANY_MISSED = 100;

/** Starts a CronJob's jobs on time and tidies up after them. */
export const cronJobController: Controller = {
  name: 'cronjob',
  watches: [
    { key: KEYS.CronJob, map: itself },
    { key: KEYS.Job, map: controllerOf('CronJob') },
  ],
  reconcile(context, namespace, name) {
    const { store, events } = context;
    const cron = store.get(KEYS.CronJob, namespace, name) as CronJob | undefined;
    if (!cron || cron.metadata.deletionTimestamp) return undefined;
    tidy(context, cron);
    const schedule = parseCron(cron.spec.schedule);
    if (!schedule) {
      events.warning(cron, SOURCE, 'UnparseableSchedule', `unparseable schedule: "${cron.spec.schedule}"`);
      return undefined;
    }
    const now = store.now();
    if (!cron.spec.suspend) {
      const due = lastDue(schedule, cron, now);
      if (due !== undefined) start(context, cron, due);
    }
    writeStatus(context, cron);
    const next = schedule.next(now);
    // timers hold 24 days at most
    return next === undefined ? undefined : Math.min(next - now, 86_400_000);
  },
};

/** The latest scheduled time that has passed and was not used yet. */
function lastDue(schedule: NonNullable<ReturnType<typeof parseCron>>, cron: CronJob, now: number): number | undefined {
  let from = millis(cron.status?.lastScheduleTime) || millis(cron.metadata.creationTimestamp);
  const deadline = cron.spec.startingDeadlineSeconds;
  if (deadline !== undefined) from = Math.max(from, now - deadline * 1000);
  let due: number | undefined;
  let missed = 0;
  for (let at = schedule.next(from); at !== undefined && at <= now; at = schedule.next(at)) {
    due = at;
    if (++missed > TOO_MANY_MISSED) {
      // skip ahead: only the last of them matters
      at = Math.max(at, now - 7 * 86_400_000);
      missed = Number.NEGATIVE_INFINITY;
    }
  }
  return due;
}

function jobsOf({ index }: ControllerContext, cron: CronJob): Job[] {
  return index.controlledBy(cron, KEYS.Job) as Job[];
}

function start(context: ControllerContext, cron: CronJob, due: number): void {
  const { store, events } = context;
  const namespace = cron.metadata.namespace ?? '';
  const running = jobsOf(context, cron).filter((job) => finishedAt(job) === undefined);
  if (running.length > 0 && cron.spec.concurrencyPolicy === 'Forbid') {
    events.normal(
      cron,
      SOURCE,
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
    );
    return;
  }
  if (cron.spec.concurrencyPolicy === 'Replace')
    for (const job of running) {
      store.delete(KEYS.Job, namespace, job.metadata.name, { propagation: 'Background' });
      events.normal(cron, SOURCE, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
    }
  const name = `${cron.metadata.name}-${Math.floor(due / 60_000)}`;
  if (!store.get(KEYS.Job, namespace, name)) {
    store.create(KEYS.Job, jobOf(cron, name, due));
    events.normal(cron, SOURCE, 'SuccessfulCreate', `Created job ${name}`);
  }
  store.update(KEYS.CronJob, namespace, cron.metadata.name, (draft) => {
    (draft as CronJob).status = { ...(draft as CronJob).status, lastScheduleTime: timestamp(due) };
  });
}

/** The Job of one scheduled time. */
export function jobOf(cron: CronJob, name: string, due: number) {
  const { metadata, spec } = cron.spec.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cron.metadata.namespace ?? '',
      ...(metadata?.labels ? { labels: { ...metadata.labels } } : {}),
      annotations: { ...metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due) },
      ownerReferences: [controllerReference(cron)],
    },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      ...structuredClone(spec),
    },
  };
}

/** Finished jobs beyond the history limits are deleted, oldest first. */
function tidy(context: ControllerContext, cron: CronJob): void {
  const finished = jobsOf(context, cron)
    .filter((job) => finishedAt(job) !== undefined)
    .sort((a, b) => millis(a.status?.startTime) - millis(b.status?.startTime));
  const limits: [string, number][] = [
    ['Complete', cron.spec.successfulJobsHistoryLimit ?? 3],
    ['Failed', cron.spec.failedJobsHistoryLimit ?? 1],
  ];
  for (const [type, limit] of limits) {
    const jobs = finished.filter((job) => conditionOf(job.status?.conditions, type)?.status === 'True');
    for (const job of jobs.slice(0, Math.max(0, jobs.length - limit))) {
      context.store.delete(KEYS.Job, job.metadata.namespace, job.metadata.name, { propagation: 'Background' });
      context.events.normal(cron, SOURCE, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
    }
  }
}

function writeStatus(context: ControllerContext, cron: CronJob): void {
  const { store } = context;
  const jobs = jobsOf(context, cron);
  const active = jobs
    .filter((job) => finishedAt(job) === undefined)
    .map(({ metadata }) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      uid: metadata.uid,
    }));
  const successes = jobs.map((job) => job.status?.completionTime).filter((one) => one !== undefined);
  const last = successes.sort().at(-1);
  store.update(KEYS.CronJob, cron.metadata.namespace, cron.metadata.name, (draft) => {
    const status: NonNullable<CronJob['status']> = { ...(draft as CronJob).status };
    if (active.length > 0) status.active = active;
    else delete status.active;
    if (last !== undefined && last > (status.lastSuccessfulTime ?? '')) status.lastSuccessfulTime = last;
    (draft as CronJob).status = status;
  });
}
