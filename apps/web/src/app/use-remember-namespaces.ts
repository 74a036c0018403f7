import { useCallback } from 'react';
import { useDiscovery } from '../api/discovery.ts';
import { useSession } from '../api/use-session.ts';
import { rememberNamespaces } from './landing.ts';
import { useListRights } from './use-list-rights.ts';
import { useSeesCluster } from './use-sees-cluster.ts';

/**
 * What to call once the namespaces of a page are known to be there: the next visit begins in them. A namespace in which the
 * person may do nothing is no place to land in.
 */
export function useRememberNamespaces(
  cluster: string,
  namespaces: readonly string[] | null,
  namespaced: boolean,
): () => void {
  const { resources } = useDiscovery(cluster);
  const session = useSession(cluster);
  const { usable } = useListRights(cluster, resources, namespaces, session?.homeNamespace ?? 'default');
  const { seesCluster } = useSeesCluster(cluster);
  const worthIt = namespaced && usable && (namespaces !== null || seesCluster);
  return useCallback(() => {
    if (worthIt) rememberNamespaces(cluster, namespaces);
  }, [worthIt, cluster, namespaces]);
}
