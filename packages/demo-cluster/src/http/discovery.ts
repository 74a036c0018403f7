import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { apiVersionOf, type Registry } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { serviceUnavailable } from './plain-answer.ts';
import { parseAccept } from './representation.ts';
import { sendJson } from './send.ts';

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

const V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const V2_BETA = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

/** Answers a discovery path; false when the path is none, or names a group or version that is not there. */
export async function answerDiscovery(
  registry: Registry,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  const segments = path.split('/').filter((part) => part !== '');
  const [root, group] = segments;
  const version =
    group === undefined && (root === 'api' || root === 'apis') ? aggregatedVersion(req.headers) : undefined;
  if (version !== undefined) {
    const groups = root === 'api' ? [''] : registry.groups().filter((name) => name !== '');
    await sendTagged(req, res, aggregated(registry, groups, version), version === 'v2' ? V2 : V2_BETA);
    return true;
  }
  const answer = discover(registry, segments, req.headers.host ?? '');
  if (answer === undefined) return false;
  // the plain documents depend on what was asked for too
  if (group === undefined) res.setHeader('vary', 'Accept');
  await sendJson(res, 200, answer);
  return true;
}

/** With an ETag of the content, so that a client that knows it already gets 304. */
async function sendTagged(req: IncomingMessage, res: ServerResponse, body: unknown, type: string): Promise<void> {
  const etag = `"${createHash('sha512').update(JSON.stringify(body)).digest('hex').toUpperCase()}"`;
  res.setHeader('etag', etag);
  res.setHeader('vary', 'Accept');
  res.setHeader('cache-control', 'public');
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304);
    res.end();
    return;
  }
  res.setHeader('content-type', type);
  await sendJson(res, 200, body);
}

function discover(registry: Registry, segments: readonly string[], address: string): unknown {
  const [root, group, version, more] = segments;
  if (more !== undefined) return undefined;
  if (root === 'api') {
    if (group === undefined) return legacyVersions(address);
    return version === undefined ? resourceList(registry, '', group) : undefined;
  }
  if (root !== 'apis') return undefined;
  const named = registry.groups().filter((name) => name !== '');
  if (group === undefined)
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map((name) => groupOf(registry, name)) };
  if (!named.includes(group)) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(registry, group) };
  if (registry.isAway(group, version)) throw serviceUnavailable();
  return resourceList(registry, group, version);
}

/** Which version of the aggregated documents a client wants; undefined for the old documents. */
function aggregatedVersion(headers: IncomingHttpHeaders): 'v2' | 'v2beta1' | undefined {
  for (const { media, params } of parseAccept(headers.accept)) {
    if (media !== 'application/json' && media !== '*/*') continue;
    if (params.get('as') === undefined) return undefined;
    const version = params.get('v');
    if (params.get('as') === 'APIGroupDiscoveryList' && params.get('g') === 'apidiscovery.k8s.io')
      if (version === 'v2' || version === 'v2beta1') return version;
  }
  return undefined;
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
function aggregated(registry: Registry, groups: readonly string[], ofVersion: string): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${ofVersion}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
      versions: registry.versions(group).map((version) => ({
        version,
        resources: registry
          .resources(group, version)
          .filter(() => !registry.isAway(group, version))
          .sort(byName)
          .map((type) => aggregatedResource(type, version)),
        freshness: registry.isAway(group, version) ? 'Stale' : 'Current',
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
