import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { problemOfAnswer, readBounded } from '../live/upstream-answer.ts';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A right in the core group: on one object, or on all of a namespace. */
interface AskedRight {
  readonly namespace: string;
  readonly name?: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
}

/**
 * Asks the API server whether the person has a right (still): it checks when a stream is opened, and a stream may be open for days.
 * Returns the Problem of one who has not, or null. No answer is no refusal: what needs the right runs through the same API server.
 */
export async function accessRefusal(
  cluster: Cluster,
  session: Session,
  right: AskedRight,
  names: Readonly<Record<string, string>> = {},
): Promise<Problem | null> {
  const { namespace, name, verb, subresource } = right;
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
  } catch {
    return null;
  }
  const user = session.user.name;
  const resource = subresource === undefined ? right.resource : `${right.resource}/${subresource}`;
  const object = name === undefined ? '' : ` "${name}"`;
  // in the form of the API server's own refusals, which name the missing right
  const detail = `${right.resource}${object} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "" in the namespace "${namespace}"`;
  const params = { namespace, ...names, user, verb, resource };
  return problem('qd.api.forbidden', 'This is not allowed', { detail, params });
}

function isRefusal(review: unknown): boolean {
  if (typeof review !== 'object' || review === null || !('status' in review)) return false;
  const { status } = review;
  return typeof status === 'object' && status !== null && 'allowed' in status && status.allowed === false;
}
