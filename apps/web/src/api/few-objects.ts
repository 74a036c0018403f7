import type { QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import type { DiscoveredResource } from './kube-object.ts';
import { countIn, type Scope } from './object-count.ts';

/** Up to here the API server sends whole objects as quickly as anybody can look. */
export const FEW_OBJECTS = 1000;
/** A list does not wait longer than this to know how it should read. */
const PATIENCE_MS = 300;
/** An answer that is later than that is of no use to a later list either. */
const GIVEN_UP_MS = 10_000;
const REMEMBERED_MS = 5 * 60_000;

/**
 * Whether there are few objects of a kind over all namespaces, or some: one request for one row each, remembered for some minutes. What is
 * not known, or not known soon, is not few; an answer that comes late serves the next list.
 */
export function fewObjectsQuery(
  cluster: string,
  { group, version, resource }: DiscoveredResource,
  scope: Scope = null,
) {
  const queryKey = ['few-objects', cluster, `${group}/${resource}`, scope?.join() ?? ''] as const;
  const prefix = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return queryOptions({
    queryKey,
    queryFn: async ({ client }: { readonly client: QueryClient }): Promise<boolean> => {
      const counting = countIn(
        cluster,
        scope,
        { prefix, plural: resource, namespaced: true },
        AbortSignal.timeout(GIVEN_UP_MS),
      ).then(
        ({ number, least }) => !least && number <= FEW_OBJECTS,
        () => false,
      );
      const soon = await Promise.race([counting, afterPatience()]);
      if (soon !== undefined) return soon;
      void counting.then((few) => client.setQueryData(queryKey, few));
      return false;
    },
    staleTime: REMEMBERED_MS,
    gcTime: REMEMBERED_MS,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // offline it fails at once, where others wait for the network: the list has its own words for that
    networkMode: 'always',
    retry: false,
  });
}

function afterPatience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
}
