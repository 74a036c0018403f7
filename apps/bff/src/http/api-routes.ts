import type { AppConfig } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { type RequestHandler, Router } from 'express';
import { accountsRoute, signOutEverywhereRoute, switchAccountRoute } from '../auth/account-routes.ts';
import { oidcStartRoute } from '../auth/oidc/oidc-routes.ts';
import { requireSession, type SessionHandler } from '../auth/require-session.ts';
import type { SessionRegistry } from '../auth/session-registry.ts';
import { type SessionRoutesOptions, sessionRoute, signInRoute, signOutRoute } from '../auth/session-routes.ts';
import { endViewAsRoute, viewAsRoute } from '../auth/view-as.ts';
import { connectionRoute } from '../clusters/connection-route.ts';
import { fetchUrlRoute } from '../fetch-url/fetch-route.ts';
import type { FetchTextOptions } from '../fetch-url/fetch-text.ts';
import { type FileRoutesOptions, fileRoutes } from '../files/file-routes.ts';
import { type PreviewRoutesOptions, previewRoutes } from '../ports/preview-routes.ts';
import { EndlessLimit } from '../proxy/endless-limit.ts';
import { proxyRequest } from '../proxy/rest-proxy.ts';
import { type LogDownloadOptions, logDownloadRoute } from '../streams/log-download.ts';
import type { TerminalSocket } from '../streams/terminal-socket.ts';
import { type ThrowAwayRouteOptions, throwAwayRoute } from '../throw-away/throw-away-route.ts';
import type { Origins } from './origins.ts';
import { requireSameOrigin } from './same-origin.ts';

export interface ApiRoutesOptions extends SessionRoutesOptions {
  readonly appConfig: () => AppConfig;
  readonly origins: Origins;
  readonly registry: SessionRegistry;
  /** of failed sign-ins, by address */
  readonly limit: RequestHandler;
  readonly fetch: FetchTextOptions;
  readonly terminals: Pick<TerminalSocket, 'list'>;
  readonly throwAway: ThrowAwayRouteOptions;
  readonly files: FileRoutesOptions;
  readonly ports: PreviewRoutesOptions;
  readonly logs: LogDownloadOptions;
}

/** Everything below /api: the same-origin check first, the session second, the input third. */
export function apiRoutes(options: ApiRoutesOptions): Router {
  const { registry, appConfig, origins } = options;
  const router = Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  router.use(requireSameOrigin(origins));

  // open to all: what the sign-in page needs, and signing in
  router.get('/config', (request, response) => {
    response.json({ ...appConfig(), ...(options.proxyToken?.read(request) === undefined ? {} : { proxyLogin: true }) });
  });
  router.post('/clusters/:cluster/session', options.limit, ...signInRoute(options));
  router.post('/clusters/:cluster/oidc/:provider', options.limit, oidcStartRoute(options));
  // what this browser's own cookies hold: nothing without one
  router.get('/accounts', accountsRoute(options));
  router.delete('/accounts', signOutEverywhereRoute(options));
  router.put('/clusters/:cluster/account', options.limit, switchAccountRoute(options));

  // the rest is the signed-in person's alone
  const proxy = { sessions: registry, endless: new EndlessLimit(), audit: options.audit };
  const guarded = (handler: SessionHandler) => requireSession(options, handler);
  router.get('/clusters/:cluster/session', guarded(sessionRoute(options)));
  router.delete('/clusters/:cluster/session', guarded(signOutRoute(options)));
  router.put('/clusters/:cluster/session/view-as', guarded(viewAsRoute(options)));
  router.delete('/clusters/:cluster/session/view-as', guarded(endViewAsRoute(options)));
  router.get('/clusters/:cluster/connection', guarded(connectionRoute(options.clusterSettings)));
  router.post('/clusters/:cluster/fetch-url', guarded(fetchUrlRoute(options.fetch)));
  router.post('/clusters/:cluster/throw-away', guarded(throwAwayRoute(options.throwAway)));
  router.get(
    '/clusters/:cluster/terminals',
    guarded((_request, response, _cluster, session) => void response.json(options.terminals.list(session))),
  );
  router.get('/clusters/:cluster/logs/download', guarded(logDownloadRoute(options.logs)));
  for (const [method, path, handler] of previewRoutes(options.ports))
    router[method](`/clusters/:cluster/${path}`, guarded(handler));
  for (const [method, what, handler] of fileRoutes(options.files))
    router[method](`/clusters/:cluster/files/:namespace/:pod/:container/${what}`, guarded(handler));
  router.all(
    '/clusters/:cluster/k8s/*path',
    guarded((request, response, cluster, session) => proxyRequest(request, response, cluster, session, proxy)),
  );
  router.use(() => {
    throw new ProblemError(problem('qd.request.not-found', 'There is nothing at this address'));
  });
  return router;
}
