import { parseResource } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource } from './kube-object.ts';

/** A kind for tests, as discovery finds it: by "apps/v1/deployments" and "Deployment", namespaced unless `more` says otherwise. */
export function fakeResource(gvr: string, kind: string, more: Partial<DiscoveredResource> = {}): DiscoveredResource {
  const parsed = parseResource(gvr);
  if (parsed === undefined) throw new Error(`"${gvr}" is no resource`);
  return {
    ...parsed,
    kind,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    ...more,
  };
}
