import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { type ContainerState, containerState } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';

const ASK_MS = 1000;
/** An image may be large and a node slow; what has not started by then is not going to. */
const GIVE_UP_MS = 15 * 60_000;

export interface StartWait {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: ContainerName;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** why it does not run yet; told when it changes */
  readonly waiting: (problem: Problem) => void;
}

/** Waits until a container runs. Resolves with null then, else with why it will not. */
export async function waitForStart(wait: StartWait): Promise<Problem | null> {
  const { cluster, session, target, clock, signal } = wait;
  const givenUpAt = clock.now() + GIVE_UP_MS;
  let told = '';
  for (;;) {
    const state = await containerState(cluster, session, target, signal);
    if (signal.aborted) return problem('qd.terminal.lost', 'The terminal was closed');
    if (state.is === 'ended') return notRunning(target, state.problem);
    const reason = reasonOf(state);
    if (reason !== null && JSON.stringify(reason) !== told) {
      told = JSON.stringify(reason);
      wait.waiting(reason);
    }
    await new Promise<void>((resolve) => {
      clock.after(ASK_MS, resolve);
    });
    // the runtime is a moment behind its report
    if (state.is === 'running' || state.is === 'unknown') return null;
    if (clock.now() >= givenUpAt) return notRunning(target, reason ?? undefined);
  }
}

function reasonOf(state: ContainerState): Problem | null {
  return 'problem' in state && state.problem !== undefined ? state.problem : null;
}

function notRunning({ namespace, pod, container }: ContainerName, why: Problem | undefined): Problem {
  if (why?.code === 'qd.api.not-found') return why;
  return problem('qd.terminal.container-not-running', 'The container is not running', {
    params: { ...why?.params, namespace, pod, container },
    ...(why?.detail ? { detail: why.detail } : {}),
  });
}
