import type { EventRecorder } from '../controllers/event-recorder.ts';
import { KEYS, type Pod } from '../controllers/kinds.ts';
import { isFinished } from '../controllers/pod-state.ts';
import { timestamp } from '../controllers/time.ts';
import type { Timers } from '../controllers/timers.ts';
import { qosClass } from '../pod-defaults.ts';
import type { ClusterStore } from '../store.ts';
import { mountFault } from './container-files.ts';
import { ContainerWorker, type WorkerContext } from './container-worker.ts';
import { conditionsOf, phaseOf } from './pod-status.ts';
import { Killed, sleep } from './process.ts';

export interface NodeContext {
  readonly store: ClusterStore;
  readonly timers: Timers;
  readonly events: EventRecorder;
  readonly pulled: Set<string>;
  readonly nodeAddress: string;
  allocateIp(): string;
}

const SANDBOX_MS = 350;
const MOUNT_RETRY_MS = 4000;

/** Leads one pod through its life on a node. */
export class PodWorker {
  readonly #node: NodeContext;
  readonly #abort = new AbortController();
  readonly #context: WorkerContext;
  readonly #init: ContainerWorker[];
  readonly #main: ContainerWorker[];
  readonly #ephemeral: ContainerWorker[] = [];
  #last: Pod;
  #ip: string | undefined;
  #isTerminating = false;
  #isOver = false;

  constructor(node: NodeContext, pod: Pod) {
    this.#node = node;
    this.#last = pod;
    this.#ip = pod.status?.podIP;
    this.#context = {
      store: node.store,
      timers: node.timers,
      events: node.events,
      pulled: node.pulled,
      pod: () => this.#pod(),
      changed: () => this.#write(),
      signal: this.#abort.signal,
    };
    const { status } = pod;
    this.#init = (pod.spec.initContainers ?? []).map(
      (one) =>
        new ContainerWorker(
          this.#context,
          one,
          'init',
          status?.initContainerStatuses?.find((it) => it.name === one.name),
        ),
    );
    this.#main = pod.spec.containers.map(
      (one) =>
        new ContainerWorker(
          this.#context,
          one,
          'main',
          status?.containerStatuses?.find((it) => it.name === one.name),
        ),
    );
    if (this.#init.length > 0)
      for (const worker of [...this.#init, ...this.#main])
        if (!worker.status.containerID && worker.status.state.waiting?.reason === 'ContainerCreating')
          worker.status.state = { waiting: { reason: 'PodInitializing' } };
  }

  get uid(): string {
    return this.#last.metadata.uid;
  }

  container(name: string): ContainerWorker | undefined {
    return [...this.#main, ...this.#init, ...this.#ephemeral].find((one) => one.container.name === name);
  }

  /** For a pod that was over before: only its logs are of interest. */
  recall(): void {
    for (const worker of this.#main) worker.recall();
  }

  start(): void {
    this.#run().catch((error: unknown) => {
      if (!(error instanceof Killed)) this.#fail(error);
    });
  }

  #fail(error: unknown): void {
    const source = { component: 'kubelet', host: this.#last.spec.nodeName ?? '' };
    const message = error instanceof Error ? error.message : String(error);
    this.#node.events.warning(this.#pod(), source, 'FailedSync', `error determining status: ${message}`);
  }

  #pod(): Pod {
    const { namespace, name, uid } = this.#last.metadata;
    const pod = this.#node.store.get(KEYS.Pod, namespace, name) as Pod | undefined;
    if (pod?.metadata.uid === uid) this.#last = pod;
    return this.#last;
  }

  async #run(): Promise<void> {
    const { timers, store, events } = this.#node;
    this.#write();
    if (this.#ip === undefined) {
      await sleep(timers, SANDBOX_MS, this.#abort.signal);
      const source = { component: 'kubelet', host: this.#last.spec.nodeName ?? '' };
      for (let fault = mountFault(store, this.#pod()); fault; fault = mountFault(store, this.#pod())) {
        events.warning(this.#pod(), source, 'FailedMount', fault);
        await sleep(timers, MOUNT_RETRY_MS, this.#abort.signal);
      }
      this.#ip = this.#last.spec.hostNetwork ? this.#node.nodeAddress : this.#node.allocateIp();
      this.#write();
    }
    for (const worker of this.#init) {
      const ended = worker.run();
      if (worker.container.restartPolicy === 'Always') {
        void ended.catch(() => {});
        await sleep(timers, 600, this.#abort.signal);
        continue;
      }
      const exitCode = await ended;
      if (exitCode !== 0) return this.#finish();
    }
    const runs = this.#main.map((worker) => worker.run());
    this.#startEphemeral();
    await Promise.all(runs);
    this.#finish();
  }

  /** All containers have ended for good. */
  #finish(): void {
    if (this.#isTerminating) return;
    for (const worker of this.#init) worker.kill();
    this.#isOver = true;
    this.#write();
  }

  /** The pod has changed in the store: deletion, or an ephemeral container. */
  podChanged(pod: Pod): void {
    this.#last = pod;
    if (pod.metadata.deletionTimestamp && !this.#isTerminating) {
      this.#isTerminating = true;
      // not from within the store's notification
      this.#node.timers.after(0, () => void this.#terminate(pod));
    } else if (!this.#isTerminating && this.#ip !== undefined) this.#node.timers.after(0, () => this.#startEphemeral());
  }

  #startEphemeral(): void {
    for (const container of this.#pod().spec.ephemeralContainers ?? []) {
      if (this.#ephemeral.some((one) => one.container.name === container.name)) continue;
      const worker = new ContainerWorker(this.#context, container, 'ephemeral');
      this.#ephemeral.push(worker);
      worker.run().catch(() => {});
    }
  }

  async #terminate(pod: Pod): Promise<void> {
    const grace = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    const workers = [...this.#main, ...this.#init, ...this.#ephemeral];
    for (const worker of workers) worker.stop(grace);
    const ends = workers.flatMap((worker) => (worker.current ? [worker.current.done] : []));
    await Promise.all(ends);
    this.#write();
    this.#abort.abort(137);
    this.#isOver = true;
    this.#node.timers.after(100, () => {
      const { namespace, name, uid } = pod.metadata;
      const present = this.#node.store.get(KEYS.Pod, namespace, name);
      if (present?.metadata.uid === uid) this.#node.store.delete(KEYS.Pod, namespace, name, { force: true });
    });
  }

  /** The pod is gone from the API: end everything at once. */
  stop(): void {
    this.#isTerminating = true;
    for (const worker of [...this.#main, ...this.#init, ...this.#ephemeral]) worker.kill();
    if (!this.#abort.signal.aborted) this.#abort.abort(137);
  }

  #write(): void {
    const { store, nodeAddress } = this.#node;
    const { namespace, name, uid } = this.#last.metadata;
    if (this.#abort.signal.aborted) return;
    const now = store.now();
    const init = this.#init.map((one) => one.status);
    const main = this.#main.map((one) => one.status);
    const ephemeral = this.#ephemeral.map((one) => one.status);
    store.update(KEYS.Pod, namespace, name, (draft) => {
      const pod = draft as Pod;
      if (pod.metadata.uid !== uid || (isFinished(pod) && this.#isOver)) return;
      const before = pod.status ?? {};
      const phase = phaseOf(pod, init, main);
      pod.status = {
        ...before,
        phase,
        conditions: conditionsOf(before.conditions ?? [], { phase }, init, main, pod, now),
        hostIP: nodeAddress,
        hostIPs: [{ ip: nodeAddress }],
        ...(this.#ip ? { podIP: this.#ip, podIPs: [{ ip: this.#ip }] } : {}),
        startTime: before.startTime ?? timestamp(now),
        qosClass: before.qosClass ?? qosClass(pod.spec),
        ...(init.length > 0 ? { initContainerStatuses: init } : {}),
        containerStatuses: main,
        ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
      };
    });
  }
}
