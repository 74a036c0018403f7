import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Scope } from '../../api/object-count.ts';
import { type Warning, warnings } from './read-overview.ts';

const REFRESH_MS = 15_000;

/** The cluster's warnings; read once for all who ask. */
export function useWarnings(cluster: string, scope: Scope): UseQueryResult<Warning[]> {
  return useQuery({
    queryKey: ['overview-warnings', cluster, scope],
    queryFn: ({ signal }) => warnings(cluster, scope, signal),
    refetchInterval: REFRESH_MS,
  });
}
