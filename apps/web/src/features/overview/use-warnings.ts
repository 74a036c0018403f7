import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { requireList } from '../../api/ask-right.ts';
import type { Scope } from '../../api/object-count.ts';
import { type Warning, warnings } from './read-overview.ts';

const REFRESH_MS = 15_000;

/** The cluster's warnings; read once for all who ask. */
export function useWarnings(cluster: string, scope: Scope): UseQueryResult<Warning[]> {
  const client = useQueryClient();
  return useQuery({
    queryKey: ['overview-warnings', cluster, scope],
    queryFn: async ({ signal }) => {
      await requireList(client, cluster, { group: '', resource: 'events' }, scope);
      return warnings(cluster, scope, signal);
    },
    refetchInterval: REFRESH_MS,
  });
}
