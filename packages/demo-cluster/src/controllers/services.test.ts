import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoObject } from '../store.ts';
import { KEYS, type Pod, type Service } from './kinds.ts';
import { podSpec, type TestCluster, testCluster } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});

const service = (name: string, spec: object) => cluster.add('Service', name, { spec });
const get = (name: string) => cluster.get<Service>('Service', name) as Service;
const update = (name: string, spec: object) =>
  cluster.store.update(KEYS.Service, 't', name, (draft) => Object.assign(draft['spec'] as object, spec));
const port = { ports: [{ port: 80 }] };

describe('addresses', () => {
  it.each<[string, object, string]>([
    [
      'taken',
      { ...port, clusterIP: '10.96.0.77' },
      'failed to allocate IP 10.96.0.77: provided IP is already allocated',
    ],
    ['out of range', { ...port, clusterIP: '10.1.0.1' }, 'The range of valid IPs is 10.96.0.0/16'],
    [
      'taken node port',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 31_000 }] },
      'spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated',
    ],
    [
      'low node port',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      'provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
    [
      'a family that is not there',
      { ...port, ipFamilies: ['IPv6'] },
      'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    ],
    [
      'two families',
      { ...port, ipFamilyPolicy: 'RequireDualStack' },
      'this cluster is not configured for dual-stack services',
    ],
  ])('refuses %s', (_title, spec, words) => {
    service('first', { type: 'NodePort', clusterIP: '10.96.0.77', ports: [{ port: 80, nodePort: 31_000 }] });
    expect(() => service('second', spec)).toThrow(words);
  });

  it('defaults of each type', () => {
    service('plain', port);
    expect(get('plain').spec).toMatchObject({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
    expect(get('plain').spec.clusterIPs).toEqual([get('plain').spec.clusterIP]);
    service('headless', { ...port, clusterIP: 'None' });
    expect(get('headless').spec).toMatchObject({ ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' });
    service('sticky', { ...port, sessionAffinity: 'ClientIP' });
    expect(get('sticky').spec).toMatchObject({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } });
    service('outside', { type: 'ExternalName', externalName: 'example.com' });
    expect(get('outside').spec).toEqual({ type: 'ExternalName', externalName: 'example.com', sessionAffinity: 'None' });
  });

  it('gives node ports back and keeps what an update leaves out', () => {
    service('s', { type: 'NodePort', ...port });
    const { clusterIP, ports } = get('s').spec;
    expect(ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
    update('s', { clusterIP: '', clusterIPs: [], ports: [{ port: 80, protocol: 'TCP' }] });
    expect(get('s').spec).toMatchObject({ clusterIP, ports });
    update('s', { type: 'ClusterIP' });
    update('s', { type: 'NodePort' });
    expect(get('s').spec.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
    update('s', { type: 'ClusterIP' });
    expect(get('s').spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(get('s').spec).not.toHaveProperty('externalTrafficPolicy');
  });

  it('a load balancer comes after a while and is taken down', async () => {
    service('lb', { type: 'LoadBalancer', ...port });
    await cluster.advance(2000);
    expect(get('lb').status).toEqual({ loadBalancer: {} });
    expect(get('lb').metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
    await cluster.advance(8000);
    expect(get('lb').status?.loadBalancer?.ingress).toHaveLength(1);
    update('lb', { type: 'ClusterIP' });
    await cluster.advance(100);
    expect(get('lb').status).toEqual({ loadBalancer: {} });
    expect(cluster.eventsOf('lb')).toEqual([
      'EnsuringLoadBalancer Ensuring load balancer',
      'EnsuredLoadBalancer Ensured load balancer',
      'Type LoadBalancer -> ClusterIP',
      'DeletingLoadBalancer Deleting load balancer',
      'DeletedLoadBalancer Deleted load balancer',
    ]);
    service('gone', { type: 'LoadBalancer', ...port });
    await cluster.advance(9000);
    cluster.store.delete(KEYS.Service, 't', 'gone');
    await cluster.advance(100);
    expect(cluster.get('Service', 'gone')).toBeUndefined();
  });
});

describe('endpoints', () => {
  const nginx = (name: string, more: object = {}) =>
    cluster.store.create(KEYS.Pod, {
      metadata: { name, namespace: 't', labels: { app: 'w' } },
      spec: podSpec('nginx', { ports: [{ name: 'web', containerPort: 80 }], ...more }, { nodeName: 'node-1' }),
    });
  const slices = () =>
    cluster.list<DemoObject & { endpoints: { conditions: object }[] | null; ports: object[] | null }>('EndpointSlice');
  const ready = (pod: string, isReady: boolean) =>
    cluster.store.update(KEYS.Pod, 't', pod, (draft) => {
      for (const one of (draft as Pod).status?.conditions ?? [])
        if (one.type === 'Ready') one.status = isReady ? 'True' : 'False';
    });

  it('follow readiness and leaving pods', async () => {
    service('w', { selector: { app: 'w' }, ports: [{ port: 8080, targetPort: 'web' }] });
    await cluster.advance(100);
    expect(slices()).toMatchObject([{ endpoints: null, ports: null }]);
    for (const name of ['a', 'b']) nginx(name);
    await cluster.advance(5000);
    expect(slices()).toMatchObject([
      {
        ports: [{ name: '', port: 80, protocol: 'TCP' }],
        endpoints: [{ conditions: { ready: true, serving: true, terminating: false } }, {}],
      },
    ]);
    ready('a', false);
    cluster.store.delete(KEYS.Pod, 't', 'b', { graceSeconds: 30 });
    await cluster.advance(50);
    expect(slices()[0]?.endpoints?.map((one) => one.conditions)).toEqual([
      { ready: false, serving: false, terminating: false },
      { ready: false, serving: true, terminating: true },
    ]);
    const endpoints = cluster.get('Endpoints', 'w');
    expect(endpoints?.['subsets']).toMatchObject([{ notReadyAddresses: [{ targetRef: { name: 'a' } }] }]);
    expect(endpoints?.metadata.labels).toEqual({ 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' });
  });

  it('a hundred per slice, and none is moved when one goes', async () => {
    service('w', { selector: { app: 'w' }, ports: [{ port: 80 }] });
    for (let i = 0; i < 205; i++)
      cluster.store.create(KEYS.Pod, {
        metadata: { name: `p-${String(i).padStart(3, '0')}`, namespace: 't', labels: { app: 'w' } },
        spec: podSpec('nginx', {}, { nodeName: 'nowhere' }),
        status: {
          podIP: `10.0.${i >> 8}.${i & 255}`,
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' }],
        },
      });
    await cluster.advance(100);
    const sizes = () =>
      slices()
        .map((one) => one.endpoints?.length)
        .sort();
    expect(sizes()).toEqual([100, 100, 5]);
    cluster.store.delete(KEYS.Pod, 't', 'p-000', { force: true });
    await cluster.advance(100);
    expect(sizes()).toEqual([100, 5, 99]);
  });

  it('written by hand are copied into slices', async () => {
    service('ext', port);
    cluster.add('Endpoints', 'ext', { subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 9376 }] }] });
    await cluster.advance(100);
    expect(slices()).toMatchObject([
      {
        metadata: { labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io' } },
        endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true } }],
        ports: [{ port: 9376 }],
      },
    ]);
  });
});
