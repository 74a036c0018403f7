import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../controllers/cluster-index.ts';
import { objectsIn, valueAt } from '../json-value.ts';
import { MemoryStore } from '../memory-store.ts';
import { metricsResources } from './metrics-resources.ts';
import { SimulatedLoad } from './simulated-load.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

function clusterAt(now: number) {
  const store = new MemoryStore({ now: () => now, hasGeneration: () => false, prepare: () => undefined });
  const container = (name: string) => ({ name, image: 'nginx', resources: { requests: { cpu: '100m' } } });
  const running = (name: string) => ({ name, state: { running: { startedAt: new Date(START).toISOString() } } });
  for (const [name, phase, states] of [
    ['old', 'Running', [running('a'), running('b')]],
    ['half', 'Running', [running('a'), { name: 'b', state: { waiting: {} } }]],
    ['over', 'Succeeded', []],
  ] as const)
    store.create(
      { group: '', resource: 'pods' },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default', labels: { app: name } },
        spec: { nodeName: 'n1', containers: [container('a'), container('b')] },
        status: { phase, containerStatuses: states },
      },
    );
  store.create(
    { group: '', resource: 'nodes' },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n1' },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    },
  );
  store.create({ group: '', resource: 'nodes' }, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'lost' } });
  const [nodes, pods] = metricsResources(new SimulatedLoad(store, new ClusterIndex(store)));
  return {
    pods: () => pods?.computed?.(store, 'default') ?? [],
    nodes: () => nodes?.computed?.(store, undefined) ?? [],
  };
}

describe('metrics of pods', () => {
  test.each([
    [10, []],
    [
      31,
      [
        ['half', ['a']],
        ['old', ['a', 'b']],
      ],
    ],
  ])('%i s after their start: %j', (seconds, expected) => {
    const shown = clusterAt(START + seconds * 1000)
      .pods()
      .map((item) => [item.metadata.name, objectsIn(item, 'containers').map((container) => container['name'])]);
    expect(shown).toEqual(expected);
  });

  test('name usage, window and labels', () => {
    const [, old] = clusterAt(START + 60_000).pods();
    expect(old).toMatchObject({
      kind: 'PodMetrics',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: { name: 'old', namespace: 'default', labels: { app: 'old' } },
      timestamp: '2026-01-01T00:01:00Z',
      window: '15.000s',
      containers: [
        { name: 'a', usage: { cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) } },
        { name: 'b' },
      ],
    });
  });
});

test('metrics of nodes: those that answer, with what runs on them', () => {
  const cpu = (now: number) => {
    const items = clusterAt(now).nodes();
    return [
      items.map((item) => item.metadata.name),
      Number.parseInt(String(valueAt(items[0], 'usage', 'cpu')), 10),
    ] as const;
  };
  const [names, empty] = cpu(START);
  const [, busy] = cpu(START + 60_000);
  expect([names, busy > empty]).toEqual([['n1'], true]);
});
