import type { Cluster, Place } from '../cluster.ts';
import type { Kubectl } from '../kubectl.ts';
import { isWithin } from '../play-group.ts';
import type { Outcome, Scenario, Step } from './scenario.ts';
import { StepPlayer } from './step-player.ts';

/** kubectl waits for the cluster most of the time. */
const SIDE_BY_SIDE = 4;

export interface PlayOptions {
  /** plays the scenarios whose "scenario <id> <title>" holds it */
  readonly filter: string;
  readonly say: (line: string) => void;
}

export interface Count {
  passed: number;
  failed: number;
}

/**
 * Plays every scenario with every kubectl; a step that fails does not stop those after it.
 *
 * @param bring puts the scenario's files into its folder
 */
export async function playAll(
  cluster: Cluster,
  kind: string,
  scenarios: readonly Scenario[],
  bring: (scenario: Scenario, place: Place) => void,
  { filter, say }: PlayOptions,
): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const jobs = scenarios
    .filter(({ id, title }) => `${kind} ${id} ${title}`.includes(filter))
    .flatMap((scenario) =>
      (scenario.newestOnly ? cluster.kubectls.slice(-1) : cluster.kubectls).map((kubectl) => ({ scenario, kubectl })),
    );
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { scenario, kubectl } = job;
      const started = performance.now();
      const outcomes = await playScenario(scenario, cluster, kubectl, bring);
      const failed = outcomes.filter(({ state }) => state === 'failed').length;
      const playable = outcomes.filter(({ state }) => state !== 'not playable').length;
      count.failed += failed;
      count.passed += playable - failed;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const lines = outcomes.map(toLine);
      say(
        [
          `${failed === 0 ? 'ok  ' : 'FAIL'} ${kind} ${scenario.id} ${scenario.title}, kubectl 1.${kubectl.minor}: ${playable} steps, ${outcomes.length - playable} not playable (${seconds} s)`,
          ...lines,
        ].join('\n'),
      );
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return count;
}

function toLine({ id, what, state, note }: Outcome): string {
  const line = `  ${state === 'failed' ? '✗' : ' '} ${id.padEnd(8)} ${state.padEnd(12)} ${what.split('\n')[0]}`;
  return note === undefined ? line : `${line}\n${note.trim().replace(/^/gm, '      ')}`;
}

async function playScenario(
  scenario: Scenario,
  cluster: Cluster,
  kubectl: Kubectl,
  bring: (scenario: Scenario, place: Place) => void,
): Promise<readonly Outcome[]> {
  const place = await cluster.place(kubectl, scenario.id.toLowerCase().replaceAll('.', '-'));
  const player = new StepPlayer(place);
  try {
    bring(scenario, place);
    const outcomes: Outcome[] = [];
    for (const step of scenario.steps)
      if (isWithin(kubectl.minor, step.kubectl)) outcomes.push(await playStep(step, player, cluster));
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
  const obstacle = obstacleOf(step, cluster);
  if (obstacle !== undefined) return { id, what, state: 'not playable', note: obstacle };
  try {
    await player.play(step);
  } catch (error) {
    return { id, what, state: 'failed', note: error instanceof Error ? error.message : String(error) };
  }
  return step.otherWay === undefined
    ? { id, what, state: 'ok' }
    : { id, what, state: 'other way', note: step.otherWay };
}

function obstacleOf(step: Step, cluster: Cluster): string | undefined {
  if (step.demoOnly !== undefined && cluster.target !== 'demo') return step.demoOnly;
  if (cluster.minor < (step.since ?? 0)) return `from Kubernetes 1.${step.since} on`;
  if (step.before !== undefined && cluster.minor >= step.before) return `before Kubernetes 1.${step.before} only`;
  return undefined;
}

function wordsOf(step: Step): string {
  if ('does' in step) return step.does;
  if ('line' in step) return step.line;
  if ('opens' in step) return step.opens;
  if ('types' in step) return `> ${step.types}`;
  if ('watches' in step) return step.watches;
  return 'look at the watch';
}
