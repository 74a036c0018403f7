import { existsSync, readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../config.ts';
import type { ClusterSettings, LocalAuthentication, LocalUser } from './cluster-settings.ts';

type ClientNode = typeof import('@kubernetes/client-node');

/** Several files are merged as kubectl does it: the first that names a thing wins, files that are missing count as empty. */
function loadKubeconfig(client: ClientNode, files: readonly string[]): KubeConfig {
  const merged = new client.KubeConfig();
  const firstOf = <T extends { name: string }>(items: T[], item: T) => {
    if (!items.some(({ name }) => name === item.name)) items.push(item);
  };
  merged.loadFromOptions({ clusters: [], users: [], contexts: [], currentContext: '' });
  for (const file of files) {
    if (!existsSync(file)) continue;
    const one = new client.KubeConfig();
    try {
      one.loadFromFile(file, { onInvalidEntry: 'filter' });
    } catch (error) {
      // js-yaml quotes the lines around a fault, and a kubeconfig's lines are secrets
      const reason = (error as { reason?: unknown }).reason;
      throw new ConfigError('KUBECONFIG', `cannot read ${file}${typeof reason === 'string' ? ` (${reason})` : ''}`);
    }
    for (const cluster of one.clusters) firstOf(merged.clusters, cluster);
    for (const user of one.users) firstOf(merged.users, user);
    for (const context of one.contexts) firstOf(merged.contexts, context);
    merged.currentContext ||= one.currentContext ?? '';
  }
  return merged;
}

function createLocalUser(client: ClientNode, kubeconfig: KubeConfig, contextName: string): LocalUser | null {
  const context = kubeconfig.getContextObject(contextName);
  const user = context ? kubeconfig.getUser(context.user) : null;
  const cluster = context ? kubeconfig.getCluster(context.cluster) : null;
  // an impersonating user is not offered: the client library knows `as` but not its groups, and would give other rights
  if (!context || !user || !cluster || user.impersonateUser) return null;
  const own = new client.KubeConfig();
  // only the user's part is used; the library refuses http:// servers unless told not to verify
  const skipTLSVerify = cluster.skipTLSVerify || cluster.server.startsWith('http:');
  own.loadFromOptions({
    clusters: [{ name: cluster.name, server: cluster.server, skipTLSVerify }],
    users: [user],
    contexts: [context],
    currentContext: contextName,
  });
  return {
    name: user.name,
    namespace: context.namespace ?? null,
    async authenticate(): Promise<LocalAuthentication> {
      const options: RequestOptions = {};
      await own.applyToHTTPSOptions(options);
      const headers = new Headers(options.headers as Record<string, string>);
      const authorization =
        headers.get('authorization') ?? (options.auth ? `Basic ${Buffer.from(options.auth).toString('base64')}` : null);
      const { cert, key, pfx, passphrase } = options as Pick<
        LocalAuthentication,
        'cert' | 'key' | 'pfx' | 'passphrase'
      >;
      return {
        ...(authorization ? { authorization } : {}),
        ...(cert ? { cert } : {}),
        ...(key ? { key } : {}),
        ...(pfx ? { pfx } : {}),
        ...(passphrase ? { passphrase } : {}),
      };
    },
  };
}

/** Every context of the kubeconfigs as a cluster, the current one first. */
export async function readKubeconfigs(config: Config, log: Logger): Promise<ClusterSettings[]> {
  if (!config.kubeconfigFiles.some((file) => existsSync(file))) return [];
  // half a second and 80 MB: only where there is a kubeconfig
  const client = await import('@kubernetes/client-node');
  const kubeconfig = loadKubeconfig(client, config.kubeconfigFiles);
  const settings: ClusterSettings[] = [];
  const contexts = kubeconfig.contexts.toSorted(
    (a, b) => Number(b.name === kubeconfig.currentContext) - Number(a.name === kubeconfig.currentContext),
  );
  for (const { name, cluster: clusterName } of contexts) {
    const cluster = kubeconfig.getCluster(clusterName);
    const server = cluster && URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
    if (!cluster || !server || !/^https?:$/.test(server.protocol)) {
      log.warn({ context: name }, 'kubeconfig context without a usable cluster is left out');
      continue;
    }
    const insecure = cluster.skipTLSVerify && config.insecureTlsClusters.has(name);
    if (cluster.skipTLSVerify && !insecure && server.protocol === 'https:')
      log.warn({ context: name }, 'insecure-skip-tls-verify is not honoured; see QUARTERDECK_INSECURE_TLS_CLUSTERS');
    if (cluster.proxyUrl) log.warn({ context: name }, 'proxy-url is not supported; the API server is called directly');
    const ca = cluster.caData ? Buffer.from(cluster.caData, 'base64') : readCa(cluster.caFile);
    settings.push({
      name,
      server,
      insecure,
      ...(ca ? { ca } : {}),
      ...(cluster.tlsServerName ? { serverName: cluster.tlsServerName } : {}),
      localUser: config.localUser ? createLocalUser(client, kubeconfig, name) : null,
    });
  }
  return settings;
}

function readCa(file: string | undefined): Buffer | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file);
  } catch {
    throw new ConfigError('KUBECONFIG', `cannot read the certificate authority ${file}`);
  }
}
