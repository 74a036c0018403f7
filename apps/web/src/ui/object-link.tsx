import type { ReactNode } from 'react';
import { listPath, objectPath } from '../api/addresses.ts';
import { findByKind, useDiscovery } from '../api/discovery.ts';
import type { DiscoveredResource } from '../api/kube-object.ts';
import type { Pointer } from '../api/pointer.ts';
import { AppLink } from './app-link.tsx';

/** A link to what a pointer names; plain text while discovery is read and when the server does not serve that kind. */
export function ObjectLink({
  cluster,
  to,
  children,
  ...rest
}: {
  readonly cluster: string;
  readonly to: Pointer;
  readonly children: ReactNode;
  readonly tabIndex?: number;
  /** where the content is cut into pieces */
  readonly 'aria-label'?: string;
}) {
  const { resources } = useDiscovery(cluster);
  const address = pointerPath(cluster, to, resources);
  if (address === undefined) return <span>{children}</span>;
  return (
    <AppLink to={address} {...rest}>
      {children}
    </AppLink>
  );
}

/** The address of what a pointer names; undefined when the server does not serve that kind. */
function pointerPath(cluster: string, to: Pointer, resources: readonly DiscoveredResource[]): string | undefined {
  const resource = findByKind(resources, to.group === '' ? 'v1' : `${to.group}/v1`, to.kind);
  if (resource === undefined) return undefined;
  if (to.name !== undefined) {
    // A namespaced object without a namespace cannot be addressed (a broken reference of the cluster's).
    if (resource.namespaced && to.namespace === undefined) return undefined;
    return objectPath({ cluster, resource, namespace: resource.namespaced ? to.namespace : undefined, name: to.name });
  }
  const search = new URLSearchParams();
  if (to.labelSelector) search.set('l', to.labelSelector);
  if (to.fieldSelector) search.set('f', to.fieldSelector);
  const query = search.toString();
  return listPath(cluster, resource, to.namespace === undefined ? null : [to.namespace]) + (query && `?${query}`);
}
