import type { ServerResponse } from 'node:http';
import { ApiServices } from './api-services.ts';
import { startSigners } from './auth/certificate-signer.ts';
import type { OidcTokens } from './auth/oidc-tokens.ts';
import { Rbac } from './auth/rbac.ts';
import { Tokens } from './auth/tokens.ts';
import { bootstrap } from './bootstrap.ts';
import type { Certificates } from './certificates.ts';
import { type StartedControllers, startControllers } from './controllers/start-controllers.ts';
import { applyDefaults } from './defaults.ts';
import type { RequestFaults } from './faults.ts';
import { ApiServer } from './http/api-server.ts';
import { Lists } from './http/list.ts';
import { managedStore } from './http/managed-store.ts';
import { answerPaths, type PathHandler } from './http/paths.ts';
import { WatchHub } from './http/watch-hub.ts';
import { Writes } from './http/writes.ts';
import { seedLogins } from './logins.ts';
import { MemoryStore } from './memory-store.ts';
import { metricsResources } from './metrics/metrics-resources.ts';
import { apiVersionOf, Registry, storageVersion } from './resources/registry.ts';
import type { PodRuntime } from './runtime.ts';
import { followDefinitions } from './schema/custom/definition-cleanup.ts';
import { openApiPaths } from './schema/open-api/open-api-paths.ts';
import { Schemas } from './schema/schemas.ts';
import { fill } from './seed/fill.ts';
import { seedShop } from './seed/seed-shop.ts';
import { Connections } from './streams/connect.ts';

export interface RunningClusterOptions {
  readonly now: () => number;
  readonly adminToken: string;
  readonly certificates: Certificates;
  readonly faults: RequestFaults;
  /** paths beside those of every API server */
  readonly paths: readonly PathHandler[];
  readonly bookmarkIntervalMs: number;
  readonly nodes: number;
  readonly pods: number;
  readonly churn: number;
  readonly seed: boolean;
  readonly runtime: PodRuntime | undefined;
  readonly oidc: OidcTokens | undefined;
}

/** All that a cluster is but its address: it can be thrown away and begun anew behind the same one. */
export class RunningCluster {
  readonly store: MemoryStore;
  readonly registry = new Registry();
  readonly tokens: Tokens;
  readonly lists: Lists;
  readonly watches: WatchHub;
  readonly api: ApiServer;
  readonly apiServices: ApiServices;
  readonly #logs = new Set<ServerResponse>();
  readonly #controllers: Pick<StartedControllers, 'runtime' | 'stop'>;
  readonly #filling: { stop(): void };
  readonly #stopSigners: () => void;

  constructor(options: RunningClusterOptions) {
    const { registry } = this;
    const store = newStore(options.now, registry);
    this.store = store;
    followDefinitions(store);
    this.apiServices = new ApiServices(store, registry);
    const rbac = new Rbac(store);
    this.tokens = new Tokens(store, options.oidc);
    this.tokens.addStatic(options.adminToken, 'kubernetes-admin', ['system:masters']);
    bootstrap(store, this.tokens, options.certificates.caPem);
    seedLogins(store);
    this.#stopSigners = startSigners(store, options.certificates);

    this.lists = new Lists(store);
    this.watches = new WatchHub(store, options);
    const schemas = new Schemas();
    const storeOf = (program: string) => managedStore(store, registry, schemas, program);
    const started = options.runtime ? undefined : startControllers(store, { storeOf });
    this.#controllers = started ?? { runtime: options.runtime as PodRuntime, stop() {} };
    if (started) registry.add(metricsResources(started.load));
    this.apiServices.start(started !== undefined);
    this.api = new ApiServer({
      store,
      registry,
      rbac,
      tokens: this.tokens,
      lists: this.lists,
      watches: this.watches,
      writes: new Writes(store, schemas),
      runtime: this.#controllers.runtime,
      connect: new Connections(store, this.#controllers.runtime),
      faults: options.faults,
      logs: this.#logs,
      paths: [...options.paths, openApiPaths(registry, schemas), answerPaths(registry)],
    });
    if (options.seed) seedShop(store);
    this.#filling = fill(store, options);
  }

  cutLogs(): void {
    for (const res of this.#logs) res.destroy();
  }

  /** Nothing more happens in it. Connections are the owner's to cut. */
  stop(): void {
    this.#filling.stop();
    this.#stopSigners();
    this.#controllers.stop();
    this.watches.close();
  }
}

function newStore(now: () => number, registry: Registry): MemoryStore {
  const store: MemoryStore = new MemoryStore({
    now,
    hasGeneration: ({ group, resource }) => registry.find(group, resource)?.generation === true,
    prepare: (key, draft, old) => {
      const type = registry.find(key.group, key.resource);
      if (type) {
        draft.apiVersion ??= apiVersionOf(type.group, storageVersion(type));
        draft.kind ??= type.kind;
      }
      applyDefaults(key, draft, old, store);
    },
  });
  store.onEvent((event) => registry.follow(event));
  return store;
}
