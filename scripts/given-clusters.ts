import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the BFF has clusters to serve by itself: what its configuration takes, in the same order. An empty variable is an unset one. */
export function hasClusters(env: Environment): boolean {
  // one that is not there is for the BFF to tell, by its name
  if (env['QUARTERDECK_CLUSTERS_FILE']) return true;
  const named = env['QUARTERDECK_KUBECONFIG'] || env['KUBECONFIG'];
  const files = named ? named.split(delimiter).filter(Boolean) : [join(homedir(), '.kube', 'config')];
  return files.some((file) => existsSync(file));
}

/** The environment without what would go before the demo's kubeconfig. */
export function withoutClusters(env: Environment): NodeJS.ProcessEnv {
  const named = new Set(['QUARTERDECK_CLUSTERS_FILE', 'QUARTERDECK_KUBECONFIG', 'KUBECONFIG']);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !named.has(name)));
}
