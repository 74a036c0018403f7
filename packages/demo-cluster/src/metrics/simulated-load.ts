import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { ClusterIndex } from '../controllers/cluster-index.ts';
import type { Container, Pod } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import { LoadGenerators } from './load-generators.ts';

export interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** On a pod (or a workload's template): the CPU that each of its containers uses, as "250m" or as "80%" of its request. */
const CPU_ANNOTATION = 'demo.quarterdeck.dev/cpu';
const WAVE_MS = 240_000;
const MI = 2 ** 20;
const CORE = 1000;

interface Appetite {
  /** share of the requested CPU that the program uses when nobody generates load */
  readonly busy: number;
  readonly idleMillis: number;
  readonly memoryMi: number;
}

// what programs take when they are left alone; the first that is in the image's name counts
const APPETITES: readonly (readonly [name: string, appetite: Appetite])[] = [
  ['/shop/', { busy: 0.58, idleMillis: 18, memoryMi: 48 }],
  ['prometheus', { busy: 0.3, idleMillis: 35, memoryMi: 310 }],
  ['etcd', { busy: 0.2, idleMillis: 24, memoryMi: 62 }],
  ['kube-apiserver', { busy: 0.2, idleMillis: 48, memoryMi: 270 }],
  ['kube-', { busy: 0.1, idleMillis: 9, memoryMi: 44 }],
  ['coredns', { busy: 0.03, idleMillis: 3, memoryMi: 18 }],
  ['mysql', { busy: 0.05, idleMillis: 8, memoryMi: 380 }],
  ['postgres', { busy: 0.1, idleMillis: 6, memoryMi: 46 }],
  ['cassandra', { busy: 0.2, idleMillis: 60, memoryMi: 720 }],
  ['zookeeper', { busy: 0.02, idleMillis: 4, memoryMi: 95 }],
  ['redis', { busy: 0.02, idleMillis: 2, memoryMi: 6 }],
  ['wordpress', { busy: 0.01, idleMillis: 1, memoryMi: 58 }],
  ['hpa-example', { busy: 0, idleMillis: 1, memoryMi: 11 }],
  ['nginx', { busy: 0, idleMillis: 1, memoryMi: 7 }],
  ['busybox', { busy: 0, idleMillis: 1, memoryMi: 1 }],
];
const OTHERS: Appetite = { busy: 0.04, idleMillis: 2, memoryMi: 21 };

/**
 * What containers use of CPU and memory: a steady appetite by image with gentle waves, more while load generators call the pod's
 * Service, never above the limits. The same pod at the same time uses the same, whoever asks.
 */
export class SimulatedLoad {
  readonly #generators: LoadGenerators;

  constructor(store: ClusterStore, index: ClusterIndex) {
    this.#generators = new LoadGenerators(store, index);
  }

  /** A running container's usage; nothing of containers that the pod does not have. */
  usageOf(pod: Pod, container: string, now: number): Usage {
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    const spec = all.find((one) => one.name === container);
    if (!spec) return { cpuMillis: 0, memoryBytes: 0 };
    const seed = seedOf(`${pod.metadata.uid}/${container}`);
    const appetite = APPETITES.find(([name]) => spec.image.includes(name))?.[1] ?? OTHERS;
    const request = amount(spec, 'requests', 'cpu') ?? amount(spec, 'limits', 'cpu');
    const wave = 1 + 0.08 * Math.sin((2 * Math.PI * now) / WAVE_MS + seed * 2 * Math.PI);
    const asked = annotated(pod, request);
    const calm = request === undefined ? appetite.idleMillis : Math.max(1, appetite.busy * request * CORE);
    // calls are answered by the pod's first container
    const calls = pod.spec.containers[0] === spec ? this.#generators.costOf(pod, now) : 0;
    const cpu = (asked ?? calm * (0.95 + 0.1 * seed) * wave) + calls;
    const memory = appetite.memoryMi * MI * (0.9 + 0.2 * seed) * (1 + (wave - 1) / 6) + (calls > 0 ? 4 * MI : 0);
    return {
      cpuMillis: Math.round(Math.min(cpu, (amount(spec, 'limits', 'cpu') ?? Number.POSITIVE_INFINITY) * CORE)),
      memoryBytes: Math.round(Math.min(memory, 0.9 * (amount(spec, 'limits', 'memory') ?? Number.POSITIVE_INFINITY))),
    };
  }

  stop(): void {
    this.#generators.stop();
  }
}

function amount(container: Container, kind: 'requests' | 'limits', resource: string): number | undefined {
  const quantity = container.resources?.[kind]?.[resource];
  return quantity === undefined ? undefined : parseQuantity(String(quantity));
}

function annotated(pod: Pod, request: number | undefined): number | undefined {
  const text = pod.metadata.annotations?.[CPU_ANNOTATION];
  if (text === undefined) return undefined;
  const percent = /^(\d+)%$/.exec(text);
  if (percent) return (Number(percent[1]) / 100) * (request ?? 0) * CORE;
  const cores = parseQuantity(text);
  return cores === undefined ? undefined : cores * CORE;
}

/** 0…1, the same for the same text. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
