import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Cluster } from './cluster.ts';

/** The cluster of a name from outside: a look-up in a Map, so that "__proto__" is just another unknown name. */
export function findCluster(clusters: ReadonlyMap<string, Cluster>, name: unknown): Cluster {
  const cluster = typeof name === 'string' ? clusters.get(name) : undefined;
  if (!cluster) throw new ProblemError(problem('qd.cluster.unknown', 'There is no such cluster here'));
  return cluster;
}
