import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath, parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { entriesAt, listAt, textAt, valueAt } from '../../api/read-field.ts';

/** How kubectl and the CronJob's own controller mark a Job that a person started. */
export const MANUAL = 'cronjob.kubernetes.io/instantiate';
/** When the run was due that the CronJob's controller made a Job for (servers from 1.27 on). */
export const DUE = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
/** A Job's name becomes a label of its pods, and their names add five letters and a dash. */
const LONGEST_NAME = 63;

/** Labels of the pods of one Job alone: the new Job is given its own. */
const GENERATED = new Set([
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
]);
/** What belongs to the old Job alone, or was somebody's command. */
const DROPPED = new Set([DUE, 'kubectl.kubernetes.io/last-applied-configuration', 'batch.kubernetes.io/job-tracking']);

/**
 * A name for a Job made of another object: what was added before gives way, and the whole stays within a label's length. What has to be
 * cut off for that is what names of runs differ by, so that a mark of the whole name takes its place.
 */
export function newJobName(name: string, mark: 'manual' | 'again', suffix: string): string {
  const base = name.replace(/-(manual|again)-[a-z0-9]{5}$/, '');
  const end = `-${mark}-${suffix}`;
  const room = LONGEST_NAME - end.length;
  if (base.length <= room) return `${base}${end}`;
  const rest = `-${markOf(base)}${end}`;
  return `${base.slice(0, LONGEST_NAME - rest.length).replace(/[^a-z0-9]+$/, '')}${rest}`;
}

/** Seven letters and digits of a text, others for another text as good as always (FNV-1a of 32 bits). */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}

/** Five letters as the API server makes them for names. */
export function nameSuffix(random: () => number = Math.random): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length: 5 }, () => letters[Math.floor(random() * letters.length)] ?? 'x').join('');
}

/** Why that is no name of a Job: an i18n key of "jobs"; undefined when it is one. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'new.nameMissing';
  if (name.length > LONGEST_NAME) return 'new.nameLong';
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) ? undefined : 'new.nameWrong';
}

/** What `kubectl create job --from=cronjob/…` makes; it counts as one of the CronJob's runs. */
export function jobOfCronJob(cronJob: KubeObject, name: string): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cronJob.metadata.namespace,
      labels: textMap(cronJob, 'spec.jobTemplate.metadata.labels'),
      annotations: { ...textMap(cronJob, 'spec.jobTemplate.metadata.annotations'), [MANUAL]: 'manual' },
      ownerReferences: [ownerReference(cronJob, textAt(cronJob, 'apiVersion') || 'batch/v1')],
    },
    spec: valueAt(cronJob, 'spec.jobTemplate.spec'),
  };
}

/** Without blockOwnerDeletion: that takes a right of its own where OwnerReferencesPermissionEnforcement is on. */
function ownerReference({ metadata: { name, uid } }: KubeObject, apiVersion: string): object {
  return { apiVersion, kind: 'CronJob', name, uid, controller: true };
}

/** The CronJob that a Job is a run of, as the Job says it. */
function cronJobOf(job: KubeObject): unknown {
  return listAt(job, 'metadata.ownerReferences').find((owner) => textAt(owner, 'kind') === 'CronJob');
}

/**
 * The owner that a new run of a Job's CronJob is given; undefined where the Job is no run of one, or that one is gone or on its way: a Job
 * whose owner is not there is deleted by the garbage collector. `get` reads by path.
 */
export async function livingOwner(
  job: KubeObject,
  get: (path: string) => Promise<unknown>,
): Promise<object | undefined> {
  const owner = cronJobOf(job);
  if (owner === undefined) return undefined;
  const name = textAt(owner, 'name');
  const said = textAt(owner, 'apiVersion');
  // a server that has been upgraded may not serve the version any more that the Job names
  for (const apiVersion of new Set([said, 'batch/v1'])) {
    const resource = { ...parseApiVersion(apiVersion), resource: 'cronjobs' };
    try {
      const cronJob = (await get(apiPath(resource, { namespace: job.metadata.namespace, name }))) as KubeObject;
      const { uid, deletionTimestamp } = cronJob.metadata;
      return uid === textAt(owner, 'uid') && deletionTimestamp === undefined
        ? ownerReference(cronJob, apiVersion)
        : undefined;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // who may not read CronJobs cannot be told that it is gone
      if (error.problem.status === 403) {
        const uid = textAt(owner, 'uid');
        return ownerReference({ apiVersion, kind: 'CronJob', metadata: { name, uid } }, apiVersion);
      }
      if (error.problem.status !== 404) throw error;
    }
  }
  return undefined;
}

/**
 * A new Job that does what another one did. It is given its own selector and labels; a run of a CronJob stays one of its runs (`owner`, see
 * {@link livingOwner}), while other owners (a workflow, say) did not ask for it.
 */
export function jobAgain(job: KubeObject, name: string, owner?: object): object {
  const template = valueAt(job, 'spec.template');
  const { selector: _, manualSelector: __, suspend: ___, ...spec } = objectOf(valueAt(job, 'spec'));
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: job.metadata.namespace,
      labels: textMap(job, 'metadata.labels'),
      annotations: {
        ...textMap(job, 'metadata.annotations'),
        ...(owner === undefined ? {} : { [MANUAL]: 'manual' }),
      },
      ...(owner === undefined ? {} : { ownerReferences: [owner] }),
    },
    spec: {
      ...spec,
      template: {
        ...objectOf(template),
        metadata: { ...objectOf(valueAt(template, 'metadata')), labels: textMap(template, 'metadata.labels') },
      },
    },
  };
}

function textMap(source: unknown, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesAt(source, path).flatMap(([key, value]) =>
      typeof value !== 'string' || GENERATED.has(key) || DROPPED.has(key) ? [] : [[key, value]],
    ),
  );
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
