import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { type CronSchedule, parseCron } from './cron-schedule.ts';
import { finishedAt } from './job.ts';
import type { CronJob, Job } from './job-kinds.ts';
import { KEYS } from './kinds.ts';
import { messageOf } from './pod-control.ts';
import { conditionOf } from './pod-state.ts';
import { controllerReference } from './pod-template.ts';
import { millis, timestamp } from './time.ts';
import { zonedTimestamp, zoneOf } from './time-zone.ts';

const SOURCE = { component: 'cronjob-controller' };
// more missed starts than this are worth a warning (cronjob_controllerv2.go)
const MANY_MISSED = 100;
// timers hold 24 days at most
const LONGEST_WAIT_MS = 86_400_000;

type Status = NonNullable<CronJob['status']>;

/** Starts a CronJob's jobs on time and tidies up after them. */
export const cronJobController: Controller = {
  name: 'cronjob',
  watches: [
    { key: KEYS.CronJob, map: itself },
    { key: KEYS.Job, map: controllerOf('CronJob') },
  ],
  reconcile(context, namespace, name) {
    const cron = context.store.get(KEYS.CronJob, namespace, name) as CronJob | undefined;
    if (!cron) return undefined;
    const status = followJobs(context, cron);
    const again = cron.metadata.deletionTimestamp || cron.spec.suspend ? undefined : schedule(context, cron, status);
    tidy(context, cron, status);
    context.store.update(KEYS.CronJob, namespace, name, (draft) => {
      (draft as CronJob).status = status;
    });
    return again;
  },
};

function jobsOf({ index }: ControllerContext, cron: CronJob): Job[] {
  return index.controlledBy(cron, KEYS.Job) as Job[];
}

/** The status after what has become of the jobs since: those that ended leave the list of active ones. */
function followJobs(context: ControllerContext, cron: CronJob): Status {
  const { events } = context;
  const jobs = jobsOf(context, cron);
  const listed = cron.status?.active ?? [];
  const gone = new Set<string>();
  let last = cron.status?.lastSuccessfulTime;
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const isListed = listed.some((one) => one.uid === uid);
    const end = finishedAt(job) === undefined ? undefined : endOf(job);
    if (!isListed && end === undefined)
      events.warning(cron, SOURCE, 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
    if (isListed && end !== undefined) {
      gone.add(uid);
      events.normal(cron, SOURCE, 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`);
    }
    const done = job.status?.completionTime;
    if (end === 'Complete' && done !== undefined && done > (last ?? '')) last = done;
  }
  for (const { name, uid } of listed)
    if (!jobs.some((job) => job.metadata.uid === uid)) {
      gone.add(uid);
      events.normal(cron, SOURCE, 'MissingJob', `Active job went missing: ${name}`);
    }
  const status: Status = { ...cron.status };
  setActive(
    status,
    listed.filter((one) => !gone.has(one.uid)),
  );
  if (last !== undefined) status.lastSuccessfulTime = last;
  return status;
}

function endOf(job: Job): 'Complete' | 'Failed' {
  return conditionOf(job.status?.conditions, 'Complete')?.status === 'True' ? 'Complete' : 'Failed';
}

function setActive(status: Status, active: NonNullable<Status['active']>): void {
  if (active.length > 0) status.active = active;
  else delete status.active;
}

/** Starts what is due; milliseconds until the next time. */
function schedule(context: ControllerContext, cron: CronJob, status: Status): number | undefined {
  const { events, store } = context;
  const { schedule: line, timeZone, startingDeadlineSeconds: deadline } = cron.spec;
  if (timeZone !== undefined && !zoneOf(timeZone)) {
    events.warning(cron, SOURCE, 'UnknownTimeZone', `invalid timeZone: "${timeZone}" : unknown time zone ${timeZone}`);
    return undefined;
  }
  const times = parseCron(line, timeZone);
  if (!times) {
    const words = `unparseable schedule: "${line}" : expected exactly 5 fields, found ${line.trim().split(/\s+/).length}: [${line}]`;
    events.warning(cron, SOURCE, 'UnparseableSchedule', words);
    return undefined;
  }
  const now = store.now();
  const next = times.next(now);
  const again = next === undefined ? undefined : Math.min(next - now, LONGEST_WAIT_MS);
  const due = lastDue(context, times, cron, now);
  if (due === undefined) return again;
  if (deadline !== undefined && due + deadline * 1000 < now) {
    const when = new Date(due).toUTCString().replace('GMT', '+0000');
    events.warning(cron, SOURCE, 'MissSchedule', `Missed scheduled time to start a job: ${when}`);
    return again;
  }
  start(context, cron, status, due);
  return again;
}

/** The latest scheduled time that has passed and was not used yet. */
function lastDue({ events }: ControllerContext, times: CronSchedule, cron: CronJob, now: number): number | undefined {
  let from = millis(cron.status?.lastScheduleTime) || millis(cron.metadata.creationTimestamp);
  const deadline = cron.spec.startingDeadlineSeconds;
  if (deadline !== undefined) from = Math.max(from, now - deadline * 1000);
  const first = times.next(from);
  if (first === undefined || first > now) return undefined;
  const second = times.next(first);
  if (second === undefined || second > now) return first;
  // how many were missed is estimated, not counted
  if ((now - first) / (second - first) > MANY_MISSED) {
    const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    events.warning(cron, SOURCE, 'TooManyMissedTimes', `too many missed start times. ${advice}`);
  }
  let due = first;
  const near = now - 2 * (second - first);
  const skipped = near > first ? times.next(near) : undefined;
  if (skipped !== undefined && skipped <= now) due = skipped;
  for (let at: number | undefined = due; at !== undefined && at <= now; at = times.next(at)) due = at;
  return due;
}

function start(context: ControllerContext, cron: CronJob, status: Status, due: number): void {
  const { store, events } = context;
  const namespace = cron.metadata.namespace ?? '';
  const name = `${cron.metadata.name}-${Math.floor(due / 60_000)}`;
  const active = status.active ?? [];
  if (active.some((one) => one.name === name) || status.lastScheduleTime === timestamp(due)) return;
  if (active.length > 0 && cron.spec.concurrencyPolicy === 'Forbid') {
    const words = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    events.normal(cron, SOURCE, 'JobAlreadyActive', words);
    return;
  }
  if (cron.spec.concurrencyPolicy === 'Replace') {
    for (const { name: old } of active) remove(context, cron, old);
    setActive(status, []);
  }
  let job = store.get(KEYS.Job, namespace, name);
  if (!job)
    try {
      job = store.create(KEYS.Job, jobOf(cron, name, due));
      events.normal(cron, SOURCE, 'SuccessfulCreate', `Created job ${name}`);
    } catch (error) {
      events.warning(cron, SOURCE, 'FailedCreate', `Error creating job: ${messageOf(error)}`);
      throw error;
    }
  const { uid, resourceVersion } = job.metadata;
  setActive(status, [
    ...(status.active ?? []),
    { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion },
  ]);
  status.lastScheduleTime = timestamp(due);
}

/** The Job of one scheduled time. */
export function jobOf(cron: CronJob, name: string, due: number) {
  const { metadata, spec } = cron.spec.jobTemplate;
  const zone = zoneOf(cron.spec.timeZone ?? 'Etc/UTC');
  const at = zone ? zonedTimestamp(due, zone) : timestamp(due);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cron.metadata.namespace ?? '',
      ...(metadata?.labels ? { labels: { ...metadata.labels } } : {}),
      annotations: { ...metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': at },
      ownerReferences: [controllerReference(cron)],
    },
    spec: structuredClone(spec),
  };
}

function remove({ store, events }: ControllerContext, cron: CronJob, name: string): void {
  store.delete(KEYS.Job, cron.metadata.namespace, name, { propagation: 'Background' });
  events.normal(cron, SOURCE, 'SuccessfulDelete', `Deleted job ${name}`);
}

/** Finished jobs beyond the history limits are deleted, oldest first. */
function tidy(context: ControllerContext, cron: CronJob, status: Status): void {
  const finished = jobsOf(context, cron)
    .filter((job) => finishedAt(job) !== undefined && !job.metadata.deletionTimestamp)
    .sort((a, b) => millis(a.status?.startTime) - millis(b.status?.startTime));
  const limits = {
    Complete: cron.spec.successfulJobsHistoryLimit ?? 3,
    Failed: cron.spec.failedJobsHistoryLimit ?? 1,
  };
  for (const [type, limit] of Object.entries(limits)) {
    const jobs = finished.filter((job) => endOf(job) === type);
    for (const { metadata } of jobs.slice(0, Math.max(0, jobs.length - limit))) {
      remove(context, cron, metadata.name);
      setActive(
        status,
        (status.active ?? []).filter((one) => one.uid !== metadata.uid),
      );
    }
  }
}
