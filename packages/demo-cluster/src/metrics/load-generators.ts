import type { ClusterIndex } from '../controllers/cluster-index.ts';
import { KEYS, type Pod, type Service } from '../controllers/kinds.ts';
import { isActive, isReady } from '../controllers/pod-state.ts';
import { matchesAll } from '../controllers/selector.ts';
import type { ClusterStore, StoreEvent } from '../store.ts';

const CALLERS = /\b(?:wget|curl|ab|hey|wrk)\b/;
const ADDRESS = /https?:\/\/([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)((?:\.[-a-z0-9]+)*)/;
// what one call costs the server that answers it: with the tutorial's `sleep 0.01` a generator asks for 610m
const MILLIS_PER_CALL = 12.2;
const CALL_SECONDS = 0.01;
// usage is an average over the metrics server's window: it follows a change in steps
const WINDOW_MS = 6000;
const FORGET_MS = 180_000;

interface Generator {
  readonly namespace: string;
  readonly service: string;
  readonly millis: number;
  from: number | undefined;
  /** load at the moment it stopped, and when that was */
  stopped: { share: number; at: number } | undefined;
}

/** Pods whose command calls a Service in a loop, and the CPU that this costs the pods behind it. */
export class LoadGenerators {
  readonly #store: ClusterStore;
  readonly #index: ClusterIndex;
  readonly #generators = new Map<string, Generator>();
  readonly #backends = new Map<string, { at: number; count: number }>();
  readonly #unsubscribe: () => void;

  constructor(store: ClusterStore, index: ClusterIndex) {
    this.#store = store;
    this.#index = index;
    this.#unsubscribe = store.onEvent((event) => this.#follow(event));
    for (const object of store.list(KEYS.Pod)) this.#follow({ type: 'ADDED', key: KEYS.Pod, object });
  }

  stop(): void {
    this.#unsubscribe();
  }

  #follow({ type, key, object }: StoreEvent): void {
    if (key.resource !== 'pods' || key.group !== '') return;
    const { uid } = object.metadata;
    const pod = object as Pod;
    if (type === 'ADDED') {
      const target = targetOf(pod);
      if (target) this.#generators.set(uid, { ...target, from: undefined, stopped: undefined });
    }
    const generator = this.#generators.get(uid);
    if (!generator) return;
    const now = this.#store.now();
    const runs = type !== 'DELETED' && isActive(pod) && pod.status?.phase === 'Running';
    if (runs && generator.from === undefined) Object.assign(generator, { from: now, stopped: undefined });
    if (runs || generator.from === undefined) return;
    generator.stopped = { share: shareOf(generator, now), at: now };
    generator.from = undefined;
  }

  /** Milli-cores that calls cost one pod; they are spread evenly over the ready pods of the Service. */
  costOf(pod: Pod, now: number): number {
    let millis = 0;
    for (const [uid, generator] of this.#generators) {
      if (generator.stopped && now - generator.stopped.at > FORGET_MS) {
        this.#generators.delete(uid);
        continue;
      }
      const { namespace, service } = generator;
      if (namespace !== pod.metadata.namespace) continue;
      const selector = (this.#store.get(KEYS.Service, namespace, service) as Service | undefined)?.spec.selector;
      if (!selector || !matchesAll(selector, pod.metadata.labels) || !isReady(pod)) continue;
      millis += (generator.millis * shareOf(generator, now)) / this.#backendCount(namespace, service, selector, now);
    }
    return millis;
  }

  #backendCount(namespace: string, service: string, selector: Record<string, string>, now: number): number {
    const id = `${namespace}/${service}`;
    const known = this.#backends.get(id);
    if (known?.at === now) return known.count;
    let count = 0;
    for (const pod of this.#index.podsIn(namespace))
      if (isActive(pod) && isReady(pod) && matchesAll(selector, pod.metadata.labels)) count += 1;
    this.#backends.set(id, { at: now, count: Math.max(1, count) });
    return Math.max(1, count);
  }
}

function shareOf({ from, stopped }: Generator, now: number): number {
  if (from !== undefined) return 1 - Math.exp(-(now - from) / WINDOW_MS);
  return stopped ? stopped.share * Math.exp(-(now - stopped.at) / WINDOW_MS) : 0;
}

/** What a pod's command line calls, how hard, and where. */
function targetOf(pod: Pod): Pick<Generator, 'namespace' | 'service' | 'millis'> | undefined {
  for (const { command = [], args = [] } of pod.spec.containers) {
    const line = [...command, ...args].join(' ');
    if (!CALLERS.test(line)) continue;
    const address = ADDRESS.exec(line);
    if (!address) continue;
    const pause = Number(/\bsleep\s+([\d.]+)/.exec(line)?.[1] ?? 0);
    const millis = MILLIS_PER_CALL / (CALL_SECONDS + (Number.isFinite(pause) ? pause : 0));
    const namespace = address[2]?.split('.')[1] || (pod.metadata.namespace ?? '');
    return { namespace, service: address[1] ?? '', millis };
  }
  return undefined;
}
