import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../api/kube-object.ts';
import { type ServiceInput, serviceFault } from '../deploy/service-object.ts';
import { exposePlan, passingLabels, readSource, serviceNameOf, undeclaredPorts } from './expose-plan.ts';

const template = (ports: readonly object[]) => ({
  metadata: { labels: { app: 'web', tier: 'front' } },
  spec: { containers: [{ name: 'main', ports }] },
});
const object = (kind: string, more: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'web', namespace: 'shop', uid: '1', labels: { app: 'web' } },
  ...more,
});
const deployment = object('Deployment', {
  spec: { selector: { matchLabels: { app: 'web' } }, template: template([{ containerPort: 8080 }]) },
});

function start(from: KubeObject, plural: string): [ServiceInput, Parameters<typeof exposePlan>[1]] {
  const source = readSource(from, plural);
  const { labels, selector, ports } = source;
  return [
    { name: 'web', namespace: 'shop', type: 'NodePort', labels, selector, ports },
    { ...source, plural, name: 'web' },
  ];
}

describe('expose (TUT-16, OPS-140)', () => {
  it('T2.4-03: takes port, selector and labels from a Deployment, as kubectl expose', () => {
    const [input, source] = start(deployment, 'deployments');
    const [plan] = exposePlan(input, source);
    expect(plan?.command).toBe('kubectl expose deployment/web -n shop --type=NodePort --port=8080');
    expect(plan?.object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
      spec: {
        type: 'NodePort',
        selector: { app: 'web' },
        ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }],
      },
    });
  });

  it.each([
    ['pods', object('Pod', { spec: { containers: [{ ports: [{ containerPort: 80 }] }] } }), 'pod'],
    [
      'replicationcontrollers',
      object('ReplicationController', {
        spec: { selector: { app: 'web' }, template: template([{ containerPort: 80 }]) },
      }),
      'rc',
    ],
    [
      'services',
      object('Service', { spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }] } }),
      'service',
    ],
  ])('of %s', (plural, from, type) => {
    const [input, source] = start(from, plural);
    expect(input.selector).toEqual({ app: 'web' });
    expect(exposePlan(input, source)[0]?.command).toBe(`kubectl expose ${type}/web -n shop --type=NodePort --port=80`);
  });

  it('names several ports, and says by a text what no flags can', () => {
    const many = object('Deployment', {
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: template([{ containerPort: 80, name: 'http' }, { containerPort: 9090 }]),
      },
    });
    const [input, source] = start(many, 'deployments');
    expect(input.ports.map(({ name }) => name)).toEqual(['http', 'port-2']);
    expect(serviceFault(input)).toBeUndefined();
    expect(exposePlan(input, source)[0]?.command).toMatch(/^kubectl create -f - <</);
  });

  it('takes the labels of the template where the workload selects by expressions', () => {
    const { selector, hasExpressions } = readSource(
      object('ReplicaSet', {
        spec: {
          selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
          template: template([]),
        },
      }),
      'replicasets',
    );
    expect([selector, hasExpressions]).toEqual([{ app: 'web', tier: 'front' }, true]);
  });

  it.each([
    ['as declared', { port: '8080' }, []],
    ['another number in front of it', { port: '80', targetPort: '8080' }, []],
    ['by name, which is not judged', { port: '80', targetPort: 'http' }, []],
    ['not declared', { port: '8081' }, ['8081/TCP']],
    ['behind the right number', { port: '8080', targetPort: '9090' }, ['9090/TCP']],
    ['by another protocol', { port: '8080', protocol: 'UDP' }, ['8080/UDP']],
    ['not typed yet', { port: '' }, []],
  ])('T1-10: warns of a port that no container declares: %s', (_, change, expected) => {
    const { ports } = readSource(deployment, 'deployments');
    const typed = { id: 0, name: '', targetPort: '', protocol: 'TCP', nodePort: '', ...change };
    expect(undeclaredPorts([typed], ports)).toEqual(expected);
    // where none declares any the form says that
    expect(undeclaredPorts([typed], [])).toEqual([]);
  });

  it('warns of labels that only one revision has', () => {
    expect(passingLabels({ app: 'web', 'pod-template-hash': 'abc' })).toEqual(['pod-template-hash']);
  });

  it('names a Service as DNS takes it', () => {
    expect(['web', '1.web.v2', 'web-'].map(serviceNameOf)).toEqual(['web', 'web-v2', 'web']);
  });

  it.each<[Partial<ServiceInput>, string]>([
    [{ name: '9lives' }, 'serviceName'],
    [{ selector: {} }, 'selector'],
    [{ ports: [] }, 'noPort'],
    [{ ports: [{ id: 0, name: '', port: '0', targetPort: '', protocol: 'TCP', nodePort: '' }] }, 'port'],
    [{ ports: [{ id: 0, name: '', port: '80', targetPort: 'HTTP', protocol: 'TCP', nodePort: '' }] }, 'targetPort'],
    [{ ports: [{ id: 0, name: '', port: '80', targetPort: '', protocol: 'TCP', nodePort: 'x' }] }, 'nodePort'],
    [
      {
        ports: ['80', '81'].map((port, id) => ({ id, name: '', port, targetPort: '', protocol: 'TCP', nodePort: '' })),
      },
      'portName',
    ],
  ])('finds the fault of %j', (change, fault) => {
    const [input] = start(deployment, 'deployments');
    expect(serviceFault({ ...input, ...change })).toBe(fault);
  });
});
