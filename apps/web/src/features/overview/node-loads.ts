import { canonical, sumText } from '@quarterdeck/shared/quantity-text';
import { entriesAt, listAt, textAt } from '../../api/read-field.ts';
import { usedOf } from '../../api/scheduling/node-amounts.ts';
import { type Amounts, addTo, type PodResources } from '../../api/scheduling/pod-resources.ts';
import { zoneOf } from '../../api/scheduling/spread.ts';

/** A pod that has a node, with what the scheduler counts for it. */
export interface PlacedPod extends PodResources {
  readonly node: string;
}

export interface NodeLoad {
  readonly name: string;
  readonly zone: string;
  readonly pods: number;
  readonly allocatable: Amounts;
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** empty where the cluster serves no metrics of it */
  readonly used: Amounts;
}

/** What each node has, what its pods ask of it and what it uses, by name (OPS-181, OPS-187). */
export function nodeLoads(
  nodes: readonly unknown[],
  pods: Iterable<PlacedPod>,
  metrics: readonly unknown[],
): readonly NodeLoad[] {
  const used = new Map(metrics.map((each) => [textAt(each, 'metadata.name'), usedOf(each)]));
  const sums = new Map<string, { pods: number; requests: Map<string, string>; limits: Map<string, string> }>();
  for (const { node, requests, limits } of pods) {
    const sum = sums.get(node) ?? { pods: 0, requests: new Map(), limits: new Map() };
    sum.pods += 1;
    addTo(sum.requests, requests);
    addTo(sum.limits, limits);
    sums.set(node, sum);
  }
  return nodes
    .map((node): NodeLoad => {
      const name = textAt(node, 'metadata.name');
      return {
        name,
        zone: zoneOf(node),
        allocatable: new Map(entriesAt(node, 'status.allocatable').map(([key, value]) => [key, canonical(value)])),
        used: used.get(name) ?? new Map(),
        ...(sums.get(name) ?? { pods: 0, requests: new Map(), limits: new Map() }),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** All nodes together; what is used is left out where it is not known of every one. */
export function totalOf(loads: readonly NodeLoad[]): Omit<NodeLoad, 'name' | 'zone'> {
  const sum = (part: 'allocatable' | 'requests' | 'limits' | 'used'): Amounts => {
    const names = new Set(loads.flatMap((load) => [...load[part].keys()]));
    return new Map([...names].map((name) => [name, sumText(loads.map((load) => load[part].get(name) ?? '0'))]));
  };
  return {
    pods: loads.reduce((total, { pods }) => total + pods, 0),
    allocatable: sum('allocatable'),
    requests: sum('requests'),
    limits: sum('limits'),
    used: loads.every(({ used }) => used.size > 0) ? sum('used') : new Map(),
  };
}

/** A check of the API server's /readyz?verbose. */
interface ServerCheck {
  readonly name: string;
  readonly isGood: boolean;
}

/** "[+]ping ok", "[-]etcd failed: reason withheld", of v1.16 to today. */
export function readChecks(text: string): readonly ServerCheck[] {
  return [...text.matchAll(/^\[([+-])\](\S+) /gm)].map(([, sign, name = '']) => ({ name, isGood: sign === '+' }));
}

interface ComponentStatus {
  readonly name: string;
  /** True, False, Unknown */
  readonly healthy: string;
  readonly message: string;
}

/** v1/ComponentStatus: asked of the scheduler and the controller manager at ports that newer ones do not open. */
export function readComponents(list: unknown): readonly ComponentStatus[] {
  return listAt(list, 'items').map((item) => {
    const condition = listAt(item, 'conditions').find((each) => textAt(each, 'type') === 'Healthy');
    return {
      name: textAt(item, 'metadata.name'),
      healthy: textAt(condition, 'status') || 'Unknown',
      message: textAt(condition, 'error') || textAt(condition, 'message'),
    };
  });
}

/** "https://10.0.0.1:6443" of the kubeconfig that kubeadm publishes in kube-public/cluster-info, as kubeadm join takes it. */
export function joinAddress(clusterInfo: unknown): string {
  const text = textAt(clusterInfo, 'data.kubeconfig');
  return /^\s*server:\s*["']?https?:\/\/([^\s"']+)/m.exec(text)?.[1] ?? '';
}
