import type { KubeObject } from './kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from './read-field.ts';

/** A container of a pod as far as its streams (logs, shell) need to know it. */
export interface StreamContainer {
  readonly name: string;
  readonly role: 'init' | 'app' | 'ephemeral';
  readonly phase: 'unknown' | 'waiting' | 'running' | 'terminated';
  /** "CrashLoopBackOff", "Completed"; "" when the kubelet gave none */
  readonly reason: string;
  readonly exitCode: number | undefined;
  readonly restarts: number;
  /** changes with each new instance of the container; "" before the first */
  readonly instance: string;
}

const ROLES = [
  ['init', 'spec.initContainers', 'status.initContainerStatuses'],
  ['app', 'spec.containers', 'status.containerStatuses'],
  ['ephemeral', 'spec.ephemeralContainers', 'status.ephemeralContainerStatuses'],
] as const;

/** All containers of a pod, in the order in which they start. */
export function streamContainers(pod: KubeObject): readonly StreamContainer[] {
  return ROLES.flatMap(([role, spec, status]) => {
    const statuses = new Map(listAt(pod, status).map((item) => [textAt(item, 'name'), item]));
    return listAt(pod, spec).map((item) => read(textAt(item, 'name'), role, statuses.get(textAt(item, 'name'))));
  });
}

function read(name: string, role: StreamContainer['role'], status: unknown): StreamContainer {
  const phase = (['running', 'terminated', 'waiting'] as const).find((key) => valueAt(status, `state.${key}`));
  return {
    name,
    role,
    phase: phase ?? 'unknown',
    reason: phase === undefined ? '' : textAt(status, `state.${phase}.reason`),
    exitCode: numberAt(status, 'state.terminated.exitCode'),
    restarts: numberAt(status, 'restartCount') ?? 0,
    instance: textAt(status, 'containerID'),
  };
}

/** The container that a person most likely means: as kubectl chooses. */
export function defaultContainer(pod: KubeObject, containers: readonly StreamContainer[]): string | undefined {
  const named = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  const apps = containers.filter(({ role }) => role === 'app');
  return (apps.find(({ name }) => name === named) ?? apps[0] ?? containers[0])?.name;
}
