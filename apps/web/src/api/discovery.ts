import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from './api-fetch.ts';
import type { DiscoveredResource } from './kube-object.ts';
import { mapBounded } from './map-bounded.ts';
import {
  type ApiGroupList,
  type ApiResourceList,
  groupVersions,
  isAggregated,
  parseAggregated,
  parseResourceList,
  preferFirst,
} from './parse-discovery.ts';

const AGGREGATED_ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** Requests at a time when a server has to be asked group by group (browsers open 6 connections to one host). */
const MAX_PARALLEL = 5;

const RETRY_MS = 5000;

const NONE: readonly DiscoveredResource[] = [];

export interface Discovery {
  readonly resources: readonly DiscoveredResource[];
  /** group versions that could not be read, say of an aggregated API whose server is down */
  readonly failed: readonly string[];
}

type GetJson = (path: string, accept: string) => Promise<unknown>;

/**
 * What a cluster serves. Asks for aggregated discovery; a server that does not have it answers the same two paths with
 * the older lists, and is then asked group version by group version. A group that fails costs that group only.
 */
export async function discover(get: GetJson): Promise<Discovery> {
  const [core, groups] = await Promise.all([get('/api', AGGREGATED_ACCEPT), get('/apis', AGGREGATED_ACCEPT)]);
  const found: DiscoveredResource[] = [];
  const failed: string[] = [];
  const toAsk: { group: string; version: string }[] = [];

  if (isAggregated(core)) {
    const parsed = parseAggregated(core);
    found.push(...parsed.resources);
    failed.push(...parsed.failed);
  } else toAsk.push({ group: '', version: 'v1' });

  if (isAggregated(groups)) {
    const parsed = parseAggregated(groups);
    found.push(...parsed.resources);
    failed.push(...parsed.failed);
  } else toAsk.push(...groupVersions((groups ?? {}) as ApiGroupList));

  const answers = await mapBounded(toAsk, MAX_PARALLEL, async ({ group, version }) => {
    const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    try {
      return parseResourceList(group, version, ((await get(path, 'application/json')) ?? {}) as ApiResourceList);
    } catch (error) {
      // without the core group there is no page to show: that is the whole discovery failing
      if (group === '' || (error instanceof ProblemError && error.problem.status === 401)) throw error;
      failed.push(`${group}/${version}`);
      return [];
    }
  });
  return { resources: preferFirst([...found, ...answers.flat()]), failed };
}

/** What a cluster serves, for the person who is signed in to it; read once and refreshed when the tab is looked at again. */
export function useDiscovery(cluster: string): {
  resources: readonly DiscoveredResource[];
  problem?: Problem;
  isLoading: boolean;
  failed: readonly string[];
  retry: () => void;
} {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['discovery', cluster],
    queryFn: ({ signal }) =>
      discover((path, accept) => k8sJson<unknown>(cluster, path, { signal, headers: { accept } })),
    staleTime: 60_000,
    // a cluster that is down is asked again by itself until it answers
    refetchInterval: ({ state }) => (state.error !== null && state.data === undefined ? RETRY_MS : false),
    enabled: cluster !== '',
  });
  return {
    resources: data?.resources ?? NONE,
    failed: data?.failed ?? [],
    ...(error && !data ? { problem: problemOfError(error) } : {}),
    isLoading: isPending && cluster !== '',
    retry: () => void refetch(),
  };
}

/** The resource of that group and plural name, as an address names it. */
export function findResource(
  resources: readonly DiscoveredResource[],
  group: string,
  plural: string,
): DiscoveredResource | undefined {
  return resources.find((resource) => resource.group === group && resource.resource === plural);
}

/** The resource of an object's apiVersion and kind, whichever version of the group is the preferred one. */
export function findByKind(
  resources: readonly DiscoveredResource[],
  apiVersion: string,
  kind: string,
): DiscoveredResource | undefined {
  const { group } = parseApiVersion(apiVersion);
  return resources.find((resource) => resource.group === group && resource.kind === kind);
}
