import type { ControllerContext } from '../controllers/controller.ts';
import { KEYS, type Node, type Pod } from '../controllers/kinds.ts';
import { isSimulated } from '../controllers/node-heartbeat.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { StoreEvent } from '../store.ts';
import { type NodeContext, PodWorker } from './pod-worker.ts';

const SIMULATED_FAREWELL_MS = 1000;

/** The kubelets of all nodes: a worker for every pod on a node that is not simulated. */
export class Kubelets {
  readonly #context: ControllerContext;
  readonly #workers = new Map<string, PodWorker>();
  readonly #nodes = new Map<string, NodeContext>();
  readonly #addresses = new Map<string, string>();
  readonly #unsubscribe: () => void;
  #nextNode = 0;

  constructor(context: ControllerContext) {
    this.#context = context;
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

  #onEvent({ key, type, object }: StoreEvent): void {
    if (key.group !== '') return;
    if (key.resource === 'nodes' && type === 'ADDED') {
      this.#context.timers.after(0, () => {
        for (const pod of [...this.#context.index.podsOn(object.metadata.name)]) this.#consider(pod);
      });
    }
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
      nodeAddress: node.status?.addresses?.find((one) => one.type === 'InternalIP')?.address ?? '192.168.49.2',
      allocateIp: () => '',
    };
    if (!present) {
      this.#nodes.set(name, shared);
      this.#nextNode++;
    }
    const subnet = /^(\d+\.\d+\.\d+)\./.exec(node.spec.podCIDR ?? '')?.[1] ?? `10.244.${this.#nextNode}`;
    return { ...shared, allocateIp: () => this.#allocate(subnet, uid) };
  }

  #allocate(subnet: string, uid: string): string {
    const taken = new Set(this.#addresses.values());
    for (const pod of this.#context.store.list(KEYS.Pod) as Pod[]) if (pod.status?.podIP) taken.add(pod.status.podIP);
    for (let host = 2; host < 255; host++) {
      const address = `${subnet}.${host}`;
      if (taken.has(address)) continue;
      this.#addresses.set(uid, address);
      return address;
    }
    return `${subnet}.254`;
  }
}
