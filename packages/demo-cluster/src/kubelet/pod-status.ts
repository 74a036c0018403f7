import { setCondition } from '../controllers/conditions.ts';
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from '../controllers/kinds.ts';
import { conditionOf } from '../controllers/pod-state.ts';

/** The status of a container that has not been started yet. */
export function waitingStatus(container: Container, reason: string): ContainerStatus {
  return {
    name: container.name,
    ready: false,
    started: false,
    restartCount: 0,
    image: container.image,
    imageID: '',
    state: { waiting: { reason } },
    lastState: {},
  };
}

/** The phase of a pod, from its containers (kubelet_pods.go getPhase). */
export function phaseOf(pod: Pod, init: readonly ContainerStatus[], main: readonly ContainerStatus[]): string {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const isSidecar = (name: string) =>
    pod.spec.initContainers?.some((one) => one.name === name && one.restartPolicy === 'Always') ?? false;
  for (const one of init) {
    const exit = one.state.terminated?.exitCode;
    if (isSidecar(one.name)) {
      if (!one.started) return 'Pending';
    } else if (exit !== 0) return exit !== undefined && policy === 'Never' ? 'Failed' : 'Pending';
  }
  const waiting = main.filter((one) => one.state.waiting && !one.lastState.terminated).length;
  if (waiting > 0) return 'Pending';
  if (main.some((one) => one.state.running)) return 'Running';
  const exits = main.map((one) => one.state.terminated?.exitCode);
  if (exits.includes(undefined) || policy === 'Always') return 'Running';
  const isGood = exits.every((exit) => exit === 0);
  if (isGood) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

/** The conditions of a pod from its phase and containers. */
export function conditionsOf(
  before: readonly Condition[],
  status: Required<Pick<PodStatus, 'phase'>>,
  init: readonly ContainerStatus[],
  main: readonly ContainerStatus[],
  pod: Pod,
  now: number,
): Condition[] {
  const conditions = structuredClone([...before]);
  const isFinished = status.phase === 'Succeeded';
  const isInitialized = init.every(
    (one) =>
      one.state.terminated?.exitCode === 0 ||
      (one.started && pod.spec.initContainers?.find((spec) => spec.name === one.name)?.restartPolicy === 'Always'),
  );
  const set = (type: string, isTrue: boolean, reason?: string, message?: string) => {
    const old = conditionOf(conditions, type);
    if (old) {
      delete old.reason;
      delete old.message;
    }
    const why = reason === undefined ? {} : { reason, ...(message === undefined ? {} : { message }) };
    setCondition(conditions, { type, status: isTrue ? 'True' : 'False', lastProbeTime: null, ...why }, now);
  };
  const incomplete = init.filter((one) => one.state.terminated?.exitCode !== 0).map((one) => one.name);
  const isWithoutIp = main.every((one) => !one.containerID) && init.every((one) => !one.containerID);
  set('PodReadyToStartContainers', !isWithoutIp && !isFinished);
  if (isFinished) set('Initialized', true, 'PodCompleted');
  else if (isInitialized) set('Initialized', true);
  else
    set(
      'Initialized',
      false,
      'ContainersNotInitialized',
      `containers with incomplete status: [${incomplete.join(' ')}]`,
    );
  const unready = main.filter((one) => !one.ready).map((one) => one.name);
  const isReady = unready.length === 0 && isInitialized && status.phase === 'Running';
  const reason = isFinished ? 'PodCompleted' : status.phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const message =
    reason === 'ContainersNotReady' ? `containers with unready status: [${unready.join(' ')}]` : undefined;
  for (const type of ['Ready', 'ContainersReady'])
    if (isReady) set(type, true);
    else set(type, false, reason, message);
  return conditions;
}
