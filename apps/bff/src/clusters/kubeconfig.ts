import { existsSync, readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import { type KubeconfigCluster, readKubeconfigFiles } from './kubeconfig-file.ts';
import { createLocalUser } from './local-user.ts';
import { isTunnelProxy } from './proxy-tunnel.ts';

/** Every context of the kubeconfigs as a cluster, the current one first. */
export function readKubeconfigs(config: Config, log: Logger): ClusterSettings[] {
  if (!config.kubeconfigFiles.some((file) => existsSync(file))) return [];
  const kubeconfig = readKubeconfigFiles(config.kubeconfigFiles);
  const settings: ClusterSettings[] = [];
  const contexts = [...kubeconfig.contexts].toSorted(
    ([a], [b]) => Number(b === kubeconfig.currentContext) - Number(a === kubeconfig.currentContext),
  );
  for (const [name, context] of contexts) {
    const cluster = kubeconfig.clusters.get(context.cluster);
    const server = cluster && URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
    if (!cluster || !server || !/^https?:$/.test(server.protocol)) {
      log.warn({ context: name }, 'kubeconfig context without a usable cluster is left out');
      continue;
    }
    const skipsVerification = cluster['insecure-skip-tls-verify'] === true;
    const insecure = skipsVerification && config.insecureTlsClusters.has(name);
    if (skipsVerification && !insecure && server.protocol === 'https:')
      log.warn({ context: name }, 'insecure-skip-tls-verify is not honoured; see QUARTERDECK_INSECURE_TLS_CLUSTERS');
    const proxy =
      cluster['proxy-url'] && URL.canParse(cluster['proxy-url']) ? new URL(cluster['proxy-url']) : undefined;
    if (cluster['proxy-url'] && (proxy === undefined || !isTunnelProxy(proxy))) {
      // around the proxy would be another way than the one that was meant
      log.warn({ context: name }, 'kubeconfig context with a proxy-url that is not http, https or socks5 is left out');
      continue;
    }
    const addresses = config.clusterAddresses.get(name);
    const ca = readCa(cluster);
    const serverName = cluster['tls-server-name'];
    settings.push({
      name,
      server,
      insecure,
      ...(ca ? { ca } : {}),
      ...(serverName ? { serverName } : {}),
      ...(proxy ? { proxy } : {}),
      ...(addresses ? { addresses } : {}),
      localUser: config.localUser ? createLocalUser(kubeconfig, name) : null,
    });
  }
  return settings;
}

function readCa(cluster: KubeconfigCluster): Buffer | undefined {
  const data = cluster['certificate-authority-data'];
  if (data) return Buffer.from(data, 'base64');
  const file = cluster['certificate-authority'];
  if (!file) return undefined;
  try {
    return readFileSync(file);
  } catch {
    throw new ConfigError('KUBECONFIG', `cannot read the certificate authority ${file}`);
  }
}
