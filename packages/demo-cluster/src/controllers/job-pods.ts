import type { ControllerContext } from './controller.ts';
import type { Job } from './job-kinds.ts';
import { type Container, KEYS, type Pod } from './kinds.ts';
import { createPod, deletePod } from './pod-control.ts';
import { podOf } from './pod-template.ts';
import { millis } from './time.ts';

export const SOURCE = { component: 'job-controller' };
/** Holds a finished pod until the Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 600_000;

export const isIndexed = (job: Job) => job.spec.completionMode === 'Indexed';

/** The completion index of a pod; NaN when it has none. */
export const indexOf = (pod: Pod) => Number(pod.metadata.annotations?.[INDEX] ?? Number.NaN);

/** How often an index had failed when this pod was made. */
export const indexFailuresBefore = (pod: Pod) => Number(pod.metadata.annotations?.[INDEX_FAILURES] ?? 0);

/** Creates one pod, for an index when the Job is indexed. */
export function createJobPod(context: ControllerContext, job: Job, index?: { at: number; failures: number }): void {
  const template = structuredClone(job.spec.template);
  const labels: Record<string, string> = {};
  if (index) {
    labels[INDEX] = String(index.at);
    const annotations: Record<string, string> = { ...template.metadata?.annotations, [INDEX]: String(index.at) };
    if (job.spec.backoffLimitPerIndex !== undefined) annotations[INDEX_FAILURES] = String(index.failures);
    template.metadata = { ...template.metadata, annotations };
    template.spec.hostname = `${job.metadata.name}-${index.at}`;
    for (const one of [...(template.spec.initContainers ?? []), ...template.spec.containers]) giveIndex(one);
  }
  const generateName = index ? `${job.metadata.name}-${index.at}-` : `${job.metadata.name}-`;
  const pod = podOf(job, template, { generateName, labels });
  createPod(context, job, SOURCE, { ...pod, metadata: { ...pod.metadata, finalizers: [TRACKING] } });
}

function giveIndex(container: Container): void {
  const name = 'JOB_COMPLETION_INDEX';
  if (container.env?.some((one) => one.name === name)) return;
  const valueFrom = { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } };
  container.env = [...(container.env ?? []), { name, valueFrom }];
}

/** Lets a pod go that the Job has counted, or need not count. */
export function untrack({ store }: ControllerContext, { metadata }: Pod): void {
  if (!metadata.finalizers?.includes(TRACKING)) return;
  store.update(KEYS.Pod, metadata.namespace, metadata.name, (draft) => {
    const rest = (draft.metadata.finalizers ?? []).filter((one) => one !== TRACKING);
    if (rest.length > 0) draft.metadata.finalizers = rest;
    else delete draft.metadata.finalizers;
  });
}

/** Deletes a pod that is too many: it does not count as failed. */
export function dismiss(context: ControllerContext, job: Job, pod: Pod): void {
  untrack(context, pod);
  deletePod(context, job, SOURCE, pod);
}

function finishedAt(pod: Pod, now: number): number {
  const ends = (pod.status?.containerStatuses ?? []).map((one) => millis(one.state.terminated?.finishedAt));
  return Math.max(0, ...ends) || millis(pod.metadata.deletionTimestamp) || now;
}

/** Milliseconds until a failed pod may be replaced: 10 s after the first failure since the last success, then twice as long each. */
export function backOff(failed: readonly Pod[], succeeded: readonly Pod[], now: number): number {
  const lastSuccess = Math.max(0, ...succeeded.map((pod) => finishedAt(pod, now)));
  const failures = failed.map((pod) => Math.min(finishedAt(pod, now), now)).filter((at) => at > lastSuccess);
  if (failures.length === 0) return 0;
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (failures.length - 1), LONGEST_DELAY_MS);
  return Math.max(...failures) + delay - now;
}
