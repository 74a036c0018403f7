import type { DiscoveredResource, ObjectRef } from './kube-object.ts';

/** The segment that stands for "every namespace". */
const ALL_NAMESPACES = '_all';
/** The segment that stands for the core API group, whose name is empty. */
const CORE_GROUP = 'core';

type AddressedResource = Pick<DiscoveredResource, 'group' | 'resource' | 'namespaced'>;

/** The group's name in an address: "core" for the core group. */
export function groupSegment(group: string): string {
  return group === '' ? CORE_GROUP : group;
}

/** The API group that a segment of an address names: the inverse of {@link groupSegment}. */
export function parseGroup(segment: string): string {
  return segment === CORE_GROUP ? '' : segment;
}

/** "a,b" → ["a", "b"]; "_all" → null (every namespace). Blank entries and repetitions go. */
export function parseNamespaces(segment: string): string[] | null {
  if (segment === ALL_NAMESPACES) return null;
  const names = segment
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 || names.includes(ALL_NAMESPACES) ? null : [...new Set(names)];
}

/** ["a", "b"] → "a,b"; null → "_all": the inverse of {@link parseNamespaces}. */
export function namespacesSegment(namespaces: readonly string[] | null): string {
  return namespaces === null || namespaces.length === 0 ? ALL_NAMESPACES : namespaces.join(',');
}

// A comma is legal in a path segment (RFC 3986 §3.3) and cannot occur in a namespace's name: it stays readable.
function encode(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%2C', ',');
}

function join(segments: readonly string[]): string {
  return `/${segments.map(encode).join('/')}`;
}

function resourceSegments(
  cluster: string,
  resource: AddressedResource,
  namespaces: readonly string[] | null,
): readonly string[] {
  const kind = [groupSegment(resource.group), resource.resource];
  return resource.namespaced
    ? ['clusters', cluster, 'namespaces', namespacesSegment(namespaces), ...kind]
    : ['clusters', cluster, ...kind];
}

/** The address of a kind's list. `namespaces` null: all; ignored for cluster-wide kinds. */
export function listPath(cluster: string, resource: AddressedResource, namespaces: readonly string[] | null): string {
  return join(resourceSegments(cluster, resource, namespaces));
}

/** The address of an object's page, of one of its tabs when `tab` is given. */
export function objectPath(ref: ObjectRef, tab?: string): string {
  const namespaces = ref.namespace === undefined ? null : [ref.namespace];
  return join([
    ...resourceSegments(ref.cluster, ref.resource, namespaces),
    ref.name,
    ...(tab === undefined || tab === 'overview' ? [] : [tab]),
  ]);
}

/** The address of the workloads of all kinds. */
export function workloadsPath(cluster: string, namespaces: readonly string[] | null): string {
  return join(['clusters', cluster, 'namespaces', namespacesSegment(namespaces), 'workloads']);
}

/** The address of the logs of all pods that a selector picks. */
export function logsPath(cluster: string, namespaces: readonly string[] | null): string {
  return join(['clusters', cluster, 'namespaces', namespacesSegment(namespaces), 'logs']);
}

/** The address of what one namespace holds. */
export function namespacePath(cluster: string, namespace: string): string {
  return join(['clusters', cluster, 'namespaces', namespace, 'overview']);
}

/** The address of the favourites and what was opened last. */
export function favouritesPath(cluster: string): string {
  return join(['clusters', cluster, 'favourites']);
}

/** The address of the explorer of the API, opened at a path of the API server. */
export function rawApiPath(cluster: string, path: string): string {
  return `${join(['clusters', cluster, 'raw'])}?path=${encodeURIComponent(path)}`;
}

/** The address where texts are applied. */
export function applyPath(cluster: string): string {
  return join(['clusters', cluster, 'apply']);
}

/** The address of a cluster's overview. */
export function overviewPath(cluster: string): string {
  return join(['clusters', cluster, 'overview']);
}

/** The address of the explorer of rights; `search` is what stands in its fields. */
export function accessPath(cluster: string, search: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return `${join(['clusters', cluster, 'access'])}${query === '' ? '' : `?${query}`}`;
}

/** What a wizard makes or asks for. */
export type WizardName = 'login' | 'role' | 'binding' | 'token' | 'view-as' | 'deploy' | 'expose' | 'copy' | 'switch';

/** The address of a wizard; `start` is what is filled in already. */
export function wizardPath(
  cluster: string,
  wizard: WizardName,
  start: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(start).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return `${join(['clusters', cluster, 'wizards', wizard])}${query === '' ? '' : `?${query}`}`;
}
