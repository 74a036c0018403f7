import { findResource } from '../../../api/discovery.ts';
import type { DiscoveredResource, ObjectRef } from '../../../api/kube-object.ts';
import type { Row } from '../../../live/row.ts';

/** A row in the address: ?open=team-a/web-1. Names hold no slash, and outlive the uid of an object that is made anew. */
export function rowKey({ namespace, name }: Pick<Row, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** The inverse of {@link rowKey}; undefined for what names no row of such a kind. */
export function readRowKey(
  key: string,
  namespaced: boolean,
): { readonly namespace: string | undefined; readonly name: string } | undefined {
  const [first = '', second, more] = key.split('/');
  if (more !== undefined || first === '' || second === '' || (second !== undefined) !== namespaced) return undefined;
  return second === undefined ? { namespace: undefined, name: first } : { namespace: first, name: second };
}

/** A row of a list of several kinds in the address: ?open=deployments.apps:team-a/web. */
export function kindRowKey({ resource, namespace = '', name }: ObjectRef): string {
  const kind = resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`;
  return `${kind}:${rowKey({ namespace, name })}`;
}

/** The inverse of {@link kindRowKey}; undefined for what names no object of a kind that is served. */
export function readKindRowKey(
  key: string,
  cluster: string,
  resources: readonly DiscoveredResource[],
): ObjectRef | undefined {
  const colon = key.indexOf(':');
  const [plural = '', ...group] = key.slice(0, Math.max(0, colon)).split('.');
  const resource = findResource(resources, group.join('.'), plural);
  const row = resource && readRowKey(key.slice(colon + 1), resource.namespaced);
  return resource && row && { cluster, resource, namespace: row.namespace, name: row.name };
}
