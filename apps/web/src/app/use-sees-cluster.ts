import { useQuery } from '@tanstack/react-query';
import { reviewQuery } from '../api/ask-right.ts';

/** Whether the person may see the cluster as a whole: list its namespaces. A question that fails counts as no. */
export function useSeesCluster(cluster: string): { seesCluster: boolean; isPending: boolean } {
  const { data, isPending } = useQuery(reviewQuery(cluster, { verb: 'list', group: '', resource: 'namespaces' }));
  return { seesCluster: data === true, isPending };
}
