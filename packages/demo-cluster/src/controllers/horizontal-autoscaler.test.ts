import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Autoscaler } from './autoscaler-kinds.ts';
import { type Deployment, KEYS } from './kinds.ts';
import { conditionOf } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const resources = { requests: { cpu: '200m' }, limits: { cpu: '500m' } };
const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
const scaler = () => cluster.get<Autoscaler>('HorizontalPodAutoscaler', 'php-apache');
const condition = (type: string) => {
  const found = conditionOf(scaler()?.status?.conditions, type);
  return `${found?.status} ${found?.reason}: ${found?.message}`;
};
const size = () => cluster.get<Deployment>('Deployment', 'php-apache')?.spec.replicas;
const used = () =>
  (scaler()?.status?.['currentMetrics'] as { resource: { current: { averageUtilization: number } } }[] | null)?.[0]
    ?.resource.current.averageUtilization;

function autoscale(spec: object = {}, container: object = { resources }, replicas = 1) {
  cluster.add(
    'Deployment',
    'php-apache',
    workload('php-apache', podSpec('registry.k8s.io/hpa-example', container), { replicas }),
  );
  cluster.add('Service', 'php-apache', { spec: { selector: { app: 'php-apache' }, ports: [{ port: 80 }] } });
  cluster.add('HorizontalPodAutoscaler', 'php-apache', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'php-apache' },
      maxReplicas: 10,
      metrics: [cpu(50)],
      ...spec,
    },
  });
}

const generate = () =>
  cluster.add('Pod', 'load-generator', {
    spec: podSpec('busybox:1.28', {
      // says that it calls, and sleeps: a test need not run the loop
      command: ['/bin/sh', '-c', '# sleep 0.01; wget -q -O- http://php-apache\nsleep 100000'],
    }),
  });

describe('horizontal autoscaler', () => {
  it('follows a load generator up and, after five minutes, down', async () => {
    autoscale();
    await cluster.advance(60_000);
    expect(used()).toBe(0);
    expect(condition('ScalingActive')).toBe(
      'True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    );
    const seen: (number | undefined)[] = [];
    cluster.store.onEvent(({ key }) => {
      if (key.resource === 'horizontalpodautoscalers' && seen.at(-1) !== used()) seen.push(used());
    });
    generate();
    await cluster.advance(240_000);
    expect(Math.max(...seen.map(Number))).toBe(250);
    expect(size()).toBe(7);
    expect([43, 44]).toContain(used());
    expect(cluster.eventsOf('php-apache')).toContainEqual(
      'SuccessfulRescale New size: 4; reason: cpu resource utilization (percentage of request) above target',
    );
    cluster.store.delete(KEYS.Pod, 't', 'load-generator', { graceSeconds: 0 });
    await cluster.advance(200_000);
    expect(size()).toBe(7);
    expect(condition('AbleToScale')).toMatch(/^True ScaleDownStabilized: recent recommendations were higher/);
    await cluster.advance(240_000);
    expect(size()).toBe(1);
    expect(condition('ScalingLimited')).toBe(
      'True TooFewReplicas: the desired replica count is less than the minimum replica count',
    );
    expect(cluster.eventsOf('php-apache')).toContain('SuccessfulRescale New size: 1; reason: All metrics below target');
  });

  it.each([
    [
      'no request',
      {},
      { resources: {} },
      'FailedGetResourceMetric',
      /^failed to get cpu utilization: missing request for cpu in container c of Pod php-apache-\w+-\w+$/,
    ],
    [
      'no custom metrics',
      { metrics: [{ type: 'Pods', pods: { metric: { name: 'pps' }, target: { averageValue: '1k' } } }] },
      { resources },
      'FailedGetPodsMetric',
      /^unable to get metric pps: unable to fetch metrics from custom metrics API: no custom metrics API/,
    ],
    [
      'no external metrics',
      { metrics: [{ type: 'External', external: { metric: { name: 'queue' }, target: { averageValue: '30' } } }] },
      { resources },
      'FailedGetExternalMetric',
      /^unable to get external metric t\/queue\/nil: unable to fetch metrics from external metrics API: the server could not find the requested resource \(get queue\.external\.metrics\.k8s\.io\)$/,
    ],
  ])('says why it cannot tell: %s', async (_title, spec, container, reason, words) => {
    autoscale(spec, container);
    await cluster.advance(60_000);
    const active = conditionOf(scaler()?.status?.conditions, 'ScalingActive');
    expect(active).toMatchObject({ status: 'False', reason });
    expect(active?.message?.replace('the HPA was unable to compute the replica count: ', '')).toMatch(words);
    expect(
      cluster
        .eventsOf('php-apache')
        .some((one) =>
          one.startsWith('FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: '),
        ),
    ).toBe(true);
  });

  it('says that its target is missing', async () => {
    cluster.add('HorizontalPodAutoscaler', 'php-apache', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gone' }, maxReplicas: 3 },
    });
    await cluster.advance(1000);
    expect(condition('AbleToScale')).toBe(
      'False FailedGetScale: the HPA controller was unable to get the target\'s current scale: deployments.apps "gone" not found',
    );
  });

  it.each([
    [12, 10, 'Current number of replicas above Spec.MaxReplicas'],
    [1, 2, 'Current number of replicas below Spec.MinReplicas'],
  ])('brings %i into its bounds: %i', async (replicas, wanted, reason) => {
    autoscale({ minReplicas: 2 }, { resources: { requests: { cpu: '10m' } } }, replicas);
    await cluster.advance(5000);
    expect(size()).toBe(wanted);
    expect(cluster.eventsOf('php-apache')).toContain(`SuccessfulRescale New size: ${wanted}; reason: ${reason}`);
  });

  it('heeds the rates of its behaviour', async () => {
    autoscale({
      behavior: {
        scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
        scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 2, periodSeconds: 15 }] },
      },
    });
    await cluster.advance(40_000);
    generate();
    await cluster.advance(60_000);
    expect(size()).toBe(2);
    expect(condition('ScalingLimited')).toMatch(/^True ScaleUpLimit/);
    await cluster.advance(240_000);
    expect(size()).toBeGreaterThan(4);
    const sizes: number[] = [size() ?? 0];
    cluster.store.onEvent(({ key }) => {
      if (key.resource === 'deployments' && sizes.at(-1) !== size()) sizes.push(size() ?? 0);
    });
    cluster.store.delete(KEYS.Pod, 't', 'load-generator', { graceSeconds: 0 });
    await cluster.advance(150_000);
    expect(sizes.at(-1)).toBe(1);
    expect(Math.max(...sizes.slice(1).map((one, at) => (sizes[at] ?? 0) - one))).toBe(2);
  });

  it('does nothing to what was scaled to zero', async () => {
    autoscale({}, { resources }, 0);
    await cluster.advance(20_000);
    expect(condition('ScalingActive')).toBe(
      'False ScalingDisabled: scaling is disabled since the replica count of the target is zero',
    );
  });
});
