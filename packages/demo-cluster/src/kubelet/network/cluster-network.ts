import type { Duplex } from 'node:stream';
import { KEYS, type Node, type Pod, type Service } from '../../controllers/kinds.ts';
import { PortClosed } from '../../runtime.ts';
import type { ClusterStore } from '../../store.ts';
import { duplexPair } from './duplex-pair.ts';
import { readyEndpoints } from './endpoints.ts';
import { namesOf } from './names.ts';

/** What a server does with a connection; `from` is the client's address. */
export type Listener = (socket: Duplex, from: string) => void;

/** Why there is no connection; every program has words of its own for it. */
export class NetworkFault extends Error {
  readonly kind: 'unknown-host' | 'refused' | 'timeout' | 'unreachable';

  constructor(kind: NetworkFault['kind'], words: string) {
    super(words);
    this.kind = kind;
  }
}

const LOOPBACK = /^127\.|^::1$/;

export interface Dialed {
  readonly socket: Duplex;
  /** the address that the name stands for */
  readonly address: string;
}

/**
 * The network of the simulated pods: who listens where, what a Service's address leads to, which names there are. It exists in
 * memory only; no packet leaves the process.
 */
export class ClusterNetwork {
  readonly #store: ClusterStore;
  readonly #listeners = new Map<string, Map<number, Listener>>();
  readonly #turns = new Map<string, number>();

  constructor(store: ClusterStore) {
    this.#store = store;
  }

  /** Opens a port of a pod. Returns the function that closes it; undefined when somebody else in the pod has it. */
  listen(pod: Pod, port: number, listener: Listener): (() => void) | undefined {
    const { uid } = pod.metadata;
    const ports = this.#listeners.get(uid) ?? new Map<number, Listener>();
    if (ports.has(port)) return undefined;
    this.#listeners.set(uid, ports.set(port, listener));
    return () => {
      if (ports.get(port) !== listener) return;
      ports.delete(port);
      if (ports.size === 0) this.#listeners.delete(uid);
    };
  }

  isListening(pod: Pod, port: number): boolean {
    return this.#listeners.get(pod.metadata.uid)?.has(port) ?? false;
  }

  listenerOf(pod: Pod, port: number): Listener | undefined {
    return this.#listeners.get(pod.metadata.uid)?.get(port);
  }

  portsOf(pod: Pod): number[] {
    return [...(this.#listeners.get(pod.metadata.uid)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** Connects with a port of a pod. Throws PortClosed. */
  connect(pod: Pod, port: number, from: string): Duplex {
    const listener = this.#listeners.get(pod.metadata.uid)?.get(port);
    if (!listener) throw new PortClosed(pod.status?.podIP ?? '', port);
    return open(listener, from);
  }

  /** Connects as a program in a pod would, by name or address. Throws NetworkFault. */
  dial(host: string, port: number, from: Pod): Dialed {
    const { listener, address } = this.find(host, port, from);
    const isLocal = LOOPBACK.test(address);
    return { socket: open(listener, isLocal ? '127.0.0.1' : (from.status?.podIP ?? '')), address };
  }

  /** Who would take a connection from a pod. Throws NetworkFault. */
  find(host: string, port: number, from: Pod): { listener: Listener; address: string } {
    const [address] = this.lookup(host, from);
    if (address === undefined) throw new NetworkFault('unknown-host', host);
    return { listener: this.#listenerAt(address, port, from), address };
  }

  /** The addresses of a name, as the resolver of a pod finds them. */
  lookup(host: string, from: Pod): string[] {
    return namesOf(this.#store, from).lookup(host);
  }

  /** Whether an address answers to ping: pods and nodes do, a Service's address does not. */
  isPingable(address: string, from: Pod): boolean {
    return (
      LOOPBACK.test(address) || address === from.status?.podIP || Boolean(this.#podAt(address) ?? this.#nodeAt(address))
    );
  }

  #listenerAt(address: string, port: number, from: Pod): Listener {
    if (LOOPBACK.test(address)) return this.#listenerOf(from, address, port);
    const service = (this.#store.list(KEYS.Service) as Service[]).find((one) => addressesOf(one).includes(address));
    if (service) return this.#serviceListener(service, (one) => one.port === port, { address, port }, from);
    const pod = this.#podAt(address);
    if (pod) return this.#listenerOf(pod, address, port);
    const node = this.#nodeAt(address);
    if (!node) throw new NetworkFault(/^10\.|^192\.168\./.test(address) ? 'unreachable' : 'timeout', address);
    const own = this.#podsOfHost(node).find((one) => this.isListening(one, port));
    if (own) return this.#listenerOf(own, address, port);
    const published = (this.#store.list(KEYS.Service) as Service[]).find((one) =>
      one.spec.ports?.some((each) => each.nodePort === port),
    );
    if (!published) throw new NetworkFault('refused', `${address}:${port}`);
    return this.#serviceListener(published, (one) => one.nodePort === port, { address, port }, from);
  }

  #listenerOf(pod: Pod, address: string, port: number): Listener {
    const listener = this.#listeners.get(pod.metadata.uid)?.get(port);
    if (!listener) throw new NetworkFault('refused', `${address}:${port}`);
    return listener;
  }

  #serviceListener(
    service: Service,
    isMeant: (port: NonNullable<Service['spec']['ports']>[number]) => boolean,
    { address, port }: { address: string; port: number },
    from: Pod,
  ): Listener {
    const wanted = service.spec.ports?.find(isMeant);
    // kube-proxy has no rule for such a port, and nobody answers
    if (!wanted) throw new NetworkFault('timeout', `${address}:${port}`);
    const { namespace, name } = service.metadata;
    if (namespace === 'default' && name === 'kubernetes') throw new NetworkFault('timeout', `${address}:${port}`);
    const ready = readyEndpoints(this.#store, service, wanted);
    if (ready.length === 0) throw new NetworkFault('refused', `${address}:${port}`);
    const isSticky = service.spec['sessionAffinity'] === 'ClientIP';
    const client = from.status?.podIP ?? '';
    const turn = isSticky ? hash(client) : this.#nextTurn(`${namespace}/${name}`);
    const chosen = ready[turn % ready.length];
    const pod = chosen && this.#podAt(chosen.address);
    if (!chosen || !pod) throw new NetworkFault('timeout', `${address}:${port}`);
    return this.#listenerOf(pod, address, chosen.port);
  }

  #nextTurn(key: string): number {
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return turn;
  }

  #podAt(address: string): Pod | undefined {
    return (this.#store.list(KEYS.Pod) as Pod[]).find(
      (pod) => pod.status?.podIP === address && !pod.spec.hostNetwork && pod.status.phase === 'Running',
    );
  }

  #nodeAt(address: string): Node | undefined {
    return (this.#store.list(KEYS.Node) as Node[]).find((node) =>
      node.status?.addresses?.some((one) => one.address === address),
    );
  }

  #podsOfHost(node: Node): Pod[] {
    return (this.#store.list(KEYS.Pod) as Pod[]).filter(
      (pod) => pod.spec.hostNetwork && pod.spec.nodeName === node.metadata.name,
    );
  }
}

function open(listener: Listener, from: string): Duplex {
  const [client, server] = duplexPair();
  for (const end of [client, server]) end.on('error', () => end.destroy());
  listener(server, from);
  return client;
}

/** The addresses under which a Service is reached inside of the cluster. */
function addressesOf({ spec, status }: Service): string[] {
  const ingress = (status as { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined)?.loadBalancer?.ingress;
  const external = spec['externalIPs'];
  return [
    ...(spec.clusterIP && spec.clusterIP !== 'None' ? [spec.clusterIP] : []),
    ...(Array.isArray(external) ? external.map(String) : []),
    ...(ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : [])),
  ];
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) >>> 0;
  return value;
}
