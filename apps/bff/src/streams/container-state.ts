import { type Problem, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { upstreamError } from '../clusters/upstream-error.ts';
import { isJsonObject, type JsonObject } from '../live/table.ts';
import { problemOfAnswer, readBounded } from '../live/upstream-answer.ts';
import type { ContainerName } from './exec-problem.ts';

const MAX_POD_BYTES = 4 * 1024 * 1024;

/** What a log's end means, asked of the pod. */
export type ContainerState =
  | { readonly is: 'running' }
  /** it will run (again): not started yet, or between two restarts */
  | { readonly is: 'waiting'; readonly problem: Problem }
  | { readonly is: 'ended'; readonly problem?: Problem }
  /** the pod may not be read */
  | { readonly is: 'unknown' }
  /** nobody answered, or not now */
  | { readonly is: 'unanswered'; readonly problem: Problem };

/** A pod as it is now, or what is known of its containers without it. */
export type PodAnswer = { readonly pod: JsonObject } | { readonly pod: null; readonly state: ContainerState };

/** Asks how a container is; never rejects. */
export async function containerState(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  signal: AbortSignal,
): Promise<ContainerState> {
  const answer = await readPod(cluster, session, target, signal);
  return answer.pod === null ? answer.state : stateIn(answer.pod, target);
}

/** Asks for a pod; never rejects. */
export async function readPod(
  cluster: Cluster,
  session: Session,
  { namespace, pod }: Pick<ContainerName, 'namespace' | 'pod'>,
  signal: AbortSignal,
): Promise<PodAnswer> {
  try {
    const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod });
    const headers = { accept: 'application/json' };
    const response = await cluster.request(session.credential, { method: 'GET', path, headers, signal });
    if (response.status !== 200) {
      const refusal = await problemOfAnswer(response);
      if (response.status === 404) return { pod: null, state: { is: 'ended', problem: refusal } };
      const later = response.status >= 500 || response.status === 429;
      return { pod: null, state: later ? { is: 'unanswered', problem: refusal } : { is: 'unknown' } };
    }
    const bytes = await readBounded(response.body, MAX_POD_BYTES);
    const body: unknown = JSON.parse(bytes?.toString('utf8') ?? 'null');
    return isJsonObject(body) ? { pod: body } : { pod: null, state: { is: 'unknown' } };
  } catch (error) {
    return { pod: null, state: { is: 'unanswered', problem: upstreamError(error, cluster.name).problem } };
  }
}

/** What a pod says about one of its containers. */
export function stateIn(pod: JsonObject, target: ContainerName): ContainerState {
  const status = objectIn(pod, 'status');
  const spec = objectIn(pod, 'spec');
  const lists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;
  const kind = lists.find((list) => named(status[list], target.container));
  const container = kind && named(status[kind], target.container);
  const state = container ? objectIn(container, 'state') : {};
  if (isJsonObject(state['running'])) return { is: 'running' };

  const over = status['phase'] === 'Succeeded' || status['phase'] === 'Failed';
  const deleted = typeof objectIn(pod, 'metadata')['deletionTimestamp'] === 'string';
  if (over || deleted) return { is: 'ended' };
  if (isJsonObject(state['terminated'])) {
    const failed = state['terminated']['exitCode'] !== 0;
    const policy = spec['restartPolicy'];
    const again = kind === 'containerStatuses' ? policy === 'Always' || (policy === 'OnFailure' && failed) : failed;
    if (!again || policy === 'Never' || kind === 'ephemeralContainerStatuses') return { is: 'ended' };
  }
  const cause = objectIn(state, isJsonObject(state['terminated']) ? 'terminated' : 'waiting');
  const reason = typeof cause['reason'] === 'string' ? cause['reason'] : '';
  const detail = typeof cause['message'] === 'string' ? cause['message'] : '';
  return { is: 'waiting', problem: waitingProblem(target, reason, detail) };
}

export function waitingProblem({ namespace, pod, container }: ContainerName, reason: string, detail: string): Problem {
  return problem('qd.log.container-waiting', 'The container does not run yet', {
    params: { namespace, pod, container, ...(reason ? { reason } : {}) },
    ...(detail ? { detail } : {}),
  });
}

export function objectIn(value: JsonObject, key: string): JsonObject {
  const inner = value[key];
  return isJsonObject(inner) ? inner : {};
}

function named(list: unknown, name: string): JsonObject | undefined {
  return Array.isArray(list) ? list.filter(isJsonObject).find((item) => item['name'] === name) : undefined;
}
