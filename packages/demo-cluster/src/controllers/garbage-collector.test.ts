import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Condition, KEYS } from './kinds.ts';
import { type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const owner = (name: string, namespace = 't') =>
  cluster.store.create(KEYS.ConfigMap, { metadata: { name, namespace } });
const refTo = ({ metadata }: ReturnType<typeof owner>, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: metadata.name,
  uid: metadata.uid,
  ...more,
});
const child = (name: string, ownerReferences: ReturnType<typeof refTo>[], finalizers?: string[]) =>
  cluster.store.create(KEYS.Secret, {
    metadata: { name, namespace: 't', ownerReferences, ...(finalizers ? { finalizers } : {}) },
  });
const owners = (name: string) => cluster.get('Secret', name)?.metadata.ownerReferences?.map((one) => one.name);

describe('garbage collector', () => {
  it('keeps what somebody still owns, and strikes off who is gone', async () => {
    const [a, b] = [owner('a'), owner('b')];
    child('c', [refTo(a), refTo(b)]);
    cluster.store.delete(KEYS.ConfigMap, 't', 'a');
    await cluster.advance(1000);
    expect(owners('c')).toEqual(['b']);
    cluster.store.delete(KEYS.ConfigMap, 't', 'b');
    await cluster.advance(1000);
    expect(cluster.get('Secret', 'c')).toBeUndefined();
  });

  it.each([
    [true, true],
    [false, false],
  ])('a dependent with blockOwnerDeletion %s holds its owner up: %s', async (blockOwnerDeletion, isHeld) => {
    const a = owner('a');
    child('c', [refTo(a, { blockOwnerDeletion })], ['example.com/hold']);
    cluster.store.delete(KEYS.ConfigMap, 't', 'a', { propagation: 'Foreground' });
    await cluster.advance(1000);
    expect(cluster.get('Secret', 'c')?.metadata.deletionTimestamp).toBeDefined();
    expect(cluster.get('ConfigMap', 'a') !== undefined).toBe(isHeld);
    cluster.store.update(KEYS.Secret, 't', 'c', (draft) => {
      delete draft.metadata.finalizers;
    });
    await cluster.advance(1000);
    expect(cluster.get('ConfigMap', 'a')).toBeUndefined();
  });

  it('takes an owner in another namespace for none, and says so', async () => {
    const a = owner('a', 'default');
    child('c', [refTo(a)]);
    await cluster.advance(1000);
    expect(cluster.get('Secret', 'c')).toBeUndefined();
    expect(cluster.eventsOf('c')).toEqual([
      `OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: t, name: a, uid: ${a.metadata.uid}] does not exist in namespace "t"`,
    ]);
  });

  it('deletes what is made with an owner that never was', async () => {
    child('c', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'never', uid: 'no-such-uid' }]);
    await cluster.advance(1000);
    expect(cluster.get('Secret', 'c')).toBeUndefined();
  });

  it('lets dependents go when their owner is deleted with orphaning', async () => {
    const [a, b] = [owner('a'), owner('b')];
    child('c', [refTo(a), refTo(b)]);
    cluster.store.delete(KEYS.ConfigMap, 't', 'a', { propagation: 'Orphan' });
    await cluster.advance(1000);
    expect(owners('c')).toEqual(['b']);
    expect(cluster.get('ConfigMap', 'a')).toBeUndefined();
  });
});

describe('namespace', () => {
  it('says what it waits for', async () => {
    child('c', [], ['example.com/hold']);
    cluster.store.delete(KEYS.Namespace, undefined, 't');
    await cluster.advance(5000);
    const namespace = () => cluster.store.get(KEYS.Namespace, undefined, 't');
    const said = () =>
      ((namespace()?.['status'] as { conditions?: Condition[] } | undefined)?.conditions ?? [])
        .filter((one) => one.status === 'True')
        .map((one) => `${one.type} ${one.reason}: ${one.message}`);
    expect(said()).toEqual([
      'NamespaceContentRemaining SomeResourcesRemain: Some resources are remaining: secrets. has 1 resource instances',
      'NamespaceFinalizersRemaining SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ]);
    cluster.store.update(KEYS.Secret, 't', 'c', (draft) => {
      delete draft.metadata.finalizers;
    });
    await cluster.advance(2000);
    expect(namespace()).toBeUndefined();
  });
});
