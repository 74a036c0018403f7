import { apiPath } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { kubectlCommand, shellWord } from '../kubectl-command.ts';
import { jobAgain, livingOwner } from './new-job.ts';

/** Makes a Job beside the target, which the session remembers. */
export async function createJob({ ref }: ActionTarget, api: ActionApi, job: object): Promise<void> {
  const { cluster, namespace } = ref;
  const path = apiPath(JOBS, { namespace });
  const made = (await api.request(path, { method: 'POST', body: JSON.stringify(job) })) as KubeObject;
  if (api.isTrial) return;
  undoMemory.rememberObject({ cluster, resource: JOBS, namespace, name: made.metadata.name }, undefined, made);
}

/** In this version on every server there is: made of a CronJob, they are another kind than the target's. */
const JOBS: DiscoveredResource = {
  group: 'batch',
  version: 'v1',
  resource: 'jobs',
  kind: 'Job',
  singular: 'job',
  shortNames: [],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
};

/** A Job that does what another one did, and stays a run of its CronJob while that is there. */
export async function jobOnceMore(job: KubeObject, name: string, api: ActionApi): Promise<object> {
  return jobAgain(job, name, await livingOwner(job, (path) => api.request(path)));
}

const STRIPPED =
  'del(.metadata["uid","resourceVersion"], .metadata.ownerReferences[]?.blockOwnerDeletion, .spec["selector","suspend"], .spec.template.metadata.labels["controller-uid","job-name","batch.kubernetes.io/controller-uid","batch.kubernetes.io/job-name"], .status)';

/** The same by kubectl and jq; `changes`: jq's assignments of what is another in the new Job. */
export function againCommand(ref: ObjectRef, name: string, ...changes: readonly string[]): string {
  return [
    kubectlCommand('get', ref, '-o', 'json'),
    `jq ${shellWord([STRIPPED, `.metadata.name="${name}"`, ...changes].join(' | '))}`,
    'kubectl create -f -',
  ].join(' | ');
}
