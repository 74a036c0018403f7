import { ACCOUNT_HEADER, BACKGROUND_HEADER } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Request, RequestHandler, Response } from 'express';
import type { Cluster } from '../clusters/cluster.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { requestIdOf } from '../telemetry/request-log.ts';
import type { ProxyToken } from './proxy-token.ts';
import { accountOf, type Session } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** A route that only a signed-in person reaches: there is no way to write one without taking the session. */
export type SessionHandler = (
  request: Request,
  response: Response,
  cluster: Cluster,
  session: Session,
) => Promise<void> | void;

export interface RequireSessionOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly store: SessionStore;
  readonly proxyToken: ProxyToken | null;
}

/** The guard of every route below /api/clusters/{cluster} but signing in: finds the session, renews its idle time. */
export function requireSession(options: RequireSessionOptions, handler: SessionHandler): RequestHandler {
  const { clusters, store, proxyToken } = options;
  return async (request, response) => {
    const cluster = tracedCluster(findCluster(clusters, request.params['cluster']), requestIdOf(request));
    const { cookie } = request.headers;
    try {
      const found = await store.require(cluster.name, cookie);
      const { session } = found;
      const believed = request.headers[ACCOUNT_HEADER];
      if (believed !== undefined && believed !== accountOf(session)) throw switched(cluster.name);
      // the header's token is the proxy's word of this moment: without it, or with another person's, the session is over
      const changed = session.kind === 'proxy' ? await follow(proxyToken, request, cluster, session, store) : false;
      const byPerson = request.headers[BACKGROUND_HEADER] === undefined;
      const renewal = await store.renew({ ...found, behind: found.behind || changed }, cookie, byPerson);
      if (renewal.length > 0) {
        for (const line of renewal) response.append('set-cookie', line);
        // the answer may take its time: it must not put back a cookie that signing out, or in anew, has replaced meanwhile
        const release = store.watch(session, () => {
          if (!response.headersSent) response.removeHeader('set-cookie');
        });
        response.once('close', release);
      }
      await handler(request, response, cluster, session);
    } catch (error) {
      if (isOver(error) && !response.headersSent)
        for (const line of store.clear(cluster.name, cookie)) response.append('set-cookie', line);
      throw error;
    }
  };
}

/**
 * Whether the cookie is of no use any more. That of a session which another one has replaced (signing in anew, seeing as somebody else)
 * stands in the browser no more: a request with it that was under way must not remove the new one.
 */
function isOver(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  const { code, params } = error.problem;
  return /^qd\.session\.(?:required|expired|token-expired)$/.test(code) && params?.['replaced'] === undefined;
}

async function follow(
  proxyToken: ProxyToken | null,
  request: Request,
  cluster: Cluster,
  session: Session,
  store: SessionStore,
): Promise<boolean> {
  const followed = (await proxyToken?.follow(request, cluster, session)) ?? 'over';
  if (followed === 'same') return false;
  if (followed === 'over') {
    store.end(session);
    throw new ProblemError(problem('qd.session.required', 'Sign in first', { params: { cluster: cluster.name } }));
  }
  store.adoptRenewal(session, followed);
  return true;
}

function switched(cluster: string): ProblemError {
  return new ProblemError(
    problem('qd.session.switched', 'Another account was chosen in this browser', { params: { cluster } }),
  );
}
