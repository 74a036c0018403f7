import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { apiVersionOf, type Registry } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { parseAccept } from './representation.ts';

export const VERSION = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.0-demo',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-08-27T10:19:16Z',
  goVersion: 'go1.24.6',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

/** The answer to a discovery path; undefined when the path is none, or names a group or version that is not there. */
export function discover(registry: Registry, path: string, headers: IncomingHttpHeaders, address: string): unknown {
  const [root, group, version, more] = path.split('/').filter((part) => part !== '');
  if (more !== undefined) return undefined;
  if (root === 'api') {
    if (group === undefined) return wantsAggregated(headers) ? aggregated(registry, ['']) : legacyVersions(address);
    return version === undefined ? resourceList(registry, '', group) : undefined;
  }
  if (root !== 'apis') return undefined;
  const named = registry.groups().filter((name) => name !== '');
  if (group === undefined) {
    if (wantsAggregated(headers)) return aggregated(registry, named);
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map((name) => groupOf(registry, name)) };
  }
  if (!named.includes(group)) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(registry, group) };
  return resourceList(registry, group, version);
}

export const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Only `v2` is offered; who asks for v2beta1 first and v2 later gets v2, others the old documents. */
export function wantsAggregated(headers: IncomingHttpHeaders): boolean {
  for (const { media, params } of parseAccept(headers.accept)) {
    if (media !== 'application/json' && media !== '*/*') continue;
    if (params.get('as') === undefined) return false;
    if (params.get('as') === 'APIGroupDiscoveryList' && params.get('v') === 'v2') return true;
  }
  return false;
}

const legacyVersions = (address: string) => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
});

function groupOf(registry: Registry, name: string) {
  const versions = registry.versions(name).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

const byName = (a: ResourceType, b: ResourceType) => (a.plural < b.plural ? -1 : 1);

function resourceList(registry: Registry, group: string, version: string): unknown {
  const types = registry.resources(group, version).sort(byName);
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: types.flatMap((type) => [
      {
        name: type.plural,
        singularName: type.singular,
        namespaced: type.namespaced,
        kind: type.kind,
        verbs: type.verbs,
        ...(type.shortNames?.length ? { shortNames: type.shortNames } : {}),
        ...(type.categories?.length ? { categories: type.categories } : {}),
        ...(type.verbs.includes('list') ? { storageVersionHash: storageHash(type) } : {}),
      },
      ...type.subresources.map((sub) => ({
        name: `${type.plural}/${sub.name}`,
        singularName: '',
        namespaced: type.namespaced,
        ...(sub.version ? { group: sub.group ?? '', version: sub.version } : {}),
        kind: sub.kind,
        verbs: sub.verbs,
      })),
    ]),
  };
}

function storageHash(type: ResourceType): string {
  const text = `${type.group}/${type.versions[0]}/${type.kind}`;
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64');
}

/** KEP-3352: everything in one document. */
function aggregated(registry: Registry, groups: readonly string[]): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
      versions: registry.versions(group).map((version) => ({
        version,
        resources: registry
          .resources(group, version)
          .sort(byName)
          .map((type) => aggregatedResource(type, version)),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResource(type: ResourceType, version: string) {
  const kindOf = (group: string, ofVersion: string, kind: string) => ({ group, version: ofVersion, kind });
  return {
    resource: type.plural,
    responseKind: kindOf(type.group, version, type.kind),
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames?.length ? { shortNames: type.shortNames } : {}),
    ...(type.categories?.length ? { categories: type.categories } : {}),
    ...(type.subresources.length === 0
      ? {}
      : {
          subresources: type.subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: kindOf(sub.group ?? type.group, sub.version ?? version, sub.kind),
            verbs: sub.verbs,
          })),
        }),
  };
}
