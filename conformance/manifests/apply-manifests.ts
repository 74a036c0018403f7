import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/run-step.ts';
import type { Cluster, Place } from '../cluster.ts';
import { type Count, type PlayOptions, playAll } from '../scenarios/play-all.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { CONTROLLERS } from './controllers.ts';
import { OPERATIONS } from './operations.ts';
import { SCHEDULING } from './scheduling.ts';
import { TUTORIALS } from './tutorials.ts';

const STORIES: readonly Scenario[] = [SCHEDULING, ...CONTROLLERS, ...OPERATIONS, ...TUTORIALS];
const FOLDER = process.env['QUARTERDECK_MANIFESTS'] ?? join(ROOT, '..', 'shared', 'manifests');

/**
 * Applies the manifests that users were taught with and looks at what comes of them. They are not part of the
 * repository; without them the suite fails and says where to put them, because a skipped suite looks like a passed one.
 */
export async function applyManifests(cluster: Cluster, options: PlayOptions): Promise<Count> {
  if (!existsSync(FOLDER)) {
    options.say(
      `FAIL manifests: ${FOLDER} is not there. Put the folder of manifests beside the repository (../shared/manifests), ` +
        'or name it in QUARTERDECK_MANIFESTS.',
    );
    return { passed: 0, failed: 1 };
  }
  const count: Count = { passed: 0, failed: 0 };
  // the manifests name their namespaces, so two kubectls would meet in them
  for (const kubectl of cluster.kubectls) {
    const one: Cluster = { ...cluster, kubectls: [kubectl] };
    const isNewest = kubectl === cluster.kubectls.at(-1);
    const stories = STORIES.filter(({ newestOnly }) => isNewest || !newestOnly);
    const { passed, failed } = await playAll(
      one,
      'manifests',
      stories,
      (story, place) => bring(story, place, one),
      options,
    );
    count.passed += passed;
    count.failed += failed;
  }
  return count;
}

function bring({ files = [] }: Scenario, place: Place, cluster: Cluster): void {
  for (const file of files) cpSync(join(FOLDER, file), join(place.folder, file), { recursive: true });
  if (cluster.target === 'demo') return;
  // on somebody's cluster, everything stays in the namespace of the test
  for (const file of files)
    for (const name of readdirSync(join(place.folder, file))) {
      const path = join(place.folder, file, name);
      if (statSync(path).isFile())
        writeFileSync(path, readFileSync(path, 'utf8').replace(/^( +namespace: ).*$/gm, `$1${place.namespace}`));
    }
}
