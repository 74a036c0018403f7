import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import { findResource } from '../../api/discovery.ts';
import { disruptionState, picksPods } from '../../api/disruption-state.ts';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { isPicked } from '../../api/match-selector.ts';
import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';
import { templateLabels } from '../../api/template-labels.ts';
import { selectorText } from '../../kinds/pointers.ts';
import type { ActionTarget } from '../define-action.ts';
import type { BudgetPod, BudgetRead } from './budget-input.ts';
import { isBudget } from './is-budget.ts';
import { ownerOfSet } from './owner-of-set.ts';

/** Pods that are looked at: their bodies are large. */
const MOST_PODS = 500;

/** Reads what a budget of the target is made of. Rejects where the cluster serves none, or the target is gone. */
export async function readBudget(
  { ref }: ActionTarget,
  resources: readonly DiscoveredResource[],
  signal: AbortSignal,
): Promise<BudgetRead> {
  const { cluster, namespace, name } = ref;
  const get = <T>(path: string) => k8sJson<T>(cluster, path, { signal });
  const resource = findResource(resources, 'policy', 'poddisruptionbudgets');
  if (resource === undefined) throw new Error('policy/poddisruptionbudgets');
  const object = await get<KubeObject>(apiPath(ref.resource, ref));
  const own = isBudget({ ref }) ? object : undefined;
  const apiVersion = `${resource.group}/${resource.version}`;
  const budgets = own === undefined ? await get<unknown>(apiPath(resource, { namespace })) : undefined;
  const labels = templateLabels(object);
  const mine = listAt(budgets, 'items')
    // items of a list do not say their kind
    .map((item) => ({ ...(item as KubeObject), apiVersion, kind: resource.kind }))
    .filter((budget) => picksPods(budget) && isPicked(labels, valueAt(budget, 'spec.selector'), 'selector'));
  const existing = own ?? mine[0];
  const selector = existing === undefined ? selectorOf(object) : valueAt(existing, 'spec.selector');
  const covers = existing === undefined || picksPods(existing);
  const list = covers ? await get<unknown>(podsPath(namespace, selectorText({ selector }, 'selector'))) : undefined;
  const pods = listAt(list, 'items').map(readPod);
  const owner = ownerOfSet(object);
  return {
    resource,
    ...(existing === undefined ? {} : { existing }),
    names: mine.map((budget) => budget.metadata.name),
    selector,
    name,
    ...(owner === undefined ? {} : { owner }),
    wanted: wantedOf(existing, own === undefined ? (numberAt(object, 'spec.replicas') ?? 1) : 0, pods.length),
    pods,
    more: textAt(list, 'metadata.continue') !== '',
  };
}

function podsPath(namespace: string | undefined, labelSelector: string): string {
  const query = new URLSearchParams({ limit: `${MOST_PODS}`, ...(labelSelector === '' ? {} : { labelSelector }) });
  return `${apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace })}?${query}`;
}

/** What the controller counted, which knows all workloads that a budget covers; before it has, what can be seen from here. */
function wantedOf(existing: KubeObject | undefined, replicas: number, pods: number): number {
  if (existing === undefined) return replicas;
  const { verdict, expected } = disruptionState(existing);
  if (verdict === 'unseen' || verdict === 'failed') return Math.max(replicas, pods);
  // by a number of pods it counts those that there are, by anything else those that are wanted
  return typeof valueAt(existing, 'spec.minAvailable') === 'number' ? Math.max(expected, replicas) : expected;
}

/** A ReplicationController's is a plain map. */
function selectorOf(workload: KubeObject): unknown {
  const selector = valueAt(workload, 'spec.selector');
  return workload.kind === 'ReplicationController' ? { matchLabels: selector } : selector;
}

function readPod(pod: unknown): BudgetPod {
  const ready = listAt(pod, 'status.conditions').some(
    (each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') === 'True',
  );
  return { name: textAt(pod, 'metadata.name'), healthy: ready && textAt(pod, 'metadata.deletionTimestamp') === '' };
}
