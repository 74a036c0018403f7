import { beforeEach, describe, expect, it } from 'vitest';
import { KEYS, type Node, type Pod } from './kinds.ts';
import { nominatedNodeOf } from './scheduling-kinds.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});

const app = (name: string) => ({ matchLabels: { app: name } });
const pod = (name: string) => cluster.get<Pod>('Pod', name);
const nodeOf = (name: string) => pod(name)?.spec.nodeName;
const refusals = (name: string) =>
  cluster
    .eventsOf(name)
    .filter((one) => one.startsWith('FailedScheduling'))
    .map((one) => one.slice('FailedScheduling '.length));
const labelled = (name: string, spec: object, labels: Record<string, string>) =>
  cluster.store.create(KEYS.Pod, { metadata: { name, namespace: 't', labels }, spec });
const patchNode = (name: string, change: (node: Node) => void) =>
  cluster.store.update(KEYS.Node, undefined, name, (draft) => change(draft as Node));
const asks = (cpu: string, more: object = {}) =>
  podSpec('registry.k8s.io/pause:3.10', { resources: { requests: { cpu } } }, more);
const apart = (labels: string) => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: app(labels), topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
});
const HELPLESS = 'Preemption is not helpful for scheduling';
const NOBODY = 'No preemption victims found for incoming pod';
const refusal = (reasons: string, preemption: string) =>
  `0/2 nodes are available: ${reasons}. preemption: 0/2 nodes are available: ${preemption}.`;

describe('says why no node will do', () => {
  it.each<[string, object, string]>([
    ['too much for any node', asks('100'), refusal('2 Insufficient cpu', `2 ${HELPLESS}`)],
    ['too much beside the others', asks('3'), refusal('2 Insufficient cpu', `2 ${NOBODY}`)],
    [
      'selector',
      asks('1m', { nodeSelector: { a: 'b' } }),
      refusal("2 node(s) didn't match Pod's node affinity/selector", `2 ${HELPLESS}`),
    ],
    [
      'missing claim',
      asks('1m', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] }),
      refusal('persistentvolumeclaim "x" not found', `2 ${HELPLESS}`),
    ],
    [
      'spread without the label',
      asks('1m', {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('a') },
        ],
      }),
      refusal("2 node(s) didn't match pod topology spread constraints (missing required label)", `2 ${HELPLESS}`),
    ],
    [
      'nobody to be with',
      asks('1m', {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: app('z'), topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      }),
      refusal("2 node(s) didn't match pod affinity rules", `2 ${HELPLESS}`),
    ],
    [
      'never preempts',
      asks('100', { priorityClassName: 'meek' }),
      '0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    ],
  ])('%s', async (_title, spec, words) => {
    cluster.store.create(
      { group: 'scheduling.k8s.io', resource: 'priorityclasses' },
      { metadata: { name: 'meek' }, value: 0, preemptionPolicy: 'Never' },
    );
    for (const node of ['node-1', 'node-2']) cluster.add('Pod', `on-${node}`, { spec: asks('2', { nodeName: node }) });
    await cluster.advance(2000);
    cluster.add('Pod', 'p', { spec });
    await cluster.advance(100);
    expect(refusals('p')).toEqual([words]);
    expect(pod('p')?.status?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: words },
    ]);
  });

  it('a taint on one node, a cordon on the other', async () => {
    patchNode('node-1', ({ spec }) =>
      Object.assign(spec, { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] }),
    );
    patchNode('node-2', ({ spec }) => Object.assign(spec, { unschedulable: true }));
    cluster.add('Pod', 'p', { spec: asks('1m') });
    await cluster.advance(100);
    expect(refusals('p')).toEqual([
      refusal('1 node(s) had untolerated taint {k: v}, 1 node(s) were unschedulable', `2 ${HELPLESS}`),
    ]);
  });

  it('host ports, and anti-affinity from both sides', async () => {
    const port = { spec: podSpec('nginx', { ports: [{ containerPort: 80, hostPort: 80 }] }) };
    for (const name of ['a', 'b', 'c']) cluster.add('Pod', name, port);
    for (const name of ['x', 'y', 'z']) labelled(name, asks('1m', apart('x')), { app: 'x' });
    labelled('plain', asks('1m'), { app: 'x' });
    await cluster.advance(3000);
    expect(new Set([nodeOf('a'), nodeOf('b')]).size).toBe(2);
    expect(refusals('c')[0]).toContain("2 node(s) didn't have free ports for the requested pod ports.");
    expect(refusals('z')[0]).toContain("2 node(s) didn't match pod anti-affinity rules.");
    expect(refusals('plain')[0]).toContain("2 node(s) didn't satisfy existing pods anti-affinity rules.");
  });
});

describe('places', () => {
  it('evenly over a topology', async () => {
    const spread = {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: app('s'),
        },
      ],
    };
    for (let i = 0; i < 6; i++) labelled(`s-${i}`, asks('1m', spread), { app: 's' });
    await cluster.advance(100);
    const nodes = [0, 1, 2, 3, 4, 5].map((i) => nodeOf(`s-${i}`));
    expect(nodes.filter((one) => one === 'node-1')).toHaveLength(3);
  });

  it('together what wants to be together, the first anywhere', async () => {
    const near = {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: app('n'), topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    };
    for (let i = 0; i < 3; i++) labelled(`n-${i}`, asks('1m', near), { app: 'n' });
    await cluster.advance(100);
    expect(new Set([0, 1, 2].map((i) => nodeOf(`n-${i}`))).size).toBe(1);
  });

  it('a waiting pod when a node gets the label, or a gate is taken away', async () => {
    cluster.add('Pod', 'p', { spec: asks('1m', { nodeSelector: { disk: 'ssd' } }) });
    cluster.add('Pod', 'g', { spec: asks('1m', { schedulingGates: [{ name: 'example.com/wait' }] }) });
    await cluster.advance(100);
    expect(pod('g')?.status?.conditions).toMatchObject([{ reason: 'SchedulingGated' }]);
    patchNode('node-2', ({ metadata }) => Object.assign(metadata, { labels: { ...metadata.labels, disk: 'ssd' } }));
    cluster.store.update(KEYS.Pod, 't', 'g', (draft) => {
      delete (draft as Pod).spec.schedulingGates;
    });
    await cluster.advance(100);
    expect(nodeOf('p')).toBe('node-2');
    expect(nodeOf('g')).toBeDefined();
  });

  it('an important pod in the place of a less important one', async () => {
    const classes = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };
    cluster.store.create(classes, { metadata: { name: 'high' }, value: 1000 });
    for (const name of ['low-1', 'low-2']) cluster.add('Pod', name, { spec: asks('3') });
    await cluster.advance(3000);
    cluster.add('Pod', 'top', { spec: asks('2', { priorityClassName: 'high' }) });
    await cluster.advance(50);
    const room = nominatedNodeOf(pod('top') as Pod);
    expect(room).toMatch(/^node-/);
    expect(refusals('top')).toEqual(['0/2 nodes are available: 2 Insufficient cpu.']);
    const victim = ['low-1', 'low-2'].find((name) => pod(name)?.metadata.deletionTimestamp);
    expect(cluster.eventsOf(victim ?? '')).toContain(
      `Preempted Preempted by pod ${pod('top')?.metadata.uid} on node ${room}`,
    );
    expect(pod(victim ?? '')?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', reason: 'PreemptionByScheduler' }),
    );
    await cluster.advance(40_000);
    expect(nodeOf('top')).toBe(room);
    expect(pod('top')?.status).not.toHaveProperty('nominatedNodeName');
  });
});
