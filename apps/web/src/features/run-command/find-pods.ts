import { apiPath, parseResource } from '@quarterdeck/shared/resource-path';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { isPicked } from '../../api/match-selector.ts';
import { readOwners } from '../../api/owner-references.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { listAt, valueAt } from '../../api/read-field.ts';
import type { Relation } from '../../kinds/relation.ts';
import type { RunTarget } from './command-run-store.ts';

interface Ref {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
}

const PODS = { group: '', version: 'v1', resource: 'pods' };
/** Beyond this many a namespace is read at once. */
const SINGLY = 12;
const LIMIT = 2000;

/** A pod that a command may run in. */
export interface RunPod {
  readonly namespace: string;
  readonly name: string;
  /** those that run or may run, in the pod's order */
  readonly containers: readonly string[];
  readonly main: string;
  readonly isRunning: boolean;
}

export interface FoundPods {
  readonly pods: readonly RunPod[];
  /** pods that were meant and are not there any more */
  readonly gone: number;
}

/** What the kind of a resource says of how its objects are bound to others. */
export type RelationsOf = (resource: Ref['resource']) => readonly Relation[];

/** The pods that are meant: those named, those that a workload has made its own, and those that a Service selects. */
export async function findPods(
  cluster: string,
  refs: readonly Ref[],
  relationsOf: RelationsOf,
  signal?: AbortSignal,
): Promise<FoundPods> {
  const found = new Map<string, RunPod>();
  let gone = 0;
  const read = <T>(path: string) => k8sJson<T>(cluster, path, signal === undefined ? {} : { signal });
  const podsIn = async (namespace: string) =>
    listAt(await read<unknown>(`${apiPath(PODS, { namespace })}?limit=${LIMIT}`), 'items') as readonly KubeObject[];
  const take = (pod: KubeObject) => found.set(`${pod.metadata.namespace}/${pod.metadata.name}`, runPod(pod));

  for (const namespace of new Set(refs.map((ref) => ref.namespace ?? ''))) {
    const group = refs.filter((ref) => (ref.namespace ?? '') === namespace);
    const named = group.filter(({ resource }) => resource.group === '' && resource.resource === 'pods');
    const others = group.filter((ref) => !named.includes(ref));
    if (named.length > SINGLY || others.length > 0) {
      const all = await podsIn(namespace);
      const names = new Set(named.map(({ name }) => name));
      const present = all.filter(({ metadata }) => names.has(metadata.name));
      gone += names.size - present.length;
      for (const pod of present) take(pod);
      const meant = await mapBounded([...others], 6, (ref) => meantBy(ref, relationsOf(ref.resource), read));
      for (const pod of all) if (meant.some((isMeant) => isMeant(pod))) take(pod);
    } else
      await mapBounded([...named], 6, async ({ name }) => {
        try {
          take(await read<KubeObject>(apiPath(PODS, { namespace, name })));
        } catch (error) {
          if (problemOfError(error).status !== 404) throw error;
          gone += 1;
        }
      });
  }
  const order = (a: RunPod, b: RunPod) =>
    a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name, 'en', { numeric: true });
  return { pods: [...found.values()].sort(order), gone };
}

type Read = <T>(path: string) => Promise<T>;

/** Whether a pod is one of those that an object picks: of those that its selector matches its own, where it makes them so. */
async function meantBy(
  { resource, namespace = '', name }: Ref,
  relations: readonly Relation[],
  read: Read,
): Promise<(pod: KubeObject) => boolean> {
  const object = await read<KubeObject>(apiPath(resource, { ...(namespace ? { namespace } : {}), name }));
  const selector = valueAt(object, 'spec.selector');
  const form = resource.group === '' ? 'labels' : 'selector';
  const adopts = relations.some((relation) => relation.how === 'selects' && relation.adopts === true);
  const owners = adopts ? await ownersOf(object, namespace, relations, read) : undefined;
  return (pod) => {
    if (!isPicked(pod.metadata.labels ?? {}, selector, form)) return false;
    const controller = readOwners(pod.metadata.ownerReferences).find((owner) => owner.controller === true);
    return owners === undefined || (controller !== undefined && owners.has(controller.uid));
  };
}

/** Uids of what controls an object's pods: itself, or what it makes for that; undefined where that may not be seen. */
async function ownersOf(
  object: KubeObject,
  namespace: string,
  relations: readonly Relation[],
  read: Read,
): Promise<ReadonlySet<string> | undefined> {
  const { uid } = object.metadata;
  const owners = new Set([uid]);
  const made = relations.filter((relation) => relation.how === 'owns');
  if (made.some(({ resource }) => resource === 'v1/pods')) return owners;
  for (const { resource, narrowed } of made) {
    const parsed = parseResource(resource);
    if (parsed === undefined) continue;
    const query = new URLSearchParams({ limit: String(LIMIT) });
    const labelSelector = narrowed?.(object) ?? '';
    if (labelSelector !== '') query.set('labelSelector', labelSelector);
    try {
      const list = await read<unknown>(`${apiPath(parsed, { namespace })}?${query}`);
      for (const item of listAt(list, 'items') as readonly KubeObject[])
        if (readOwners(item.metadata.ownerReferences).some((owner) => owner.uid === uid)) owners.add(item.metadata.uid);
    } catch (error) {
      if (problemOfError(error).status !== 403) throw error;
      return undefined;
    }
  }
  return owners;
}

function runPod(pod: KubeObject): RunPod {
  const containers = readContainers(pod);
  const open = containers.filter(({ role, state }) => role !== 'init' || state?.phase === 'running');
  const main = defaultContainer(pod, containers) ?? '';
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    containers: open.map(({ name }) => name),
    main,
    isRunning: containers.some(({ state }) => state?.phase === 'running'),
  };
}

/** Where the command runs: in the chosen container of each pod that has it, or in each pod's main one. */
export function runTargets(pods: readonly RunPod[], container: string): readonly RunTarget[] {
  return pods
    .filter((pod) => container === '' || pod.containers.includes(container))
    .map(({ namespace, name, main }) => ({ namespace, pod: name, container: container || main }));
}
