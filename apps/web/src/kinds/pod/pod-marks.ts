import type { KubeObject } from '../../api/kube-object.ts';
import { isMirrorPod } from '../../api/mirror-pod.ts';
import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';

/** What sets a pod apart from most: it is static, shares something of its host, or has more power there than a container should. */
type PodMarkId = 'static' | 'hostNetwork' | 'hostPID' | 'hostIPC' | 'privileged' | 'root';

interface PodMark {
  readonly id: PodMarkId;
  /** the containers that it holds for; none: for the pod */
  readonly containers: readonly string[];
}

/** Marks of a pod; those of its containers count what the pod sets for all of them. */
export function podMarks(pod: KubeObject): readonly PodMark[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listAt(pod, `spec.${list}`),
  );
  const those = (holds: (container: unknown) => boolean) =>
    containers.filter(holds).map((container) => textAt(container, 'name'));
  const hosts = (['hostNetwork', 'hostPID', 'hostIPC'] as const)
    .filter((field) => valueAt(pod, `spec.${field}`) === true)
    .map((id): PodMark => ({ id, containers: [] }));
  const powers: readonly PodMark[] = [
    { id: 'privileged', containers: those((each) => valueAt(each, 'securityContext.privileged') === true) },
    { id: 'root', containers: those((each) => userOf(each, pod) === 0) },
  ];
  return [
    ...(isMirrorPod(pod) ? [{ id: 'static' as const, containers: [] }] : []),
    ...hosts,
    ...powers.filter((mark) => mark.containers.length > 0),
  ];
}

function userOf(container: unknown, pod: KubeObject): number | undefined {
  return numberAt(container, 'securityContext.runAsUser') ?? numberAt(pod, 'spec.securityContext.runAsUser');
}
