import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import { type Count, type PlayOptions, playAll } from './play-all.ts';
import type { Scenario } from './scenario.ts';
import { T1 } from './t1-hello-minikube.ts';
import { T2_2 } from './t2-2-deploy.ts';
import { T2_3 } from './t2-3-explore.ts';
import { T2_4 } from './t2-4-expose.ts';
import { T2_5 } from './t2-5-scale.ts';
import { T2_6 } from './t2-6-rolling-update.ts';
import { T3_2 } from './t3-2-redis-configmap.ts';
import { T5_2 } from './t5-2-guestbook.ts';
import { T6_1 } from './t6-1-statefulset-basics.ts';

// the longest first
const SCENARIOS: readonly Scenario[] = [T6_1, T2_6, T5_2, T1, T3_2, T2_5, T2_4, T2_3, T2_2];
const FILES = join(import.meta.dirname, 'files');

/** Plays the tutorials, step by step, with every kubectl. */
export function playScenarios(cluster: Cluster, options: PlayOptions): Promise<Count> {
  return playAll(
    cluster,
    'scenario',
    SCENARIOS,
    ({ files = [] }, place) => {
      for (const file of files) copyFileSync(join(FILES, file), join(place.folder, file));
    },
    options,
  );
}
