import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deployment, KEYS, type Pod } from '../controllers/kinds.ts';
import { isReady } from '../controllers/pod-state.ts';
import { type TestCluster, testCluster } from '../controllers/test-cluster.ts';
import { validate } from '../http/validation/validate.ts';
import { podWords } from '../resources/pod-words.ts';
import { objectsOf, Registry } from '../resources/registry.ts';
import { fill } from './fill.ts';
import { seedShop } from './seed-shop.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

describe('seedShop', () => {
  it('is a cluster at rest: the controllers find nothing to do', async () => {
    seedShop(cluster.store);
    const before = new Set((cluster.store.list(KEYS.Pod) as Pod[]).map((pod) => pod.metadata.uid));
    await cluster.advance(20_000);
    const after = cluster.store.list(KEYS.Pod) as Pod[];
    expect(after.filter((pod) => !before.has(pod.metadata.uid)).map((pod) => pod.metadata.name)).toEqual([]);
    expect(after).toHaveLength(before.size);
  });

  it('holds nothing that a server would refuse, so that each object can be changed', async () => {
    seedShop(cluster.store);
    await cluster.advance(20_000);
    const refused: string[] = [];
    for (const type of new Registry().all())
      for (const object of objectsOf(cluster.store, type)) {
        try {
          validate(type, object, object);
        } catch (fault) {
          refused.push(`${type.plural}/${object.metadata.name}: ${String(fault)}`);
        }
      }
    expect(refused).toEqual([]);
  });

  it('has healthy parts and one of each trouble', async () => {
    seedShop(cluster.store);
    await cluster.advance(20_000);
    const reason = (app: string) => {
      const pod = (cluster.store.list(KEYS.Pod, 'shop') as Pod[]).find((one) => one.metadata.labels?.['app'] === app);
      const status = pod?.status?.containerStatuses?.[0];
      return pod && isReady(pod) ? 'Ready' : (status?.state.waiting?.reason ?? pod?.status?.phase);
    };
    expect(
      Object.fromEntries(
        ['frontend', 'postgres', 'payments', 'recommendations', 'image-indexer'].map((app) => [app, reason(app)]),
      ),
    ).toEqual({
      frontend: 'Ready',
      postgres: 'Ready',
      payments: 'CrashLoopBackOff',
      recommendations: 'ImagePullBackOff',
      'image-indexer': 'Pending',
    });
  });

  it('has its staging in every usual trouble', async () => {
    seedShop(cluster.store);
    await cluster.advance(30_000);
    const words = (app: string) => {
      const pod = (cluster.store.list(KEYS.Pod, 'shop-staging') as Parameters<typeof podWords>[0][]).find(
        (one) => one.metadata.labels?.['app'] === app,
      );
      return pod && podWords(pod, cluster.store.now()).status;
    };
    const apps =
      'newsletter search thumbnails analytics invoices loyalty gift-cards search-index exports sso gpu-pricing mailer ledger report-render';
    expect(Object.fromEntries(apps.split(' ').map((app) => [app, words(app)]))).toEqual({
      newsletter: 'CreateContainerConfigError',
      search: 'Running',
      thumbnails: expect.stringMatching(/^(Running|CrashLoopBackOff)$/),
      analytics: expect.stringMatching(/^(OOMKilled|CrashLoopBackOff|Running)$/),
      invoices: expect.stringMatching(/^(RunContainerError|CrashLoopBackOff)$/),
      loyalty: 'InvalidImageName',
      'gift-cards': 'ErrImageNeverPull',
      'search-index': expect.stringMatching(/^Init:(Error|CrashLoopBackOff|0\/1)$/),
      exports: 'Pending',
      sso: 'ContainerCreating',
      'gpu-pricing': 'Pending',
      mailer: undefined,
      ledger: 'Running',
      'report-render': 'Evicted',
    });
    const stuck = cluster.store.get(KEYS.ConfigMap, 'shop-staging', 'preview-42');
    expect(stuck?.metadata.deletionTimestamp).toBeDefined();
  });

  it('has a control plane of static pods, which come back when somebody deletes their mirrors', async () => {
    seedShop(cluster.store);
    await cluster.advance(1000);
    const find = () => cluster.store.get(KEYS.Pod, 'kube-system', 'kube-scheduler-node-1') as Pod | undefined;
    const before = find();
    expect(before && isReady(before)).toBe(true);
    cluster.store.delete(KEYS.Pod, 'kube-system', 'kube-scheduler-node-1');
    await cluster.advance(10_000);
    expect(find()?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(find()?.status?.phase).toBe('Running');
    expect(find()?.spec).toEqual(before?.spec);
  });

  it('is old enough', async () => {
    seedShop(cluster.store);
    await cluster.advance(1000);
    const frontend = cluster.store.get(KEYS.Deployment, 'shop', 'frontend') as Deployment;
    expect(frontend.metadata.creationTimestamp).toBe('2026-11-10T12:00:00Z');
    expect(frontend.status?.conditions?.map((one) => one.lastTransitionTime)).toEqual([
      '2026-11-10T12:00:05Z',
      '2026-11-10T12:00:05Z',
    ]);
  });

  it('has logs that began before the demo did', async () => {
    seedShop(cluster.store);
    await cluster.advance(100);
    const [pod] = (cluster.store.list(KEYS.Pod, 'shop') as Pod[]).filter(
      (one) => one.metadata.labels?.['app'] === 'frontend',
    );
    const times: number[] = [];
    const options = { container: 'frontend', previous: false, follow: false, tailLines: undefined, sinceMs: undefined };
    for await (const { time } of cluster.runtime.logs(pod as Pod, options, new AbortController().signal))
      times.push(time);
    expect(times.length).toBeGreaterThan(50);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeLessThan(cluster.store.now() - 60_000);
  });
});

describe('fill', () => {
  it('makes as many nodes and pods as asked, and leaves them alone', async () => {
    const filling = fill(cluster.store, { nodes: 3, pods: 500, churn: 0 });
    await cluster.advance(10_000);
    filling.stop();
    const pods = cluster.store.list(KEYS.Pod) as Pod[];
    expect(pods).toHaveLength(500);
    expect(new Set(pods.map((pod) => pod.spec.nodeName)).size).toBe(3);
    expect(new Set(pods.map((pod) => pod.status?.phase))).toEqual(new Set(['Running', 'Pending', 'Succeeded']));
    const events = cluster.store.list(KEYS.Event).filter((one) => one.metadata.namespace?.startsWith('sim-'));
    expect(events).toEqual([]);
  });

  it('lets a deleted pod go', async () => {
    fill(cluster.store, { nodes: 1, pods: 1, churn: 0 });
    const [pod] = cluster.store.list(KEYS.Pod) as Pod[];
    cluster.store.delete(KEYS.Pod, pod?.metadata.namespace, pod?.metadata.name ?? '');
    await cluster.advance(5000);
    expect(cluster.store.list(KEYS.Pod)).toEqual([]);
  });
});
