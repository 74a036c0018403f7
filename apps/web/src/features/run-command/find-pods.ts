import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { isPicked } from '../../api/match-selector.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { listAt, valueAt } from '../../api/read-field.ts';
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

/** The pods that are meant: those named, and those that a workload or a Service selects. */
export async function findPods(cluster: string, refs: readonly Ref[], signal?: AbortSignal): Promise<FoundPods> {
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
      const selectors = await mapBounded([...others], 6, (ref) => selectorOf(ref, read));
      for (const pod of all) if (selectors.some((selects) => selects(pod.metadata.labels ?? {}))) take(pod);
    } else
      await mapBounded([...named], 6, async ({ name }) => {
        try {
          take(await read<KubeObject>(apiPath(PODS, { namespace, name })));
        } catch (error) {
          if (!(error instanceof Error) || !('problem' in error) || !isNotFound(error.problem)) throw error;
          gone += 1;
        }
      });
  }
  const order = (a: RunPod, b: RunPod) =>
    a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name, 'en', { numeric: true });
  return { pods: [...found.values()].sort(order), gone };
}

async function selectorOf(
  { resource, namespace, name }: Ref,
  read: <T>(path: string) => Promise<T>,
): Promise<(labels: Readonly<Record<string, string>>) => boolean> {
  const object = await read<KubeObject>(apiPath(resource, { ...(namespace ? { namespace } : {}), name }));
  const selector = valueAt(object, 'spec.selector');
  const form = resource.group === '' ? 'labels' : 'selector';
  return (labels) => isPicked(labels, selector, form);
}

function isNotFound(problem: unknown): boolean {
  return typeof problem === 'object' && problem !== null && 'status' in problem && problem.status === 404;
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
