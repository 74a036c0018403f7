import { describe, expect, it } from 'vitest';
import { placeObjections, roomObjections } from './node-verdict.ts';

const node = (spec: object = {}, labels: object = { zone: 'a', disks: '4' }) => ({
  metadata: { name: 'n1', labels },
  spec,
});
const wants = (spec: object) => ({ spec });
const required = (...nodeSelectorTerms: object[]) =>
  wants({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});
const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const tainted = node({ taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });

describe('what of a node keeps a pod away', () => {
  it.each([
    ['nothing', wants({}), node(), []],
    ['a cordon, once', wants({}), node({ unschedulable: true, taints: [CORDON] }), [{ cause: 'unschedulable' }]],
    [
      'a cordon that it bears',
      wants({ tolerations: [{ operator: 'Exists' }] }),
      node({ unschedulable: true, taints: [CORDON] }),
      [],
    ],
    ['a taint', wants({}), tainted, [{ cause: 'taint', taint: 'dedicated=db:NoSchedule' }]],
    ['a taint that it bears', wants({ tolerations: [{ key: 'dedicated', value: 'db' }] }), tainted, []],
    ['a wish only', wants({}), node({ taints: [{ key: 'a', effect: 'PreferNoSchedule' }] }), []],
    [
      'nodeSelector',
      wants({ nodeSelector: { zone: 'b', disks: '4' } }),
      node(),
      [{ cause: 'selector', wanted: 'zone=b' }],
    ],
    ['In', required(expression('zone', 'In', 'a', 'b')), node(), []],
    ['NotIn', required(expression('zone', 'NotIn', 'a')), node(), [{ cause: 'affinity' }]],
    ['Exists', required(expression('gpu', 'Exists')), node(), [{ cause: 'affinity' }]],
    ['DoesNotExist', required(expression('gpu', 'DoesNotExist')), node(), []],
    ['Gt', required(expression('disks', 'Gt', '3')), node(), []],
    ['Lt', required(expression('disks', 'Lt', '3')), node(), [{ cause: 'affinity' }]],
    ['one term of two is enough', required(expression('gpu', 'Exists'), expression('zone', 'Exists')), node(), []],
    ['an empty term matches nothing', required({}), node(), [{ cause: 'affinity' }]],
    [
      'a node by its name',
      required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }),
      node(),
      [{ cause: 'affinity' }],
    ],
  ])('%s', (_, pod, given, expected) => {
    expect(placeObjections(pod, given)).toEqual(expected);
  });
});

describe('what is short on a node', () => {
  const allocatable = { status: { allocatable: { cpu: '2', memory: '4Gi', pods: '3' } } };
  it.each([
    ['all fits', { cpu: '500m', memory: '1Gi' }, { cpu: '1500m', memory: '3Gi' }, 2, []],
    ['sums that are not exact', { cpu: '100m' }, { cpu: '1900m' }, 0, []],
    [
      'cpu',
      { cpu: '600m' },
      { cpu: '1500m' },
      2,
      [{ cause: 'insufficient', resource: 'cpu', asked: '600m', free: '500m' }],
    ],
    [
      'memory',
      { memory: '2Gi' },
      { memory: '3Gi' },
      0,
      [{ cause: 'insufficient', resource: 'memory', asked: '2Gi', free: '1Gi' }],
    ],
    [
      'what the node has none of',
      { 'nvidia.com/gpu': '1' },
      {},
      0,
      [{ cause: 'insufficient', resource: 'nvidia.com/gpu', asked: '1', free: '0' }],
    ],
    ['pods', {}, {}, 3, [{ cause: 'tooManyPods', most: '3' }]],
    ['a node that is overcommitted takes what asks for nothing', { cpu: '0' }, { cpu: '5' }, 0, []],
  ])('%s', (_, asked, used, pods, expected) => {
    const load = { requests: new Map(Object.entries(used)), pods };
    expect(roomObjections(new Map(Object.entries(asked)), allocatable, load)).toEqual(expected);
  });
});
