import { randomBytes } from 'node:crypto';
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from '../controllers/kinds.ts';
import { imageId } from '../kubelet/container-instance.ts';
import { pull } from '../kubelet/image-table.ts';
import { qosClass } from '../pod-defaults.ts';
import { HOUR, type Seeder } from './backdated.ts';
import { nodeAddress } from './seed-nodes.ts';

/** What has become of a seed's pod. */
export type PodFate = 'running' | 'crashing' | 'pulling' | 'succeeded' | 'failed';

const containerId = () => `containerd://${randomBytes(32).toString('hex')}`;

/** The status of a pod that has been on its node for `age`; the kubelet takes it over from there. */
export function agedStatus(seeder: Seeder, pod: Pod, fate: PodFate, age: number, ip: string, restarts = 0): PodStatus {
  const started = seeder.ago(age - 2000);
  const node = nodeAddress(pod.spec.nodeName ?? 'node-2');
  const statusOf = (container: Container): ContainerStatus =>
    containerStatus(seeder, pod, container, fate, age, restarts);
  const isReady = fate === 'running';
  const condition = (type: string, isTrue: boolean, reason?: string, message?: string): Condition => ({
    type,
    status: isTrue ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: started,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  });
  const names = pod.spec.containers.map((one) => one.name).join(' ');
  const unready: [string?, string?] =
    fate === 'succeeded'
      ? ['PodCompleted']
      : fate === 'failed'
        ? ['PodFailed']
        : ['ContainersNotReady', `containers with unready status: [${names}]`];
  return {
    phase: { running: 'Running', crashing: 'Running', pulling: 'Pending', succeeded: 'Succeeded', failed: 'Failed' }[
      fate
    ],
    conditions: [
      condition('PodReadyToStartContainers', fate !== 'succeeded' && fate !== 'failed'),
      condition('Initialized', true, fate === 'succeeded' ? 'PodCompleted' : undefined),
      condition('Ready', isReady, ...(isReady ? [] : unready)),
      condition('ContainersReady', isReady, ...(isReady ? [] : unready)),
      condition('PodScheduled', true),
    ],
    hostIP: node,
    hostIPs: [{ ip: node }],
    podIP: pod.spec.hostNetwork ? node : ip,
    podIPs: [{ ip: pod.spec.hostNetwork ? node : ip }],
    startTime: seeder.ago(age),
    qosClass: qosClass(pod.spec),
    containerStatuses: pod.spec.containers.map(statusOf),
  };
}

function containerStatus(
  seeder: Seeder,
  pod: Pod,
  container: Container,
  fate: PodFate,
  age: number,
  restarts: number,
): ContainerStatus {
  const image = pull(container.image);
  const reference = image.ok ? image.reference : container.image;
  const base = {
    name: container.name,
    restartCount: restarts,
    image: reference,
    imageID: image.ok ? imageId(reference) : '',
  };
  const ended = (exitCode: number, since: number, until: number) => ({
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: seeder.ago(since),
      finishedAt: seeder.ago(until),
      containerID: containerId(),
    },
  });
  switch (fate) {
    case 'running': {
      const since = restarts > 0 ? Math.min(age, 7 * HOUR) : age - 2000;
      return {
        ...base,
        ready: true,
        started: true,
        containerID: containerId(),
        state: { running: { startedAt: seeder.ago(since) } },
        lastState: restarts > 0 ? ended(1, age - 2000, since + 12_000) : {},
      };
    }
    case 'crashing': {
      const { name, namespace, uid } = pod.metadata;
      const message = `back-off 5m0s restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
      return {
        ...base,
        ready: false,
        started: false,
        containerID: containerId(),
        state: { waiting: { reason: 'CrashLoopBackOff', message } },
        lastState: ended(1, 122_000, 120_000),
      };
    }
    case 'pulling':
      return {
        ...base,
        ready: false,
        started: false,
        image: container.image,
        state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${container.image}"` } },
        lastState: {},
      };
    default:
      return {
        ...base,
        ready: false,
        started: false,
        containerID: containerId(),
        state: ended(fate === 'succeeded' ? 0 : 1, age - 2000, age - 11_000),
        lastState: {},
      };
  }
}
