import { ProblemError } from '@quarterdeck/shared/problem';
import type { Request, RequestHandler, Response } from 'express';
import type { Cluster } from '../clusters/cluster.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** A route that only a signed-in person reaches: there is no way to write one without taking the session. */
export type SessionHandler = (
  request: Request,
  response: Response,
  cluster: Cluster,
  session: Session,
) => Promise<void> | void;

/** The guard of every route below /api/clusters/{cluster} but signing in: finds the session, renews its idle time. */
export function requireSession(
  clusters: ReadonlyMap<string, Cluster>,
  store: SessionStore,
  handler: SessionHandler,
): RequestHandler {
  return async (request, response) => {
    const cluster = findCluster(clusters, request.params['cluster']);
    const { cookie } = request.headers;
    try {
      const sealed = await store.require(cluster.name, cookie);
      const renewal = await store.renew(sealed, cookie);
      if (renewal.length > 0) {
        for (const line of renewal) response.append('set-cookie', line);
        // the answer may take its time: it must not put back a cookie that signing out, or in anew, has replaced meanwhile
        const release = store.watch(sealed.session, () => {
          if (!response.headersSent) response.removeHeader('set-cookie');
        });
        response.once('close', release);
      }
      await handler(request, response, cluster, sealed.session);
    } catch (error) {
      const ended =
        error instanceof ProblemError && /^qd\.session\.(?:required|expired|token-expired)$/.test(error.problem.code);
      if (ended && !response.headersSent)
        for (const line of store.clear(cluster.name, cookie)) response.append('set-cookie', line);
      throw error;
    }
  };
}
