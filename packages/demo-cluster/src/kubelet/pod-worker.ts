import { setCondition } from '../controllers/conditions.ts';
import type { EventRecorder } from '../controllers/event-recorder.ts';
import { type Condition, KEYS, type Pod } from '../controllers/kinds.ts';
import { isFinished } from '../controllers/pod-state.ts';
import { timestamp } from '../controllers/time.ts';
import type { Timers } from '../controllers/timers.ts';
import { qosClass } from '../pod-defaults.ts';
import type { ClusterStore } from '../store.ts';
import type { ClusterWorld } from './cluster-world.ts';
import { ContainerWorker } from './container-worker.ts';
import { mountFault } from './mount-fault.ts';
import { conditionsOf, phaseOf } from './pod-status.ts';
import { Killed, sleep } from './process.ts';
import type { WorkerContext } from './worker-context.ts';

export interface NodeContext {
  readonly store: ClusterStore;
  readonly timers: Timers;
  readonly events: EventRecorder;
  readonly pulled: Set<string>;
  readonly world: ClusterWorld;
  readonly nodeAddress: string;
  allocateIp(): string;
  /** the node has got an image */
  arrived(reference: string, bytes: number): void;
  /** false: the kubelet is dead or cut off; nothing that happens here is heard of */
  isReporting(): boolean;
}

const SANDBOX_MS = 350;
const MOUNT_RETRY_MS = 500;
const MOUNT_RETRY_MAX_MS = 122_000;
const MOUNT_POLL_MS = 4000;
const SIDECAR_POLL_MS = 200;
const SIDECAR_GRACE_SECONDS = 2;
const FAREWELL_MS = 100;
const USED = '61440Ki';
const DEADLINE = 'Pod was active on the node longer than the specified deadline';

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
  #verdict: { reason: string; message: string; disruption: Condition | undefined } | undefined;

  constructor(node: NodeContext, pod: Pod) {
    this.#node = node;
    this.#last = pod;
    this.#ip = pod.status?.podIP;
    this.#context = {
      store: node.store,
      timers: node.timers,
      events: node.events,
      pulled: node.pulled,
      world: node.world,
      arrived: (reference, bytes) => node.arrived(reference, bytes),
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

  get #source() {
    return { component: 'kubelet', host: this.#last.spec.nodeName ?? '' };
  }

  #wait(ms: number): Promise<void> {
    return sleep(this.#node.timers, ms, this.#abort.signal);
  }

  async #run(): Promise<void> {
    this.#write();
    this.#watchDeadline();
    if (this.#ip === undefined) {
      await this.#wait(SANDBOX_MS);
      await this.#mount();
      this.#ip = this.#last.spec.hostNetwork ? this.#node.nodeAddress : this.#node.allocateIp();
      this.#write();
    }
    for (const worker of this.#init) {
      const ended = worker.run();
      if (worker.container.restartPolicy === 'Always') {
        ended.catch(() => {});
        while (!worker.status.started) await this.#wait(SIDECAR_POLL_MS);
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

  /** Waits for what the volumes need, with the kubelet's back-off between its complaints. */
  async #mount(): Promise<void> {
    const { store, events } = this.#node;
    let backOff = MOUNT_RETRY_MS;
    for (let fault = mountFault(store, this.#pod()); fault; fault = mountFault(store, this.#pod())) {
      events.warning(this.#pod(), this.#source, 'FailedMount', fault);
      // what was missing and is there is noticed sooner than a real kubelet would
      for (let left = backOff; left > 0 && mountFault(store, this.#pod()); left -= MOUNT_POLL_MS)
        await this.#wait(Math.min(left, MOUNT_POLL_MS));
      backOff = Math.min(backOff * 2, MOUNT_RETRY_MAX_MS);
    }
  }

  #watchDeadline(): void {
    const seconds = this.#last.spec.activeDeadlineSeconds;
    const since = this.#pod().status?.startTime;
    if (seconds === undefined || since === undefined) return;
    const left = Math.max(Date.parse(since) + seconds * 1000 - this.#node.store.now(), 0);
    this.#node.timers.after(left, () => {
      if (this.#isOver || this.#isTerminating) return;
      this.#node.events.normal(this.#pod(), this.#source, 'DeadlineExceeded', DEADLINE);
      void this.#giveUp('DeadlineExceeded', DEADLINE);
    });
  }

  /** Ends the pod on the node's decision: it has failed, whatever its containers say. */
  async #giveUp(reason: string, message: string, disruption?: Condition): Promise<void> {
    this.#verdict = { reason, message, disruption };
    this.#write();
    await this.#endContainers(this.#last.spec.terminationGracePeriodSeconds ?? 30);
    this.#write();
    this.#isOver = true;
  }

  /** The node is short of a resource and takes it back from this pod. */
  evict(resource: string): void {
    if (this.#isOver || this.#isTerminating) return;
    const users = this.#main
      .map(
        ({ container }) =>
          `Container ${container.name} was using ${USED}, request is 0, has larger consumption of ${resource}. `,
      )
      .join('');
    const message = `The node was low on resource: ${resource}. Threshold quantity: 100Mi, available: 84Mi. ${users}`;
    this.#node.events.warning(this.#pod(), this.#source, 'Evicted', message);
    void this.#giveUp('Evicted', message, {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      reason: 'TerminationByKubelet',
      message,
    });
  }

  /** All containers have ended for good. */
  #finish(): void {
    if (this.#isTerminating || this.#verdict) return;
    for (const worker of [...this.#init].reverse()) worker.stop(SIDECAR_GRACE_SECONDS);
    this.#write();
    this.#isOver = true;
  }

  /** The kubelet is back: what it has missed, and what nobody has heard. */
  resume(): void {
    const pod = this.#pod();
    if (pod.metadata.deletionTimestamp) this.podChanged(pod);
    else if (!isFinished(pod)) this.#write();
  }

  /** The pod has changed in the store: deletion, an ephemeral container, other resources, a readiness gate. */
  podChanged(pod: Pod): void {
    const before = this.#last;
    this.#last = pod;
    const { timers } = this.#node;
    if (!this.#node.isReporting()) return;
    if (pod.metadata.deletionTimestamp) {
      const grace = pod.metadata.deletionGracePeriodSeconds;
      if (this.#isTerminating && grace === before.metadata.deletionGracePeriodSeconds) return;
      const isFirst = !this.#isTerminating;
      this.#isTerminating = true;
      // not from within the store's notification
      timers.after(0, () => void (isFirst ? this.#terminate(pod) : this.#endContainers(grace ?? 0)));
    } else if (!this.#isTerminating && this.#ip !== undefined)
      timers.after(0, () => {
        this.#startEphemeral();
        this.#resize();
        if (pod.spec['readinessGates'] !== undefined) this.#write();
      });
  }

  /** Takes over changed resources of running containers (in-place resize). */
  #resize(): void {
    const pod = this.#pod();
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    let isChanged = false;
    for (const worker of [...this.#main, ...this.#init]) {
      const wanted = all.find((one) => one.name === worker.container.name);
      if (wanted && worker.resize(wanted, pod)) isChanged = true;
    }
    if (!isChanged) return;
    const containers = pod.spec.containers.map(({ name, resources }) => ({ name, resources }));
    const what = JSON.stringify({ containers, generation: pod.metadata.generation });
    this.#node.events.normal(pod, this.#source, 'ResizeCompleted', `Pod resize completed: ${what}`);
    this.#write();
  }

  #startEphemeral(): void {
    for (const container of this.#pod().spec.ephemeralContainers ?? []) {
      if (this.#ephemeral.some((one) => one.container.name === container.name)) continue;
      const worker = new ContainerWorker(this.#context, container, 'ephemeral');
      this.#ephemeral.push(worker);
      worker.run().catch(() => {});
    }
  }

  async #endContainers(grace: number): Promise<void> {
    const workers = [...this.#main, ...this.#init, ...this.#ephemeral];
    for (const worker of workers) worker.stop(grace);
    await Promise.all(workers.flatMap((worker) => (worker.current ? [worker.current.done] : [])));
  }

  async #terminate(pod: Pod): Promise<void> {
    await this.#endContainers(pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30);
    this.#write();
    this.#abort.abort(137);
    this.#isOver = true;
    this.#node.timers.after(FAREWELL_MS, () => this.#confirmDeletion());
  }

  /** Tells the API that nothing is left of the pod; a kubelet that is cut off tells it when it is back. */
  #confirmDeletion(): void {
    const { store } = this.#node;
    const { namespace, name, uid } = this.#last.metadata;
    if (!this.#node.isReporting()) return;
    if (store.get(KEYS.Pod, namespace, name)?.metadata.uid === uid)
      store.delete(KEYS.Pod, namespace, name, { graceSeconds: 0 });
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
    if (this.#abort.signal.aborted || !this.#node.isReporting()) return;
    const now = store.now();
    const init = this.#init.map((one) => one.status);
    const main = this.#main.map((one) => one.status);
    const ephemeral = this.#ephemeral.map((one) => one.status);
    store.update(KEYS.Pod, namespace, name, (draft) => {
      const pod = draft as Pod;
      if (pod.metadata.uid !== uid || (isFinished(pod) && this.#isOver)) return;
      const before = pod.status ?? {};
      const phase = this.#verdict ? 'Failed' : phaseOf(pod, init, main);
      const { generation } = pod.metadata;
      const others = [...(before.conditions ?? [])];
      if (this.#verdict?.disruption) setCondition(others, this.#verdict.disruption, now);
      pod.status = {
        ...before,
        ...(generation === undefined ? {} : { observedGeneration: generation }),
        phase,
        ...(this.#verdict ? { reason: this.#verdict.reason, message: this.#verdict.message } : {}),
        conditions: conditionsOf(others, { phase }, init, main, pod, now),
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
