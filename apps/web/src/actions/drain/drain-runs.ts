import type { Gvr } from '@quarterdeck/shared/resource-path';
import { problemOfError } from '../../api/api-fetch.ts';
import { recall, remember } from '../../api/browser-memory.ts';
import { type SessionState, sessionStore } from '../../api/session-store.ts';
import type { DrainOptions } from './drain-plan.ts';
import { evictionVersion, evictPod, planNow, setCordon } from './drain-requests.ts';
import { DrainRun } from './drain-run.ts';
import { passing } from './eviction-answer.ts';
import { isGraceSeconds } from './grace-seconds.ts';

/** The drains of this tab: they go on while no dialog shows them, and the page asks before it is left. */
const runs = new Map<string, DrainRun>();

const keyOf = (cluster: string, node: string) => `${cluster}/${node}`;
const memoryKey = (cluster: string, node: string) => `drain.${keyOf(cluster, node)}`;

/** A drain of the node that is under way or has just ended. */
export function drainOf(cluster: string, node: string): DrainRun | undefined {
  return runs.get(keyOf(cluster, node));
}

/** The options of a drain that this browser began and did not end: the page was left meanwhile. */
export function interruptedDrain(cluster: string, node: string): DrainOptions | undefined {
  if (runs.has(keyOf(cluster, node))) return undefined;
  const [force, deleteEmptyDir, grace = ''] = (recall(memoryKey(cluster, node)) ?? '').split(',');
  if (deleteEmptyDir === undefined) return undefined;
  // what a browser remembers may be of another version, or of anyone
  const graceSeconds = isGraceSeconds(grace) ? grace : '';
  return { force: force === 'force', deleteEmptyDir: deleteEmptyDir === 'data', graceSeconds };
}

export function startDrain(cluster: string, node: string, budgets: Gvr | undefined, options: DrainOptions): DrainRun {
  let version: Promise<string> | undefined;
  const run = new DrainRun({
    cordon: () => setCordon(cluster, node, true),
    look: () => planNow(cluster, node, budgets, options),
    evict: async (pod) => {
      version ??= evictionVersion(cluster);
      const asked = version;
      let apiVersion: string;
      try {
        apiVersion = await asked;
      } catch (error) {
        // asked again with the next try; another eviction may have done so already
        if (version === asked) version = undefined;
        return passing(error);
      }
      return evictPod(cluster, apiVersion, pod, options);
    },
    problemOf: problemOfError,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  runs.set(keyOf(cluster, node), run);
  keepToPerson(run, cluster, node);
  const { force, deleteEmptyDir, graceSeconds } = options;
  remember(memoryKey(cluster, node), [force ? 'force' : '', deleteEmptyDir ? 'data' : '', graceSeconds].join(','));
  window.addEventListener('beforeunload', warn);
  void run.start().then(() => {
    remember(memoryKey(cluster, node), '');
    if (![...runs.values()].some(({ isUnderWay }) => isUnderWay)) window.removeEventListener('beforeunload', warn);
  });
  return run;
}

/**
 * A drain is of who began it: it waits when their session is over, and ends when they sign out or someone else is signed in; neither
 * loads the page anew. Who comes then does not see what it tells, either.
 */
function keepToPerson(run: DrainRun, cluster: string, node: string): void {
  const person = sessionStore.session(cluster)?.user.name;
  const stop = sessionStore.subscribe(({ cluster: of, after }) => {
    if (of !== cluster) return;
    if (after.status === 'expired') run.pause();
    if (!isOtherThan(person, after)) return;
    run.cancel();
    if (drainOf(cluster, node) === run) forgetDrain(cluster, node);
    stop();
  });
}

function isOtherThan(person: string | undefined, state: SessionState): boolean {
  if (state.status === 'signed-in') return state.session.user.name !== person;
  return state.status === 'signed-out';
}

/** Makes room for another drain of the node. */
export function forgetDrain(cluster: string, node: string): void {
  runs.delete(keyOf(cluster, node));
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
