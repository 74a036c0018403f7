import type { Logger } from 'pino';
import { type Config, ConfigError } from '../config.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import { readInCluster } from './in-cluster.ts';
import { readKubeconfigs } from './kubeconfig.ts';

/** The clusters of the kubeconfig's contexts, else the one that this pod runs in. */
export function readClusterSettings(config: Config, log: Logger): readonly ClusterSettings[] {
  const fromKubeconfig = readKubeconfigs(config, log);
  const settings = fromKubeconfig.length > 0 ? fromKubeconfig : readInCluster(config);
  if (settings.length === 0)
    throw new ConfigError(
      'KUBECONFIG',
      'no cluster found: there is no kubeconfig with a usable context, and this is no pod',
    );
  return settings;
}
