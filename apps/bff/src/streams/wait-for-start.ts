import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { type ContainerState, containerState, waitingProblem } from './container-state.ts';
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

/** Waits until a container is worth another try, which was refused with these words. Resolves with null then, else with why it is over. */
export type StartWaiter = (refusal: Problem) => Promise<Problem | null>;

/** A start that is waited for: its patience is one, and nothing is told twice, however often the container is tried meanwhile. */
export function startWaiter({ cluster, session, target, clock, signal, waiting }: StartWait): StartWaiter {
  const givenUpAt = clock.now() + GIVE_UP_MS;
  let told = '';
  return async (refusal) => {
    for (;;) {
      const state = await containerState(cluster, session, target, signal);
      if (signal.aborted) return problem('qd.terminal.lost', 'The terminal was closed');
      if (state.is === 'ended') return notRunning(target, state.problem);
      const reason = reasonOf(state, target, refusal);
      if (reason !== null && JSON.stringify(reason) !== told) {
        told = JSON.stringify(reason);
        waiting(reason);
      }
      await new Promise<void>((resolve) => {
        clock.after(ASK_MS, resolve);
      });
      if (clock.now() >= givenUpAt) return notRunning(target, reason ?? refusal);
      // the runtime is a moment behind its report; whoever may not read the pod asks the runtime
      if (state.is === 'running' || state.is === 'unknown') return null;
    }
  };
}

function reasonOf(state: ContainerState, target: ContainerName, { detail = '' }: Problem): Problem | null {
  if (state.is === 'unknown') return waitingProblem(target, '', detail);
  return 'problem' in state && state.problem !== undefined ? state.problem : null;
}

function notRunning({ namespace, pod, container }: ContainerName, why: Problem | undefined): Problem {
  if (why?.code === 'qd.api.not-found') return why;
  return problem('qd.terminal.container-not-running', 'The container is not running', {
    params: { ...why?.params, namespace, pod, container },
    ...(why?.detail ? { detail: why.detail } : {}),
  });
}
