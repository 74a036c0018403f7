import { admittedStore } from '../admission/admitted-store.ts';
import { applyDefaults } from '../defaults.ts';
import { MemoryStore } from '../memory-store.ts';
import { apiVersionOf, Registry } from '../resources/registry.ts';
import type { DemoObject, ResourceKey } from '../store.ts';
import { KEYS, type Pod, type PodSpec } from './kinds.ts';
import { type StartedControllers, startControllers } from './start-controllers.ts';
import type { Timers } from './timers.ts';

const TURNS = 6;
const START = Date.parse('2026-11-21T12:00:00Z');

/** Timers that stand still until a test moves them; whatever waits on a promise gets its turn between two of them. */
class ManualTimers implements Timers {
  #now = START;
  #next = 0;
  readonly #waiting = new Map<number, { due: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#waiting.set(id, { due: this.#now + ms, callback });
    return () => this.#waiting.delete(id);
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled(1);
      let first: { id: number; due: number; callback: () => void } | undefined;
      for (const [id, one] of this.#waiting)
        if (one.due <= end && (!first || one.due < first.due)) first = { id, ...one };
      if (!first || first.due > this.#now) {
        // before time moves on, whatever takes several turns (a request through the network of the cluster) comes to its end
        await settled(TURNS);
        const isNew = [...this.#waiting].some(([, one]) => one.due <= Math.min(end, (first?.due ?? end + 1) - 1));
        if (isNew) continue;
      }
      if (!first) break;
      this.#waiting.delete(first.id);
      this.#now = Math.max(this.#now, first.due);
      first.callback();
    }
    this.#now = end;
    await settled(TURNS);
  }
}

/** After all that was already resolved has gone its way, so many times over. */
async function settled(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface TestCluster extends StartedControllers {
  readonly store: MemoryStore;
  readonly timers: ManualTimers;
  advance(ms: number): Promise<void>;
  /** Creates an object in the namespace `t`, as a client would. */
  add(kind: keyof typeof KEYS, name: string, more: Record<string, unknown>): DemoObject;
  get<T extends DemoObject>(kind: keyof typeof KEYS, name: string): T | undefined;
  list<T extends DemoObject>(kind: keyof typeof KEYS): T[];
  pods(): Pod[];
  /** "reason message" of the events about an object. */
  eventsOf(name: string): string[];
}

const CLUSTER_WIDE = new Set<keyof typeof KEYS>(['Node', 'Namespace', 'PersistentVolume', 'StorageClass']);

/** A cluster without HTTP: the store, the controllers, two nodes, the namespace `t`, and time that a test moves. */
export function testCluster(): TestCluster {
  const timers = new ManualTimers();
  const registry = new Registry();
  const store: MemoryStore = new MemoryStore({
    now: () => timers.now(),
    hasGeneration: ({ group, resource }: ResourceKey) => registry.find(group, resource)?.generation === true,
    prepare: (key, draft, old) => {
      const type = registry.find(key.group, key.resource);
      if (type) {
        draft.apiVersion ??= apiVersionOf(type.group, type.versions[0] ?? 'v1');
        draft.kind ??= type.kind;
      }
      applyDefaults(key, draft, old, store);
    },
  });
  const admitted = admittedStore(store);
  const started = startControllers(store, { timers });
  for (const name of ['t', 'default', 'kube-node-lease']) store.create(KEYS.Namespace, { metadata: { name } });
  for (const name of ['node-1', 'node-2']) {
    const capacity = { cpu: '4', memory: '8Gi', pods: '110' };
    store.create(KEYS.Node, {
      metadata: { name, labels: { 'kubernetes.io/hostname': name } },
      spec: {},
      status: { capacity, allocatable: capacity, conditions: [{ type: 'Ready', status: 'True' }] },
    });
  }
  const home = (kind: keyof typeof KEYS) => (CLUSTER_WIDE.has(kind) ? undefined : 't');
  return {
    ...started,
    store,
    timers,
    advance: (ms) => timers.advance(ms),
    add: (kind, name, more) => {
      const namespace = home(kind);
      return admitted.create(KEYS[kind], { metadata: { name, ...(namespace ? { namespace } : {}) }, ...more });
    },
    get: <T extends DemoObject>(kind: keyof typeof KEYS, name: string) =>
      store.get(KEYS[kind], home(kind), name) as T | undefined,
    list: <T extends DemoObject>(kind: keyof typeof KEYS) => store.list(KEYS[kind], home(kind)) as T[],
    pods: () => store.list(KEYS.Pod, 't') as Pod[],
    eventsOf: (name) =>
      store
        .list(KEYS.Event, 't')
        .filter((one) => (one['involvedObject'] as { name?: string }).name === name)
        .map((one) => `${one['reason']} ${one['message']}`),
  };
}

/** A pod spec with one container. */
export function podSpec(image: string, more: object = {}, spec: Partial<PodSpec> = {}): PodSpec {
  return { ...spec, containers: [{ name: 'c', image, ...more }] };
}

/** spec of a workload whose pods are labelled app=NAME. */
export function workload(name: string, pod: PodSpec, more: object = {}) {
  return {
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: pod },
      ...more,
    },
  };
}
