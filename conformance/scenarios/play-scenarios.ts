import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Outcome, Scenario, Step } from './scenario.ts';
import { StepPlayer } from './step-player.ts';
import { T1 } from './t1-hello-minikube.ts';
import { T2_2 } from './t2-2-deploy.ts';
import { T2_3 } from './t2-3-explore.ts';
import { T2_4 } from './t2-4-expose.ts';
import { T2_5 } from './t2-5-scale.ts';
import { T2_6 } from './t2-6-rolling-update.ts';
import { T3_2 } from './t3-2-redis-configmap.ts';
import { T5_2 } from './t5-2-guestbook.ts';
import { T6_1 } from './t6-1-statefulset-basics.ts';

const SCENARIOS: readonly Scenario[] = [T1, T2_2, T2_3, T2_4, T2_5, T2_6, T3_2, T5_2, T6_1];
const FILES = join(import.meta.dirname, 'files');

interface PlayOptions {
  /** part of a scenario's id or title */
  readonly filter: string;
  readonly say: (line: string) => void;
}

/** Plays every scenario with every kubectl; a step that fails does not stop those after it. */
export async function playScenarios(
  cluster: Cluster,
  { filter, say }: PlayOptions,
): Promise<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0];
  for (const scenario of SCENARIOS.filter(({ id, title }) => `scenario ${id} ${title}`.includes(filter))) {
    for (const kubectl of cluster.kubectls) {
      say(`scenario ${scenario.id}: ${scenario.title} (kubectl ${kubectl.version})`);
      for (const { id, what, state, note } of await playScenario(scenario, cluster, kubectl)) {
        say(
          `  ${state === 'failed' ? '✗' : '·'} ${id.padEnd(8)} ${state.padEnd(12)} ${what}${note ? `\n      ${note.replaceAll('\n', '\n      ')}` : ''}`,
        );
        if (state === 'failed') failed += 1;
        else if (state !== 'not playable') passed += 1;
      }
    }
  }
  return { passed, failed };
}

async function playScenario(scenario: Scenario, cluster: Cluster, kubectl: Kubectl): Promise<readonly Outcome[]> {
  const place = await cluster.place(kubectl, scenario.id.toLowerCase().replace('.', '-'));
  const player = new StepPlayer(place);
  try {
    for (const file of scenario.files ?? []) copyFileSync(join(FILES, file), join(place.folder, file));
    const outcomes: Outcome[] = [];
    for (const step of scenario.steps) outcomes.push(await playStep(step, player, cluster));
    return outcomes;
  } finally {
    await player.close();
    await place.leave();
  }
}

async function playStep(step: Step, player: StepPlayer, cluster: Cluster): Promise<Outcome> {
  const { id } = step;
  const what = wordsOf(step);
  if ('outside' in step) return { id, what, state: 'not playable', note: step.outside };
  if (step.demoOnly !== undefined && cluster.target !== 'demo')
    return { id, what, state: 'not playable', note: step.demoOnly };
  try {
    await player.play(step);
  } catch (error) {
    return { id, what, state: 'failed', note: error instanceof Error ? error.message : String(error) };
  }
  return step.otherWay === undefined
    ? { id, what, state: 'ok' }
    : { id, what, state: 'other way', note: step.otherWay };
}

function wordsOf(step: Step): string {
  if ('does' in step) return step.does;
  if ('line' in step) return step.line;
  if ('opens' in step) return step.opens;
  if ('types' in step) return `> ${step.types}`;
  if ('watches' in step) return step.watches;
  return 'look at the watch';
}
