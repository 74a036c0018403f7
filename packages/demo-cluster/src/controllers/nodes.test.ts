import { beforeEach, describe, expect, it } from 'vitest';
import { KEYS, type Node, type Pod } from './kinds.ts';
import { conditionOf, isReady } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});

const FAULT = 'demo.quarterdeck.dev/node-fault';
const node = (name: string) => cluster.store.get(KEYS.Node, undefined, name) as Node;
const change = (name: string, how: (draft: Node) => void) =>
  cluster.store.update(KEYS.Node, undefined, name, (draft) => how(draft as Node));
const fault = (name: string, value: string | undefined) =>
  change(name, ({ metadata }) => {
    metadata.annotations = value === undefined ? {} : { [FAULT]: value };
  });
const pod = (name: string) => cluster.get<Pod>('Pod', name);
const onNode = (name: string, at: string, more: object = {}) =>
  cluster.add('Pod', name, { spec: podSpec('registry.k8s.io/pause:3.10', {}, { nodeName: at, ...more }) });
const taints = (name: string) => (node(name).spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
const nodeEvents = (name: string) =>
  cluster.store
    .list(KEYS.Event, 'default')
    .filter((one) => (one['involvedObject'] as { name?: string }).name === name)
    .map((one) => `${one['reason']} ${one['message']}`);

describe('a node', () => {
  it('whose kubelet is silent is Unknown, tainted, and gives up its pods when their patience ends', async () => {
    onNode('p', 'node-1');
    onNode('patient', 'node-1', { tolerations: [{ operator: 'Exists' }] });
    await cluster.advance(5000);
    fault('node-1', 'Stopped');
    await cluster.advance(70_000);
    expect(conditionOf(node('node-1').status?.conditions, 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taints('node-1')).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(nodeEvents('node-1')).toEqual(['NodeNotReady Node node-1 status is now: NodeNotReady']);
    expect(isReady(pod('p') as Pod)).toBe(false);
    expect(cluster.eventsOf('p')).toContain('NodeNotReady Node is not ready');
    await cluster.advance(310_000);
    expect(cluster.eventsOf('p')).toContain('TaintManagerEviction Marking for deletion Pod t/p');
    expect(pod('p')?.metadata.deletionTimestamp).toBeDefined();
    expect(pod('patient')?.metadata.deletionTimestamp).toBeUndefined();
    await cluster.advance(300_000);
    expect(pod('p')).toBeDefined();
    fault('node-1', undefined);
    await cluster.advance(10_000);
    expect(pod('p')).toBeUndefined();
    expect(isReady(pod('patient') as Pod)).toBe(true);
    expect(taints('node-1')).toEqual([]);
    expect(nodeEvents('node-1').at(-1)).toBe('NodeReady Node node-1 status is now: NodeReady');
  });

  it('that nobody reports for was never ready', async () => {
    cluster.store.create(KEYS.Node, { metadata: { name: 'paper' }, spec: {} });
    await cluster.advance(70_000);
    expect(conditionOf(node('paper').status?.conditions, 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    });
  });

  it('without network is not ready', async () => {
    fault('node-1', 'NetworkPluginNotReady');
    await cluster.advance(100);
    expect(conditionOf(node('node-1').status?.conditions, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'KubeletNotReady',
    });
    expect(taints('node-1')).toEqual([
      'node.kubernetes.io/not-ready:NoSchedule',
      'node.kubernetes.io/not-ready:NoExecute',
    ]);
  });

  it('that is short of memory evicts pods that promise nothing', async () => {
    onNode('idle', 'node-1');
    cluster.add('Pod', 'firm', {
      spec: podSpec(
        'registry.k8s.io/pause:3.10',
        { resources: { requests: { memory: '1Mi' } } },
        { nodeName: 'node-1' },
      ),
    });
    await cluster.advance(5000);
    fault('node-1', 'MemoryPressure');
    await cluster.advance(20_000);
    expect(taints('node-1')).toEqual(['node.kubernetes.io/memory-pressure:NoSchedule']);
    expect(pod('idle')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message: expect.stringContaining('The node was low on resource: memory.'),
    });
    expect(pod('firm')?.status?.phase).toBe('Running');
    expect(cluster.eventsOf('idle').some((one) => one.startsWith('Evicted '))).toBe(true);
    expect(nodeEvents('node-1')).toEqual(
      expect.arrayContaining([
        'NodeHasInsufficientMemory Node node-1 status is now: NodeHasInsufficientMemory',
        'EvictionThresholdMet Attempting to reclaim memory',
      ]),
    );
  });

  it('that is cordoned has the taint for it', async () => {
    change('node-2', ({ spec }) => Object.assign(spec, { unschedulable: true }));
    await cluster.advance(100);
    expect(taints('node-2')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
    change('node-2', ({ spec }) => {
      delete spec.unschedulable;
    });
    await cluster.advance(100);
    expect(taints('node-2')).toEqual([]);
  });

  it('that is tainted loses who does not tolerate it, at once or when a time is over', async () => {
    const tolerant = (tolerationSeconds?: number) => ({
      tolerations: [
        { key: 'k', operator: 'Exists', effect: 'NoExecute', ...(tolerationSeconds ? { tolerationSeconds } : {}) },
      ],
    });
    onNode('never', 'node-1');
    onNode('short', 'node-1', tolerant(30));
    onNode('ever', 'node-1', tolerant());
    await cluster.advance(5000);
    change('node-1', ({ spec }) => Object.assign(spec, { taints: [{ key: 'k', value: 'v', effect: 'NoExecute' }] }));
    await cluster.advance(10_000);
    expect(cluster.pods().map((one) => one.metadata.name)).toEqual(['ever', 'short']);
    await cluster.advance(60_000);
    expect(cluster.pods().map((one) => one.metadata.name)).toEqual(['ever']);
  });

  it('that is deleted takes its pods with it', async () => {
    onNode('p', 'node-1');
    await cluster.advance(5000);
    cluster.store.delete(KEYS.Node, undefined, 'node-1');
    await cluster.advance(30_000);
    expect(pod('p')).toBeDefined();
    await cluster.advance(60_000);
    expect(pod('p')).toBeUndefined();
    expect(nodeEvents('node-1')).toEqual(['RemovingNode Node node-1 event: Removing Node node-1 from Controller']);
  });
});
