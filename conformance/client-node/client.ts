import { PassThrough, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { Target } from '../cluster.ts';

/** What a case works with: the library's configuration, and a namespace of its own. */
export interface Client {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly namespace: string;
  readonly folder: string;
  readonly target: Target;
}

/** One use of the library, with its own assertions. */
export interface ClientCase {
  readonly name: string;
  /** On the demo only, with the reason. */
  readonly demoOnly?: string;
  run(client: Client): Promise<void>;
}

export function connect(kubeconfig: string, namespace: string, folder: string, target: Target): Client {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return { config, core: config.makeApiClient(CoreV1Api), namespace, folder, target };
}

/** Waits for something to be so; throws with `what` when it does not come. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`in vain: ${what}`);
}

/** A promise that somebody else settles. */
export function pending<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A stream that keeps what is written to it. */
export class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Input of a container, to be written to. */
export const input = (): PassThrough => new PassThrough();

/** Creates a pod with one container "main" and waits until it is ready. */
export async function startPod(client: Client, name: string, command: string[], more: object = {}): Promise<V1Pod> {
  const { core, namespace } = client;
  const container = { name: 'main', image: 'busybox:1.36', command, ...more };
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name, labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 1, containers: [container] },
    },
  });
  return eventually(`pod ${name} is ready`, async () => {
    const pod = await core.readNamespacedPod({ name, namespace });
    return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? pod : undefined;
  });
}
