import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RbacSnapshot } from './rbac-snapshot.ts';
import { fewNamespaces, type RbacList, readAllRbac, readRbacIn, refusedOf, snapshotOfLists } from './read-rbac.ts';

const KEPT_MS = 60_000;

/** A list that was refused is refused again: who waits for a right reloads the page. */
function again(lists: readonly RbacList[] | undefined): number | false {
  const isRefused = lists?.some(({ gaps }) => gaps.some(({ problem }) => problem.status === 403)) === true;
  return isRefused ? false : KEPT_MS;
}

/**
 * The cluster's roles and bindings as far as the person may read them, kept for a minute; undefined while they are read. What may not be
 * read of the whole cluster is read of the namespaces named.
 */
export function useRbac(cluster: string, namespaces: readonly string[] | null): { snapshot: RbacSnapshot | undefined } {
  const wide = useQuery({
    queryKey: ['rbac', cluster, 'all'],
    queryFn: ({ signal }) => readAllRbac(cluster, signal),
    staleTime: KEPT_MS,
    refetchInterval: ({ state }) => again(state.data),
    retry: false,
  });
  const few = fewNamespaces(namespaces);
  const refused = wide.data === undefined ? [] : refusedOf(wide.data);
  const needsNarrow = refused.length > 0 && few.length > 0;
  const narrow = useQuery({
    queryKey: ['rbac', cluster, 'in', few, refused],
    queryFn: ({ signal }) => readRbacIn(cluster, refused, few, signal),
    staleTime: KEPT_MS,
    refetchInterval: ({ state }) => again(state.data),
    enabled: needsNarrow,
    retry: false,
  });
  const key = few.join();
  const snapshot = useMemo(() => {
    if (wide.data === undefined || (needsNarrow && narrow.data === undefined)) return undefined;
    const read = key === '' ? [] : key.split(',');
    return snapshotOfLists([...wide.data, ...(needsNarrow ? (narrow.data ?? []) : [])], read);
  }, [wide.data, narrow.data, needsNarrow, key]);
  return { snapshot };
}
