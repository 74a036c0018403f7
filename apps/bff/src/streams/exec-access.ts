import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { problemOfAnswer, readBounded } from '../live/upstream-answer.ts';
import type { ContainerName } from './exec-problem.ts';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A right on one object of the core group. */
interface AskedRight {
  readonly namespace: string;
  readonly name: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
}

/**
 * Asks the API server whether the person may (still) open a terminal. A WebSocket's exec is a GET for authorisation before
 * v1.35, so that a read-only role could do it; we ask for `create`, as kubectl always needed (KEP-4006). Returns the Problem
 * that ends the terminal, or null.
 */
export function execRefusal(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  subresource: 'exec' | 'attach' = 'exec',
): Promise<Problem | null> {
  const { namespace, pod, container } = target;
  const right = { namespace, name: pod, verb: 'create', resource: 'pods', subresource };
  return accessRefusal(cluster, session, right, { pod, container });
}

/**
 * Asks whether the person has a right (still). Returns the Problem of one who has not, or null. No answer is no refusal: what needs the
 * right runs through the same API server.
 */
export async function accessRefusal(
  cluster: Cluster,
  session: Session,
  right: AskedRight,
  names: Readonly<Record<string, string>> = {},
): Promise<Problem | null> {
  const { namespace, name, verb, subresource } = right;
  const resource = `${right.resource}/${subresource}`;
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: right },
  };
  try {
    const response = await cluster.request(session.credential, {
      method: 'POST',
      path: PATH,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(review),
    });
    if (response.status === 401) return await problemOfAnswer(response);
    const bytes = await readBounded(response.body, MAX_ANSWER_BYTES);
    const answer: unknown = JSON.parse(bytes?.toString('utf8') ?? 'null');
    if (response.status >= 300 || !isRefusal(answer)) return null;
    const params = { namespace, ...names, user: session.user.name, verb, resource };
    // in the form of the API server's own refusals, which name the missing right
    const detail = `${right.resource} "${name}" is forbidden: User "${session.user.name}" cannot ${verb} resource "${resource}" in API group "" in the namespace "${namespace}"`;
    return problem('qd.api.forbidden', 'This is not allowed', { detail, params });
  } catch {
    return null;
  }
}

function isRefusal(review: unknown): boolean {
  if (typeof review !== 'object' || review === null || !('status' in review)) return false;
  const { status } = review;
  return typeof status === 'object' && status !== null && 'allowed' in status && status.allowed === false;
}
