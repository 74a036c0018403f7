import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import { listAt, textAt } from '../../api/read-field.ts';

/**
 * Whether the cluster serves pods/ephemeralcontainers as it is since v1.22 (before that it was off, or another object); undefined while
 * that is asked. The plain list is asked for: the aggregated one has no place for it in our table of kinds.
 */
export function useServesDebug(cluster: string): boolean | undefined {
  const { data } = useQuery({
    queryKey: ['serves-debug', cluster],
    queryFn: async ({ signal }) => {
      const list = await k8sJson<unknown>(cluster, '/api/v1', { signal });
      return listAt(list, 'resources').some(
        (resource) => textAt(resource, 'name') === 'pods/ephemeralcontainers' && textAt(resource, 'kind') === 'Pod',
      );
    },
    staleTime: 60_000,
    retry: false,
  });
  return data;
}
