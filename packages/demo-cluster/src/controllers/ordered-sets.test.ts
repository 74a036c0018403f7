import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DaemonSet, KEYS, type StatefulSet } from './kinds.ts';
import { isReady } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const images = () =>
  Object.fromEntries(cluster.pods().map((pod) => [pod.metadata.name, pod.spec.containers[0]?.image]));
const names = () => cluster.pods().map((pod) => pod.metadata.name);
const setImage = (kind: 'StatefulSet' | 'DaemonSet', image: string) =>
  cluster.store.update(KEYS[kind], 't', 'db', (draft) => {
    for (const container of (draft as StatefulSet).spec.template.spec.containers) container.image = image;
  });
const resize = (replicas: number) =>
  cluster.store.update(KEYS.StatefulSet, 't', 'db', (draft) => {
    (draft as StatefulSet).spec.replicas = replicas;
  });
const revisions = () =>
  cluster
    .list('ControllerRevision')
    .map((one) => Number(one['revision']))
    .sort();

describe('stateful set', () => {
  const add = (more: object = {}, image = 'redis:7.4') =>
    cluster.add('StatefulSet', 'db', workload('db', podSpec(image), { replicas: 3, serviceName: 'db', ...more }));
  const set = () => cluster.get<StatefulSet>('StatefulSet', 'db');
  const template = { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } };
  const claims = () => cluster.list('PersistentVolumeClaim').map((one) => one.metadata.name);

  it('numbers from where it is told, and labels', async () => {
    add({ ordinals: { start: 5 }, replicas: 2 });
    await cluster.advance(20_000);
    expect(names()).toEqual(['db-5', 'db-6']);
    expect(cluster.pods()[0]).toMatchObject({
      metadata: {
        generateName: 'db-',
        labels: {
          'apps.kubernetes.io/pod-index': '5',
          'statefulset.kubernetes.io/pod-name': 'db-5',
          'controller-revision-hash': set()?.status?.updateRevision,
        },
      },
      spec: { hostname: 'db-5', subdomain: 'db' },
    });
    expect(cluster.eventsOf('db')).toContain('SuccessfulCreate create Pod db-5 in StatefulSet db successful');
  });

  it('waits for a broken pod, even when the template is repaired: somebody has to delete it', async () => {
    add();
    await cluster.advance(20_000);
    setImage('StatefulSet', 'redis:nosuch');
    await cluster.advance(60_000);
    setImage('StatefulSet', 'redis:7.4');
    await cluster.advance(60_000);
    expect(images()).toEqual({ 'db-0': 'redis:7.4', 'db-1': 'redis:7.4', 'db-2': 'redis:nosuch' });
    cluster.store.delete(KEYS.Pod, 't', 'db-2', { graceSeconds: 0 });
    await cluster.advance(30_000);
    expect(images()['db-2']).toBe('redis:7.4');
    expect(revisions()).toEqual([2, 3]);
    expect(set()?.status?.currentRevision).toBe(set()?.status?.updateRevision);
  });

  it.each([
    ['OnDelete', { type: 'OnDelete' }, 0],
    ['a partition', { type: 'RollingUpdate', rollingUpdate: { partition: 2 } }, 1],
  ])('keeps the rest as it is with %s', async (_title, updateStrategy, updated) => {
    add({ updateStrategy });
    await cluster.advance(20_000);
    setImage('StatefulSet', 'redis:8.0');
    await cluster.advance(40_000);
    expect(Object.values(images()).filter((one) => one === 'redis:8.0')).toHaveLength(updated);
    cluster.store.delete(KEYS.Pod, 't', 'db-0', { graceSeconds: 0 });
    await cluster.advance(20_000);
    expect(images()['db-0']).toBe(updated === 0 ? 'redis:8.0' : 'redis:7.4');
    expect(set()?.status).toMatchObject({ updatedReplicas: 1 });
  });

  it('creates and deletes all at once in parallel', async () => {
    add({ podManagementPolicy: 'Parallel' });
    await cluster.advance(100);
    expect(names()).toEqual(['db-0', 'db-1', 'db-2']);
    await cluster.advance(20_000);
    resize(0);
    await cluster.advance(100);
    expect(cluster.pods().every((pod) => pod.metadata.deletionTimestamp)).toBe(true);
  });

  it('adopts the pods of an orphaned set and removes those that are too many', async () => {
    add();
    await cluster.advance(20_000);
    cluster.store.delete(KEYS.StatefulSet, 't', 'db', { propagation: 'Orphan' });
    await cluster.advance(1000);
    cluster.store.delete(KEYS.Pod, 't', 'db-0', { graceSeconds: 0 });
    await cluster.advance(5000);
    const kept = cluster.get('Pod', 'db-1')?.metadata.uid;
    add({ replicas: 2 });
    await cluster.advance(60_000);
    expect(names()).toEqual(['db-0', 'db-1']);
    expect(cluster.get('Pod', 'db-1')?.metadata.uid).toBe(kept);
    expect(revisions()).toHaveLength(1);
  });

  it.each([
    [{ whenScaled: 'Delete', whenDeleted: 'Retain' }, ['data-db-0'], ['data-db-0']],
    [{ whenScaled: 'Retain', whenDeleted: 'Delete' }, ['data-db-0', 'data-db-1'], []],
    [{ whenScaled: 'Retain', whenDeleted: 'Retain' }, ['data-db-0', 'data-db-1'], ['data-db-0', 'data-db-1']],
  ])('keeps claims by %j', async (persistentVolumeClaimRetentionPolicy, afterScaling, afterDeletion) => {
    cluster.add('StorageClass', 'standard', {
      provisioner: 'rancher.io/local-path',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete',
    });
    const claim = {
      ...template,
      spec: { ...template.spec, storageClassName: 'standard', accessModes: ['ReadWriteOnce'] },
    };
    add({ replicas: 2, volumeClaimTemplates: [claim], persistentVolumeClaimRetentionPolicy });
    await cluster.advance(60_000);
    expect(claims()).toEqual(['data-db-0', 'data-db-1']);
    resize(1);
    await cluster.advance(60_000);
    expect(claims()).toEqual(afterScaling);
    cluster.store.delete(KEYS.StatefulSet, 't', 'db', { propagation: 'Background' });
    await cluster.advance(60_000);
    expect(claims()).toEqual(afterDeletion);
  });
});

describe('daemon set', () => {
  const add = (more: object = {}) => cluster.add('DaemonSet', 'db', workload('db', podSpec('redis:7.4'), more));
  const status = () => cluster.get<DaemonSet>('DaemonSet', 'db')?.status;

  it.each([
    [{ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, 1, 2],
    [{ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }, 2, 3],
  ])('updates by %j with at least %i of 2 up and at most %i pods', async (updateStrategy, least, most) => {
    add({ updateStrategy });
    await cluster.advance(10_000);
    let fewest = 2;
    let largest = 0;
    cluster.store.onEvent(({ key }) => {
      if (key.resource === 'pods') fewest = Math.min(fewest, cluster.pods().filter(isReady).length);
      largest = Math.max(largest, cluster.pods().filter((pod) => !pod.metadata.deletionTimestamp).length);
    });
    setImage('DaemonSet', 'redis:8.0');
    await cluster.advance(120_000);
    expect(Object.values(images())).toEqual(['redis:8.0', 'redis:8.0']);
    expect(fewest).toBeGreaterThanOrEqual(least);
    expect(largest).toBe(most);
    expect(status()).toMatchObject({ updatedNumberScheduled: 2, numberAvailable: 2, desiredNumberScheduled: 2 });
  });

  it('goes back to a former template under its former hash', async () => {
    add();
    await cluster.advance(10_000);
    const hashes = () => new Set(cluster.pods().map((pod) => pod.metadata.labels?.['controller-revision-hash']));
    const first = hashes();
    setImage('DaemonSet', 'redis:8.0');
    await cluster.advance(120_000);
    expect(hashes()).not.toEqual(first);
    setImage('DaemonSet', 'redis:7.4');
    await cluster.advance(120_000);
    expect(hashes()).toEqual(first);
    expect(revisions()).toEqual([2, 3]);
    expect(cluster.get('DaemonSet', 'db')?.metadata.annotations).toMatchObject({
      'deprecated.daemonset.template.generation': '3',
    });
  });

  it('replaces failed pods, and counts those that are where they should not be', async () => {
    add();
    await cluster.advance(10_000);
    const [pod] = cluster.pods();
    cluster.store.update(KEYS.Pod, 't', pod?.metadata.name ?? '', (draft) => {
      draft['status'] = { ...(draft['status'] as object), phase: 'Failed' };
    });
    await cluster.advance(10_000);
    expect(cluster.eventsOf('db')).toContain(
      `FailedDaemonPod Found failed daemon pod t/${pod?.metadata.name} on node ${pod?.spec.nodeName}, will try to kill it`,
    );
    expect(status()?.['numberAvailable']).toBe(2);
    cluster.store.update(KEYS.Node, undefined, 'node-1', (draft) => {
      draft['spec'] = { taints: [{ key: 'team', effect: 'NoSchedule' }] };
    });
    await cluster.advance(5000);
    expect(status()).toMatchObject({ desiredNumberScheduled: 1, currentNumberScheduled: 1, numberMisscheduled: 1 });
  });

  it('tolerates the troubles of nodes', async () => {
    add();
    await cluster.advance(1000);
    expect(cluster.pods()[0]?.spec.tolerations?.map((one) => `${one.key}:${one.effect}`)).toEqual(
      expect.arrayContaining([
        'node.kubernetes.io/not-ready:NoExecute',
        'node.kubernetes.io/unreachable:NoExecute',
        'node.kubernetes.io/disk-pressure:NoSchedule',
        'node.kubernetes.io/memory-pressure:NoSchedule',
        'node.kubernetes.io/pid-pressure:NoSchedule',
        'node.kubernetes.io/unschedulable:NoSchedule',
      ]),
    );
  });
});
