import { isApiStatus, problemOfStatus } from '@quarterdeck/shared/api-status';
import { viewAsBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Request } from 'express';
import type { Cluster } from '../clusters/cluster.ts';
import { readJson } from '../clusters/read-body.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { whence } from '../telemetry/audit-log.ts';
import type { Credential, Impersonation } from './credential.ts';
import { proveCredential } from './prove-credential.ts';
import type { SessionHandler } from './require-session.ts';
import { personOf, type Session } from './session.ts';
import { describeSession, type SessionRoutesOptions } from './session-routes.ts';

const JSON_TYPE = 'application/json';
const ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;

/**
 * PUT /api/clusters/{cluster}/session/view-as: the person sees the cluster as somebody else from now on. It is a new session with a new
 * id: no feed, stream or cached answer of the one before is in it, and what ran in that one ends.
 */
export function viewAsRoute(options: SessionRoutesOptions): SessionHandler {
  return async (request, response, cluster, session) => {
    const body = viewAsBody.safeParse(await readJsonBody(request, response));
    if (!body.success) throw new ProblemError(problem('qd.request.invalid', 'This is no user or group'));
    const as: Impersonation = { user: body.data.user, groups: [...new Set(body.data.groups)] };
    const credential: Credential = { ...session.credential, as };
    await requireRight(cluster, credential);
    // that the credential is good is known: what the other identity may not say of itself stays unsaid
    const identity = await proveCredential(cluster, credential).catch(() => ({ groups: [] }));
    const actor = session.actor ?? { user: session.user, homeNamespace: session.homeNamespace };
    const user = { name: as.user, groups: identity.groups.length > 0 ? identity.groups : as.groups };
    const homeNamespace = ACCOUNT.exec(as.user)?.[1] ?? null;
    const next = await options.store.open(
      { ...factsOf(session), user, credential, actor, homeNamespace },
      request.headers.cookie,
      { until: session.sessionExpiresAt },
    );
    for (const line of next.setCookie) response.append('set-cookie', line);
    note(options, request, next.session, 'view-as');
    response.json(await describeSession(cluster, next.session, options));
  };
}

/** DELETE /api/clusters/{cluster}/session/view-as: the person is who they are again, in a new session too. */
export function endViewAsRoute(options: SessionRoutesOptions): SessionHandler {
  return async (request, response, cluster, session) => {
    if (session.actor === undefined) {
      response.json(await describeSession(cluster, session, options));
      return;
    }
    const { user, homeNamespace } = session.actor;
    const credential: Credential = { ...session.credential, as: undefined };
    const facts = { ...factsOf(session), user, homeNamespace, credential, actor: undefined };
    const next = await options.store.open(facts, request.headers.cookie, { until: session.sessionExpiresAt });
    for (const line of next.setCookie) response.append('set-cookie', line);
    note(options, request, session, 'end-view-as');
    response.json(await describeSession(cluster, next.session, options));
  };
}

function note({ audit }: SessionRoutesOptions, request: Request, session: Session, event: string): void {
  const { cluster, credential } = session;
  const as = credential.as?.user;
  const groups = credential.as?.groups.join(',');
  audit.note({ event, result: 'ok', cluster, user: personOf(session).name, ...whence(request), as, groups });
}

function factsOf({ id: _id, csrf: _csrf, sessionExpiresAt: _until, ...facts }: Session) {
  return facts;
}

/**
 * The API server asks for the right to impersonate before anything else. Its refusal is told apart from one of the other identity, which
 * may have no rights at all, and still may be looked at.
 */
async function requireRight(cluster: Cluster, credential: Credential): Promise<void> {
  const answer = await cluster.request(credential, {
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    headers: { 'content-type': JSON_TYPE, accept: JSON_TYPE },
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { nonResourceAttributes: { path: '/version', verb: 'get' } },
    }),
  });
  const body: unknown = await readJson(answer.body);
  if (answer.status < 300) return;
  const isOther =
    answer.status === 403 && isApiStatus(body) && body.message?.includes(' cannot impersonate resource ') === false;
  if (!isOther) throw new ProblemError(problemOfStatus(answer.status, body));
}
