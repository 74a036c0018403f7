import { statSync } from 'node:fs';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { AppConfig } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import express from 'express';
import type { Logger } from 'pino';
import { LocalKey } from './auth/local-key.ts';
import { OidcLogins } from './auth/oidc/oidc-logins.ts';
import { oidcRoutes } from './auth/oidc/oidc-routes.ts';
import type { OidcSettings } from './auth/oidc/oidc-settings.ts';
import { ProxyToken } from './auth/proxy-token.ts';
import { SessionSeal } from './auth/sealed-session.ts';
import { SessionRegistry } from './auth/session-registry.ts';
import { SessionStore } from './auth/session-store.ts';
import type { ClusterSettings, LocalUser } from './clusters/cluster-settings.ts';
import { UpstreamCluster } from './clusters/upstream-cluster.ts';
import type { Config } from './config.ts';
import type { FetchTextOptions } from './fetch-url/fetch-text.ts';
import { apiRoutes } from './http/api-routes.ts';
import { withoutBasePath } from './http/base-path.ts';
import { bodyDeadline } from './http/body-deadline.ts';
import { clientAddress, type Trusts } from './http/client-address.ts';
import { healthRoutes } from './http/health.ts';
import { strictTransport } from './http/hsts.ts';
import { listenAt } from './http/listen-at.ts';
import { Origins } from './http/origins.ts';
import { problemHandler } from './http/problem-handler.ts';
import { securityHeaders } from './http/security-headers.ts';
import { FAILED_SIGN_INS_PER_MINUTE, limitSignIns } from './http/sign-in-limit.ts';
import { staticAssets } from './http/static-assets.ts';
import { type SocketHandlers, UpgradeRouter } from './http/upgrade-router.ts';
import { type Clock, systemClock } from './live/clock.ts';
import { createLiveSocket } from './live/live-socket.ts';
import { PreviewServer } from './ports/preview-server.ts';
import { Previews } from './ports/previews.ts';
import { LogShares } from './streams/log-share.ts';
import { createLogSocket } from './streams/log-socket.ts';
import { createRunSocket } from './streams/run-socket.ts';
import { servingPlace } from './streams/serving-place.ts';
import { createTerminalSocket } from './streams/terminal-socket.ts';
import { AuditLog } from './telemetry/audit-log.ts';
import { meterRequests } from './telemetry/meter-requests.ts';
import { Meters } from './telemetry/meters.ts';
import { MetricsServer } from './telemetry/metrics-server.ts';
import { prometheusRegistry } from './telemetry/prometheus.ts';
import { createRequestLog } from './telemetry/request-log.ts';
import { ThrowAwayPods } from './throw-away/throw-away-pods.ts';
import type { Certificate } from './tls/certificate.ts';
import { CertificateKeeper, ENDS_SOON_MS } from './tls/certificate-keeper.ts';
import { createListener } from './tls/listener.ts';
import { plainAnswer } from './tls/plain-answer.ts';

export interface ServerDeps {
  readonly version: string;
  readonly clusters: readonly ClusterSettings[];
  readonly log: Logger;
  readonly oidc?: readonly OidcSettings[];
  /** Takes every line of the audit log. */
  readonly audit?: (line: string) => void;
  readonly clock?: Clock;
  readonly failedSignInsPerMinute?: number;
  /** For tests of connections that say nothing. */
  readonly headersMs?: number;
  /** For tests of what is fetched by address. */
  readonly fetch?: Partial<FetchTextOptions>;
  /** For tests of the upgrade alone. */
  readonly handlers?: SocketHandlers;
}

export interface Server {
  /** Resolves with the address for browsers once connections are taken. */
  listen(): Promise<{ readonly url: string; readonly localKey: string | null; readonly metricsPort: number | null }>;
  /** What TLS is spoken with, once we listen; null: we speak HTTP. */
  certificate(): Certificate | null;
  /**
   * Says by /readyz that it ends, serves on while load balancers learn of it (drainSeconds), then takes no new work, sends every
   * socket elsewhere, lets requests finish, and gives up on the rest after a while.
   */
  close(graceMs?: number): Promise<void>;
}

// cookies of several clusters and accounts, up to three of nearly 4 kB each
const MAX_HEADER_BYTES = 128 * 1024;
/** A connection whose request's headers take longer is cut (slow loris). */
const HEADERS_MS = 30_000;
/** One that has not shaken hands by then is cut as well. */
const HANDSHAKE_MS = 10_000;
/** Sockets that go elsewhere do so within this, where others take over: each list is read anew there. */
const SPREAD_MS = 2000;
const IDLE_CHECK_MS = 100;

/** Puts the parts together. */
export function createServer(config: Config, deps: ServerDeps): Server {
  const { log, clock = systemClock, headersMs = HEADERS_MS } = deps;
  const origins = new Origins(config.publicOrigins, config.tls ? 'https' : 'http', config.basePath);
  const keeper = config.tls && new CertificateKeeper({ settings: config.tls, secret: config.sessionKey, clock, log });
  const meters = new Meters();
  const upstreams = deps.clusters.map(
    (settings) => new UpstreamCluster(settings, deps.version, (seen) => meters.upstream(seen)),
  );
  const clusters = new Map(upstreams.map((cluster) => [cluster.name, cluster]));
  const localUsers = new Map<string, LocalUser>();
  for (const { name, localUser } of deps.clusters) if (localUser) localUsers.set(name, localUser);
  const localKey = config.localUser && localUsers.size > 0 ? new LocalKey() : null;
  const seal = new SessionSeal(config.sessionKey);
  const oidc = new OidcLogins({ settings: deps.oidc ?? [], seal, clock, cookies: config });
  const registry = new SessionRegistry(clock, config.sessionIdleSeconds, oidc.renew);
  const store = new SessionStore({
    seal,
    registry,
    clock,
    cookies: config,
    maxSeconds: config.sessionMaxSeconds,
  });
  const audit = new AuditLog(
    deps.audit ?? (() => {}),
    () => clock.now(),
    (event, result) => meters.audited(event, result),
  );
  const place = servingPlace(config.host, config.port);
  const throwAways = new ThrowAwayPods({ sessions: registry, log, clock, audit, place });
  const streamDeps = { clusters, sessions: registry, log, clock };
  const logShares = new LogShares();
  const terminals = createTerminalSocket({
    ...streamDeps,
    audit,
    throwAways,
    place,
    limits: {
      perSession: config.terminalsPerSession,
      idleMs: config.terminalIdleSeconds * 1000,
      lingerMs: config.terminalLingerSeconds * 1000,
    },
  });
  const previews = config.ports && new Previews({ hosts: config.ports.hosts, sessions: registry, clock, audit, place });
  const previewServer =
    previews && new PreviewServer({ previews, log, clock, keeper: previews.hosts.scheme === 'https' ? keeper : null });
  const limit = limitSignIns(deps.failedSignInsPerMinute ?? FAILED_SIGN_INS_PER_MINUTE);
  const signingIn = {
    clusters,
    clusterSettings: deps.clusters,
    anyKubeconfigServer: config.anyKubeconfigServer,
    localUsers,
    localKey,
    store,
    oidc,
    proxyToken: config.proxyToken === null ? null : new ProxyToken(config.proxyToken),
    audit,
    clock,
    readyLogins: config.readyLogins,
    idleSeconds: config.sessionIdleSeconds,
    namespacesOf: (name: string) =>
      config.namespaces.filter(({ cluster }) => cluster === null || cluster === name).map(({ namespace }) => namespace),
  };
  let listening = false;
  let draining = false;
  let metricsServer: MetricsServer | null = null;
  const live = createLiveSocket({ ...streamDeps, meters: meters.live });

  const appConfig = describeApp(config, deps, oidc);

  const app = express();
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('query parser', false);
  app.set('trust proxy', config.trustProxy);
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(createRequestLog(log));
  app.use(meterRequests(meters));
  app.use((_request, response, next) => {
    // a kept connection would bring the next request here, too
    if (draining) response.setHeader('connection', 'close');
    next();
  });
  app.use(bodyDeadline(clock));
  app.use(securityHeaders(origins));
  app.use(
    strictTransport({
      wanted: config.hsts,
      https: config.secureCookies,
      certificate: () => keeper?.current,
      now: () => clock.now(),
    }),
  );
  app.use((request, _response, next) => {
    // absolute-form and "//host" targets: express would route by their path
    const plain = /^\/(?!\/)/.test(request.originalUrl);
    next(plain ? undefined : new ProblemError(problem('qd.request.path-refused', 'This address is not served')));
  });
  app.use(
    healthRoutes(() => ({
      listening: listening ? null : 'not yet listening',
      shutdown: draining ? 'shutting down' : null,
      'web-files': isFile(join(config.webRoot, 'index.html')) ? null : 'the web app is not there',
      ...certificateCheck(config, keeper?.current),
    })),
  );
  app.use(
    '/api',
    apiRoutes({
      ...signingIn,
      registry,
      origins,
      limit,
      fetch: { allowedHosts: config.fetchHosts, ...deps.fetch },
      files: { limits: config.files, sessions: registry, clock, audit },
      ports: { previews, audit },
      logs: { sessions: registry, shares: logShares, clock },
      terminals,
      throwAway: { pods: throwAways, nodeShell: config.nodeShell, maxSeconds: config.throwAwaySeconds },
      appConfig: () => ({
        ...appConfig,
        addresses: origins.addresses,
        ...certificateEnd(keeper?.current, clock.now()),
      }),
    }),
  );
  app.use(oidcRoutes(signingIn, limit, config.basePath));
  app.use(staticAssets(config.webRoot, config.basePath));
  app.use(() => {
    throw new ProblemError(problem('qd.request.not-found', 'There is nothing at this address'));
  });
  app.use(problemHandler(log));

  const trusts: Trusts = app.get('trust proxy fn');
  const upgrades = new UpgradeRouter({
    clusters,
    store,
    registry,
    origins,
    log,
    clock,
    meters,
    addressOf: (request) => clientAddress(request, trusts),
    handlers: deps.handlers ?? {
      live,
      terminal: terminals,
      log: createLogSocket({ ...streamDeps, shares: logShares }),
      run: createRunSocket({ ...streamDeps, audit }),
    },
  });
  /** Before anybody reads the address: all that comes after knows of no prefix. */
  const unprefixed = (request: IncomingMessage) => {
    request.url = withoutBasePath(request.url ?? '', config.basePath);
    return request;
  };
  let http: HttpServer | undefined;
  const open = () => {
    const listener = createListener({
      http: {
        maxHeaderSize: MAX_HEADER_BYTES,
        keepAliveTimeout: 65_000,
        // bodies have a deadline of their own; node takes this 0 for the headers as well when nothing is said of them
        requestTimeout: 0,
        headersTimeout: headersMs,
        connectionsCheckingInterval: headersMs / 2,
      },
      keeper,
      handshakeMs: Math.min(headersMs, HANDSHAKE_MS),
      onRequest: (request, response) => app(unprefixed(request), response),
      onPlainRequest: plainAnswer(origins),
    });
    listener.on('upgrade', (request, socket, head) => void upgrades.handle(unprefixed(request), socket, head));
    return listener;
  };

  return {
    async listen() {
      const host = config.host === 'localhost' ? '127.0.0.1' : config.host.replace(/^\[|\]$/g, '');
      await keeper?.start();
      const listener = open();
      http = listener;
      const port = await listenAt(listener, config.port, host, 'PORT');
      if (config.ports) await previewServer?.listen(host, config.ports.listen);
      origins.setPort(port);
      if (config.metricsPort !== null) {
        const census = {
          sockets: () => upgrades.census(),
          live: () => live.census(),
          sessions: () => registry.size,
          certificateExpiry: () => (keeper ? keeper.current.notAfter / 1000 : null),
        };
        metricsServer = new MetricsServer(await prometheusRegistry(meters, census, deps.version));
      }
      const metricsPort = (await metricsServer?.listen(host, config.metricsPort ?? 0)) ?? null;
      listening = true;
      const shownHost = host.includes(':') ? `[${host}]` : config.host;
      const origin = config.publicOrigins[0] ?? `${config.tls ? 'https' : 'http'}://${shownHost}:${port}`;
      return { url: origin + config.basePath, localKey: localKey?.text ?? null, metricsPort };
    },
    certificate: () => keeper?.current ?? null,
    async close(graceMs = 8_000) {
      draining = true;
      const { drainSeconds } = config;
      if (drainSeconds > 0) await new Promise<void>((resolve) => clock.after(drainSeconds * 1000, resolve));
      await upgrades.close(drainSeconds > 0 ? SPREAD_MS : 0);
      keeper?.close();
      const closed = new Promise<void>((resolve) => (http ? http.close(() => resolve()) : resolve()));
      // what a request leaves open that was under way
      const idle = setInterval(() => http?.closeIdleConnections(), IDLE_CHECK_MS);
      const giveUp = setTimeout(() => {
        upgrades.terminate();
        http?.closeAllConnections();
      }, graceMs);
      await Promise.all([closed, previewServer?.close(), metricsServer?.close()]);
      clearTimeout(giveUp);
      clearInterval(idle);
      // while the clusters' connections are there
      await throwAways.close();
      registry.close();
      await Promise.all([oidc.close(), ...upstreams.map((cluster) => cluster.close())]);
    },
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Where HSTS was asked for, browsers that were here once let nobody past a self-signed certificate: it is not served to them while the
 * files have yet to come. Otherwise it is as good as it was meant to be.
 */
function certificateCheck({ tls, hsts }: Config, certificate: Certificate | undefined): Record<string, string | null> {
  if (tls === null || tls.folder === null || hsts !== true) return {};
  return { certificate: certificate?.source === 'given' ? null : 'no certificate yet' };
}

/** Said to browsers when it is soon: whoever connects can read it off the certificate anyway. */
function certificateEnd(certificate: Certificate | undefined, now: number): Pick<AppConfig, 'certificateEndsAt'> {
  if (certificate === undefined || certificate.notAfter - now > ENDS_SOON_MS) return {};
  return { certificateEndsAt: Math.floor(certificate.notAfter / 1000) };
}

function describeApp(config: Config, { version, clusters }: ServerDeps, oidc: OidcLogins): AppConfig {
  return {
    version,
    fetchUrl: config.fetchHosts.length > 0,
    files: config.files,
    logs: config.logView,
    ports: config.ports !== null,
    nodeShell: config.nodeShell,
    debugImage: config.debugImage,
    throwAwaySeconds: config.throwAwaySeconds,
    clusters: clusters.map(({ name, localUser }) => {
      const logins = config.readyLogins.filter(({ cluster }) => cluster === name);
      return {
        name,
        demo: logins.length > 0,
        readyLogins: logins.map(({ id, label, description }) => ({ id, label, description })),
        localUser: config.localUser && localUser ? localUser.name : null,
        ...(oidc.of(name).length === 0 ? {} : { oidc: oidc.of(name) }),
      };
    }),
  };
}
