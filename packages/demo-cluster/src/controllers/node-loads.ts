import type { ClusterStore, StoreEvent } from '../store.ts';
import { KEYS, type Pod } from './kinds.ts';
import { requestsOf } from './node-fit.ts';
import { isFinished } from './pod-state.ts';
import { affinityOf, nominatedNodeOf } from './scheduling-kinds.ts';

/** What the pods of one node take up. */
export interface NodeLoad {
  readonly requested: ReadonlyMap<string, number>;
  readonly pods: number;
  /** "TCP/80" → how many pods hold that port of the host */
  readonly hostPorts: ReadonlyMap<string, number>;
}

interface Counted {
  readonly requested: Map<string, number>;
  readonly hostPorts: Map<string, number>;
  pods: number;
}

const NOTHING: NodeLoad = { requested: new Map(), pods: 0, hostPorts: new Map() };

/** Ports of the host that a pod wants: with hostNetwork every port that it declares. */
export function hostPortsOf({ spec }: Pod): string[] {
  return spec.containers.flatMap((container) =>
    (container.ports ?? []).flatMap((port) => {
      const wanted = port.hostPort ?? (spec.hostNetwork ? port.containerPort : undefined);
      return wanted ? [`${port.protocol ?? 'TCP'}/${wanted}`] : [];
    }),
  );
}

/** The load of every node, kept up to date by the pods' events, so that placing a pod never looks at all pods. */
export class NodeLoads {
  readonly #loads = new Map<string, Counted>();
  readonly #counted = new Map<string, Pod>();
  readonly #repelling = new Map<string, Pod>();
  readonly #nominated = new Map<string, Pod>();
  readonly stop: () => void;

  constructor(store: ClusterStore) {
    for (const pod of store.list(KEYS.Pod) as Pod[]) this.#add(pod);
    this.stop = store.onEvent((event) => this.#follow(event));
  }

  of(node: string): NodeLoad {
    return this.#loads.get(node) ?? NOTHING;
  }

  /** Placed pods that keep others away from where they are. */
  repelling(): Iterable<Pod> {
    return this.#repelling.values();
  }

  /** Waiting pods for which room has been made on a node. */
  nominated(): Iterable<Pod> {
    return this.#nominated.values();
  }

  #follow({ key, type, object }: StoreEvent): void {
    if (key.group !== '' || key.resource !== 'pods') return;
    const { uid } = object.metadata;
    const before = this.#counted.get(uid);
    if (before) {
      this.#counted.delete(uid);
      this.#count(before, -1);
    }
    this.#repelling.delete(uid);
    this.#nominated.delete(uid);
    if (type !== 'DELETED') this.#add(object as Pod);
  }

  #add(pod: Pod): void {
    if (isFinished(pod)) return;
    if (!pod.spec.nodeName) {
      if (nominatedNodeOf(pod)) this.#nominated.set(pod.metadata.uid, pod);
      return;
    }
    this.#counted.set(pod.metadata.uid, pod);
    this.#count(pod, 1);
    if (affinityOf(pod.spec).podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution)
      this.#repelling.set(pod.metadata.uid, pod);
  }

  #count(pod: Pod, sign: 1 | -1): void {
    const node = pod.spec.nodeName ?? '';
    let load = this.#loads.get(node);
    if (!load) {
      load = { requested: new Map(), pods: 0, hostPorts: new Map() };
      this.#loads.set(node, load);
    }
    load.pods += sign;
    if (load.pods === 0) {
      // also forgets the rounding errors of the sums
      this.#loads.delete(node);
      return;
    }
    for (const [resource, amount] of requestsOf(pod.spec))
      load.requested.set(resource, (load.requested.get(resource) ?? 0) + sign * amount);
    for (const port of hostPortsOf(pod)) {
      const count = (load.hostPorts.get(port) ?? 0) + sign;
      if (count > 0) load.hostPorts.set(port, count);
      else load.hostPorts.delete(port);
    }
  }
}
