import type { LabelSelector, Pod, PodSpec } from './kinds.ts';

/** The fields of a pod that only the scheduler reads. */

export interface NodeSelectorTerm {
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
  matchFields?: { key: string; operator: string; values?: string[] }[];
}

export interface PodAffinityTerm {
  labelSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  namespaces?: string[];
  topologyKey: string;
}

interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; podAffinityTerm: PodAffinityTerm }[];
}

export interface Affinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: NodeSelectorTerm[] };
    preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; preference: NodeSelectorTerm }[];
  };
  podAffinity?: PodAffinity;
  podAntiAffinity?: PodAffinity;
}

export interface SpreadConstraint {
  maxSkew: number;
  topologyKey: string;
  whenUnsatisfiable: string;
  labelSelector?: LabelSelector;
  minDomains?: number;
}

export const affinityOf = (spec: PodSpec): Affinity => (spec.affinity ?? {}) as Affinity;

export function spreadOf(spec: PodSpec): SpreadConstraint[] {
  const found = spec['topologySpreadConstraints'];
  return Array.isArray(found) ? (found as SpreadConstraint[]) : [];
}

export const priorityOf = (spec: PodSpec): number => Number(spec['priority'] ?? 0);

/** The node on which room was made for a waiting pod. */
export function nominatedNodeOf(pod: Pod): string | undefined {
  return (pod.status as { nominatedNodeName?: string } | undefined)?.nominatedNodeName;
}
