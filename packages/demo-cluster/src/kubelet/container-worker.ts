import { randomBytes } from 'node:crypto';
import type { Container, ContainerState, ContainerStatus, Pod } from '../controllers/kinds.ts';
import { millis, timestamp } from '../controllers/time.ts';
import type { Timers } from '../controllers/timers.ts';
import { equalJson } from '../json-value.ts';
import { backOffMessage, backOffMs, backOffReminder } from './back-off.ts';
import { commandLine } from './command-line.ts';
import { ConfigError, environmentOf } from './container-environment.ts';
import { filesOf } from './container-files.ts';
import { lifecycleOf, runHook } from './container-hooks.ts';
import { ContainerInstance, imageId } from './container-instance.ts';
import { ContainerSandbox } from './container-sandbox.ts';
import { executableFault } from './executables.ts';
import { bringImage } from './image-pull.ts';
import { type ImageProfile, pull } from './image-table.ts';
import { grantedOf, waitingStatus } from './pod-status.ts';
import { type ProbedContainer, watchProbes } from './probe-watch.ts';
import { sleep } from './process.ts';
import { ReplayClock } from './replay-clock.ts';
import { terminationMessage } from './termination-message.ts';
import type { WorkerContext } from './worker-context.ts';

const CREATE_ERROR_RETRY_MS = 12_500;
const POLL_MS = 2500;
const BACKOFF_RESET_MS = 600_000;
const REMIND_MS = 20_000;
const START_ERROR = 128;
const START_ERROR_MS = 3000;
const START_HOOK_ERROR = 137;
const HOOK_ERROR_MS = 3000;

/** Keeps one container of a pod going: image, configuration, start, probes, restarts with back-off. */
export class ContainerWorker {
  container: Container;
  status: ContainerStatus;
  current: ContainerInstance | undefined;
  previous: ContainerInstance | undefined;
  readonly #context: WorkerContext;
  readonly #field: string;
  readonly #policy: string;
  readonly #source: { component: string; host: string };
  #failures = 0;
  #isStopping = false;
  /** an init container that has to end: having ended well is its readiness */
  readonly #isStep: boolean;

  constructor(
    context: WorkerContext,
    container: Container,
    kind: 'init' | 'main' | 'ephemeral',
    before?: ContainerStatus,
  ) {
    this.#context = context;
    this.container = container;
    this.#isStep = kind === 'init' && container.restartPolicy !== 'Always';
    this.#policy =
      kind === 'ephemeral'
        ? 'Never'
        : this.#isStep
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
      const { profile, env } = await this.#prepare();
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
      const exitCode = await this.#once(image.profile, this.#environment(image.profile).env, started);
      if (!this.#restarts(exitCode)) return exitCode;
      await this.#backOff();
    } else if (state.waiting?.reason === 'CrashLoopBackOff') {
      this.recall();
      this.#context.events.warning(
        this.#context.pod(),
        this.#source,
        'BackOff',
        backOffReminder(this.#context.pod(), this.container.name),
        this.#field,
      );
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

  /** Ends the container: preStop, SIGTERM, and SIGKILL when the grace period is over. */
  stop(graceSeconds: number): void {
    const isFirst = !this.#isStopping;
    this.#isStopping = true;
    const instance = this.current;
    if (!instance?.isRunning) return;
    if (isFirst) this.#event('Killing', `Stopping container ${this.container.name}`);
    const { preStop } = lifecycleOf(this.container);
    if (!preStop || graceSeconds === 0 || !isFirst) {
      instance.terminate(graceSeconds);
      return;
    }
    const begun = this.#context.store.now();
    const left = () => Math.max(graceSeconds - (this.#context.store.now() - begun) / 1000, 2);
    const cancel = this.#context.timers.after(graceSeconds * 1000, () => instance.kill());
    void runHook(preStop, this.container, instance, this.#context.pod(), (ms) => this.#wait(ms))
      .then((fault) => {
        if (fault !== undefined) this.#warning('FailedPreStopHook', 'PreStopHook failed');
      })
      .catch(() => undefined)
      .then(() => instance.terminate(left()))
      .then(() => instance.done)
      .then(cancel);
  }

  kill(): void {
    this.#isStopping = true;
    this.current?.kill();
  }

  /** Takes over changed resources; true when there were any. */
  resize(wanted: Container, pod: Pod): boolean {
    if (equalJson(wanted.resources ?? {}, this.container.resources ?? {})) return false;
    this.container = { ...this.container, resources: wanted.resources ?? {} };
    if (this.status.state.running) this.status = { ...this.status, ...grantedOf(this.container, pod) };
    return true;
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

  /** Image and configuration, which are looked at anew for every start. */
  async #prepare(): Promise<{ profile: ImageProfile; env: Record<string, string> }> {
    for (;;) {
      const profile = await bringImage({
        container: this.container,
        pulled: this.#context.pulled,
        arrived: (reference, bytes) => this.#context.arrived(reference, bytes),
        normal: (reason, message) => this.#event(reason, message),
        warning: (reason, message) => this.#warning(reason, message),
        waiting: (reason, message) => this.#set({ waiting: { reason, message } }),
        wait: (ms) => this.#wait(ms),
      });
      const { env, fault } = this.#environment(profile);
      if (fault === undefined) return { profile, env };
      this.#set({ waiting: { reason: 'CreateContainerConfigError', message: fault } });
      this.#warning('Failed', `Error: ${fault}`);
      // the kubelet tries again with its next sync; what was missing and is there is noticed sooner here
      for (
        let left = CREATE_ERROR_RETRY_MS;
        left > 0 && this.#environment(profile).fault !== undefined;
        left -= POLL_MS
      )
        await this.#wait(POLL_MS);
    }
  }

  #environment(profile: ImageProfile): { env: Record<string, string>; fault: string | undefined } {
    try {
      const env = environmentOf(this.#context.store, this.#context.pod(), this.container, profile);
      return { env, fault: undefined };
    } catch (error) {
      if (error instanceof ConfigError) return { env: {}, fault: error.message };
      throw error;
    }
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
      store,
      world: this.#context.world,
      pod,
      container: this.container.name,
      profile,
      env,
      workingDir: this.container.workingDir ?? profile.workingDir,
      files: filesOf(store, pod, this.container, profile),
      timers: clock.timers,
      now: () => clock.now(),
    });
    return new ContainerInstance(
      this.container,
      commandLine(this.container, profile, env),
      sandbox,
      startedAt,
      isResumed,
    );
  }

  /** One life of the container. `since`: it has been running since then. */
  async #once(profile: ImageProfile, env: Record<string, string>, since: number | undefined): Promise<number> {
    const { store } = this.#context;
    const argv = commandLine(this.container, profile, env);
    const reference = pull(this.container.image);
    const image = reference.ok ? reference.reference : this.container.image;
    const fault = executableFault(argv[0] ?? '', profile, true);
    if (since === undefined) this.#event('Created', `Created container: ${this.container.name}`);
    if (fault) return this.#failStart(fault);
    const instance = this.#instance(profile, env, since ?? store.now(), undefined, since !== undefined);
    if (since === undefined) this.#event('Started', `Started container ${this.container.name}`);
    this.previous = this.current;
    this.current = instance;
    if (since === undefined && !(await this.#afterStart(instance))) return START_HOOK_ERROR;
    const keepsReadiness = since !== undefined && this.status.ready;
    const { startupProbe, readinessProbe } = this.container;
    const isReady = keepsReadiness || (!startupProbe && !readinessProbe);
    if (instance.isRunning)
      this.#set(
        { running: { startedAt: timestamp(instance.startedAt) } },
        {
          started: !startupProbe || keepsReadiness,
          ready: isReady,
          containerID: since === undefined ? instance.id : (this.status.containerID ?? instance.id),
          image,
          imageID: imageId(image),
          ...grantedOf(this.container, this.#context.pod()),
        },
      );
    else this.status = { ...this.status, containerID: instance.id, image, imageID: imageId(image) };
    void watchProbes(this.#probed(instance));
    const { exitCode, isOutOfMemory } = await instance.done;
    const now = store.now();
    if (now - instance.startedAt > BACKOFF_RESET_MS) this.#failures = 0;
    const reason = isOutOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
    const message = await terminationMessage(this.container, instance, argv, exitCode);
    this.#set(
      {
        terminated: {
          exitCode,
          reason,
          ...(message === '' ? {} : { message }),
          startedAt: timestamp(instance.startedAt),
          finishedAt: timestamp(now),
          containerID: this.status.containerID ?? instance.id,
        },
      },
      { ready: exitCode === 0 && this.#isStep },
    );
    return exitCode;
  }

  /** postStart: the container is not shown as running before it is over, and does not live when it fails. */
  async #afterStart(instance: ContainerInstance): Promise<boolean> {
    const { postStart } = lifecycleOf(this.container);
    if (!postStart) return true;
    const fault = await runHook(postStart, this.container, instance, this.#context.pod(), (ms) => this.#wait(ms));
    if (fault === undefined || this.#isStopping) return true;
    this.#warning('FailedPostStartHook', 'PostStartHook failed');
    this.#event('Killing', 'FailedPostStartHook');
    this.#set({ waiting: { reason: 'PostStartHookError', message: fault } });
    instance.terminate(this.#context.pod().spec.terminationGracePeriodSeconds ?? 30);
    const { exitCode } = await instance.done;
    const now = timestamp(this.#context.store.now());
    this.status = {
      ...this.status,
      lastState: {
        terminated: {
          exitCode,
          reason: exitCode === 0 ? 'Completed' : 'Error',
          startedAt: timestamp(instance.startedAt),
          finishedAt: now,
          containerID: instance.id,
        },
      },
    };
    await this.#wait(HOOK_ERROR_MS);
    return false;
  }

  /** The runtime could not start the program: seen as waiting with the reason, and as a run that has ended. */
  async #failStart(fault: string): Promise<number> {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${fault}: unknown`;
    const terminated = {
      exitCode: START_ERROR,
      reason: 'StartError',
      message,
      startedAt: '1970-01-01T00:00:00Z',
      finishedAt: timestamp(this.#context.store.now()),
      containerID: `containerd://${randomBytes(32).toString('hex')}`,
    };
    this.#warning('Failed', `Error: ${message}`);
    if (this.#policy === 'Never') {
      this.#set({ terminated }, { containerID: terminated.containerID });
      return START_ERROR;
    }
    this.#set(
      { waiting: { reason: 'RunContainerError', message } },
      { lastState: { terminated }, containerID: terminated.containerID },
    );
    await this.#wait(START_ERROR_MS);
    return START_ERROR;
  }

  /** The first restart is at once, later ones after 10 s, 20 s, … 5 min. */
  async #backOff(): Promise<void> {
    const { terminated } = this.status.state;
    const lastState: ContainerState = terminated ? { terminated } : this.status.lastState;
    if (this.#failures > 0) {
      const wait = backOffMs(this.#failures);
      const message = backOffMessage(this.#context.pod(), this.container.name, wait);
      this.#set({ waiting: { reason: 'CrashLoopBackOff', message } }, { lastState });
      for (let left = wait; left > 0; left -= REMIND_MS) {
        this.#warning('BackOff', backOffReminder(this.#context.pod(), this.container.name));
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
