import type { ControllerContext } from './controller.ts';
import { KEYS, type Node, type Pod } from './kinds.ts';
import { matchesNode, tolerates } from './node-fit.ts';
import type { NodeLoads } from './node-loads.ts';
import { isActive, isFinished } from './pod-state.ts';
import { affinityOf, type PodAffinityTerm, type SpreadConstraint, spreadOf } from './scheduling-kinds.ts';
import { matches } from './selector.ts';

/** What other pods mean for the places of one pod; worked out once, then asked for every node. */
export interface Neighbourhood {
  /** Why the pod cannot be on a node because of others, in the scheduler's words; undefined when it can. */
  objection(node: Node): { reason: string; isHopeless: boolean } | undefined;
  /** How much others speak for a node: preferred affinities and spreading. */
  score(node: Node): number;
}

type Domains = Map<string, number>;

interface CountedTerm {
  readonly key: string;
  readonly weight: number;
  readonly domains: Domains;
}

const isIn = ({ domains, key }: CountedTerm, node: Node) => (domains.get(node.metadata.labels?.[key] ?? '') ?? 0) > 0;

function namespacesOf(term: PodAffinityTerm, home: string, { store }: ControllerContext): string[] {
  const named = term.namespaces ?? [];
  const selected = term.namespaceSelector
    ? store.list(KEYS.Namespace).filter((one) => matches(term.namespaceSelector, one.metadata.labels))
    : [];
  if (!term.namespaceSelector && named.length === 0) return [home];
  return [...new Set([...named, ...selected.map((one) => one.metadata.name)])];
}

/** Whether a term that stands in a pod of `home` is about another pod. */
function isAbout(term: PodAffinityTerm, home: string, other: Pod, context: ControllerContext): boolean {
  return (
    matches(term.labelSelector, other.metadata.labels) &&
    namespacesOf(term, home, context).includes(other.metadata.namespace ?? '')
  );
}

function nodeNamed({ store }: ControllerContext, name: string | undefined): Node | undefined {
  return name === undefined ? undefined : (store.get(KEYS.Node, undefined, name) as Node | undefined);
}

function countTerm(context: ControllerContext, pod: Pod, term: PodAffinityTerm, weight = 0): CountedTerm {
  const domains: Domains = new Map();
  for (const namespace of namespacesOf(term, pod.metadata.namespace ?? '', context))
    for (const other of context.index.podsIn(namespace)) {
      if (!other.spec.nodeName || isFinished(other) || !matches(term.labelSelector, other.metadata.labels)) continue;
      const value = nodeNamed(context, other.spec.nodeName)?.metadata.labels?.[term.topologyKey];
      if (value !== undefined) domains.set(value, (domains.get(value) ?? 0) + 1);
    }
  return { key: term.topologyKey, weight, domains };
}

interface Spread {
  readonly constraint: SpreadConstraint;
  readonly domains: Domains;
  readonly least: number;
  readonly isSelf: boolean;
}

function countSpread(context: ControllerContext, pod: Pod, constraint: SpreadConstraint): Spread {
  const { topologyKey: key, labelSelector, minDomains = 1 } = constraint;
  const domains: Domains = new Map();
  for (const node of context.store.list(KEYS.Node) as Node[]) {
    const value = node.metadata.labels?.[key];
    if (value !== undefined && matchesNode(pod.spec, node) && !domains.has(value)) domains.set(value, 0);
  }
  for (const other of context.index.podsIn(pod.metadata.namespace ?? '')) {
    if (!other.spec.nodeName || !isActive(other) || !matches(labelSelector, other.metadata.labels)) continue;
    const value = nodeNamed(context, other.spec.nodeName)?.metadata.labels?.[key];
    if (value !== undefined && domains.has(value)) domains.set(value, (domains.get(value) ?? 0) + 1);
  }
  const least = domains.size < minDomains ? 0 : Math.min(...domains.values());
  return {
    constraint,
    domains,
    least: Number.isFinite(least) ? least : 0,
    isSelf: matches(labelSelector, pod.metadata.labels),
  };
}

function spreadObjection({ constraint, domains, least, isSelf }: Spread, node: Node): string | undefined {
  const value = node.metadata.labels?.[constraint.topologyKey];
  if (value === undefined) return "node(s) didn't match pod topology spread constraints (missing required label)";
  const skew = (domains.get(value) ?? 0) + (isSelf ? 1 : 0) - least;
  return skew > constraint.maxSkew ? "node(s) didn't match pod topology spread constraints" : undefined;
}

/** Topology values where a placed pod does not want the new one. */
function repelledFrom(context: ControllerContext, loads: NodeLoads, pod: Pod): CountedTerm[] {
  const found: CountedTerm[] = [];
  for (const other of loads.repelling()) {
    const terms = affinityOf(other.spec).podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const term of terms) {
      if (!isAbout(term, other.metadata.namespace ?? '', pod, context)) continue;
      const value = nodeNamed(context, other.spec.nodeName)?.metadata.labels?.[term.topologyKey];
      if (value !== undefined) found.push({ key: term.topologyKey, weight: 0, domains: new Map([[value, 1]]) });
    }
  }
  return found;
}

/** PodTopologySpread and InterPodAffinity. */
export function neighbourhoodOf(context: ControllerContext, loads: NodeLoads, pod: Pod): Neighbourhood {
  const { podAffinity, podAntiAffinity } = affinityOf(pod.spec);
  const home = pod.metadata.namespace ?? '';
  const count = (term: PodAffinityTerm) => countTerm(context, pod, term);
  const wantedTerms = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const wanted = wantedTerms.map(count);
  const repelled = (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(count);
  const repelling = repelledFrom(context, loads, pod);
  const spreads = spreadOf(pod.spec).map((one) => countSpread(context, pod, one));
  // the first pod of a group that wants to be together may start it anywhere
  const mayBegin =
    wanted.every((term) => term.domains.size === 0) && wantedTerms.every((term) => isAbout(term, home, pod, context));
  const preferred = [
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) =>
      countTerm(context, pod, one.podAffinityTerm, one.weight),
    ),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) =>
      countTerm(context, pod, one.podAffinityTerm, -one.weight),
    ),
  ];
  return {
    objection(node) {
      for (const spread of spreads) {
        if (spread.constraint.whenUnsatisfiable !== 'DoNotSchedule') continue;
        const reason = spreadObjection(spread, node);
        if (reason !== undefined) return { reason, isHopeless: reason.endsWith(')') };
      }
      const hasKeys = wanted.every(({ key }) => node.metadata.labels?.[key] !== undefined);
      if (wanted.length > 0 && !(hasKeys && (mayBegin || wanted.every((term) => isIn(term, node)))))
        return { reason: "node(s) didn't match pod affinity rules", isHopeless: true };
      if (repelled.some((term) => isIn(term, node)))
        return { reason: "node(s) didn't match pod anti-affinity rules", isHopeless: false };
      if (repelling.some((term) => isIn(term, node)))
        return { reason: "node(s) didn't satisfy existing pods anti-affinity rules", isHopeless: false };
      return undefined;
    },
    score(node) {
      let score = 0;
      for (const term of preferred)
        score += (term.weight / 100) * (term.domains.get(node.metadata.labels?.[term.key] ?? '') ?? 0);
      for (const { constraint, domains } of spreads)
        score -= (domains.get(node.metadata.labels?.[constraint.topologyKey] ?? '') ?? 0) / 2;
      for (const taint of node.spec.taints ?? [])
        if (taint.effect === 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint)) score -= 2;
      return score;
    },
  };
}
