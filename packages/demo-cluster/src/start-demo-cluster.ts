import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type OidcOptions, OidcTokens } from './auth/oidc-tokens.ts';
import { makeCertificates } from './certificates.ts';
import { controlFaults } from './fault-control.ts';
import { ConnectionGate, type Faults, RequestFaults } from './faults.ts';
import { makeKubeconfig } from './kubeconfig.ts';
import { issueLogins, type Login } from './logins.ts';
import { RunningCluster } from './running-cluster.ts';
import type { PodRuntime } from './runtime.ts';
import type { ClusterStore } from './store.ts';

const BOOKMARK_INTERVAL_MS = 60_000;
const KEEP_ALIVE_MS = 180_000;

export interface DemoClusterOptions {
  /** 0: any free port */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: { now(): number };
  /** simulated nodes and pods beside the shop, and their changes per second */
  readonly nodes?: number;
  readonly pods?: number;
  readonly churn?: number;
  /** false: no shop to begin with */
  readonly seed?: boolean;
  /** Takes the place of the controllers and kubelets: objects stay as they are written, logs and exec are this runtime's. */
  readonly runtime?: PodRuntime;
  readonly bookmarkIntervalMs?: number;
  /** an OpenID provider whose ID tokens are accepted */
  readonly oidc?: OidcOptions | undefined;
  /** offers POST /demo/faults to the admin of the kubeconfig */
  readonly faultControl?: boolean;
}

export interface DemoCluster {
  readonly url: string;
  readonly caPem: string;
  /** An admin's kubeconfig as YAML. */
  kubeconfig(): string;
  /** The ready logins, each time with fresh tokens. */
  readonly logins: readonly Login[];
  readonly faults: Faults;
  readonly store: ClusterStore;
  /** How many watches are open. */
  watchCount(): number;
  close(): Promise<void>;
}

/** Starts a Kubernetes API server in this process, with the shop in it. */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const clock = options.clock ?? { now: () => Date.now() };
  const adminToken = randomBytes(24).toString('base64url');
  const certificates = await makeCertificates();
  const requestFaults = new RequestFaults();
  const server = createServer({
    key: certificates.keyPem,
    cert: certificates.certPem,
    ALPNProtocols: ['http/1.1'],
    // asked for, not demanded: most clients sign in by token
    ca: certificates.caPem,
    requestCert: true,
    rejectUnauthorized: false,
  });
  // longer than any client keeps an idle connection, so that none is closed under its hands
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const gate = new ConnectionGate(server);
  const begin = () =>
    new RunningCluster({
      now: () => clock.now(),
      adminToken,
      certificates,
      faults: requestFaults,
      paths: options.faultControl ? [controlFaults(faults)] : [],
      bookmarkIntervalMs: options.bookmarkIntervalMs ?? BOOKMARK_INTERVAL_MS,
      nodes: options.nodes ?? 0,
      pods: options.pods ?? 0,
      churn: options.churn ?? 0,
      seed: options.seed !== false,
      runtime: options.runtime,
      oidc: options.oidc === undefined ? undefined : new OidcTokens(options.oidc),
    });
  const forgetPast = () => {
    running.store.forgetHistory();
    running.lists.forgetSnapshots();
  };
  const faults: Faults = {
    dropWatches: () => running.watches.drop(),
    gone: forgetPast,
    silence: (on) => running.watches.silence(on),
    slowWatch: (ms) => running.watches.slow(ms),
    latency: (ms) => {
      requestFaults.latencyMs = ms;
    },
    throttle: (on) => {
      requestFaults.throttled = on;
    },
    noWatchList: (on) => {
      requestFaults.noWatchList = on;
    },
    errors: (share, prefix) => requestFaults.errors(share, prefix),
    down: (on) => gate.down(on),
    restart: (state) => {
      gate.cutAll();
      if (state === 'kept') return running.store.forgetHistory();
      running.stop();
      running = begin();
    },
    expireTokens: (what = true) => running.tokens.expire(what === true ? 'all' : what === false ? 'restore' : what),
    cutLogs: () => running.cutLogs(),
    apiAway: (name, away) => running.apiServices.setAway(name, away),
  };
  let running = begin();
  server.on('request', (req: IncomingMessage, res: ServerResponse) => void running.api.handle(req, res));
  server.on('upgrade', (req, socket, head) => void running.api.upgrade(req, socket, head));
  // a client that breaks off its TLS handshake is its own business
  server.on('tlsClientError', (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  const url = `https://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  return {
    url,
    caPem: certificates.caPem,
    kubeconfig: () => makeKubeconfig({ server: url, caPem: certificates.caPem, token: adminToken }),
    get logins() {
      return issueLogins(running.store, running.tokens);
    },
    faults,
    get store() {
      return running.store;
    },
    watchCount: () => running.watches.count(),
    close: async () => {
      running.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      gate.cutAll();
      await closed;
    },
  };
}
