import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { conditionOf, isReady } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const web = (more: object = {}) => workload('web', podSpec('nginx:1.27'), { replicas: 3, ...more });
const deployment = () => cluster.get<Deployment>('Deployment', 'web');
const setImage = (image: string) =>
  cluster.store.update(KEYS.Deployment, 't', 'web', (draft) => {
    const container = (draft as Deployment).spec.template.spec.containers[0];
    if (container) container.image = image;
  });
const images = () => cluster.pods().map((pod) => pod.spec.containers[0]?.image);

describe('deployment', () => {
  it('brings its pods up and says so', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    expect(deployment()?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      updatedReplicas: 3,
    });
    expect(conditionOf(deployment()?.status?.conditions, 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
    expect(deployment()?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1');
    expect(cluster.eventsOf('web')).toContainEqual(
      expect.stringMatching(/^ScalingReplicaSet Scaled up replica set web-\w+ from 0 to 3$/),
    );
  });

  it('replaces pods without ever having fewer than it may', async () => {
    cluster.add(
      'Deployment',
      'web',
      web({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
    );
    await cluster.advance(10_000);
    let fewest = 3;
    let most = 0;
    cluster.store.onEvent(({ key }) => {
      if (key.resource !== 'pods') return;
      const active = cluster.pods().filter((pod) => !pod.metadata.deletionTimestamp);
      fewest = Math.min(fewest, active.filter(isReady).length);
      most = Math.max(most, active.length);
    });
    setImage('nginx:1.28');
    await cluster.advance(30_000);
    expect(images()).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
    expect({ fewest, most }).toEqual({ fewest: 3, most: 4 });
  });

  it('stops all old pods first with Recreate', async () => {
    cluster.add('Deployment', 'web', web({ strategy: { type: 'Recreate' } }));
    await cluster.advance(10_000);
    const mixtures: number[] = [];
    cluster.store.onEvent(() => mixtures.push(new Set(images()).size));
    setImage('nginx:1.28');
    await cluster.advance(30_000);
    expect(images()).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
    expect(Math.max(...mixtures)).toBe(1);
  });

  it('keeps the old pods when the new image cannot be pulled, and names the deadline', async () => {
    cluster.add('Deployment', 'web', web({ progressDeadlineSeconds: 60 }));
    await cluster.advance(10_000);
    setImage('nginx:nosuch');
    await cluster.advance(90_000);
    expect(deployment()?.status?.availableReplicas).toBe(3);
    expect(conditionOf(deployment()?.status?.conditions, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });
  });

  it('goes back to an old ReplicaSet instead of making one anew', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    setImage('nginx:1.28');
    await cluster.advance(30_000);
    setImage('nginx:1.27');
    await cluster.advance(30_000);
    const sets = cluster.list<ReplicaSet>('ReplicaSet');
    expect(sets.map((one) => one.spec.replicas).sort()).toEqual([0, 3]);
    expect(deployment()?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('changes nothing while paused, but scales', async () => {
    cluster.add('Deployment', 'web', web());
    await cluster.advance(10_000);
    cluster.store.update(KEYS.Deployment, 't', 'web', (draft) => {
      (draft as Deployment).spec.paused = true;
      (draft as Deployment).spec.replicas = 2;
    });
    setImage('nginx:1.28');
    await cluster.advance(20_000);
    expect(images()).toEqual(['nginx:1.27', 'nginx:1.27']);
    expect(conditionOf(deployment()?.status?.conditions, 'Progressing')?.reason).toBe('DeploymentPaused');
  });

  it('forgets history beyond its limit', async () => {
    cluster.add('Deployment', 'web', web({ revisionHistoryLimit: 1 }));
    for (const image of ['nginx:1.28', 'nginx:1.29', 'nginx:1.30']) {
      await cluster.advance(20_000);
      setImage(image);
    }
    await cluster.advance(30_000);
    expect(cluster.list('ReplicaSet')).toHaveLength(2);
  });
});
