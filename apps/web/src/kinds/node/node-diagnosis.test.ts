import { describe, expect, it } from 'vitest';
import { ailingAgents, diagnoseNode, nodeCommands } from './node-diagnosis.ts';

const node = (conditions: unknown, runtime = 'containerd://1.7.2') => ({
  status: { conditions, nodeInfo: { containerRuntimeVersion: runtime } },
});
const ready = (status: string, message = '') => ({ type: 'Ready', status, message, lastTransitionTime: 'then' });
const ailments = (conditions: unknown) => diagnoseNode(node(conditions)).map(({ ailment }) => ailment);

describe('what is wrong with a node (OPS-189, T-01, T-55, T-58)', () => {
  it.each([
    [[ready('True', 'kubelet is posting ready status')], []],
    [[ready('Unknown', 'Kubelet stopped posting node status.')], ['silent']],
    // v1.20 with docker; v1.24 and newer
    [
      [
        ready(
          'False',
          'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized',
        ),
      ],
      ['network'],
    ],
    [
      [
        ready(
          'False',
          'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
        ),
      ],
      ['network'],
    ],
    [
      [
        ready(
          'False',
          '[container runtime is down, PLEG is not healthy: pleg was last seen active 3m1s ago; threshold is 3m0s]',
        ),
      ],
      ['runtime'],
    ],
    [[ready('False', 'container runtime not ready: RuntimeReady=false reason:ContainerdNotRunning')], ['runtime']],
    [[ready('False', 'node is shutting down')], ['kubelet']],
    [
      [ready('True'), { type: 'DiskPressure', status: 'True' }, { type: 'MemoryPressure', status: 'False' }],
      ['DiskPressure'],
    ],
    [
      [{ type: 'KernelDeadlock', status: 'True' }, ready('Unknown')],
      ['silent', 'other'],
    ],
    [[{ type: 'PIDPressure', status: 'Unknown' }, ready('True')], []],
    [[], ['never']],
    [undefined, ['never']],
    ['odd', ['never']],
  ])('%j: %j', (conditions, expected) => {
    expect(ailments(conditions)).toEqual(expected);
  });

  it('says whose words they are and since when', () => {
    expect(diagnoseNode(node([{ ...ready('False'), reason: 'KubeletNotReady' }]))).toEqual([
      { ailment: 'kubelet', condition: 'Ready', message: 'KubeletNotReady', since: 'then' },
    ]);
  });

  it.each([
    ['docker://20.10.7', 'DiskPressure', 'docker system prune'],
    ['containerd://1.7.2', 'DiskPressure', 'crictl rmi --prune'],
    ['cri-o://1.28', 'Ready', 'journalctl -u kubelet -n 100'],
  ])('commands for %s with %s', (runtime, type, command) => {
    const status = type === 'Ready' ? 'Unknown' : 'True';
    const given = node(type === 'Ready' ? [{ type, status }] : [ready('True'), { type, status }], runtime);
    expect(nodeCommands(given, diagnoseNode(given))).toContain(command);
  });

  it('names the agents of the node that are not well', () => {
    const pod = (name: string, kind: string, status: object) => ({
      metadata: { name, namespace: 'kube-system', ownerReferences: [{ kind }] },
      status,
    });
    const isReady = (status: string) => [{ type: 'Ready', status, reason: 'ContainersNotReady' }];
    expect(
      ailingAgents([
        pod('proxy', 'DaemonSet', { conditions: isReady('True') }),
        pod('cni', 'DaemonSet', {
          conditions: isReady('False'),
          containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        }),
        pod('etcd', 'Node', { conditions: isReady('False') }),
        pod('web', 'ReplicaSet', { conditions: isReady('False') }),
        null,
      ]),
    ).toEqual([
      { namespace: 'kube-system', name: 'cni', status: 'CrashLoopBackOff' },
      { namespace: 'kube-system', name: 'etcd', status: 'ContainersNotReady' },
    ]);
  });
});
