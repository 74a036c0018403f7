import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath, type Gvr } from '@quarterdeck/shared/resource-path';
import { k8sFetch, k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { podsOnNode } from '../nodes/pods-on-node.ts';
import { type DrainOptions, type DrainPod, daemonSetOf, drainPlan } from './drain-plan.ts';
import { type EvictionAnswer, readRefusal } from './eviction-answer.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const DAEMON_SETS = { group: 'apps', version: 'v1', resource: 'daemonsets' };
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
/** DaemonSets asked for at once; a node has pods of a few. */
const WIDTH = 4;
const NODES = { group: '', version: 'v1', resource: 'nodes' };

/** What a node has for a drain: its pods, and the budgets of all namespaces; null: who drains may not list those. */
interface DrainLook {
  readonly pods: readonly KubeObject[];
  readonly budgets: readonly KubeObject[] | null;
  /** uids of pods whose DaemonSet is gone: nothing makes them again */
  readonly orphans: ReadonlySet<string>;
}

/** Reads what a plan is made of. `budgets` is the kind as the cluster serves it; undefined: it serves none. */
export async function readForDrain(cluster: string, node: string, budgets: Gvr | undefined): Promise<DrainLook> {
  const here = podsOnNode(cluster, node);
  const [pods, orphans, found] = await Promise.all([
    here,
    here.then((all) => orphanedPods(cluster, all)),
    budgets === undefined
      ? []
      : k8sJson<unknown>(cluster, apiPath(budgets)).then(
          // items of a list do not say their version, and what an empty selector picks hangs on it
          (list) =>
            listAt(list, 'items')
              .filter(isObject)
              .map((item) => ({ ...item, apiVersion: `${budgets.group}/${budgets.version}` })),
          () => null,
        ),
  ]);
  return { pods, budgets: found, orphans };
}

/**
 * The pods whose DaemonSet there is no more, as kubectl drain asks for each: by its name. One that cannot be read is taken to be
 * there, so that its pods stay.
 */
export async function orphanedPods(
  cluster: string,
  pods: readonly KubeObject[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const bySet = new Map<string, KubeObject[]>();
  for (const pod of pods) {
    const name = daemonSetOf(pod);
    if (name === undefined) continue;
    const path = apiPath(DAEMON_SETS, { namespace: pod.metadata.namespace, name });
    bySet.set(path, [...(bySet.get(path) ?? []), pod]);
  }
  const gone = await mapBounded([...bySet], WIDTH, async ([path, own]) => {
    const isThere = await k8sJson<unknown>(cluster, path, {
      headers: { accept: METADATA_ONLY },
      ...(signal === undefined ? {} : { signal }),
    }).then(
      () => true,
      (error: unknown) => !(error instanceof ProblemError && error.problem.code === 'qd.api.not-found'),
    );
    return isThere ? [] : own.map(({ metadata }) => metadata.uid);
  });
  return new Set(gone.flat());
}

function isObject(item: unknown): item is KubeObject {
  return textAt(item, 'metadata.name') !== '';
}

export async function planNow(
  cluster: string,
  node: string,
  budgets: Gvr | undefined,
  options: DrainOptions,
): Promise<readonly DrainPod[]> {
  const look = await readForDrain(cluster, node, budgets);
  return drainPlan(look.pods, look.budgets ?? [], options, look.orphans);
}

export async function setCordon(cluster: string, node: string, unschedulable: true | null): Promise<void> {
  await k8sFetch(cluster, apiPath(NODES, { name: node }), {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ spec: { unschedulable } }),
  });
}

/**
 * The version of Eviction that the API server takes: policy/v1 since v1.22, v1beta1 before. It says so where it lists pods/eviction.
 * Rejects where the list cannot be read: v1beta1's servers refuse a guess.
 */
export async function evictionVersion(cluster: string): Promise<string> {
  const list = await k8sJson<unknown>(cluster, '/api/v1');
  const found = listAt(list, 'resources').find((each) => textAt(each, 'name') === 'pods/eviction');
  const version = textAt(found, 'version');
  return `policy/${version === '' ? 'v1' : version}`;
}

/** Asks for an eviction, of this very pod: one that took its name meanwhile is refused. Resolves with what a refusal means. */
export async function evictPod(
  cluster: string,
  apiVersion: string,
  { namespace, name, uid }: DrainPod,
  { graceSeconds }: DrainOptions,
): Promise<EvictionAnswer | undefined> {
  const grace = graceSeconds === '' ? {} : { gracePeriodSeconds: Number(graceSeconds) };
  try {
    await k8sFetch(cluster, apiPath(PODS, { namespace, name, subresource: 'eviction' }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion,
        kind: 'Eviction',
        metadata: { name, namespace },
        deleteOptions: { preconditions: { uid }, ...grace },
      }),
    });
    return undefined;
  } catch (error) {
    return readRefusal(error);
  }
}
