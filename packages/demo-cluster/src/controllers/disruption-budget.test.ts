import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Condition, KEYS } from './kinds.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const selector = { matchLabels: { app: 'web' } };
const budget = (spec: object) => cluster.add('PodDisruptionBudget', 'web', { spec: { selector, ...spec } });
const status = () => cluster.get('PodDisruptionBudget', 'web')?.['status'] as Record<string, unknown>;
const condition = () => (status()['conditions'] as Condition[])[0];

describe('disruption budget', () => {
  it.each([
    [{ minAvailable: 2 }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 2 }],
    [{ minAvailable: '50%' }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 2 }],
    [{ minAvailable: '60%' }, { expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 1 }],
    [{ maxUnavailable: 1 }, { expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 1 }],
    [{ maxUnavailable: '30%' }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 2 }],
    [{ maxUnavailable: 0 }, { expectedPods: 4, desiredHealthy: 4, disruptionsAllowed: 0 }],
  ])('counts for %j', async (spec, counts) => {
    cluster.add('Deployment', 'web', workload('web', podSpec('nginx:1.27'), { replicas: 4 }));
    budget(spec);
    await cluster.advance(10_000);
    expect(status()).toMatchObject({ currentHealthy: 4, observedGeneration: 1, ...counts });
    expect(condition()).toMatchObject(
      counts.disruptionsAllowed > 0
        ? { status: 'True', reason: 'SufficientPods' }
        : { status: 'False', reason: 'InsufficientPods' },
    );
  });

  it('follows what the controller wants, not what is there', async () => {
    cluster.add('Deployment', 'web', workload('web', podSpec('nginx:nosuch'), { replicas: 4 }));
    budget({ maxUnavailable: 1 });
    await cluster.advance(10_000);
    expect(status()).toMatchObject({ expectedPods: 4, desiredHealthy: 3, currentHealthy: 0, disruptionsAllowed: 0 });
  });

  it('does not count evicted pods, for two minutes at most', async () => {
    cluster.add('Deployment', 'web', workload('web', podSpec('nginx:1.27'), { replicas: 2 }));
    budget({ minAvailable: 1 });
    await cluster.advance(10_000);
    const [pod] = cluster.pods();
    cluster.store.update(KEYS.PodDisruptionBudget, 't', 'web', (draft) => {
      draft['status'] = { ...status(), disruptedPods: { [pod?.metadata.name ?? '']: '2026-11-21T12:00:10Z' } };
    });
    await cluster.advance(1000);
    expect(status()).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 0 });
    await cluster.advance(180_000);
    expect(status()).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 1 });
    expect(status()['disruptedPods']).toBeUndefined();
  });

  it('allows nothing over pods that it cannot count', async () => {
    cluster.add('DaemonSet', 'web', workload('web', podSpec('nginx:1.27')));
    budget({ maxUnavailable: 1 });
    await cluster.advance(10_000);
    expect(status()['disruptionsAllowed']).toBe(0);
    expect(condition()).toMatchObject({
      status: 'False',
      reason: 'SyncFailed',
      message: 'daemonsets.apps does not implement the scale subresource',
    });
    expect(cluster.eventsOf('web')).toContain(
      'CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: daemonsets.apps does not implement the scale subresource',
    );
  });

  it('says that there are no pods', async () => {
    budget({ minAvailable: 1 });
    await cluster.advance(1000);
    expect(cluster.eventsOf('web')).toContain('NoPods No matching pods found');
  });
});
