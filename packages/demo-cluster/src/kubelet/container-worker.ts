import type { EventRecorder } from '../controllers/event-recorder.ts';
import type { Container, ContainerState, ContainerStatus, Pod } from '../controllers/kinds.ts';
import { millis, timestamp } from '../controllers/time.ts';
import type { Timers } from '../controllers/timers.ts';
import type { ClusterStore } from '../store.ts';
import { ConfigError, environmentOf, expandArguments } from './container-environment.ts';
import { filesOf } from './container-files.ts';
import { ContainerInstance, imageId } from './container-instance.ts';
import { ContainerSandbox } from './container-sandbox.ts';
import { executableFault } from './executables.ts';
import { type ImageProfile, pull } from './image-table.ts';
import { waitingStatus } from './pod-status.ts';
import { type ProbedContainer, watchProbes } from './probe-watch.ts';
import { sleep } from './process.ts';
import { ReplayClock } from './replay-clock.ts';

export interface WorkerContext {
  readonly store: ClusterStore;
  readonly timers: Timers;
  readonly events: EventRecorder;
  /** images that a node has */
  readonly pulled: Set<string>;
  /** the pod as it is in the store now, else as it was last */
  pod(): Pod;
  /** something about the container has changed: write it down */
  changed(): void;
  /** aborted when the pod goes */
  readonly signal: AbortSignal;
}

const CREATE_ERROR_RETRY_MS = 10_000;
const BACKOFF_STEP_MS = 10_000;
const BACKOFF_MAX_MS = 300_000;
const BACKOFF_RESET_MS = 600_000;
const REMIND_MS = 20_000;
const START_ERROR = 128;

/** Keeps one container of a pod going: image, configuration, start, probes, restarts with back-off. */
export class ContainerWorker {
  readonly container: Container;
  status: ContainerStatus;
  current: ContainerInstance | undefined;
  previous: ContainerInstance | undefined;
  readonly #context: WorkerContext;
  readonly #field: string;
  readonly #policy: string;
  readonly #source: { component: string; host: string };
  #failures = 0;
  #isStopping = false;

  constructor(
    context: WorkerContext,
    container: Container,
    kind: 'init' | 'main' | 'ephemeral',
    before?: ContainerStatus,
  ) {
    this.#context = context;
    this.container = container;
    this.#policy =
      kind === 'ephemeral'
        ? 'Never'
        : kind === 'init' && container.restartPolicy !== 'Always'
          ? context.pod().spec.restartPolicy === 'Never'
            ? 'Never'
            : 'OnFailure'
          : (container.restartPolicy ?? context.pod().spec.restartPolicy ?? 'Always');
    const field = { init: 'initContainers', main: 'containers', ephemeral: 'ephemeralContainers' }[kind];
    this.#field = `spec.${field}{${container.name}}`;
    this.#source = { component: 'kubelet', host: context.pod().spec.nodeName ?? '' };
    this.status = before ?? waitingStatus(container, 'ContainerCreating');
    this.#failures = this.status.restartCount;
  }

  /** Runs until the container is done for good; resolves with its last exit code. */
  async run(): Promise<number> {
    const adopted = await this.#adopt();
    if (adopted !== undefined) return adopted;
    for (;;) {
      const profile = await this.#image();
      const env = await this.#environment(profile);
      const exitCode = await this.#once(profile, env, undefined);
      if (!this.#restarts(exitCode)) return exitCode;
      await this.#backOff();
    }
  }

  /** Takes over what an earlier run, or the seed, has left: a finished, a running or a crashing container. */
  async #adopt(): Promise<number | undefined> {
    const { state } = this.status;
    if (state.terminated && !this.#restarts(state.terminated.exitCode)) return state.terminated.exitCode;
    const image = pull(this.container.image);
    if (state.running && image.ok) {
      const started = millis(state.running.startedAt);
      const exitCode = await this.#once(image.profile, await this.#environment(image.profile), started);
      if (!this.#restarts(exitCode)) return exitCode;
      await this.#backOff();
    } else if (state.waiting?.reason === 'CrashLoopBackOff') {
      this.recall();
      this.#context.events.warning(this.#context.pod(), this.#source, 'BackOff', this.#backOffMessage(), this.#field);
      await this.#wait(30_000 + 60_000 * Math.random());
    }
    return undefined;
  }

  /** Plays a run that ended before the demo started, in its own time, so that `logs` has something to show. */
  recall(): void {
    const ended = this.status.state.terminated ?? this.status.lastState.terminated;
    const image = pull(this.container.image);
    if (!ended || !image.ok || this.current) return;
    const clock = new ReplayClock(millis(ended.startedAt), millis(ended.finishedAt));
    try {
      const env = environmentOf(this.#context.store, this.#context.pod(), this.container, image.profile);
      const instance = this.#instance(image.profile, env, millis(ended.startedAt), clock);
      clock.onEnd(() => instance.kill(ended.exitCode));
      this.current = instance;
    } catch (error) {
      // what it needed is gone by now: no log
      if (!(error instanceof ConfigError)) throw error;
    }
  }

  stop(graceSeconds: number): void {
    this.#isStopping = true;
    if (!this.current?.isRunning) return;
    this.#event('Killing', `Stopping container ${this.container.name}`);
    this.current.terminate(graceSeconds);
  }

  kill(): void {
    this.#isStopping = true;
    this.current?.kill();
  }

  #restarts(exitCode: number): boolean {
    if (this.#isStopping || this.#context.signal.aborted) return false;
    return this.#policy === 'Always' || (this.#policy === 'OnFailure' && exitCode !== 0);
  }

  #event(reason: string, message: string): void {
    this.#context.events.normal(this.#context.pod(), this.#source, reason, message, this.#field);
  }

  #warning(reason: string, message: string): void {
    this.#context.events.warning(this.#context.pod(), this.#source, reason, message, this.#field);
  }

  #wait(ms: number): Promise<void> {
    return sleep(this.#context.timers, ms, this.#context.signal);
  }

  #set(state: ContainerState, more: Partial<ContainerStatus> = {}): void {
    this.status = { ...this.status, ready: false, started: false, ...more, state };
    this.#context.changed();
  }

  async #image(): Promise<ImageProfile> {
    const { image } = this.container;
    const result = pull(image);
    const { pulled } = this.#context;
    if (result.ok && this.container.imagePullPolicy !== 'Always' && pulled.has(result.reference)) {
      this.#event('Pulled', `Container image "${image}" already present on machine`);
      return result.profile;
    }
    if (result.ok && this.container.imagePullPolicy !== 'Never') {
      this.#event('Pulling', `Pulling image "${image}"`);
      const took = pulled.has(result.reference) ? 250 : 700 + 900 * Math.random();
      await this.#wait(took);
      pulled.add(result.reference);
      const seconds = `${(took / 1000).toFixed(3)}s`;
      this.#event(
        'Pulled',
        `Successfully pulled image "${image}" in ${seconds} (${seconds} including waiting). Image size: ${20 + (image.length % 60)}271436 bytes.`,
      );
      return result.profile;
    }
    if (this.container.imagePullPolicy === 'Never' && result.ok) {
      if (pulled.has(result.reference)) return result.profile;
      return this.#failForEver(
        'ErrImageNeverPull',
        `Container image "${image}" is not present with pull policy of Never`,
        'ErrImageNeverPull',
      );
    }
    if (result.ok) return result.profile;
    if (result.reason === 'InvalidImageName')
      return this.#failForEver('InvalidImageName', result.message, 'InspectFailed');
    return this.#failPulls(result.message);
  }

  async #failForEver(reason: string, message: string, event: string): Promise<never> {
    for (;;) {
      this.#set({ waiting: { reason, message } });
      this.#warning(event, message);
      this.#warning('Failed', `Error: ${reason}`);
      await this.#wait(CREATE_ERROR_RETRY_MS);
    }
  }

  async #failPulls(message: string): Promise<never> {
    const { image } = this.container;
    for (let wait = BACKOFF_STEP_MS; ; wait = Math.min(wait * 2, BACKOFF_MAX_MS)) {
      this.#event('Pulling', `Pulling image "${image}"`);
      await this.#wait(900);
      this.#set({
        waiting: { reason: 'ErrImagePull', message: message.replace(/^Failed to pull image "[^"]*": /, '') },
      });
      this.#warning('Failed', message);
      this.#warning('Failed', 'Error: ErrImagePull');
      await this.#wait(1500);
      this.#set({ waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } });
      for (let left = wait; left > 0; left -= REMIND_MS) {
        this.#event('BackOff', `Back-off pulling image "${image}"`);
        this.#warning('Failed', 'Error: ImagePullBackOff');
        await this.#wait(Math.min(left, REMIND_MS));
      }
    }
  }

  async #environment(profile: ImageProfile): Promise<Record<string, string>> {
    for (;;) {
      try {
        return environmentOf(this.#context.store, this.#context.pod(), this.container, profile);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        this.#set({ waiting: { reason: 'CreateContainerConfigError', message: error.message } });
        this.#warning('Failed', `Error: ${error.message}`);
        await this.#wait(CREATE_ERROR_RETRY_MS / 4);
      }
    }
  }

  #argv(profile: ImageProfile, env: Readonly<Record<string, string>>): string[] {
    const { command, args } = this.container;
    const head = command && command.length > 0 ? command : profile.command;
    // arguments alone replace the image's CMD but keep its entry point
    const isEntryPoint = /^\/|-foreground$|server$|agnhost$|^stress$|^perl$/.test(profile.command[0] ?? '');
    const base = command || !args ? head : isEntryPoint || args[0]?.startsWith('-') ? profile.command.slice(0, 1) : [];
    return expandArguments([...base, ...(args ?? [])], env);
  }

  #instance(
    profile: ImageProfile,
    env: Record<string, string>,
    startedAt: number,
    clock: { readonly timers: Timers; now(): number } = {
      timers: this.#context.timers,
      now: () => this.#context.store.now(),
    },
    isResumed = false,
  ): ContainerInstance {
    const { store } = this.#context;
    const pod = this.#context.pod();
    const sandbox = new ContainerSandbox({
      pod,
      container: this.container.name,
      profile,
      env,
      workingDir: this.container.workingDir ?? profile.workingDir,
      files: filesOf(store, pod, this.container, profile),
      timers: clock.timers,
      now: () => clock.now(),
    });
    return new ContainerInstance(this.container, this.#argv(profile, env), sandbox, startedAt, isResumed);
  }

  /** One life of the container. `since`: it has been running since then. */
  async #once(profile: ImageProfile, env: Record<string, string>, since: number | undefined): Promise<number> {
    const { store } = this.#context;
    const argv = this.#argv(profile, env);
    const reference = pull(this.container.image);
    const image = reference.ok ? reference.reference : this.container.image;
    const fault = executableFault(argv[0] ?? '', profile, true);
    if (since === undefined) this.#event('Created', `Created container: ${this.container.name}`);
    if (fault) return this.#failStart(fault);
    const instance = this.#instance(profile, env, since ?? store.now(), undefined, since !== undefined);
    if (since === undefined) this.#event('Started', `Started container ${this.container.name}`);
    this.previous = this.current;
    this.current = instance;
    const keepsReadiness = since !== undefined && this.status.ready;
    const { startupProbe, readinessProbe } = this.container;
    const isReady = keepsReadiness || (!startupProbe && !readinessProbe);
    this.#set(
      { running: { startedAt: timestamp(instance.startedAt) } },
      {
        started: !startupProbe || keepsReadiness,
        ready: isReady,
        containerID: since === undefined ? instance.id : (this.status.containerID ?? instance.id),
        image,
        imageID: imageId(image),
      },
    );
    void watchProbes(this.#probed(instance));
    const { exitCode, isOutOfMemory } = await instance.done;
    const now = store.now();
    if (now - instance.startedAt > BACKOFF_RESET_MS) this.#failures = 0;
    const reason = isOutOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
    const isFallback = this.container['terminationMessagePolicy'] === 'FallbackToLogsOnError' && exitCode !== 0;
    this.#set({
      terminated: {
        exitCode,
        reason,
        ...(isFallback ? { message: instance.log.tail(80) } : {}),
        startedAt: timestamp(instance.startedAt),
        finishedAt: timestamp(now),
        containerID: this.status.containerID ?? instance.id,
      },
    });
    return exitCode;
  }

  #failStart(fault: string): number {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${fault}: unknown`;
    this.#warning('Failed', `Error: ${message}`);
    this.#set({
      terminated: {
        exitCode: START_ERROR,
        reason: 'StartError',
        message,
        startedAt: '1970-01-01T00:00:00Z',
        finishedAt: timestamp(this.#context.store.now()),
      },
    });
    return START_ERROR;
  }

  #backOffMs(): number {
    return Math.min(BACKOFF_STEP_MS * 2 ** Math.max(this.#failures - 1, 0), BACKOFF_MAX_MS);
  }

  #backOffMessage(): string {
    const { name, namespace, uid } = this.#context.pod().metadata;
    return `Back-off restarting failed container ${this.container.name} in pod ${name}_${namespace}(${uid})`;
  }

  /** The first restart is at once, later ones after 10 s, 20 s, … 5 min. */
  async #backOff(): Promise<void> {
    const { terminated } = this.status.state;
    const lastState: ContainerState = terminated ? { terminated } : {};
    if (this.#failures > 0) {
      const wait = this.#backOffMs();
      const { name, namespace, uid } = this.#context.pod().metadata;
      const text = wait < 60_000 ? `${wait / 1000}s` : `${Math.floor(wait / 60_000)}m${(wait % 60_000) / 1000}s`;
      const message = `back-off ${text} restarting failed container=${this.container.name} pod=${name}_${namespace}(${uid})`;
      this.#set({ waiting: { reason: 'CrashLoopBackOff', message } }, { lastState });
      for (let left = wait; left > 0; left -= REMIND_MS) {
        this.#warning('BackOff', this.#backOffMessage());
        await this.#wait(Math.min(left, REMIND_MS));
      }
    } else await this.#wait(800);
    this.#failures++;
    this.status = { ...this.status, lastState, restartCount: this.status.restartCount + 1 };
  }

  #update(more: Partial<ContainerStatus>): void {
    this.status = { ...this.status, ...more };
    this.#context.changed();
  }

  #probed(instance: ContainerInstance): ProbedContainer {
    const { readinessProbe } = this.container;
    return {
      container: this.container,
      instance,
      hasStarted: () => this.status.started === true,
      isCurrent: () => this.current === instance && instance.isRunning,
      address: () => this.#context.pod().status?.podIP ?? '',
      wait: (ms) => this.#wait(ms),
      started: () => this.#update({ started: true, ready: !readinessProbe }),
      ready: (isReady) => {
        if (this.status.ready !== isReady) this.#update({ ready: isReady });
      },
      unhealthy: (message) => this.#warning('Unhealthy', message),
      kill: (kind) => {
        this.#event('Killing', `Container ${this.container.name} failed ${kind} probe, will be restarted`);
        instance.terminate(this.#context.pod().spec.terminationGracePeriodSeconds ?? 30);
      },
    };
  }
}
