import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { Node, PodSpec, Toleration } from './kinds.ts';
import { affinityOf, type NodeSelectorTerm } from './scheduling-kinds.ts';
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

/** One term of a node affinity; a term without requirements matches nothing. */
export function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => matchesExpression(one, node.metadata.labels?.[one.key])) &&
    matchFields.every((one) => matchesExpression(one, node.metadata.name))
  );
}

/** nodeSelector and the required node affinity. */
export function matchesNode(spec: PodSpec, node: Node): boolean {
  if (!matchesAll(spec.nodeSelector ?? {}, node.metadata.labels)) return false;
  const terms = affinityOf(spec).nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
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

export interface Room {
  readonly requested: ReadonlyMap<string, number>;
  readonly pods: number;
}

export interface Lack {
  /** "Insufficient cpu", "Too many pods" */
  readonly reason: string;
  /** an empty node would not do either */
  readonly isHopeless: boolean;
}

// sums of fractions of cores are not exact
const EPSILON = 1e-6;
const DEFAULT_PODS = 110;

/** What a node lacks for a pod beside what is there, in the scheduler's words. */
export function lacking(spec: PodSpec, node: Node, { requested, pods }: Room): Lack[] {
  const capacity = node.status?.allocatable ?? node.status?.capacity ?? {};
  const of = (resource: string) => parseQuantity(capacity[resource] ?? '0') ?? 0;
  const found: Lack[] = [];
  if (pods + 1 > (capacity['pods'] === undefined ? DEFAULT_PODS : of('pods')))
    found.push({ reason: 'Too many pods', isHopeless: false });
  for (const [resource, amount] of requestsOf(spec)) {
    const total = of(resource);
    if (amount > 0 && amount > total - (requested.get(resource) ?? 0) + EPSILON)
      found.push({ reason: `Insufficient ${resource}`, isHopeless: amount > total + EPSILON });
  }
  return found;
}
