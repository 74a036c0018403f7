import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import type { ClusterSettings } from './cluster-settings.ts';

/**
 * The cluster that this pod runs in. Only its address and CA are read: the pod's service account is nobody's credential
 * (CVE-2018-18264), so a mounted token stops the start unless the operator insists.
 */
export function readInCluster(config: Config): ClusterSettings[] {
  if (!config.inCluster) return [];
  const { server, caFile, tokenFile } = config.inCluster;
  if (existsSync(tokenFile) && !config.allowServiceAccount)
    throw new ConfigError(
      'QUARTERDECK_ALLOW_SERVICE_ACCOUNT',
      'a service account token is mounted; set automountServiceAccountToken: false, or this variable to 1 to start anyway',
    );
  const addresses = config.clusterAddresses.get('in-cluster');
  return [
    {
      name: 'in-cluster',
      ...(addresses ? { addresses } : {}),
      server: new URL(server),
      ...(existsSync(caFile) ? { ca: readFileSync(caFile) } : {}),
      insecure: false,
      localUser: null,
    },
  ];
}
