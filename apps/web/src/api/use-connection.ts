import type { ClusterConnection } from '@quarterdeck/shared/bff-api';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { apiFetch } from './api-fetch.ts';

/** Where the API server of a cluster is, and whom it is trusted by. */
export function useConnection(cluster: string): UseQueryResult<ClusterConnection> {
  return useQuery({
    queryKey: ['connection', cluster],
    queryFn: async ({ signal }) => {
      const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/connection`, { signal });
      return (await response.json()) as ClusterConnection;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
