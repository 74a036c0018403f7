import { type SessionInfo, signInBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { json, type RequestHandler } from 'express';
import type { Cluster } from '../clusters/cluster.ts';
import type { LocalUser } from '../clusters/cluster-settings.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import type { SessionHandler } from './require-session.ts';
import { readServerVersion } from './server-version.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import { type SignInOptions, signIn } from './sign-in.ts';

export interface SessionRoutesOptions extends SignInOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly localUsers: ReadonlyMap<string, LocalUser>;
  readonly store: SessionStore;
  readonly idleSeconds: number;
}

/** POST /api/clusters/{cluster}/session: its body's parser, then the sign-in itself. */
export function signInRoute(options: SessionRoutesOptions): RequestHandler[] {
  const { clusters, localUsers, store } = options;
  return [
    json({ limit: '100kb', type: 'application/json', strict: true }),
    async (request, response) => {
      const cluster = findCluster(clusters, request.params['cluster']);
      const body = signInBody.safeParse(request.body);
      if (!body.success) throw new ProblemError(problem('qd.request.invalid', 'This is no way to sign in'));
      const facts = await signIn(cluster, localUsers.get(cluster.name) ?? null, body.data, options);
      const { session, setCookie } = await store.open(facts, request.headers.cookie);
      for (const line of setCookie) response.append('set-cookie', line);
      response.json(await describeSession(cluster, session, options));
    },
  ];
}

/** GET /api/clusters/{cluster}/session */
export function sessionRoute(options: SessionRoutesOptions): SessionHandler {
  return async (_request, response, cluster, session) => {
    response.json(await describeSession(cluster, session, options));
  };
}

/** DELETE /api/clusters/{cluster}/session: signs out, here and in every socket of the session. */
export function signOutRoute({ store }: SessionRoutesOptions): SessionHandler {
  return (request, response, cluster, session) => {
    // this takes back a renewal that the guard may have added
    store.end(session);
    for (const line of store.clear(cluster.name, request.headers.cookie)) response.append('set-cookie', line);
    response.status(204).end();
  };
}

/** What the browser may know of a session. */
export async function describeSession(
  cluster: Cluster,
  session: Session,
  options: SessionRoutesOptions,
): Promise<SessionInfo> {
  const { user, kind, tokenExpiresAt, sessionExpiresAt, csrf, homeNamespace, actor } = session;
  return {
    cluster: cluster.name,
    user,
    kind,
    tokenExpiresAt,
    sessionExpiresAt,
    idleTimeoutSeconds: options.idleSeconds,
    csrf,
    homeNamespace,
    ...(actor === undefined ? {} : { viewAs: { by: actor.user } }),
    serverVersion: await readServerVersion(cluster, session.credential),
  };
}
