import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const web = (more: object = {}, image = 'nginx:1.27') => workload('web', podSpec(image), { replicas: 3, ...more });
const deployment = () => cluster.get<Deployment>('Deployment', 'web');
const change = (how: (draft: Deployment) => void) =>
  cluster.store.update(KEYS.Deployment, 't', 'web', (draft) => how(draft as Deployment));
const setImage = (image: string) =>
  change(({ spec }) => {
    for (const container of spec.template.spec.containers) container.image = image;
  });
const sets = () => cluster.list<ReplicaSet>('ReplicaSet');
const setWith = (image: string) => sets().find((one) => one.spec.template.spec.containers[0]?.image === image);
const conditions = () =>
  (deployment()?.status?.conditions ?? []).map(
    (one) => `${one.type} ${one.status} ${one.reason}: ${one.message?.replace(/web-\w{8,10}(-\w{5})?/g, 'web-X')}`,
  );

describe('conditions of a deployment', () => {
  const AVAILABLE = 'Available True MinimumReplicasAvailable: Deployment has minimum availability.';
  const UNAVAILABLE = 'Available False MinimumReplicasUnavailable: Deployment does not have minimum availability.';

  it.each([
    [
      'is up',
      {},
      'nginx:1.27',
      10,
      [AVAILABLE, 'Progressing True NewReplicaSetAvailable: ReplicaSet "web-X" has successfully progressed.'],
    ],
    [
      'starts',
      {},
      'nginx:nosuch',
      10,
      [UNAVAILABLE, 'Progressing True ReplicaSetUpdated: ReplicaSet "web-X" is progressing.'],
    ],
    [
      'times out',
      { progressDeadlineSeconds: 30 },
      'nginx:nosuch',
      60,
      [UNAVAILABLE, 'Progressing False ProgressDeadlineExceeded: ReplicaSet "web-X" has timed out progressing.'],
    ],
    ['has no deadline', { progressDeadlineSeconds: 2 ** 31 - 1 }, 'nginx:nosuch', 10, [UNAVAILABLE]],
    [
      'was made paused',
      { paused: true },
      'nginx:1.27',
      10,
      ['Progressing Unknown DeploymentPaused: Deployment is paused', UNAVAILABLE],
    ],
  ])('%s', async (_title, spec, image, seconds, words) => {
    cluster.add('Deployment', 'web', web(spec, image));
    await cluster.advance(seconds * 1000);
    expect(conditions().sort()).toEqual([...words].sort());
  });

  it('pass on why pods cannot be made, until they can', async () => {
    cluster.add('ResourceQuota', 'q', { spec: { hard: { pods: '1' } } });
    await cluster.advance(1000);
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    const [failure] = conditions().filter((one) => one.startsWith('ReplicaFailure'));
    expect(failure).toMatch(
      /^ReplicaFailure True FailedCreate: pods .*is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1$/,
    );
    expect(cluster.eventsOf(sets()[0]?.metadata.name ?? '')).toContainEqual(
      expect.stringMatching(/^FailedCreate Error creating: pods .*is forbidden: exceeded quota: q/),
    );
    expect(cluster.pods()).toHaveLength(1);
    cluster.store.delete(KEYS.ResourceQuota, 't', 'q');
    await cluster.advance(60_000);
    expect(conditions().filter((one) => one.startsWith('ReplicaFailure'))).toEqual([]);
    expect(deployment()?.status?.availableReplicas).toBe(3);
  });

  it('note a resumed rollout', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    change(({ spec }) => {
      spec.paused = true;
    });
    await cluster.advance(1000);
    expect(conditions()).toContain('Progressing Unknown DeploymentPaused: Deployment is paused');
    setImage('nginx:1.28');
    await cluster.advance(5000);
    expect(sets()).toHaveLength(1);
    change(({ spec }) => {
      delete spec.paused;
    });
    await cluster.advance(20_000);
    expect(setWith('nginx:1.28')?.status?.availableReplicas).toBe(3);
  });
});

describe('sizes during a rollout', () => {
  it.each([
    // surge and unavailable are shares of the new size; the larger set takes what rounding leaves
    [10, 20, { new: 10, old: 15 }],
    [10, 5, { new: 3, old: 4 }],
  ])('a stuck rollout of %i is scaled to %i in proportion', async (from, to, wanted) => {
    cluster.add('Deployment', 'web', web({ replicas: from }));
    await cluster.advance(20_000);
    setImage('nginx:nosuch');
    await cluster.advance(20_000);
    expect([setWith('nginx:nosuch')?.spec.replicas, setWith('nginx:1.27')?.spec.replicas]).toEqual([5, 8]);
    change(({ spec }) => {
      spec.replicas = to;
    });
    let first: { new: number | undefined; old: number | undefined } | undefined;
    cluster.store.onEvent(({ key }) => {
      const both = [setWith('nginx:nosuch'), setWith('nginx:1.27')];
      const isScaled = both.every(
        (one) => one?.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'] === String(to),
      );
      if (key.resource === 'replicasets' && isScaled)
        first ??= { new: both[0]?.spec.replicas, old: both[1]?.spec.replicas };
    });
    await cluster.advance(20_000);
    expect(first).toEqual(wanted);
  });

  it.each([
    ['25%', '25%', 4, { surge: 1, missing: 1 }],
    [0, 1, 3, { surge: 0, missing: 1 }],
    ['0%', '0%', 3, { surge: 0, missing: 1 }],
    [2, 0, 3, { surge: 2, missing: 0 }],
  ])('maxSurge %s and maxUnavailable %s of %i', async (maxSurge, maxUnavailable, replicas, { surge, missing }) => {
    cluster.add('Deployment', 'web', web({ replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }));
    await cluster.advance(20_000);
    setImage('nginx:nosuch');
    await cluster.advance(20_000);
    expect(deployment()?.status?.replicas).toBe(replicas + surge);
    expect(deployment()?.status?.availableReplicas).toBe(replicas - missing);
  });
});

describe('revisions of a deployment', () => {
  it('carry the change cause, and remember their numbers when they come back', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    setImage('nginx:1.28');
    change(({ metadata }) => {
      metadata.annotations = { ...metadata.annotations, 'kubernetes.io/change-cause': 'to 1.28' };
    });
    await cluster.advance(20_000);
    expect(setWith('nginx:1.28')?.metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': 'to 1.28' });
    setImage('nginx:1.27');
    await cluster.advance(20_000);
    expect(setWith('nginx:1.27')?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
    });
  });

  it('survive an orphaned deployment: the next one adopts its set', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    const names = cluster.pods().map((pod) => pod.metadata.uid);
    cluster.store.delete(KEYS.Deployment, 't', 'web', { propagation: 'Orphan' });
    await cluster.advance(1000);
    expect(sets()[0]?.metadata.ownerReferences).toBeUndefined();
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    expect(sets()).toHaveLength(1);
    expect(cluster.pods().map((pod) => pod.metadata.uid)).toEqual(names);
    expect(sets()[0]?.metadata.ownerReferences?.[0]?.uid).toBe(deployment()?.metadata.uid);
  });

  it('hash differently when the name is taken by another template', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(1000);
    const name = sets()[0]?.metadata.name ?? '';
    cluster.store.delete(KEYS.Deployment, 't', 'web', { propagation: 'Background' });
    await cluster.advance(10_000);
    cluster.add('ReplicaSet', name, workload('other', podSpec('redis:7.4'), { replicas: 0 }));
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    expect(deployment()?.status).toMatchObject({ collisionCount: 1, availableReplicas: 3 });
  });
});

describe.each(['ReplicaSet', 'ReplicationController'] as const)('%s', (kind) => {
  const add = (replicas: number) =>
    cluster.add(kind, 'rs', {
      spec: {
        replicas,
        selector: kind === 'ReplicaSet' ? { matchLabels: { app: 'rs' } } : { app: 'rs' },
        template: { metadata: { labels: { app: 'rs' } }, spec: podSpec('nginx:1.27') },
      },
    });
  const resize = (replicas: number) =>
    cluster.store.update(KEYS[kind], 't', 'rs', (draft) => {
      (draft as ReplicaSet).spec.replicas = replicas;
    });

  it('releases a pod that no longer matches, makes another, and adopts it again', async () => {
    add(2);
    await cluster.advance(5000);
    const [pod] = cluster.pods();
    const relabel = (app: string) =>
      cluster.store.update(KEYS.Pod, 't', pod?.metadata.name ?? '', (draft) => {
        draft.metadata.labels = { app };
      });
    relabel('loose');
    await cluster.advance(5000);
    expect(cluster.pods()).toHaveLength(3);
    expect(cluster.get('Pod', pod?.metadata.name ?? '')?.metadata.ownerReferences).toBeUndefined();
    relabel('rs');
    await cluster.advance(60_000);
    expect(cluster.pods()).toHaveLength(2);
    expect(cluster.get(kind, 'rs')?.['status']).toMatchObject({
      replicas: 2,
      readyReplicas: 2,
      fullyLabeledReplicas: 2,
    });
  });

  it('gives up unready pods first, then cheap ones', async () => {
    add(3);
    await cluster.advance(5000);
    const [cheap, , dear] = cluster.pods();
    for (const [pod, cost] of [
      [cheap, '-5'],
      [dear, '5'],
    ] as const)
      cluster.store.update(KEYS.Pod, 't', pod?.metadata.name ?? '', (draft) => {
        draft.metadata.annotations = { 'controller.kubernetes.io/pod-deletion-cost': cost };
      });
    resize(2);
    await cluster.advance(60_000);
    expect(cluster.pods().map((pod) => pod.metadata.uid)).not.toContain(cheap?.metadata.uid);
    resize(1);
    await cluster.advance(60_000);
    expect(cluster.pods().map((pod) => pod.metadata.uid)).toEqual([dear?.metadata.uid]);
  });
});
