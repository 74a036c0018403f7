import type { StoreEvent } from '../store.ts';
import { type Controller, type ControllerContext, controllerOf, itself, queueKey } from './controller.ts';
import { completionOf, decidedEnd, failureOf, successOf } from './job-end.ts';
import type { Job } from './job-kinds.ts';
import { manageJob } from './job-manage.ts';
import { dismiss, SOURCE, TRACKING, untrack } from './job-pods.ts';
import { beginJob, finishJob } from './job-progress.ts';
import { settleTally, type Tally, tally } from './job-tally.ts';
import { KEYS, type Pod } from './kinds.ts';
import { claim, selectorOf, suitors } from './ownership.ts';
import { deletePod } from './pod-control.ts';
import { isActive } from './pod-state.ts';
import { millis } from './time.ts';

/** Runs a Job's pods to completion. */
export const jobController: Controller = {
  name: 'job',
  watches: [
    { key: KEYS.Job, map: itself },
    { key: KEYS.Pod, map: controllerOf('Job') },
    { key: KEYS.Pod, map: suitors(KEYS.Job, selectorOf) },
  ],
  reconcile(context, namespace, name) {
    const job = context.store.get(KEYS.Job, namespace, name) as Job | undefined;
    if (!job) return undefined;
    const finished = finishedAt(job);
    if (job.metadata.deletionTimestamp || finished !== undefined) {
      for (const pod of context.index.controlledBy(job, KEYS.Pod) as Pod[])
        if (job.metadata.deletionTimestamp || !isActive(pod)) untrack(context, pod);
      return finished === undefined ? undefined : expire(context, job, finished);
    }
    return advance(context, job);
  },
};

/** Pods whose Job is gone are counted by nobody: they are let go. */
export const jobOrphanController: Controller = {
  name: 'job-orphans',
  watches: [
    {
      key: KEYS.Pod,
      map: (event, { index }) => {
        const { metadata } = event.object;
        if (event.type === 'DELETED' || !metadata.finalizers?.includes(TRACKING)) return [];
        const owner = metadata.ownerReferences?.find((one) => one.controller);
        return owner && index.isAlive(owner.uid) ? [] : itself(event);
      },
    },
    { key: KEYS.Job, map: podsOfGone },
  ],
  reconcile(context, namespace, name) {
    const pod = context.store.get(KEYS.Pod, namespace, name) as Pod | undefined;
    if (pod) untrack(context, pod);
    return undefined;
  },
};

function podsOfGone({ type, object }: StoreEvent, { index }: ControllerContext): string[] {
  if (type !== 'DELETED') return [];
  return index.controlledBy(object, KEYS.Pod).map(({ metadata }) => queueKey(metadata.namespace, metadata.name));
}

/** When a Job ended; undefined while it has not. */
export function finishedAt(job: Job): number | undefined {
  const end = job.status?.conditions?.find(
    (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
  );
  return end ? millis(end.lastTransitionTime) : undefined;
}

function expire({ store }: ControllerContext, job: Job, finished: number): number | undefined {
  const ttl = job.spec.ttlSecondsAfterFinished;
  if (ttl === undefined || job.metadata.deletionTimestamp) return undefined;
  const left = finished + ttl * 1000 - store.now();
  if (left > 0) return left;
  store.delete(KEYS.Job, job.metadata.namespace, job.metadata.name, { propagation: 'Foreground' });
  return undefined;
}

function advance(context: ControllerContext, job: Job): number | undefined {
  const { store } = context;
  const now = store.now();
  const found = beginJob(context, job);
  const pods = claim<Pod>(context, found, KEYS.Pod, { selector: found.spec.selector ?? {} });
  const known = tally(found, pods);
  const isSuspended = found.spec.suspend ?? false;
  let end = decidedEnd(found) ?? failureOf(found, known, now) ?? successOf(found, known);
  let again: number | undefined;
  let error: unknown;
  if (end) for (const pod of known.active) deletePod(context, found, SOURCE, pod);
  else if (isSuspended) for (const pod of known.active) dismiss(context, found, pod);
  else {
    const { activeDeadlineSeconds: deadline } = found.spec;
    const start = millis(found.status?.startTime);
    if (deadline !== undefined) again = Math.max(start + deadline * 1000 - now, 100);
    const managed = manageJob(context, found, known, now);
    error = managed.error;
    if (managed.again !== undefined) again = Math.min(again ?? managed.again, managed.again);
  }
  // what had to be stopped counts as failed, unless the Job succeeded without it
  const after = end?.type === 'Failed' ? recount(context, found) : known;
  settleTally(context, found, after);
  end ??= completionOf(found, known);
  if (end) finishJob(context, found, end);
  if (error !== undefined) throw error;
  return again;
}

function recount({ index }: ControllerContext, job: Job): Tally {
  return tally(job, index.controlledBy(job, KEYS.Pod) as Pod[]);
}
