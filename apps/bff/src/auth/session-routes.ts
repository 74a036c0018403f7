import {
  BACKGROUND_HEADER,
  type SessionInfo,
  type SignedOut,
  type SignInBody,
  signInBody,
} from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { json, type Request, type RequestHandler, type Response } from 'express';
import type { Cluster } from '../clusters/cluster.ts';
import type { ClusterSettings, LocalUser } from '../clusters/cluster-settings.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { tracedCluster } from '../clusters/traced-cluster.ts';
import { type AuditLog, whence } from '../telemetry/audit-log.ts';
import { requestIdOf } from '../telemetry/request-log.ts';
import { clusterOfKubeconfig } from './kubeconfig-login.ts';
import type { OidcLogins } from './oidc/oidc-logins.ts';
import type { ProxyToken } from './proxy-token.ts';
import type { SessionHandler } from './require-session.ts';
import { readServerVersion } from './server-version.ts';
import { accountOf, personOf, type Session } from './session.ts';
import { renewsItself } from './session-registry.ts';
import type { SessionStore } from './session-store.ts';
import { readClaim, type SignInOptions, signIn } from './sign-in.ts';

export interface SessionRoutesOptions extends SignInOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly clusterSettings: readonly ClusterSettings[];
  /** a kubeconfig's credential goes to the chosen cluster, whatever server the file names */
  readonly anyKubeconfigServer: boolean;
  readonly localUsers: ReadonlyMap<string, LocalUser>;
  readonly store: SessionStore;
  readonly oidc: OidcLogins;
  readonly proxyToken: ProxyToken | null;
  readonly audit: AuditLog;
  readonly idleSeconds: number;
  /** names that are offered to people who may not list the namespaces of a cluster */
  readonly namespacesOf: (cluster: string) => readonly string[];
}

/** POST /api/clusters/{cluster}/session: its body's parser, then the sign-in itself. */
export function signInRoute(options: SessionRoutesOptions): RequestHandler[] {
  return [
    json({ limit: '100kb', type: 'application/json', strict: true }),
    async (request, response) => {
      const named = findCluster(options.clusters, request.params['cluster']);
      const body = signInBody.safeParse(request.body);
      if (!body.success) throw new ProblemError(problem('qd.request.invalid', 'This is no way to sign in'));
      const cluster = await noteRefusal(options, request, named.name, wayOf(body.data), async () =>
        tracedCluster(
          findCluster(options.clusters, clusterMeant(named.name, body.data, options)),
          requestIdOf(request),
        ),
      );
      await noteRefusal(options, request, cluster.name, wayOf(body.data), async () => {
        const token = options.proxyToken?.read(request);
        const claim = readClaim(cluster, options.localUsers.get(cluster.name) ?? null, body.data, token, options);
        const facts = await signIn(cluster, claim, options.clock);
        const opened = await options.store.open(facts, request.headers.cookie, { mode: body.data.mode });
        noteSignIn(options.audit, request, opened.session, body.data.mode ?? 'replace');
        for (const line of opened.setCookie) response.append('set-cookie', line);
        response.json(await describeSession(cluster, opened.session, options));
      });
    },
  ];
}

/** GET /api/clusters/{cluster}/session */
export function sessionRoute(options: SessionRoutesOptions): SessionHandler {
  const { store } = options;
  return async (request, response, cluster, session) => {
    const { cookie } = request.headers;
    // idleness is the person's: the accounts that are kept beside this one go on with it
    if (request.headers[BACKGROUND_HEADER] === undefined)
      for (const account of await store.accounts(cluster.name, cookie))
        if (account.slot > 0)
          for (const line of await store.renew(account, cookie, true, account.slot))
            response.append('set-cookie', line);
    response.json(await describeSession(cluster, session, options));
  };
}

/** DELETE /api/clusters/{cluster}/session: signs out, here and in every socket of the session. */
export function signOutRoute(options: SessionRoutesOptions): SessionHandler {
  const { store, audit, oidc } = options;
  return async (request, response, cluster, session) => {
    // this takes back a renewal that the guard may have added
    store.end(session);
    for (const line of store.clear(cluster.name, request.headers.cookie)) response.append('set-cookie', line);
    noteSignOut(audit, request, session);
    sendSignedOut(response, await oidc.leave(session, request.headers.origin));
  };
}

/** 204, or where the OpenID provider's own session is ended. */
export function sendSignedOut(response: Response, logoutUrl: string | null): void {
  if (logoutUrl === null) response.status(204).end();
  else response.json({ logoutUrl } satisfies SignedOut);
}

export function noteSignIn(audit: AuditLog, request: Request, session: Session, mode: string): void {
  const { cluster, kind, sessionExpiresAt } = session;
  const user = personOf(session).name;
  const until = new Date(sessionExpiresAt * 1000).toISOString();
  const account = accountOf(session);
  audit.note({
    event: 'sign-in',
    result: 'ok',
    cluster,
    user,
    ...whence(request),
    by: kind,
    mode,
    account,
    until,
  });
}

export function noteSignOut(audit: AuditLog, request: Request, session: Session, everywhere = false): void {
  const { cluster } = session;
  const user = personOf(session).name;
  const account = accountOf(session);
  audit.note({ event: 'sign-out', result: 'ok', cluster, user, ...whence(request), account, everywhere });
}

/** Runs a part of a sign-in; a refusal is noted for the owner in more words than the guesser gets. */
export async function noteRefusal<T>(
  { audit }: Pick<SessionRoutesOptions, 'audit'>,
  request: Request,
  cluster: string,
  by: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof ProblemError ? error.problem.code : 'qd.internal';
    const detail =
      error instanceof ProblemError ? (error.problem.detail ?? causeOf(error) ?? error.message) : undefined;
    audit.note({
      event: 'sign-in',
      result: 'refused',
      cluster,
      user: null,
      ...whence(request),
      by,
      reason,
      ...(detail ? { detail } : {}),
    });
    throw error;
  }
}

/** What a credential plug-in or a provider said, for the owner alone. */
function causeOf({ cause }: Error): string | undefined {
  return cause instanceof Error && cause.message !== '' ? cause.message : undefined;
}

/** What the browser may know of a session. */
export async function describeSession(
  cluster: Cluster,
  session: Session,
  options: Pick<SessionRoutesOptions, 'idleSeconds' | 'namespacesOf'>,
): Promise<SessionInfo> {
  const { user, kind, tokenExpiresAt, sessionExpiresAt, csrf, homeNamespace, actor } = session;
  return {
    cluster: cluster.name,
    account: accountOf(session),
    user,
    kind,
    tokenExpiresAt,
    sessionExpiresAt,
    renewsItself: renewsItself(session) || kind === 'proxy',
    idleTimeoutSeconds: options.idleSeconds,
    csrf,
    homeNamespace,
    namespaces: options.namespacesOf(cluster.name),
    ...(actor === undefined ? {} : { viewAs: { by: actor.user } }),
    serverVersion: await readServerVersion(cluster, session.credential),
  };
}

function clusterMeant(named: string, body: SignInBody, options: SessionRoutesOptions): string {
  if (!('kubeconfig' in body)) return named;
  return clusterOfKubeconfig(body.kubeconfig, named, options.clusterSettings, options.anyKubeconfigServer);
}

function wayOf(body: SignInBody): string {
  if ('localKey' in body) return 'local-user';
  if ('readyLogin' in body) return 'ready-login';
  if ('kubeconfig' in body) return 'kubeconfig';
  return 'proxy' in body ? 'proxy' : 'token';
}
