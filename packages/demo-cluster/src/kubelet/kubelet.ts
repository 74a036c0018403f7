import type { ControllerContext } from '../controllers/controller.ts';
import { KEYS, type Node, type Pod } from '../controllers/kinds.ts';
import { isReporting, isSimulated, isStatus } from '../controllers/node-faults.ts';
import { isFinished } from '../controllers/pod-state.ts';
import { priorityOf } from '../controllers/scheduling-kinds.ts';
import type { StoreEvent } from '../store.ts';
import { ClusterWorld } from './cluster-world.ts';
import { imageId } from './container-instance.ts';
import { type NodeContext, PodWorker } from './pod-worker.ts';

const SIMULATED_FAREWELL_MS = 1000;
// how long the kubelet waits between two evictions (housekeeping interval)
const EVICTION_MS = 10_000;
const HOSTS = 253;
// --node-status-max-images
const LISTED_IMAGES = 50;
const CRITICAL = 2_000_000_000;
const PRESSURES = [
  { condition: 'MemoryPressure', resource: 'memory' },
  { condition: 'DiskPressure', resource: 'ephemeral-storage' },
] as const;

/** The kubelets of all nodes: a worker for every pod on a node that is not simulated. */
export class Kubelets {
  readonly #context: ControllerContext;
  readonly world: ClusterWorld;
  readonly #workers = new Map<string, PodWorker>();
  readonly #nodes = new Map<string, NodeContext>();
  readonly #addresses = new Map<string, string>();
  readonly #lastHost = new Map<string, number>();
  readonly #unsubscribe: () => void;
  readonly #subnets = new Map<string, number>();
  #nextNode = 0;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.world = new ClusterWorld(context.store);
    this.#unsubscribe = context.store.onEvent((event) => this.#onEvent(event));
    // after the present turn, so that seeds have written whole pods before they are adopted
    context.timers.after(0, () => {
      for (const pod of context.store.list(KEYS.Pod) as Pod[]) this.#consider(pod);
    });
  }

  stop(): void {
    this.#unsubscribe();
    for (const worker of this.#workers.values()) worker.stop();
    this.#workers.clear();
  }

  /** The worker of a pod; undefined for pods that nobody runs (unscheduled, simulated, gone). */
  worker(uid: string): PodWorker | undefined {
    return this.#workers.get(uid);
  }

  #onEvent({ key, type, object, old }: StoreEvent): void {
    if (key.group !== '') return;
    if (key.resource === 'nodes' && type !== 'DELETED') this.#onNode(object as Node, old as Node | undefined);
    if (key.resource !== 'pods') return;
    const pod = object as Pod;
    const worker = this.#workers.get(pod.metadata.uid);
    if (type === 'DELETED') {
      this.#addresses.delete(pod.metadata.uid);
      this.#workers.delete(pod.metadata.uid);
      worker?.stop();
    } else if (worker) worker.podChanged(pod);
    else if (pod.spec.nodeName || pod.metadata.deletionTimestamp)
      this.#context.timers.after(0, () => this.#consider(pod));
  }

  /** A kubelet that is new, or back, looks at all its pods; one whose node gets short of something gives up pods. */
  #onNode(node: Node, old: Node | undefined): void {
    const { timers, index } = this.#context;
    const { name } = node.metadata;
    if (isReporting(node) && !(old && isReporting(old)))
      timers.after(0, () => {
        for (const pod of [...index.podsOn(name)]) {
          this.#consider(pod);
          this.#workers.get(pod.metadata.uid)?.resume();
        }
      });
    for (const { condition, resource } of PRESSURES)
      if (isStatus(node.status?.conditions, condition, 'True') && !isStatus(old?.status?.conditions, condition, 'True'))
        timers.after(0, () => this.#relieve(name, condition, resource));
  }

  /** Evicts one pod after the other while the node is short of something: those that promise nothing first. */
  #relieve(name: string, condition: string, resource: string): void {
    const { store, index, events, timers } = this.#context;
    const node = store.get(KEYS.Node, undefined, name) as Node | undefined;
    if (!node || !isReporting(node) || !isStatus(node.status?.conditions, condition, 'True')) return;
    events.warning(
      node,
      { component: 'kubelet', host: name },
      'EvictionThresholdMet',
      `Attempting to reclaim ${resource}`,
    );
    const victim = [...index.podsOn(name)]
      .filter((pod) => !isFinished(pod) && !pod.metadata.deletionTimestamp && pod.status?.qosClass === 'BestEffort')
      .sort((a, b) => priorityOf(a.spec) - priorityOf(b.spec))[0];
    if (!victim || priorityOf(victim.spec) >= CRITICAL) return;
    this.#workers.get(victim.metadata.uid)?.evict(resource);
    timers.after(EVICTION_MS, () => this.#relieve(name, condition, resource));
  }

  #consider(seen: Pod): void {
    const { store, timers } = this.#context;
    const { namespace, name, uid } = seen.metadata;
    const pod = store.get(KEYS.Pod, namespace, name) as Pod | undefined;
    if (!pod || pod.metadata.uid !== uid || this.#workers.has(uid)) return;
    const node = pod.spec.nodeName
      ? (store.get(KEYS.Node, undefined, pod.spec.nodeName) as Node | undefined)
      : undefined;
    if (!node || isSimulated(node)) {
      // nobody else confirms the deletion
      if (pod.metadata.deletionTimestamp)
        timers.after(SIMULATED_FAREWELL_MS, () => {
          if (store.get(KEYS.Pod, namespace, name)?.metadata.uid === uid)
            store.delete(KEYS.Pod, namespace, name, { force: true });
        });
      return;
    }
    if (!isReporting(node)) return;
    const worker = new PodWorker(this.#nodeContext(node, uid), pod);
    this.#workers.set(uid, worker);
    if (isFinished(pod) && !pod.metadata.deletionTimestamp) worker.recall();
    else if (pod.metadata.deletionTimestamp) worker.podChanged(pod);
    else worker.start();
  }

  #nodeContext(node: Node, uid: string): NodeContext {
    const { store, timers, events } = this.#context;
    const name = node.metadata.name;
    const present = this.#nodes.get(name);
    const shared = present ?? {
      store,
      timers,
      events,
      pulled: new Set<string>(),
      world: this.world,
      nodeAddress: node.status?.addresses?.find((one) => one.type === 'InternalIP')?.address ?? '192.168.49.2',
      allocateIp: () => '',
      arrived: (reference, bytes) => this.#listImage(name, reference, bytes),
      isReporting: () => {
        const present = store.get(KEYS.Node, undefined, name) as Node | undefined;
        return present !== undefined && isReporting(present);
      },
    };
    if (!present) {
      this.#nodes.set(name, shared);
      this.#subnets.set(name, ++this.#nextNode);
    }
    const subnet = /^(\d+\.\d+\.\d+)\./.exec(node.spec.podCIDR ?? '')?.[1] ?? `10.244.${this.#subnets.get(name)}`;
    return { ...shared, allocateIp: () => this.#allocate(name, subnet, uid) };
  }

  /** The node's list of images, which its status shows. */
  #listImage(node: string, reference: string, sizeBytes: number): void {
    this.#context.store.update(KEYS.Node, undefined, node, (draft) => {
      const status = (draft as Node).status ?? {};
      const images = (status['images'] ?? []) as { names: string[]; sizeBytes: number }[];
      if (images.some((one) => one.names.includes(reference))) return;
      const all = [...images, { names: [imageId(reference), reference], sizeBytes }];
      status['images'] = all.sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, LISTED_IMAGES);
      (draft as Node).status = status;
    });
  }

  #allocate(node: string, subnet: string, uid: string): string {
    const taken = new Set<string | undefined>();
    for (const pod of this.#context.index.podsOn(node))
      taken.add(this.#addresses.get(pod.metadata.uid) ?? pod.status?.podIP);
    // a fresh address each time: what was just given back may still be in somebody's mind
    const first = (this.#lastHost.get(node) ?? 1) + 1;
    for (let step = 0; step < HOSTS; step++) {
      const host = 2 + ((first - 2 + step) % HOSTS);
      const address = `${subnet}.${host}`;
      if (taken.has(address)) continue;
      this.#lastHost.set(node, host);
      this.#addresses.set(uid, address);
      return address;
    }
    return `${subnet}.254`;
  }
}
