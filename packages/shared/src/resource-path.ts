/**
 * Resources and their addresses. A resource string is `group/version/plural`, or `version/plural` for the core group:
 * "apps/v1/deployments", "v1/pods". This file holds the only functions that build a path of the Kubernetes API.
 */

export interface Gvr {
  /** API group; "" is the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural resource name in lower case, e.g. "deployments". */
  readonly resource: string;
}

export interface ResourceTarget {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** Parses "apps/v1/deployments" or "v1/pods"; undefined when the text is neither. */
export function parseResource(text: string): Gvr | undefined {
  const parts = text.split('/');
  if (parts.some((part) => part === '')) return undefined;
  if (parts.length === 2) return { group: '', version: parts[0] as string, resource: parts[1] as string };
  if (parts.length === 3)
    return { group: parts[0] as string, version: parts[1] as string, resource: parts[2] as string };
  return undefined;
}

/** The resource string of a Gvr: the inverse of {@link parseResource}. */
export function formatResource({ group, version, resource }: Gvr): string {
  return group === '' ? `${version}/${resource}` : `${group}/${version}/${resource}`;
}

/** "v1" or "apps/v1" → group and version. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/**
 * The path of a resource, an object or a subresource on the API server, every segment percent-encoded:
 * names may hold ":" and "." (RBAC objects).
 */
export function apiPath(gvr: Gvr, target: ResourceTarget = {}): string {
  const segments = gvr.group === '' ? ['api', gvr.version] : ['apis', gvr.group, gvr.version];
  if (target.namespace !== undefined) segments.push('namespaces', target.namespace);
  segments.push(gvr.resource);
  if (target.name !== undefined) segments.push(target.name);
  if (target.subresource !== undefined) segments.push(...target.subresource.split('/'));
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
