import { useQuery } from '@tanstack/react-query';
import { mayI } from '../api/access-reviews.ts';

/** Whether the person may see the cluster as a whole: list its namespaces. A question that fails counts as no. */
export function useSeesCluster(cluster: string): { seesCluster: boolean; isPending: boolean } {
  const { data, isPending } = useQuery({
    queryKey: ['access', cluster, 'namespaces'],
    queryFn: () => mayI(cluster, { verb: 'list', group: '', resource: 'namespaces' }),
    staleTime: 60_000,
  });
  return { seesCluster: data === true, isPending };
}
