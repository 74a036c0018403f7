import { stringify } from 'yaml';

/** Name of the cluster, its context, and so of the demo in addresses. */
export const CLUSTER_NAME = 'demo';

/** A kubeconfig with one cluster and one user who has a token. */
export function makeKubeconfig(options: { server: string; caPem: string; token: string }): string {
  const name = CLUSTER_NAME;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: options.server,
          'certificate-authority-data': Buffer.from(options.caPem).toString('base64'),
        },
      },
    ],
    users: [{ name: `${name}-admin`, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: `${name}-admin`, namespace: 'default' } }],
    'current-context': name,
  });
}
