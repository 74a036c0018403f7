import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';

/** Pages that are of no kind, by the letter that follows g. */
export const PAGE_KEYS = { o: 'overview', w: 'workloads', f: 'favourites', r: 'raw' } as const;

/** The kinds that a letter leads to on this cluster. */
export function goTargets(
  resources: readonly DiscoveredResource[],
  kinds: ReadonlyMap<string, KindDefinition>,
): ReadonlyMap<string, DiscoveredResource> {
  const targets = new Map<string, DiscoveredResource>();
  for (const resource of resources) {
    const key = kinds.get(`${resource.group}/${resource.resource}`)?.goKey;
    // a kind that two groups serve is shown by the first, as in the sidebar
    if (key !== undefined && !targets.has(key)) targets.set(key, resource);
  }
  return targets;
}
