import { describe, expect, it } from 'vitest';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { judge, waitCommand, whensOf } from './whens.ts';

function refOf(group: string, resource: string): ObjectRef {
  const kind: DiscoveredResource = {
    group,
    version: 'v1',
    resource,
    kind: resource,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: ['watch'],
  };
  return { cluster: 'c', resource: kind, namespace: 'shop', name: 'web' };
}

const object = (more: object, generation = 2): KubeObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name: 'web', uid: '1', generation },
  ...more,
});
const condition = (type: string, status: string, message = '') => ({ type, status, message });

describe('what can be waited for', () => {
  it('is of the kind first, then of the object’s own conditions, and always its end', () => {
    const deployment = object({
      status: { conditions: [condition('Progressing', 'True'), condition('Available', 'False')] },
    });
    expect(whensOf(refOf('apps', 'deployments').resource, deployment)).toEqual([
      'rolled-out',
      'condition:Available=True',
      'gone',
    ]);
    const lantern = object({ status: { conditions: [condition('Ready', 'False'), condition('Lit', 'True')] } });
    expect(whensOf(refOf('example.com', 'lanterns').resource, lantern)).toEqual([
      'condition:Ready=True',
      'condition:Lit=False',
      'gone',
    ]);
  });

  it.each<[string, string, string, object, string, boolean]>([
    // kind, when, object, what is said, good
    [
      'apps/deployments',
      'rolled-out',
      'behind',
      {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, updatedReplicas: 2, replicas: 2, availableReplicas: 2 },
      },
      '',
      false,
    ],
    [
      'apps/deployments',
      'rolled-out',
      'done',
      {
        spec: { replicas: 2 },
        status: { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 2 },
      },
      'said.rolledOut',
      true,
    ],
    [
      'apps/deployments',
      'rolled-out',
      'stuck',
      {
        spec: { replicas: 2 },
        status: {
          observedGeneration: 2,
          updatedReplicas: 1,
          replicas: 3,
          availableReplicas: 2,
          conditions: [condition('Progressing', 'False', 'ReplicaSet "web-1" has timed out progressing.')],
        },
      },
      'said.stuck',
      false,
    ],
    [
      'apps/statefulsets',
      'rolled-out',
      'half',
      {
        spec: { replicas: 3 },
        status: {
          observedGeneration: 2,
          readyReplicas: 3,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      '',
      false,
    ],
    [
      'apps/statefulsets',
      'rolled-out',
      'up to the partition',
      {
        spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
        status: {
          observedGeneration: 2,
          readyReplicas: 3,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      'said.rolledOut',
      true,
    ],
    [
      'apps/statefulsets',
      'rolled-out',
      'done',
      {
        spec: { replicas: 3 },
        status: { observedGeneration: 2, readyReplicas: 3, currentRevision: 'b', updateRevision: 'b' },
      },
      'said.rolledOut',
      true,
    ],
    [
      'apps/daemonsets',
      'rolled-out',
      'half',
      { status: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 } },
      '',
      false,
    ],
    [
      'apps/daemonsets',
      'rolled-out',
      'done',
      { status: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 } },
      'said.rolledOut',
      true,
    ],
    ['batch/jobs', 'ended', 'runs', { status: { active: 1 } }, '', false],
    [
      'batch/jobs',
      'ended',
      'complete',
      { status: { conditions: [condition('Complete', 'True')] } },
      'said.complete',
      true,
    ],
    [
      'batch/jobs',
      'ended',
      'failed',
      { status: { conditions: [condition('Failed', 'True', 'Job has reached the specified backoff limit')] } },
      'said.failed',
      false,
    ],
    [
      '/pods',
      'ready',
      'starts',
      { status: { phase: 'Pending', conditions: [condition('Ready', 'False')] } },
      '',
      false,
    ],
    [
      '/pods',
      'ready',
      'ready',
      { status: { phase: 'Running', conditions: [condition('Ready', 'True')] } },
      'said.ready',
      true,
    ],
    [
      '/pods',
      'ready',
      'ended',
      { status: { phase: 'Succeeded', conditions: [condition('Ready', 'False')] } },
      'said.complete',
      false,
    ],
    ['/pods', 'ended', 'failed', { status: { phase: 'Failed', reason: 'Evicted' } }, 'said.failed', false],
    ['/nodes', 'ready', 'ready', { status: { conditions: [condition('Ready', 'True')] } }, 'said.ready', true],
    [
      '/nodes',
      'not-ready',
      'unknown',
      { status: { conditions: [condition('Ready', 'Unknown', 'Kubelet stopped posting node status.')] } },
      'said.notReady',
      false,
    ],
    ['/persistentvolumeclaims', 'bound', 'pending', { status: { phase: 'Pending' } }, '', false],
    [
      '/persistentvolumeclaims',
      'bound',
      'bound',
      { status: { phase: 'Bound' }, spec: { volumeName: 'pv-1' } },
      'said.bound',
      true,
    ],
    [
      'example.com/lanterns',
      'condition:Lit=True',
      'lit',
      { status: { conditions: [condition('Lit', 'True')] } },
      'said.condition',
      true,
    ],
    ['example.com/lanterns', 'gone', 'there', {}, '', false],
  ])('%s %s: %s', (kind, when, _what, more, said, good) => {
    const [group = '', plural = ''] = kind.split('/');
    expect(judge(when, refOf(group, plural), object(more), false)).toMatchObject({ reached: said !== '', said, good });
  });

  it('ends in any case when the object is gone', () => {
    const pods = refOf('', 'pods');
    expect(judge('ready', pods, undefined, true)).toMatchObject({ reached: true, good: false, said: 'said.gone' });
    expect(judge('gone', pods, undefined, true)).toMatchObject({ reached: true, good: true });
    expect(judge('gone', pods, undefined, false).reached).toBe(false);
  });

  it.each([
    ['apps', 'deployments', 'rolled-out', 'kubectl rollout status deployments.apps/web -n shop'],
    [
      'batch',
      'jobs',
      'ended',
      'kubectl wait --timeout=-1s --for=condition=Complete jobs.batch/web -n shop & kubectl wait --timeout=-1s --for=condition=Failed jobs.batch/web -n shop & wait -n',
    ],
    [
      '',
      'pods',
      'ended',
      "kubectl wait --timeout=-1s --for=jsonpath='{.status.phase}'=Succeeded pods/web -n shop & kubectl wait --timeout=-1s --for=jsonpath='{.status.phase}'=Failed pods/web -n shop & wait -n",
    ],
    ['', 'pods', 'gone', 'kubectl wait --timeout=-1s --for=delete pods/web -n shop'],
    ['', 'pods', 'condition:A=False', 'kubectl wait --timeout=-1s --for=condition=A=False pods/web -n shop'],
  ])('%s %s %s is waited for by kubectl as well', (group, plural, when, command) => {
    expect(waitCommand(refOf(group, plural), when)).toBe(command);
  });
});
