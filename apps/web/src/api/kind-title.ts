import type { DiscoveredResource } from './kube-object.ts';

/** The plural in the kind's own spelling: NetworkPolicy + networkpolicies → "NetworkPolicies". */
export function pluralTitle({ kind, resource }: Pick<DiscoveredResource, 'kind' | 'resource'>): string {
  const lower = kind.toLowerCase();
  let same = 0;
  while (same < lower.length && lower[same] === resource[same]) same += 1;
  // a kind whose plural has nothing to do with its name (PodMetrics is served as "pods")
  return same < 3 || (same < lower.length && lower.length - same > 2)
    ? kind
    : kind.slice(0, same) + resource.slice(same);
}
