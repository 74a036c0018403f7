import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { removalState } from './removal-steps.ts';

const pod = (name: string, kind?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'n',
    uid: name,
    ...(kind === undefined
      ? {}
      : { ownerReferences: [{ apiVersion: 'v1', kind, name: 'o', uid: 'o', controller: true }] }),
  },
  spec: {},
});

it.each([
  [
    'in full work',
    { spec: { providerID: 'kind://a' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } },
    [pod('bare'), pod('web', 'ReplicaSet'), pod('agent', 'DaemonSet')],
    { left: 2, isCordoned: false, attached: [], isReporting: true, isOfCloud: true },
  ],
  [
    'drained, with a volume still attached',
    {
      spec: { unschedulable: true },
      status: { conditions: [{ type: 'Ready', status: 'Unknown' }], volumesAttached: [{ name: 'csi/vol-1' }] },
    },
    [pod('agent', 'DaemonSet')],
    { left: 0, isCordoned: true, attached: ['csi/vol-1'], isReporting: false, isOfCloud: false },
  ],
  ['odd', null, [], { left: 0, isCordoned: false, attached: [], isReporting: false, isOfCloud: false }],
])('the removal of a node that is %s (OPS-184)', (_, node, pods, state) => {
  expect(removalState(node, pods)).toEqual(state);
});

it('counts a pod whose DaemonSet is gone among what is left', () => {
  expect(removalState({}, [pod('agent', 'DaemonSet')], new Set(['agent'])).left).toBe(1);
});
