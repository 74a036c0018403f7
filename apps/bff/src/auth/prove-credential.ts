import { isApiStatus, problemOfStatus } from '@quarterdeck/shared/api-status';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Cluster } from '../clusters/cluster.ts';
import { readJson } from '../clusters/read-body.ts';
import { upstreamError } from '../clusters/upstream-error.ts';
import type { Credential } from './credential.ts';

export interface Identity {
  /** null: the server accepts the credential but does not say whose it is */
  readonly name: string | null;
  readonly groups: readonly string[];
}

const TIMEOUT_MS = 15_000;
const MAX_GROUPS = 50;
const JSON_TYPE = 'application/json';

/** A review that only an authenticated caller gets an answer to, whatever the answer says. */
interface Review {
  readonly path: string;
  readonly body: object;
}

// v1 since 1.28, v1beta1 since 1.27, v1alpha1 since 1.26 (KEP-3325)
const selfSubjectReviews: readonly Review[] = ['v1', 'v1beta1', 'v1alpha1'].map((version) => ({
  path: `/apis/authentication.k8s.io/${version}/selfsubjectreviews`,
  body: { apiVersion: `authentication.k8s.io/${version}`, kind: 'SelfSubjectReview' },
}));
const selfSubjectAccessReview: Review = {
  path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  body: {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { nonResourceAttributes: { path: '/version', verb: 'get' } },
  },
};

/**
 * Proves a credential to the API server and says whose it is. Never by /version, which answers anybody. An authorisation
 * failure proves it too, where it names the user: the server authenticates before it authorises.
 */
export async function proveCredential(cluster: Cluster, credential: Credential): Promise<Identity> {
  let lastRefusal: ProblemError | undefined;
  for (const review of [...selfSubjectReviews, selfSubjectAccessReview]) {
    const { status, body } = await ask(cluster, credential, review);
    const refusal = () => new ProblemError(problemOfStatus(status, body));
    if (status === 200 || status === 201) {
      const identity = review === selfSubjectAccessReview ? acceptedBy(body) : identityIn(body);
      if (identity?.name === 'system:anonymous') throw rejected(cluster);
      if (identity) return identity;
      throw new ProblemError(
        problem('qd.cluster.bad-answer', 'The API server gave no review', { params: { cluster: cluster.name } }),
      );
    }
    if (status === 401) throw rejected(cluster, body);
    const named = status === 403 ? userNamedIn(body) : undefined;
    if (named === 'system:anonymous') throw rejected(cluster, body);
    if (named !== undefined) return { name: named, groups: [] };
    if (status === 429 || status >= 500) throw refusal();
    lastRefusal = refusal();
  }
  throw lastRefusal ?? rejected(cluster);
}

async function ask(
  cluster: Cluster,
  credential: Credential,
  review: Review,
): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await cluster.request(credential, {
      method: 'POST',
      path: review.path,
      headers: { 'content-type': JSON_TYPE, accept: JSON_TYPE },
      body: JSON.stringify(review.body),
      headersTimeoutMs: TIMEOUT_MS,
    });
    return { status: answer.status, body: await readJson(answer.body) };
  } catch (error) {
    throw upstreamError(error, cluster.name);
  }
}

function rejected(cluster: Cluster, body?: unknown): ProblemError {
  const message = isApiStatus(body) ? body.message : undefined;
  return new ProblemError(
    problem('qd.session.token-rejected', 'The API server does not accept this credential', {
      params: { cluster: cluster.name },
      ...(message ? { detail: message } : {}),
    }),
  );
}

function acceptedBy(body: unknown): Identity | undefined {
  const { kind, status } = (body ?? {}) as { kind?: unknown; status?: unknown };
  // a gateway that says 200 to anything has proven nothing
  return kind === 'SelfSubjectAccessReview' && typeof status === 'object' && status !== null
    ? { name: null, groups: [] }
    : undefined;
}

function identityIn(body: unknown): Identity | undefined {
  const userInfo = (body as { status?: { userInfo?: { username?: unknown; groups?: unknown } } } | null)?.status
    ?.userInfo;
  if (typeof userInfo?.username !== 'string' || userInfo.username === '') return undefined;
  const groups = Array.isArray(userInfo.groups) ? userInfo.groups : [];
  return {
    name: userInfo.username,
    // shown only; the cookie has little room
    groups: groups.filter((group): group is string => typeof group === 'string').slice(0, MAX_GROUPS),
  };
}

/** apiserver pkg/endpoints/handlers/responsewriters/errors.go: `User "name" cannot create resource …` */
function userNamedIn(body: unknown): string | undefined {
  const message = isApiStatus(body) ? body.message : undefined;
  return message?.match(/\bUser "([^"\\]{1,253})" cannot /)?.[1];
}
