import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { LocalAuthentication, LocalUser } from './cluster-settings.ts';
import type { Kubeconfig, KubeconfigCluster, KubeconfigUser } from './kubeconfig-file.ts';

interface Place {
  readonly contextName: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
}

/** The user of a context; null for one who impersonates: their groups and extras are more than we would pass on. */
export function createLocalUser(kubeconfig: Kubeconfig, contextName: string): LocalUser | null {
  const context = kubeconfig.contexts.get(contextName);
  const user = context && kubeconfig.users.get(context.user);
  const cluster = context && kubeconfig.clusters.get(context.cluster);
  if (!context || !user || !cluster || user.as) return null;
  const plugin = user.exec || user['auth-provider'] ? pluginOf({ contextName, cluster, user }) : undefined;
  return {
    name: context.user,
    namespace: context.namespace ?? null,
    authenticate: () => (plugin ? plugin() : byData(user)),
  };
}

/** Token or certificate as they stand in the file. In client-go's order: a token file wins over a token. */
async function byData(user: KubeconfigUser): Promise<LocalAuthentication> {
  const token = user.tokenFile ? (await readFile(user.tokenFile, 'utf8')).trim() : user.token;
  const [cert, key] = await Promise.all([
    dataOrFile(user['client-certificate-data'], user['client-certificate']),
    dataOrFile(user['client-key-data'], user['client-key']),
  ]);
  const basic = user.username
    ? `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`
    : undefined;
  const authorization = token ? `Bearer ${token}` : basic;
  return {
    ...(authorization ? { authorization } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  };
}

async function dataOrFile(
  data: string | null | undefined,
  file: string | null | undefined,
): Promise<Buffer | undefined> {
  if (data) return Buffer.from(data, 'base64');
  return file ? await readFile(file) : undefined;
}

/**
 * Credential plugins are the client library's: half a second and 80 MB, only where a kubeconfig names one. One instance for all calls:
 * it keeps what a plugin gave until that expires, so that a plugin is not run for nothing.
 */
function pluginOf({ contextName, cluster, user }: Place): () => Promise<LocalAuthentication> {
  let loading: Promise<KubeConfig> | undefined;
  const load = async () => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    const own = new KubeConfig();
    own.loadFromOptions({
      // the library refuses http:// servers unless told not to verify; only the user's part of its answer is used
      clusters: [{ name: 'cluster', server: cluster.server, skipTLSVerify: cluster.server.startsWith('http:') }],
      users: [{ name: 'user', exec: user.exec ?? undefined, authProvider: user['auth-provider'] ?? undefined }],
      contexts: [{ name: contextName, cluster: 'cluster', user: 'user' }],
      currentContext: contextName,
    });
    return own;
  };
  return async () => {
    loading ??= load();
    return askPlugin(await loading);
  };
}

async function askPlugin(own: KubeConfig): Promise<LocalAuthentication> {
  const options: RequestOptions = {};
  await own.applyToHTTPSOptions(options);
  const authorization = new Headers(options.headers as Record<string, string>).get('authorization');
  const { cert, key, pfx, passphrase } = options as Pick<LocalAuthentication, 'cert' | 'key' | 'pfx' | 'passphrase'>;
  return {
    ...(authorization ? { authorization } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(pfx ? { pfx } : {}),
    ...(passphrase ? { passphrase } : {}),
  };
}
