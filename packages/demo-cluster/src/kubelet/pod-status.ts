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

/** What the node has given a running container: resources, mounts, its user. */
export function grantedOf(container: Container, pod: Pod): Partial<ContainerStatus> {
  const { resources = {}, volumeMounts = [] } = container;
  const contexts = [container['securityContext'], pod.spec['securityContext']] as (
    | { runAsUser?: number; runAsGroup?: number }
    | undefined
  )[];
  const uid = contexts.find((one) => one?.runAsUser !== undefined)?.runAsUser ?? 0;
  const gid = contexts.find((one) => one?.runAsGroup !== undefined)?.runAsGroup ?? 0;
  return {
    resources,
    ...(resources.requests && Object.keys(resources.requests).length > 0
      ? { allocatedResources: { ...resources.requests } }
      : {}),
    user: { linux: { uid, gid, supplementalGroups: [gid] } },
    ...(volumeMounts.length > 0
      ? {
          volumeMounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({
            mountPath,
            name,
            ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
          })),
        }
      : {}),
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
    const { generation } = pod.metadata;
    const seen = generation === undefined ? {} : { observedGeneration: generation };
    setCondition(conditions, { type, status: isTrue ? 'True' : 'False', lastProbeTime: null, ...why, ...seen }, now);
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
  const gate = isReady ? closedGate(pod, before) : undefined;
  if (gate !== undefined) set('Ready', false, 'ReadinessGatesNotReady', gate);
  else if (isReady) set('Ready', true);
  else set('Ready', false, reason, message);
  if (isReady) set('ContainersReady', true);
  else set('ContainersReady', false, reason, message);
  return inOrder(conditions);
}

/** What a readiness gate still waits for. */
function closedGate(pod: Pod, conditions: readonly Condition[]): string | undefined {
  const gates = (pod.spec['readinessGates'] ?? []) as { conditionType: string }[];
  const words = gates.flatMap(({ conditionType: type }) => {
    const found = conditionOf(conditions, type);
    if (!found) return [`corresponding condition of pod readiness gate "${type}" does not exist.`];
    return found.status === 'True'
      ? []
      : [`the status of pod readiness gate "${type}" is not "True", but ${found.status}`];
  });
  return words.length === 0 ? undefined : words.join(', ');
}

const ORDER = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** The kubelet's own conditions come last, in its order. */
function inOrder(conditions: readonly Condition[]): Condition[] {
  const own = ORDER.flatMap((type) => conditionOf(conditions, type) ?? []);
  return [...conditions.filter((one) => !ORDER.includes(one.type)), ...own];
}
