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

/** What the scheduler reserves: the sum of the containers, or the largest init container where that is more. */
export function requestsOf(spec: PodSpec): Map<string, number> {
  const total = new Map<string, number>();
  const each = (container: PodSpec['containers'][number], merge: (a: number, b: number) => number) => {
    const wanted = { ...container.resources?.limits, ...container.resources?.requests };
    for (const [resource, quantity] of Object.entries(wanted))
      total.set(resource, merge(total.get(resource) ?? 0, parseQuantity(String(quantity)) ?? 0));
  };
  for (const one of spec.containers) each(one, (a, b) => a + b);
  for (const one of spec.initContainers ?? [])
    each(one, one.restartPolicy === 'Always' ? (a, b) => a + b : (a, b) => Math.max(a, b));
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
