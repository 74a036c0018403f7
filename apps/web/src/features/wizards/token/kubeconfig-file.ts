import type { ClusterConnection } from '@quarterdeck/shared/bff-api';
import { writeYaml } from '../../../api/writes/write-yaml.ts';

export interface KubeconfigFacts extends ClusterConnection {
  readonly cluster: string;
  readonly namespace: string;
  readonly user: string;
  readonly token: string;
}

/** A kubeconfig with one context, which is in force: for kubectl and for signing in here. */
export function kubeconfigText({
  cluster,
  server,
  certificateAuthority,
  namespace,
  user,
  token,
}: KubeconfigFacts): string {
  const context = `${user}@${cluster}`;
  return writeYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server,
          ...(certificateAuthority === null ? {} : { 'certificate-authority-data': certificateAuthority }),
        },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster, user, ...(namespace === '' ? {} : { namespace }) } }],
    'current-context': context,
  });
}
