import type { Cluster } from './cluster.ts';

/**
 * A cluster whose requests carry the id of the browser's request that they are made for: the API server takes it for its audit entry's
 * auditID (header Audit-ID, from v1.20 to today's). The first has the id itself, the others a number behind it, since an auditID
 * names one request.
 */
export function tracedCluster(cluster: Cluster, id: string): Cluster {
  if (id === '') return cluster;
  let asked = 0;
  const next = (): string => {
    asked += 1;
    return asked === 1 ? id : `${id}.${asked}`;
  };
  return {
    name: cluster.name,
    host: cluster.host,
    request: (credential, request) => cluster.request(credential, { ...request, auditId: next() }),
    openSocket: (credential, path, protocols, page) => cluster.openSocket(credential, path, protocols, page, next()),
  };
}
