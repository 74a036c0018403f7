import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { rolloutState } from '../../kinds/rollout/rollout-state.ts';
import { kubectlType, shellWord } from '../kubectl-command.ts';

/** What one can wait for; "condition:Available=True" for the conditions that an object has itself. */
export type When = 'rolled-out' | 'ended' | 'ready' | 'not-ready' | 'bound' | 'gone' | `condition:${string}`;

const OF_KINDS: Readonly<Record<string, readonly When[]>> = {
  'apps/deployments': ['rolled-out'],
  'apps/statefulsets': ['rolled-out'],
  'apps/daemonsets': ['rolled-out'],
  'batch/jobs': ['ended'],
  '/pods': ['ready', 'ended'],
  '/nodes': ['ready', 'not-ready'],
  '/persistentvolumeclaims': ['bound'],
};

/** Conditions that say the same as one of the others. */
const SAID = new Set(['Ready', 'Complete', 'Failed', 'Progressing']);

/** What can be waited for on objects of a kind, the most wanted first; `object`, where it is known, tells of its own conditions. */
export function whensOf({ group, resource }: DiscoveredResource, object?: KubeObject): readonly When[] {
  const own = OF_KINDS[`${group}/${resource}`] ?? [];
  const conditions = listAt(object, 'status.conditions').flatMap((condition): When[] => {
    const type = textAt(condition, 'type');
    if (type === '' || (own.length > 0 && SAID.has(type))) return [];
    return [`condition:${type}=${textAt(condition, 'status') === 'True' ? 'False' : 'True'}`];
  });
  return [...own, ...conditions, 'gone'];
}

export interface Verdict {
  /** it has come, or can never come */
  readonly reached: boolean;
  readonly good: boolean;
  /** key in namespace "tell-when" of a sentence about it */
  readonly said: string;
  /** the cluster's words */
  readonly detail: string;
}

const NOT_YET: Verdict = { reached: false, good: false, said: '', detail: '' };

const reached = (said: string, good: boolean, detail = ''): Verdict => ({ reached: true, good, said, detail });

/** Nobody can say any more whether it comes. */
export function unwatched(detail = ''): Verdict {
  return reached('said.denied', false, detail);
}

/** What never changes again once it has come: told at once, also where nobody has seen it otherwise. */
const LASTING = new Set(['said.complete', 'said.failed', 'said.bound', 'said.lost']);

/** Whether a verdict holds for good: waiting until it comes anew would be for ever. */
export function lasts(verdict: Verdict): boolean {
  return LASTING.has(verdict.said);
}

/** Whether what is waited for has come. `deleted`: the object was there and is gone. */
export function judge(
  when: string,
  { resource }: ObjectRef,
  object: KubeObject | undefined,
  deleted: boolean,
): Verdict {
  if (deleted) return reached('said.gone', when === 'gone');
  if (object === undefined) return NOT_YET;
  switch (when) {
    case 'rolled-out':
      return rolledOut(resource.resource, object);
    case 'ended':
      return resource.resource === 'jobs' ? jobEnded(object) : podEnded(object);
    case 'ready':
      // a pod that has ended is not ready any more, ever
      if (resource.resource === 'pods' && podEnded(object).reached) return { ...podEnded(object), good: false };
      return statusOf(object, 'Ready') === 'True' ? reached('said.ready', true) : NOT_YET;
    case 'not-ready':
      return statusOf(object, 'Ready') === 'True'
        ? NOT_YET
        : reached('said.notReady', false, messageOf(object, 'Ready'));
    case 'bound': {
      const phase = textAt(object, 'status.phase');
      if (phase === 'Lost') return reached('said.lost', false);
      return phase === 'Bound' ? reached('said.bound', true, textAt(object, 'spec.volumeName')) : NOT_YET;
    }
    default: {
      const [, type = '', status = ''] = /^condition:(.+)=(\w+)$/.exec(when) ?? [];
      if (type === '' || statusOf(object, type) !== status) return NOT_YET;
      return reached('said.condition', true, messageOf(object, type));
    }
  }
}

/** What `kubectl rollout status` waits for. */
function rolledOut(plural: string, object: KubeObject): Verdict {
  if (plural === 'deployments') {
    const { phase, reports } = rolloutState(object);
    if (phase === 'stuck') return reached('said.stuck', false, reports[0]?.message ?? '');
    return phase === 'done' ? reached('said.rolledOut', true) : NOT_YET;
  }
  const status = (field: string) => numberAt(object, `status.${field}`) ?? 0;
  if (status('observedGeneration') < (object.metadata.generation ?? 0)) return NOT_YET;
  if (plural === 'daemonsets') {
    const wanted = status('desiredNumberScheduled');
    return status('updatedNumberScheduled') >= wanted && status('numberAvailable') >= wanted
      ? reached('said.rolledOut', true)
      : NOT_YET;
  }
  const wanted = numberAt(object, 'spec.replicas') ?? 1;
  const heldBack = Math.min(wanted, numberAt(object, 'spec.updateStrategy.rollingUpdate.partition') ?? 0);
  // a StatefulSet that has nothing to update counts no updated pods
  const isNew = textAt(object, 'status.currentRevision') === textAt(object, 'status.updateRevision');
  const isUpdated = isNew || (heldBack > 0 && status('updatedReplicas') >= wanted - heldBack);
  return isUpdated && status('readyReplicas') >= wanted ? reached('said.rolledOut', true) : NOT_YET;
}

function jobEnded(job: KubeObject): Verdict {
  if (statusOf(job, 'Failed') === 'True') return reached('said.failed', false, messageOf(job, 'Failed'));
  return statusOf(job, 'Complete') === 'True' ? reached('said.complete', true) : NOT_YET;
}

function podEnded(pod: KubeObject): Verdict {
  const phase = textAt(pod, 'status.phase');
  if (phase === 'Failed')
    return reached('said.failed', false, textAt(pod, 'status.message') || textAt(pod, 'status.reason'));
  return phase === 'Succeeded' ? reached('said.complete', true) : NOT_YET;
}

const conditionOf = (object: KubeObject, type: string) =>
  listAt(object, 'status.conditions').find((each) => textAt(each, 'type') === type);
const statusOf = (object: KubeObject, type: string) => textAt(conditionOf(object, type), 'status');
const messageOf = (object: KubeObject, type: string) => textAt(conditionOf(object, type), 'message');

/** The kubectl command that waits for the same. */
export function waitCommand({ resource, namespace, name }: ObjectRef, when: string): string {
  const target = shellWord(`${kubectlType(resource)}/${name}`);
  const where = namespace === undefined ? '' : ` -n ${shellWord(namespace)}`;
  const [, type, status] = /^condition:(.+)=(\w+)$/.exec(when) ?? [];
  const wait = (what: string) => `kubectl wait --timeout=-1s ${what} ${target}${where}`;
  if (when === 'rolled-out') return `kubectl rollout status ${target}${where}`;
  if (when === 'gone') return wait('--for=delete');
  if (when === 'ready') return wait('--for=condition=Ready');
  if (when === 'not-ready') return wait('--for=condition=Ready=false');
  if (when === 'bound') return wait(`--for=jsonpath='{.status.phase}'=Bound`);
  if (when === 'ended') {
    const of = (end: string) =>
      wait(resource.resource === 'jobs' ? `--for=condition=${end}` : `--for=jsonpath='{.status.phase}'=${end}`);
    // one command waits for one end only, and the other may come; the shell waits for whichever is first
    return `${of(resource.resource === 'jobs' ? 'Complete' : 'Succeeded')} & ${of('Failed')} & wait -n`;
  }
  return wait(`--for=condition=${shellWord(`${type}=${status}`)}`);
}
