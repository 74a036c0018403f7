import { beforeEach, describe, expect, it } from 'vitest';
import { KEYS, type Pod } from './kinds.ts';
import type { PersistentVolume, VolumeClaim } from './storage-kinds.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
  const storageClass = (name: string, provisioner: string, more: object = {}) =>
    cluster.add('StorageClass', name, { provisioner, ...more });
  storageClass('now', 'rancher.io/local-path');
  storageClass('wait', 'rancher.io/local-path', {
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  });
  storageClass('local', 'kubernetes.io/no-provisioner', { volumeBindingMode: 'WaitForFirstConsumer' });
  storageClass('nobody', 'example.com/nfs');
});

const claim = (name: string, storageClassName: string | undefined, more: object = {}) =>
  cluster.add('PersistentVolumeClaim', name, {
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...(storageClassName === undefined ? {} : { storageClassName }),
      ...more,
    },
  });
const volume = (name: string, more: object = {}) =>
  cluster.add('PersistentVolume', name, {
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '5Gi' },
      storageClassName: 'manual',
      hostPath: { path: '/x' },
      ...more,
    },
  });
const pvc = (name: string) => cluster.get<VolumeClaim>('PersistentVolumeClaim', name);
const pv = (name: string) => cluster.get<PersistentVolume>('PersistentVolume', name);
const user = (name: string, claimName: string) =>
  cluster.add('Pod', name, {
    spec: podSpec('registry.k8s.io/pause:3.10', {}, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] }),
  });

describe('a claim', () => {
  it.each<[string, string | undefined, object, string]>([
    [
      'without class',
      '',
      {},
      'FailedBinding no persistent volumes available for this claim and no storage class is set',
    ],
    ['of a missing class', 'none', {}, 'ProvisioningFailed storageclass.storage.k8s.io "none" not found'],
    [
      'that nobody uses yet',
      'wait',
      {},
      'WaitForFirstConsumer waiting for first consumer to be created before binding',
    ],
    [
      'of a provisioner that does not run',
      'nobody',
      {},
      "ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'example.com/nfs' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    ],
    [
      'for a volume that is taken',
      'manual',
      { volumeName: 'taken' },
      'FailedBinding volume "taken" already bound to a different claim.',
    ],
  ])('%s stays Pending and says why, again and again', async (_title, className, more, event) => {
    volume('taken', { claimRef: { namespace: 'other', name: 'x' } });
    claim('c', className, more);
    await cluster.advance(31_000);
    expect(pvc('c')?.status?.phase).toBe('Pending');
    expect(cluster.eventsOf('c')).toEqual([event]);
    expect(
      cluster.list('Event').find((one) => one['message'] === event.replace(/^\w+ /, ''))?.['count'],
    ).toBeGreaterThanOrEqual(3);
  });

  it('gets a volume from a provisioner at once', async () => {
    claim('c', 'now');
    await cluster.advance(2000);
    expect(pvc('c')?.status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } });
    expect(pvc('c')?.metadata.annotations).toMatchObject({
      'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
    });
    expect(cluster.eventsOf('c').map((one) => one.split(' ')[0])).toEqual([
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
    ]);
  });

  it('gets a volume where its first pod goes, and grows with it', async () => {
    claim('c', 'wait');
    await cluster.advance(500);
    user('p', 'c');
    await cluster.advance(5000);
    expect(cluster.get<Pod>('Pod', 'p')?.status?.phase).toBe('Running');
    expect(pvc('c')?.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(
      cluster.get<Pod>('Pod', 'p')?.spec.nodeName,
    );
    cluster.store.update(KEYS.PersistentVolumeClaim, 't', 'c', (draft) => {
      (draft as VolumeClaim).spec.resources = { requests: { storage: '2Gi' } };
    });
    await cluster.advance(200);
    expect(pvc('c')?.status?.conditions).toMatchObject([{ type: 'Resizing', status: 'True' }]);
    await cluster.advance(4000);
    expect(pvc('c')?.status).toMatchObject({ capacity: { storage: '2Gi' } });
    expect(pvc('c')?.status).not.toHaveProperty('conditions');
    expect(
      cluster
        .eventsOf('c')
        .slice(-3)
        .map((one) => one.split(' ')[0]),
    ).toEqual(['Resizing', 'FileSystemResizeRequired', 'FileSystemResizeSuccessful']);
  });

  it('takes the smallest volume that does', async () => {
    volume('big', { capacity: { storage: '50Gi' } });
    volume('small');
    volume('tiny', { capacity: { storage: '1Mi' } });
    volume('block', { capacity: { storage: '1Gi' }, volumeMode: 'Block' });
    claim('c', 'manual');
    await cluster.advance(100);
    expect(pvc('c')?.spec.volumeName).toBe('small');
    expect(pv('small')?.spec.claimRef).toMatchObject({ name: 'c', namespace: 't', uid: pvc('c')?.metadata.uid });
    expect(pv('small')?.status).toMatchObject({ phase: 'Bound' });
  });

  it('takes a local volume on a node that its pod can go to', async () => {
    const on = (node: string) => ({
      storageClassName: 'local',
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
          ],
        },
      },
    });
    claim('c', 'local');
    user('p', 'c');
    await cluster.advance(100);
    expect(cluster.eventsOf('p')[0]).toContain("2 node(s) didn't find available persistent volumes to bind.");
    expect(cluster.eventsOf('c').at(-1)).toBe('WaitForPodScheduled waiting for pod p to be scheduled');
    volume('v', on('node-2'));
    await cluster.advance(2000);
    expect(pvc('c')?.spec.volumeName).toBe('v');
    expect(cluster.get<Pod>('Pod', 'p')?.spec.nodeName).toBe('node-2');
  });

  it('that is in use stays until its pod is gone; its volume is kept or goes, as its policy says', async () => {
    volume('kept');
    claim('a', 'manual');
    claim('b', 'now');
    user('p', 'a');
    await cluster.advance(4000);
    const made = pvc('b')?.spec.volumeName ?? '';
    for (const name of ['a', 'b']) cluster.store.delete(KEYS.PersistentVolumeClaim, 't', name);
    await cluster.advance(1000);
    expect(pvc('a')?.metadata.deletionTimestamp).toBeDefined();
    expect(pvc('b')).toBeUndefined();
    expect(pv(made)).toBeUndefined();
    cluster.store.delete(KEYS.Pod, 't', 'p', { force: true });
    await cluster.advance(1000);
    expect(pvc('a')).toBeUndefined();
    expect(pv('kept')?.status?.phase).toBe('Released');
    claim('again', 'manual');
    await cluster.advance(100);
    expect(pvc('again')?.status?.phase).toBe('Pending');
    cluster.store.update(KEYS.PersistentVolume, undefined, 'kept', (draft) => {
      delete (draft as PersistentVolume).spec.claimRef;
    });
    await cluster.advance(100);
    expect(pvc('again')?.status?.phase).toBe('Bound');
    cluster.store.delete(KEYS.PersistentVolume, undefined, 'kept');
    await cluster.advance(100);
    expect(pv('kept')?.metadata.deletionTimestamp).toBeDefined();
  });
});
