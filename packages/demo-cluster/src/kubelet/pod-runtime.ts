import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Pod } from '../controllers/kinds.ts';
import type { ExecIo, ExecOptions, LogEntry, LogOptions, PodRuntime } from '../runtime.ts';
import { StatusError } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import type { ContainerInstance } from './container-instance.ts';
import type { ContainerWorker } from './container-worker.ts';
import { executableFault } from './executables.ts';
import type { Kubelets } from './kubelet.ts';
import { crlf, Killed } from './process.ts';
import { runProgram } from './programs/run-program.ts';
import { isInteractiveShell, terminalCommand, terminalShell } from './terminal/terminal-shell.ts';

/** Answers the log, exec and attach sub-resources from the simulated containers. */
export class SimulatedPodRuntime implements PodRuntime {
  readonly #kubelets: Kubelets;

  constructor(kubelets: Kubelets) {
    this.#kubelets = kubelets;
  }

  async *logs(object: DemoObject, options: LogOptions, signal: AbortSignal): AsyncGenerator<LogEntry> {
    const pod = object as Pod;
    const worker = this.#worker(pod, options.container);
    // while a container waits for its restart, the run that ended last is the previous one
    const isBetween = worker?.status.state.waiting !== undefined && worker.status.lastState.terminated !== undefined;
    const instance = options.previous && !isBetween ? worker?.previous : worker?.current;
    if (!instance) throw noLogs(pod, options, worker);
    yield* instance.log.read(options, signal);
  }

  async exec(object: DemoObject, options: ExecOptions, io: ExecIo): Promise<number> {
    const pod = object as Pod;
    const instance = this.#running(pod, options.container);
    const { profile, env } = instance.sandbox.options;
    const fault = executableFault(options.command[0] ?? '', profile, false);
    if (fault) {
      const id = randomBytes(32).toString('hex');
      throw new StatusError(
        500,
        'InternalError',
        `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${fault}: unknown`,
        { causes: [{ message: `error executing command in container: ${fault}` }] },
      );
    }
    const kill = new AbortController();
    const end = () => kill.abort(137);
    io.signal.addEventListener('abort', end, { once: true });
    void instance.done.then(end);
    const size = { cols: 80, rows: 24 };
    io.onResize((cols, rows) => Object.assign(size, { cols, rows }));
    const process = {
      argv: options.command,
      env: options.tty ? { ...env, TERM: 'xterm' } : env,
      cwd: instance.sandbox.options.workingDir,
      sandbox: instance.sandbox,
      io: {
        stdin: options.stdin ? io.stdin : NO_INPUT,
        out: (bytes: Uint8Array | string) => io.stdout(options.tty ? crlf(bytes) : bytes),
        err: (bytes: Uint8Array | string) => (options.tty ? io.stdout(crlf(bytes)) : io.stderr(bytes)),
      },
      signal: kill.signal,
      tty: options.tty ? size : undefined,
    };
    try {
      if (!options.tty || !options.stdin) return await runProgram(process);
      return await (isInteractiveShell(options.command)
        ? terminalShell(process)
        : terminalCommand(process, runProgram));
    } catch (error) {
      if (error instanceof Killed) return error.exitCode;
      throw error;
    } finally {
      io.signal.removeEventListener('abort', end);
    }
  }

  async attach(
    object: DemoObject,
    options: { container: string; stdin: boolean; tty: boolean },
    io: ExecIo,
  ): Promise<number> {
    const instance = this.#running(object as Pod, options.container);
    const stop = instance.onOutput((stream, text) =>
      stream === 'stdout' || options.tty ? io.stdout(text) : io.stderr(text),
    );
    io.onResize((cols, rows) => instance.resize(cols, rows));
    if (options.stdin) void pump(io, instance);
    try {
      const gone = new Promise<undefined>((resolve) => {
        io.signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      const ended = await Promise.race([instance.done, gone]);
      return ended?.exitCode ?? 0;
    } finally {
      stop();
    }
  }

  connect(pod: DemoObject, port: number): Duplex {
    return this.#kubelets.world.network.connect(pod as Pod, port, '127.0.0.1');
  }

  #worker(pod: Pod, container: string): ContainerWorker | undefined {
    return this.#kubelets.worker(pod.metadata.uid)?.container(container);
  }

  #running(pod: Pod, container: string): ContainerInstance {
    const instance = this.#worker(pod, container)?.current;
    if (instance?.isRunning) return instance;
    if (!pod.spec.nodeName)
      throw new StatusError(400, 'BadRequest', `pod ${pod.metadata.name} does not have a host assigned`);
    if (!this.#kubelets.worker(pod.metadata.uid))
      throw new StatusError(500, 'InternalError', `error dialing backend: ${refused(pod)}`);
    throw new StatusError(500, 'InternalError', `unable to upgrade connection: container not found ("${container}")`);
  }
}

/** A simulated node has no kubelet to talk to. */
const refused = (pod: Pod) => `dial tcp ${pod.status?.hostIP}:10250: connect: connection refused`;

const NO_INPUT: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    yield* [];
  },
};

async function pump(io: ExecIo, instance: ContainerInstance): Promise<void> {
  for await (const chunk of io.stdin) await instance.stdin.push(chunk);
  // who has said that one client is enough has had it
  if (instance.sandbox.spec?.['stdinOnce'] === true) instance.stdin.close();
}

/** Why there is no log: the kubelet's words (kubelet_pods.go validateContainerLogStatus). */
function noLogs(pod: Pod, { container, previous }: LogOptions, worker: ContainerWorker | undefined): StatusError {
  const { name } = pod.metadata;
  const badRequest = (message: string) => new StatusError(400, 'BadRequest', message);
  if (!pod.spec.nodeName) return badRequest(`pod ${name} does not have a host assigned`);
  const all = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const status = worker?.status ?? all.find((one) => one.name === container);
  if (previous) return badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  if (status?.state.running) {
    const path = `https://${pod.status?.hostIP}:10250/containerLogs/${pod.metadata.namespace}/${name}/${container}`;
    return new StatusError(500, 'InternalError', `Get "${path}": ${refused(pod)}`);
  }
  const reason = status?.state.waiting?.reason ?? 'ContainerCreating';
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff') {
    const isFirst = reason === 'ErrImagePull' ? "image can't be pulled" : 'trying and failing to pull image';
    return badRequest(`container "${container}" in pod "${name}" is waiting to start: ${isFirst}`);
  }
  if (status?.state.terminated) return badRequest(`container "${container}" in pod "${name}" is terminated`);
  return badRequest(`container "${container}" in pod "${name}" is waiting to start: ${reason}`);
}
