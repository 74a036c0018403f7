import type { ClusterConnection } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { SessionHandler } from '../auth/require-session.ts';
import type { ClusterSettings } from './cluster-settings.ts';

/**
 * GET /api/clusters/{cluster}/connection: the cluster's address and whom to trust there, for the kubeconfig of a login that somebody
 * makes. Both are public to everyone who may use the cluster; nobody's credential is among them.
 */
export function connectionRoute(settings: readonly ClusterSettings[]): SessionHandler {
  return (_request, response, cluster) => {
    const found = settings.find(({ name }) => name === cluster.name);
    if (found === undefined) throw new ProblemError(problem('qd.cluster.unknown', 'There is no such cluster here'));
    const { server, ca } = found;
    const connection: ClusterConnection = {
      server: server.href.replace(/\/$/, ''),
      certificateAuthority: ca?.toString('base64') ?? null,
    };
    response.json(connection);
  };
}
