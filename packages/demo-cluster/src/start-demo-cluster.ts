import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { admittedStore } from './admission/admitted-store.ts';
import { Rbac } from './auth/rbac.ts';
import { Tokens } from './auth/tokens.ts';
import { bootstrap } from './bootstrap.ts';
import { makeCertificates } from './certificates.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { applyDefaults } from './defaults.ts';
import { controlFaults } from './fault-control.ts';
import { ConnectionGate, type FaultState, type Faults } from './faults.ts';
import { ApiServer } from './http/api-server.ts';
import { Lists } from './http/list.ts';
import { WatchHub } from './http/watch-hub.ts';
import { Writes } from './http/writes.ts';
import { makeKubeconfig } from './kubeconfig.ts';
import { issueLogins, type Login, seedLogins } from './logins.ts';
import { MemoryStore } from './memory-store.ts';
import { apiVersionOf, Registry } from './resources/registry.ts';
import type { PodRuntime } from './runtime.ts';
import { fill } from './seed/fill.ts';
import { seedShop } from './seed/seed-shop.ts';
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
  const registry = new Registry();
  const store: MemoryStore = new MemoryStore({
    now: () => clock.now(),
    hasGeneration: ({ group, resource }) => registry.find(group, resource)?.generation === true,
    prepare: (key, draft, old) => {
      const type = registry.find(key.group, key.resource);
      if (type) {
        draft.apiVersion ??= apiVersionOf(type.group, type.versions[0] ?? 'v1');
        draft.kind ??= type.kind;
      }
      applyDefaults(key, draft, old, store);
    },
  });
  store.onEvent((event) => registry.follow(event));
  const rbac = new Rbac(store);
  const tokens = new Tokens(store);
  const adminToken = randomBytes(24).toString('base64url');
  tokens.addStatic(adminToken, 'kubernetes-admin', ['system:masters']);

  const certificates = await makeCertificates();
  bootstrap(store, registry, tokens, certificates.caPem);
  seedLogins(store);

  const state: FaultState = { latencyMs: 0, throttled: false, down: false };
  const lists = new Lists(store);
  const watches = new WatchHub(store, { bookmarkIntervalMs: options.bookmarkIntervalMs ?? BOOKMARK_INTERVAL_MS });
  const logs = new Set<ServerResponse>();
  const controllers = options.runtime ? { runtime: options.runtime, stop() {} } : startControllers(store);
  const server = createServer({ key: certificates.keyPem, cert: certificates.certPem, ALPNProtocols: ['http/1.1'] });
  // longer than any client keeps an idle connection, so that none is closed under its hands
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const gate = new ConnectionGate(server, state);
  const faults: Faults = {
    dropWatches: () => watches.drop(),
    gone: () => {
      store.forgetHistory();
      lists.forgetSnapshots();
    },
    silence: (on) => watches.silence(on),
    latency: (ms) => {
      state.latencyMs = ms;
    },
    throttle: (on) => {
      state.throttled = on;
    },
    down: (on) => gate.down(on),
    expireTokens: (what = true) => tokens.expire(what === true ? 'all' : what === false ? 'restore' : what),
    cutLogs: () => {
      for (const res of logs) res.destroy();
    },
  };
  const api = new ApiServer({
    store,
    registry,
    rbac,
    tokens,
    lists,
    watches,
    writes: new Writes(store),
    runtime: controllers.runtime,
    faults: state,
    logs,
    extra: options.faultControl ? controlFaults(faults) : undefined,
  });
  server.on('request', (req: IncomingMessage, res: ServerResponse) => void api.handle(req, res));
  server.on('upgrade', (req, socket, head) => void api.upgrade(req, socket, head));
  // a client that breaks off its TLS handshake is its own business
  server.on('tlsClientError', (_error, socket) => socket.destroy());

  const admitted = admittedStore(store);
  if (options.seed !== false) seedShop(admitted);
  const filling = fill(admitted, {
    nodes: options.nodes ?? 0,
    pods: options.pods ?? 0,
    churn: options.churn ?? 0,
  });

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
      return issueLogins(store, tokens);
    },
    faults,
    store,
    watchCount: () => watches.count(),
    close: async () => {
      filling.stop();
      controllers.stop();
      watches.close();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      gate.cutAll();
      await closed;
    },
  };
}
