import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { Node, Pod, PodSpec, Toleration } from './kinds.ts';
import { matchesAll, matchesExpression } from './selector.ts';

type Taint = NonNullable<Node['spec']['taints']>[number];

/** Whether one of the tolerations covers the taint (v1 ToleratesTaint). */
export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some((one) => {
    if (one.effect && one.effect !== taint.effect) return false;
    if (one.key && one.key !== taint.key) return false;
    return one.operator === 'Exists' || (one.value ?? '') === (taint.value ?? '');
  });
}

/** Taints that keep a pod from being placed on a node. */
export function untoleratedTaint(spec: PodSpec, node: Node): Taint | undefined {
  return (node.spec.taints ?? []).find(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(spec.tolerations, taint),
  );
}

/** nodeSelector and the required node affinity. */
export function matchesNode(spec: PodSpec, node: Node): boolean {
  if (!matchesAll(spec.nodeSelector ?? {}, node.metadata.labels)) return false;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(
    (term) =>
      (term.matchExpressions ?? []).every((one) => matchesExpression(one, node.metadata.labels?.[one.key])) &&
      (term.matchFields ?? []).every((one) => matchesExpression(one, node.metadata.name)),
  );
}

type Side = 'requests' | 'limits';

const reserved: Record<Side, WeakMap<PodSpec, ReadonlyMap<string, number>>> = {
  requests: new WeakMap(),
  limits: new WeakMap(),
};

/**
 * What the scheduler reserves and a quota counts: the sum of the containers and sidecars, or what the hungriest init container needs
 * beside the sidecars before it, and the overhead. Specs of stored objects never change, so it is worked out once for each.
 */
export function requestsOf(spec: PodSpec, side: Side = 'requests'): ReadonlyMap<string, number> {
  let found = reserved[side].get(spec);
  if (!found) {
    found = sumOf(spec, side);
    reserved[side].set(spec, found);
  }
  return found;
}

function sumOf(spec: PodSpec, side: Side): Map<string, number> {
  const total = new Map<string, number>();
  const add = (to: Map<string, number>, of: PodSpec['containers'][number]) => {
    const wanted = side === 'limits' ? of.resources?.limits : { ...of.resources?.limits, ...of.resources?.requests };
    for (const [resource, quantity] of Object.entries(wanted ?? {}))
      to.set(resource, (to.get(resource) ?? 0) + (parseQuantity(String(quantity)) ?? 0));
  };
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const one of spec.initContainers ?? []) {
    if (one.restartPolicy === 'Always') add(sidecars, one);
    const now = new Map(sidecars);
    if (one.restartPolicy !== 'Always') add(now, one);
    for (const [resource, amount] of now) peak.set(resource, Math.max(peak.get(resource) ?? 0, amount));
  }
  for (const one of spec.containers) add(total, one);
  for (const [resource, amount] of sidecars) total.set(resource, (total.get(resource) ?? 0) + amount);
  for (const [resource, amount] of peak) total.set(resource, Math.max(total.get(resource) ?? 0, amount));
  for (const [resource, quantity] of Object.entries(spec.overhead ?? {}))
    total.set(resource, (total.get(resource) ?? 0) + (parseQuantity(String(quantity)) ?? 0));
  return total;
}

/** The resources that a node lacks for a pod, in the scheduler's words ("Insufficient cpu", "Too many pods"). */
export function lacking(spec: PodSpec, node: Node, present: Iterable<Pod>): string[] {
  const free = new Map<string, number>();
  const capacity = node.status?.allocatable ?? node.status?.capacity ?? {};
  for (const [resource, quantity] of Object.entries(capacity)) free.set(resource, parseQuantity(quantity) ?? 0);
  let pods = 0;
  for (const pod of present) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    pods++;
    for (const [resource, amount] of requestsOf(pod.spec)) free.set(resource, (free.get(resource) ?? 0) - amount);
  }
  const reasons: string[] = [];
  if (pods + 1 > (free.get('pods') ?? 110)) reasons.push('Too many pods');
  for (const [resource, amount] of requestsOf(spec))
    if (amount > 0 && amount > (free.get(resource) ?? 0)) reasons.push(`Insufficient ${resource}`);
  return reasons;
}
