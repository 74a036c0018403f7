import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { UpstreamResponse } from '../clusters/cluster.ts';
import { problemOfAnswer } from '../live/upstream-answer.ts';
import { waitingProblem } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';

/**
 * The kubelet's words, under status 200 and in place of the log, when the container was removed between its look at the pod's
 * status and at the runtime: a crash loop does that.
 */
export const CONTAINER_REMOVED = /^unable to retrieve container logs for \S+$/;

/** And what it writes at the end of a followed log whose container is removed, behind whatever stands there. */
export const CONTAINER_GONE =
  /(?:rpc error: code = \w+ desc = |failed to get container status ).{0,100}container "[0-9a-f]{64}".{0,60}$/;

/** What one stretch of reading came to. */
export type LogOutcome =
  /** read to its end: the container's state says what that means */
  | { readonly next: 'judge' }
  | { readonly next: 'wait'; readonly problem: Problem }
  | { readonly next: 'retry'; readonly problem: Problem }
  | {
      readonly next: 'end';
      readonly state: 'ended' | 'failed';
      readonly because?: 'exited' | 'gone';
      readonly problem?: Problem | undefined;
    };

/** What it means that the API server gives no log. Consumes the answer. */
export async function outcomeOfRefusal(
  response: UpstreamResponse,
  target: ContainerName,
  { follow, started }: { readonly follow: boolean; readonly started: boolean },
): Promise<LogOutcome> {
  const refusal = await problemOfAnswer(response);
  const detail = refusal.detail ?? '';
  const { namespace, pod, container } = target;
  const params = { ...refusal.params, namespace, pod, container };
  if (/is waiting to start|PodInitializing|ContainerCreating|does not have a host assigned/.test(detail)) {
    const reason = /waiting to start: (.{1,200})$/.exec(detail)?.[1] ?? '';
    const waiting = waitingProblem(target, reason, detail);
    return follow ? { next: 'wait', problem: waiting } : { next: 'end', state: 'failed', problem: waiting };
  }
  if (/previous terminated container .* not found/.test(detail)) {
    const none = problem('qd.log.no-previous', 'There is no earlier instance of this container', { detail, params });
    return { next: 'end', state: 'failed', problem: none };
  }
  // after lines were read, a pod that is not there has been deleted
  if (response.status === 404 && started)
    return { next: 'end', state: 'ended', because: 'gone', problem: { ...refusal, params } };
  if (response.status >= 500 || response.status === 429) return { next: 'retry', problem: { ...refusal, params } };
  return { next: 'end', state: 'failed', problem: { ...refusal, params } };
}

export function lostLog(detail: string): Problem {
  return problem('qd.log.lost', 'The log was cut', detail ? { detail } : {});
}
