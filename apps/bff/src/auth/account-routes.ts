import { type AccountInfo, type Accounts, switchAccountBody } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { RequestHandler } from 'express';
import { findCluster } from '../clusters/find-cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { whence } from '../telemetry/audit-log.ts';
import { requestIdOf } from '../telemetry/request-log.ts';
import { accountOf, personOf } from './session.ts';
import { describeSession, noteSignOut, type SessionRoutesOptions, sendSignedOut } from './session-routes.ts';
import type { KeptAccount } from './session-store.ts';

/** GET /api/accounts: the accounts that this browser's own cookies hold, and so no secret to it. */
export function accountsRoute(options: SessionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const found = await accountsOf(options, request.headers.cookie);
    response.json({ accounts: found.map(infoOf) } satisfies Accounts);
  };
}

/** PUT /api/clusters/{cluster}/account: another account of this browser becomes the present one, with or without one before. */
export function switchAccountRoute(options: SessionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const cluster = tracedCluster(findCluster(options.clusters, request.params['cluster']), requestIdOf(request));
    const kept = await options.store.accounts(cluster.name, request.headers.cookie);
    if (kept.length === 0)
      throw new ProblemError(problem('qd.session.required', 'Sign in first', { params: { cluster: cluster.name } }));
    const body = switchAccountBody.safeParse(await readJsonBody(request, response));
    if (!body.success) throw new ProblemError(problem('qd.request.invalid', 'This is no account'));
    const { session, setCookie } = await options.store.switchTo(
      cluster.name,
      body.data.account,
      request.headers.cookie,
    );
    for (const line of setCookie) response.append('set-cookie', line);
    const user = personOf(session).name;
    const account = accountOf(session);
    options.audit.note({
      event: 'switch-account',
      result: 'ok',
      cluster: cluster.name,
      user,
      ...whence(request),
      account,
    });
    response.json(await describeSession(cluster, session, options));
  };
}

/** DELETE /api/accounts: signs every account of this browser out, on every cluster. */
export function signOutEverywhereRoute(options: SessionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { cookie, origin } = request.headers;
    const ended = await accountsOf(options, cookie);
    for (const { session } of ended) {
      options.store.end(session);
      noteSignOut(options.audit, request, session, true);
    }
    // also what is no living session any more
    for (const name of options.clusters.keys())
      for (const line of options.store.clearAll(name, cookie)) response.append('set-cookie', line);
    const urls = await Promise.all(ended.map(({ session }) => options.oidc.leave(session, origin)));
    sendSignedOut(response, urls.find((url) => url !== null) ?? null);
  };
}

async function accountsOf(
  { clusters, store }: SessionRoutesOptions,
  cookie: string | undefined,
): Promise<KeptAccount[]> {
  if (cookie === undefined) return [];
  const found = await Promise.all([...clusters.keys()].map((name) => store.accounts(name, cookie)));
  return found.flat();
}

function infoOf({ session, slot }: KeptAccount): AccountInfo {
  const { cluster, kind, tokenExpiresAt, sessionExpiresAt } = session;
  return {
    cluster,
    account: accountOf(session),
    user: session.user.name,
    kind,
    tokenExpiresAt,
    sessionExpiresAt,
    present: slot === 0,
  };
}
