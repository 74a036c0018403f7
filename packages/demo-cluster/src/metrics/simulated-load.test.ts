import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pod } from '../controllers/kinds.ts';
import { podSpec, type TestCluster, testCluster, workload } from '../controllers/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const usage = (name: string) => {
  const pod = cluster.pods().find((one) => one.metadata.name.startsWith(name)) as Pod;
  return cluster.load.usageOf(pod, 'c', cluster.store.now());
};
const resources = { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };
// says that it calls, and sleeps: a test need not run the loop
const generator = podSpec('busybox:1.28', {
  command: ['/bin/sh', '-c', '# sleep 0.01; wget -q -O- http://php-apache\nsleep 100000'],
});

describe('simulated load', () => {
  it('is the same for everybody who asks, and waves gently', async () => {
    cluster.add('Pod', 'p', { spec: podSpec('registry.example.com/shop/cart:1.0', { resources }) });
    await cluster.advance(5000);
    const first = usage('p');
    expect(usage('p')).toEqual(first);
    expect(first.cpuMillis).toBeGreaterThan(90);
    expect(first.cpuMillis).toBeLessThan(140);
    await cluster.advance(60_000);
    expect(Math.abs(usage('p').cpuMillis - first.cpuMillis)).toBeLessThan(30);
  });

  it.each([
    ['300m', 300],
    ['80%', 160],
    ['2', 500],
  ])('follows the annotation %s up to the limit', async (value, millis) => {
    cluster.store.create(
      { group: '', resource: 'pods' },
      {
        metadata: { name: 'p', namespace: 't', annotations: { 'demo.quarterdeck.dev/cpu': value } },
        spec: podSpec('nginx:1.27', { resources }),
      },
    );
    await cluster.advance(5000);
    expect(usage('p').cpuMillis).toBe(millis);
  });

  it('rises while a generator calls the Service, is shared by its pods, and falls when the generator is gone', async () => {
    cluster.add(
      'Deployment',
      'php-apache',
      workload('php-apache', podSpec('registry.k8s.io/hpa-example', { resources })),
    );
    cluster.add('Service', 'php-apache', { spec: { selector: { app: 'php-apache' }, ports: [{ port: 80 }] } });
    await cluster.advance(10_000);
    expect(usage('php-apache').cpuMillis).toBe(1);
    cluster.add('Pod', 'load-generator', { spec: generator });
    await cluster.advance(60_000);
    expect(usage('php-apache').cpuMillis).toBe(500);
    cluster.store.update({ group: 'apps', resource: 'deployments' }, 't', 'php-apache', (draft) => {
      draft['spec'] = { ...(draft['spec'] as object), replicas: 4 };
    });
    await cluster.advance(20_000);
    const shared = usage('php-apache').cpuMillis;
    expect(shared).toBeGreaterThan(140);
    expect(shared).toBeLessThan(160);
    cluster.store.delete({ group: '', resource: 'pods' }, 't', 'load-generator');
    await cluster.advance(120_000);
    expect(usage('php-apache').cpuMillis).toBeLessThan(5);
  });
});
