import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { readClusterList } from './cluster-list.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import { readInCluster } from './in-cluster.ts';
import { readKubeconfigs } from './kubeconfig.ts';

/** The configured list of clusters, else those of the kubeconfig's contexts, else the one that this pod runs in. */
export function readClusterSettings(config: Config, log: Logger): readonly ClusterSettings[] {
  const settings =
    config.clustersFile === null ? fromSurroundings(config, log) : readClusterList(config, config.clustersFile);
  if (settings.length === 0)
    throw new ConfigError(
      'KUBECONFIG',
      'no cluster found: there is no kubeconfig with a usable context, and this is no pod',
    );
  for (const name of config.clusterAddresses.keys())
    if (!settings.some((cluster) => cluster.name === name))
      throw new ConfigError('QUARTERDECK_CLUSTER_ADDRESSES', `there is no cluster "${name}"`);
  return settings;
}

function fromSurroundings(config: Config, log: Logger): readonly ClusterSettings[] {
  const fromKubeconfig = readKubeconfigs(config, log);
  return fromKubeconfig.length > 0 ? fromKubeconfig : readInCluster(config);
}
