import type { Cluster } from '../cluster.ts';
import { type Count, type PlayOptions, playAll } from '../scenarios/play-all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { POD_CASES } from './pod-cases.ts';
import { WORKLOAD_CASES } from './workload-cases.ts';

const CASES: readonly Scenario[] = [...POD_CASES, ...WORKLOAD_CASES];

/** Brings about what users ask about, and looks for the words that they will see. */
export function playCases(cluster: Cluster, options: PlayOptions): Promise<Count> {
  return playAll(cluster, 'case', CASES, () => undefined, options);
}
