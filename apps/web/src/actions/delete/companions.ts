import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import i18next from 'i18next';
import { k8sJson } from '../../api/api-fetch.ts';
import { findResource } from '../../api/discovery.ts';
import { picksPods } from '../../api/disruption-state.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { isPicked } from '../../api/match-selector.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import { templateLabels } from '../../api/template-labels.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { pairsText, selectorText } from '../../kinds/pointers.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ActionApi } from '../define-action.ts';
import { scales } from '../scale/scale-look.ts';
import { type Companion, deleteOptions, initialDelete } from './delete-input.ts';

type Labels = Readonly<Record<string, string>>;
type List = (group: string, plural: string) => Promise<readonly Companion[]>;

const WORKLOADS = [
  ['apps', 'deployments'],
  ['apps', 'statefulsets'],
  ['apps', 'daemonsets'],
  ['', 'replicationcontrollers'],
] as const;
/** Pods that are looked at of what a selector picks; where there are more, nobody knows whose they all are. */
const MOST_PODS = 500;
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/**
 * Services, autoscalers and disruption budgets that are of one workload alone, so that they are of no use without it (TUT-25). What
 * cannot be read is left out, and where it is not known whose pods are picked, so is what picks them.
 */
export async function findCompanions(
  workload: KubeObject,
  { cluster, namespace }: ObjectRef,
  resources: readonly DiscoveredResource[],
  signal: AbortSignal,
): Promise<readonly Companion[]> {
  const labels = templateLabels(workload);
  const isControlled = workload.metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
  if (namespace === undefined || isControlled || Object.keys(labels).length === 0) return [];
  const list: List = async (group, plural) => {
    const resource = findResource(resources, group, plural);
    if (resource === undefined) return [];
    const apiVersion = group === '' ? resource.version : `${group}/${resource.version}`;
    const found = await k8sJson<unknown>(cluster, apiPath(resource, { namespace }), { signal });
    return (listAt(found, 'items') as readonly KubeObject[]).map((item) => ({
      ref: { cluster, resource, namespace, name: item.metadata.name },
      // items of a list do not say their kind
      object: { ...item, apiVersion, kind: resource.kind },
    }));
  };
  const orNone: List = (group, plural) => list(group, plural).catch(() => []);
  const [services, autoscalers, budgets] = await Promise.all([
    orNone('', 'services'),
    orNone('autoscaling', 'horizontalpodautoscalers'),
    orNone('policy', 'poddisruptionbudgets'),
  ]);
  const scalers = autoscalers.filter(({ object }) => scales(object, workload));
  const pickers = [...services, ...budgets].filter(({ object }) => picks(object, labels));
  if (pickers.length === 0) return scalers;
  try {
    const workloads = (await Promise.all(WORKLOADS.map(([group, plural]) => list(group, plural)))).flat();
    const others = workloads
      .filter(({ object }) => object.metadata.uid !== workload.metadata.uid)
      .map(({ object }) => templateLabels(object));
    const alone = pickers.filter(({ object }) => !others.some((each) => picks(object, each)));
    const strangers = await Promise.all(alone.map(({ object }) => picksStrangers(object)));
    return [...alone.filter((_, index) => strangers[index] === false), ...scalers];
  } catch {
    signal.throwIfAborted();
    return scalers;
  }

  /** Whether it picks pods that are not the workload's: bare ones, or those of a kind that nobody here knows. */
  async function picksStrangers(picker: KubeObject): Promise<boolean> {
    const labelSelector =
      picker.kind === 'Service' ? pairsText(picker, 'spec.selector') : selectorText(picker, 'spec.selector');
    const query = new URLSearchParams({ limit: `${MOST_PODS}`, ...(labelSelector === '' ? {} : { labelSelector }) });
    const path = `${apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace })}?${query}`;
    const pods = await k8sJson<unknown>(cluster, path, { headers: { accept: METADATA_ONLY }, signal });
    const form = workload.kind === 'ReplicationController' ? 'labels' : 'selector';
    return (
      textAt(pods, 'metadata.continue') !== '' ||
      listAt(pods, 'items').some(
        (pod) => !isPicked((valueAt(pod, 'metadata.labels') ?? {}) as Labels, valueAt(workload, 'spec.selector'), form),
      )
    );
  }
}

function picks(picker: KubeObject, labels: Labels): boolean {
  return picker.kind === 'Service'
    ? isPicked(labels, valueAt(picker, 'spec.selector'), 'labels')
    : picksPods(picker) && isPicked(labels, valueAt(picker, 'spec.selector'), 'selector');
}

/** Deletes these, and no others that have taken their names since; the session can make them again. */
export async function deleteCompanions(companions: readonly Companion[], api: ActionApi): Promise<void> {
  for (const { ref, object } of companions) {
    try {
      const options = deleteOptions(initialDelete, { uid: object.metadata.uid });
      await api.request(apiPath(ref.resource, ref), { method: 'DELETE', body: JSON.stringify(options) });
    } catch (error) {
      // gone already: somebody else was faster, or it is tried once more
      if (error instanceof ProblemError && error.problem.status === 404) continue;
      throw error;
    }
    if (!api.isTrial) undoMemory.rememberObject(ref, object, undefined);
    api.note?.(i18next.t('deletion:also.done', { kind: ref.resource.kind, name: safeText(ref.name) }));
  }
}
