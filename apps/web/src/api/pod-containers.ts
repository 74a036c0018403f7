import type { KubeObject } from './kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from './read-field.ts';

type ContainerRole = 'init' | 'sidecar' | 'main' | 'ephemeral';

export interface ContainerState {
  readonly phase: 'waiting' | 'running' | 'terminated';
  readonly reason: string;
  readonly message: string;
  readonly exitCode: number | undefined;
  readonly signal: number | undefined;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** A container of a pod: what the spec asks for, with the kubelet's report beside it. */
export interface PodContainer {
  readonly role: ContainerRole;
  readonly name: string;
  readonly spec: unknown;
  /** undefined until the kubelet has reported */
  readonly state: ContainerState | undefined;
  readonly lastState: ContainerState | undefined;
  readonly ready: boolean;
  readonly started: boolean | undefined;
  readonly restarts: number;
  readonly imageID: string;
  /** changes with each new instance of the container; "" before the first */
  readonly instance: string;
}

/** All containers in the order in which they start: init (native sidecars among them), main, ephemeral. */
export function readContainers(pod: KubeObject): readonly PodContainer[] {
  return [
    ...readRole(pod, 'spec.initContainers', 'status.initContainerStatuses', 'init'),
    ...readRole(pod, 'spec.containers', 'status.containerStatuses', 'main'),
    ...readRole(pod, 'spec.ephemeralContainers', 'status.ephemeralContainerStatuses', 'ephemeral'),
  ];
}

function readRole(pod: KubeObject, specPath: string, statusPath: string, role: ContainerRole): PodContainer[] {
  const statuses = new Map(listAt(pod, statusPath).map((status) => [textAt(status, 'name'), status]));
  return listAt(pod, specPath).map((spec) => {
    const name = textAt(spec, 'name');
    const status = statuses.get(name);
    const started = valueAt(status, 'started');
    return {
      // KEP-753: an init container that restarts always is a sidecar; it keeps running beside the main containers.
      role: role === 'init' && textAt(spec, 'restartPolicy') === 'Always' ? 'sidecar' : role,
      name,
      spec,
      state: readState(valueAt(status, 'state')),
      lastState: readState(valueAt(status, 'lastState')),
      ready: valueAt(status, 'ready') === true,
      started: typeof started === 'boolean' ? started : undefined,
      restarts: numberAt(status, 'restartCount') ?? 0,
      imageID: textAt(status, 'imageID'),
      instance: textAt(status, 'containerID'),
    };
  });
}

function readState(state: unknown): ContainerState | undefined {
  for (const phase of ['running', 'terminated', 'waiting'] as const) {
    const detail = valueAt(state, phase);
    if (detail === undefined || detail === null) continue;
    return {
      phase,
      reason: textAt(detail, 'reason'),
      message: textAt(detail, 'message'),
      exitCode: numberAt(detail, 'exitCode'),
      signal: numberAt(detail, 'signal'),
      startedAt: textAt(detail, 'startedAt'),
      finishedAt: textAt(detail, 'finishedAt'),
    };
  }
  return undefined;
}

/** The container that a person most likely means: as kubectl chooses. */
export function defaultContainer(pod: KubeObject, containers: readonly PodContainer[]): string | undefined {
  const named = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  const mains = containers.filter(({ role }) => role === 'main');
  return (mains.find(({ name }) => name === named) ?? mains[0] ?? containers[0])?.name;
}
