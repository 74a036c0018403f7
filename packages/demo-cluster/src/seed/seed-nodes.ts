import { KEYS } from '../controllers/kinds.ts';
import { DAY, type Seeder } from './backdated.ts';

const KUBELET_VERSION = 'v1.34.0';
export const NODES = ['node-1', 'node-2', 'node-3'] as const;

/** The address of a seed's node. */
export function nodeAddress(name: string): string {
  return `192.168.49.${1 + Number(name.slice(-1))}`;
}

/** Three nodes; the first is the control plane and keeps others out. */
export function seedNodes(seeder: Seeder): void {
  NODES.forEach((name, at) => {
    const isControlPlane = at === 0;
    const capacity = { cpu: '4', memory: '16384000Ki', pods: '110', 'ephemeral-storage': '61202244Ki' };
    seeder.create(
      KEYS.Node,
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name,
          labels: {
            'kubernetes.io/arch': 'amd64',
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
            'topology.kubernetes.io/zone': `zone-${'abc'.charAt(at)}`,
            ...(isControlPlane
              ? { 'node-role.kubernetes.io/control-plane': '' }
              : { 'node-role.kubernetes.io/worker': '' }),
          },
          annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
        },
        spec: {
          podCIDR: `10.244.${at}.0/24`,
          podCIDRs: [`10.244.${at}.0/24`],
          ...(isControlPlane
            ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
            : {}),
        },
        status: {
          capacity,
          allocatable: { ...capacity, cpu: '3800m', memory: '15884000Ki' },
          addresses: [
            { type: 'InternalIP', address: nodeAddress(name) },
            { type: 'Hostname', address: name },
          ],
          conditions: conditions(seeder),
          nodeInfo: {
            architecture: 'amd64',
            bootID: '5e6e5f53-1c36-4b5e-9a51-2f4de35d1a10',
            containerRuntimeVersion: 'containerd://2.2.0',
            kernelVersion: '6.8.0-demo',
            kubeProxyVersion: '',
            kubeletVersion: KUBELET_VERSION,
            machineID: `de30c1u5ter0000000000000000000${at}`,
            operatingSystem: 'linux',
            osImage: 'Debian GNU/Linux 12 (bookworm)',
            systemUUID: `de30c1u5-0000-0000-0000-00000000000${at}`,
          },
          daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
          images: [
            { names: ['registry.k8s.io/pause:3.10'], sizeBytes: 320_368 },
            { names: ['registry.example.com/shop/frontend:2.7.1'], sizeBytes: 83_214_560 },
          ],
        },
      },
      14 * DAY,
    );
  });
}

function conditions(seeder: Seeder) {
  const lastTransitionTime = seeder.ago(14 * DAY);
  const lastHeartbeatTime = seeder.ago(60_000);
  const good = (type: string, reason: string, message: string) => ({
    type,
    status: type === 'Ready' ? 'True' : 'False',
    lastHeartbeatTime,
    lastTransitionTime,
    reason,
    message,
  });
  return [
    good('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    good('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    good('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    good('Ready', 'KubeletReady', 'kubelet is posting ready status'),
  ];
}
