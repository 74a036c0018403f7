import { describe, expect, test } from 'vitest';
import { allocated, nodePodsQuery, readNodePod, resourceOrder } from '../../live/node-pods.ts';
import type { Row } from '../../live/row.ts';
import { percentOf, podResources } from './pod-resources.ts';

const resources = (requests: object, limits: object = {}) => ({ requests, limits });
const none = { initContainers: [], overhead: undefined, whole: undefined };

describe('what the scheduler counts for a pod', () => {
  const requests = (spec: Partial<Parameters<typeof podResources>[0]>) =>
    Object.fromEntries(podResources({ containers: [], ...none, ...spec }).requests);

  test('containers are added up, in the notation of the first', () => {
    expect(
      requests({ containers: [resources({ cpu: '750m', memory: '64Mi' }), resources({ cpu: '1', memory: '64Mi' })] }),
    ).toEqual({ cpu: '1750m', memory: '128Mi' });
  });

  test('an init container that needs more than all containers counts instead', () => {
    expect(
      requests({
        containers: [resources({ cpu: '100m', memory: '1Gi' })],
        initContainers: [{ resources: resources({ cpu: '2', memory: '64Mi' }), sidecar: false }],
      }),
    ).toEqual({ cpu: '2', memory: '1Gi' });
  });

  test('sidecars run beside both: those before an init container are added to it', () => {
    expect(
      requests({
        containers: [resources({ cpu: '100m' })],
        initContainers: [
          { resources: resources({ cpu: '300m' }), sidecar: true },
          { resources: resources({ cpu: '500m' }), sidecar: false },
          { resources: resources({ cpu: '50m' }), sidecar: true },
        ],
      }),
    ).toEqual({ cpu: '800m' });
  });

  test('overhead is added, but makes no limit where there is none', () => {
    const sum = podResources({ ...none, containers: [resources({ cpu: '1' })], overhead: { cpu: '250m' } });
    expect(Object.fromEntries(sum.requests)).toEqual({ cpu: '1250m' });
    expect(sum.limits.size).toBe(0);
  });

  test('resources of the pod as a whole go before those of its containers', () => {
    expect(requests({ containers: [resources({ cpu: '1', memory: '1Gi' })], whole: resources({ cpu: '3' }) })).toEqual({
      cpu: '3',
      memory: '1Gi',
    });
  });

  test('odd resources count as nothing', () => {
    expect(requests({ containers: [null, 7, { requests: 'x' }] })).toEqual({});
  });
});

test.each([
  ['850m', '2', 42],
  ['290m', '1', 29],
  ['140Mi', '24684084Ki', 0],
  ['3', '2', 150],
  ['1', '0', undefined],
  ['x', '1', undefined],
])('%s of %s is %s percent', (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});

describe('pods of a node', () => {
  const row = (fields: readonly unknown[]): Row => ({
    uid: 'u',
    namespace: 'n',
    name: 'p',
    created: 1,
    labels: null,
    cells: ['p', '1/1', 'Running'],
    fields,
  });
  const read = readNodePod([{ name: 'Name' }, { name: 'Ready' }, { name: 'Status' }]);

  test('are asked for as kubectl describe asks', () => {
    expect(nodePodsQuery('c', 'n1').fieldSelector).toBe(
      'spec.nodeName=n1,status.phase!=Succeeded,status.phase!=Failed',
    );
  });

  test('are read from the row and added up', () => {
    const pod = read(
      row([
        [resources({ cpu: '1' }, { cpu: '2' })],
        [resources({ cpu: '100m' }), resources({ cpu: '200m' })],
        ['Always', null],
        null,
        null,
        ['a'],
      ]),
    );
    expect([pod.status, pod.known, pod.requests.get('cpu')]).toEqual(['Running', true, '1100m']);
    const sums = allocated([pod, pod]);
    expect([sums.requests.get('cpu'), sums.limits.get('cpu')]).toEqual(['2200m', '4']);
  });

  test('one whose spec is too long for a list is told apart from one that asks for nothing', () => {
    expect(read(row([])).known).toBe(false);
    expect(read(row([[{}], null, null, null, null, ['a']])).known).toBe(true);
  });

  test('resources stand in the order of kubectl', () => {
    const amounts = new Map(['pods', 'hugepages-2Mi', 'memory', 'example.com/gpu'].map((name) => [name, '1']));
    expect(resourceOrder(amounts)).toEqual(['cpu', 'memory', 'ephemeral-storage', 'example.com/gpu', 'hugepages-2Mi']);
  });
});
