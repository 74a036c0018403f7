import { writeYaml } from '../../../api/writes/write-yaml.ts';

/** How the API server is reached, as the BFF reaches it. */
export interface Connection {
  readonly server: string;
  /** PEM in base64; null: a certificate that every machine trusts */
  readonly certificateAuthority: string | null;
}

export interface KubeconfigFacts extends Connection {
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
