import type { DiscoveredResource } from './kube-object.ts';

// apidiscovery.k8s.io/v2 (KEP-3352), as far as we read it
interface AggregatedDiscovery {
  readonly kind: 'APIGroupDiscoveryList';
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind?: string };
        readonly scope?: string;
        readonly singularResource?: string;
        readonly verbs?: readonly string[];
        readonly shortNames?: readonly string[];
        readonly categories?: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

/** GET /apis of a server without aggregated discovery. */
export interface ApiGroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions?: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version: string };
  }[];
}

/** GET /api/v1 or /apis/{group}/{version}. */
export interface ApiResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly namespaced?: boolean;
    readonly kind?: string;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  }[];
}

const SCALES = { scales: true } as const;

export function isAggregated(body: unknown): body is AggregatedDiscovery {
  return typeof body === 'object' && body !== null && (body as { kind?: unknown }).kind === 'APIGroupDiscoveryList';
}

/** Each resource once, in the first version (the server's order is its preference) that serves it. */
export function preferFirst(resources: Iterable<DiscoveredResource>): DiscoveredResource[] {
  const byName = new Map<string, DiscoveredResource>();
  for (const resource of resources) {
    const key = `${resource.group}/${resource.resource}`;
    if (!byName.has(key)) byName.set(key, resource);
  }
  return [...byName.values()];
}

/** The resources of an aggregated document, and the group versions whose server did not answer ("Stale"). */
export function parseAggregated(body: AggregatedDiscovery): {
  resources: DiscoveredResource[];
  failed: string[];
} {
  const resources: DiscoveredResource[] = [];
  const failed: string[] = [];
  for (const item of body.items ?? []) {
    const group = item.metadata?.name ?? '';
    for (const { version, freshness, resources: served } of item.versions ?? []) {
      if (freshness === 'Stale') failed.push(`${group}/${version}`);
      for (const entry of served ?? []) {
        resources.push({
          group,
          version,
          resource: entry.resource,
          kind: entry.responseKind?.kind ?? entry.resource,
          singular: entry.singularResource ?? '',
          shortNames: entry.shortNames ?? [],
          categories: entry.categories ?? [],
          namespaced: entry.scope === 'Namespaced',
          verbs: entry.verbs ?? [],
          ...(entry.subresources?.some(({ subresource }) => subresource === 'scale') ? SCALES : {}),
        });
      }
    }
  }
  return { resources: preferFirst(resources), failed };
}

/** The group versions of an APIGroupList, each group's preferred version first. */
export function groupVersions(list: ApiGroupList): { group: string; version: string }[] {
  return (list.groups ?? []).flatMap(({ name, versions, preferredVersion }) => {
    const preferred = preferredVersion?.version;
    const all = (versions ?? []).map(({ version }) => version);
    const ordered = preferred === undefined ? all : [preferred, ...all.filter((version) => version !== preferred)];
    return ordered.map((version) => ({ group: name, version }));
  });
}

/** The resources of one group version; subresources ("pods/log") are left out, but for what "deployments/scale" says of its resource. */
export function parseResourceList(group: string, version: string, list: ApiResourceList): DiscoveredResource[] {
  const scaled = new Set((list.resources ?? []).flatMap(({ name }) => /^(.+)\/scale$/.exec(name)?.[1] ?? []));
  return (list.resources ?? [])
    .filter(({ name }) => !name.includes('/'))
    .map((entry) => ({
      group,
      version,
      resource: entry.name,
      kind: entry.kind ?? entry.name,
      singular: entry.singularName ?? '',
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
      namespaced: entry.namespaced === true,
      verbs: entry.verbs ?? [],
      ...(scaled.has(entry.name) ? SCALES : {}),
    }));
}
