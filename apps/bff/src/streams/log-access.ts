import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { problemOfAnswer, readBounded } from '../live/upstream-answer.ts';
import type { LogReader } from './log-reader.ts';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Where the namespace's logs are refused, some pods' may be allowed by name: so many are asked for. */
const MAX_PODS = 100;

interface Right {
  readonly verb: 'get' | 'watch';
  readonly namespace: string;
  readonly name?: string;
  readonly subresource?: 'log';
}

/**
 * An API server checks a right when a stream is opened, and a log may be open for days: this asks again, and ends what the
 * person may no longer read. No answer is no refusal: the logs come through the same API server.
 */
export async function recheckLogs(cluster: Cluster, session: Session, reader: LogReader): Promise<void> {
  const { targets } = reader;
  for (const namespace of new Set(targets.map((target) => target.namespace))) {
    const refused = await refusal(cluster, session, { verb: 'get', namespace, subresource: 'log' });
    if (refused === null) continue;
    const pods = new Set(targets.filter((target) => target.namespace === namespace).map(({ pod }) => pod));
    for (const pod of [...pods].slice(0, MAX_PODS)) {
      const why = await refusal(cluster, session, { verb: 'get', namespace, name: pod, subresource: 'log' });
      if (why !== null) reader.refuse((target) => target.namespace === namespace && target.pod === pod, why);
    }
  }
  for (const namespace of reader.queryNamespaces) {
    const refused = await refusal(cluster, session, { verb: 'watch', namespace });
    if (refused !== null) reader.refuseQueries(namespace, refused);
  }
}

/** Why the person may not; null when they may, or nobody says. */
async function refusal(cluster: Cluster, session: Session, right: Right): Promise<Problem | null> {
  const { verb, namespace, name = '', subresource } = right;
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { ...right, version: 'v1', resource: 'pods' } },
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
  const resource = subresource ? `pods/${subresource}` : 'pods';
  const user = session.user.name;
  const object = name === '' ? '' : ` "${name}"`;
  // in the form of the API server's own refusals, which name the missing right
  const detail = `pods${object} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "" in the namespace "${namespace}"`;
  const params = { namespace, user, verb, resource, ...(name ? { pod: name } : {}) };
  return problem('qd.api.forbidden', 'These logs are no longer allowed', { detail, params });
}

function isRefusal(review: unknown): boolean {
  if (typeof review !== 'object' || review === null || !('status' in review)) return false;
  const { status } = review;
  return typeof status === 'object' && status !== null && 'allowed' in status && status.allowed === false;
}
