import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { planText, writePath } from '../plan/planned-object.ts';
import {
  type DeployInput,
  deployFaults,
  deployPlan,
  envFaults,
  initialDeploy,
  nameOfImage,
  portFaults,
} from './deploy-plan.ts';
import { readPair, readPairs } from './pair-texts.ts';

const bootcamp: DeployInput = {
  ...initialDeploy({ namespace: 'default' }),
  name: 'kubernetes-bootcamp',
  image: 'gcr.io/google-samples/kubernetes-bootcamp:v1',
};

const whole: DeployInput = {
  ...bootcamp,
  name: 'web',
  replicas: '3',
  ports: [
    { id: 0, port: '8080', protocol: 'TCP' },
    { id: 1, port: '53', protocol: 'UDP' },
  ],
  command: { text: `server --greeting "hello  world"`, throughShell: false },
  args: '-v 2',
  env: [
    { id: 0, name: 'LEVEL', source: 'value', value: 'debug', key: '' },
    { id: 1, name: 'PASSWORD', source: 'secret', value: 'db', key: 'password' },
    { id: 2, name: 'COLOUR', source: 'configMap', value: 'settings', key: 'colour' },
  ],
  resources: { cpuRequest: '100m', memoryRequest: '64Mi', cpuLimit: '', memoryLimit: '128Mi' },
  labels: { tier: 'front' },
  service: 'NodePort',
};

describe('the deploy form (TUT-15, OPS-090)', () => {
  it('T2.2-01: says the same as kubectl create deployment', () => {
    const [only, ...more] = deployPlan(bootcamp);
    expect(more).toEqual([]);
    expect(only?.command).toBe(
      'kubectl create deployment kubernetes-bootcamp -n default --image=gcr.io/google-samples/kubernetes-bootcamp:v1',
    );
    expect(only && writePath(only)).toBe('/apis/apps/v1/namespaces/default/deployments');
    expect(only?.object).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kubernetes-bootcamp', namespace: 'default', labels: { app: 'kubernetes-bootcamp' } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'kubernetes-bootcamp' } },
        template: {
          metadata: { labels: { app: 'kubernetes-bootcamp' } },
          spec: {
            containers: [{ name: 'kubernetes-bootcamp', image: 'gcr.io/google-samples/kubernetes-bootcamp:v1' }],
          },
        },
      },
    });
  });

  it('keeps argv, env, resources, labels, and makes a Service with a named port for each', () => {
    const [deployment, service] = deployPlan(whole);
    const labels = { app: 'web', tier: 'front' };
    expect(deployment?.object).toMatchObject({
      metadata: { labels },
      spec: {
        replicas: 3,
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                command: ['server', '--greeting', 'hello  world'],
                args: ['-v', '2'],
                ports: [
                  { containerPort: 8080, protocol: 'TCP' },
                  { containerPort: 53, protocol: 'UDP' },
                ],
                env: [
                  { name: 'LEVEL', value: 'debug' },
                  { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
                  { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } },
                ],
                resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
              },
            ],
          },
        },
      },
    });
    expect(service?.object).toMatchObject({
      kind: 'Service',
      spec: {
        type: 'NodePort',
        selector: { app: 'web' },
        ports: [
          { name: 'tcp-8080', port: 8080, targetPort: 8080, protocol: 'TCP' },
          { name: 'udp-53', port: 53, targetPort: 53, protocol: 'UDP' },
        ],
      },
    });
    // what no flags can say is a text, and the text is what is sent
    expect(deployment?.command).toContain("kubectl create -f - <<'EOF'\n");
    const shown = parseAllDocuments(planText(deployPlan(whole))).map((document) => document.toJS());
    expect(shown).toEqual(deployPlan(whole).map(({ object }) => object));
  });

  it('says one port and the command by flags', () => {
    const input: DeployInput = {
      ...bootcamp,
      ports: [{ id: 0, port: '8080', protocol: 'TCP' }],
      command: { text: "sh -c 'sleep 1; ls'", throughShell: false },
      service: 'ClusterIP',
    };
    const [deployment, service] = deployPlan(input);
    expect(deployment?.command).toMatch(/--port=8080 -- sh -c 'sleep 1; ls'$/);
    expect(service?.command).toBe(
      'kubectl expose deployment/kubernetes-bootcamp -n default --type=ClusterIP --port=8080',
    );
  });

  it.each<[Partial<DeployInput>, string, string]>([
    [{ image: '' }, 'image', 'empty'],
    [{ image: 'nginx latest' }, 'image', 'wrong'],
    [{ name: 'Web' }, 'name', 'wrong'],
    [{ name: '1web' }, 'name', 'wrong'],
    [{ namespace: '' }, 'namespace', 'empty'],
    [{ replicas: '-1' }, 'replicas', 'wrong'],
    [{ replicas: '1.5' }, 'replicas', 'wrong'],
    [{ ports: [{ id: 0, port: '70000', protocol: 'TCP' }] }, 'ports', 'wrong'],
    [{ ports: [{ id: 0, port: '', protocol: 'TCP' }] }, 'ports', 'empty'],
    [{ command: { text: '"open', throughShell: false } }, 'command', 'wrong'],
    [{ args: 'a\\' }, 'args', 'wrong'],
    [{ env: [{ id: 0, name: '1A', source: 'value', value: '', key: '' }] }, 'env', 'wrong'],
    [{ env: [{ id: 0, name: 'A', source: 'secret', value: 'db', key: '' }] }, 'env', 'wrong'],
    [{ resources: { ...bootcamp.resources, cpuRequest: 'many' } }, 'cpuRequest', 'wrong'],
    [{ resources: { ...bootcamp.resources, memoryRequest: '1Gi', memoryLimit: '1G' } }, 'memoryLimit', 'wrong'],
    [{ service: 'ClusterIP' }, 'service', 'wrong'],
  ])('finds the fault of %j', (change, field, fault) => {
    expect([...deployFaults({ ...bootcamp, ...change })]).toEqual([[field, fault]]);
  });

  it('takes what the API server takes', () => {
    expect(deployFaults(bootcamp).size).toBe(0);
    expect(deployFaults(whole).size).toBe(0);
    expect(deployFaults({ ...bootcamp, replicas: '0', service: 'Headless' }).size).toBe(0);
  });

  it.each([
    ['nginx', 'nginx'],
    ['registry.example.com:5000/team/Web_App:1.2', 'web-app'],
    ['quay.io/x/app@sha256:abc', 'app'],
    ['9router:1', 'router'],
  ])('names it after the image %s', (image, name) => {
    expect(nameOfImage(image)).toBe(name);
  });

  it('reads labels as they are typed', () => {
    expect(readPairs(['app=web', 'a.b/c= d', 'no label', '=x', 'app=two'])).toEqual({ app: 'two', 'a.b/c': 'd' });
  });
});

it('says of each line whether it is the one that is wrong', () => {
  const port = (id: number, text: string, protocol = 'TCP') => ({ id, port: text, protocol });
  expect(portFaults([port(0, '80'), port(1, '80', 'UDP'), port(2, '80'), port(3, ''), port(4, 'x')])).toEqual([
    undefined,
    undefined,
    'wrong',
    'empty',
    'wrong',
  ]);
  const env = [
    { id: 0, name: '1A', source: 'value', value: '', key: '' },
    { id: 1, name: 'B', source: 'value', value: '', key: '' },
    { id: 2, name: '', source: 'value', value: '', key: '' },
  ] as const;
  expect(envFaults(env)).toEqual(['wrong', undefined, 'empty']);
  // the line that is not filled in yet does not hide what is wrong
  expect(deployFaults({ ...bootcamp, env }).get('env')).toBe('wrong');
  expect(deployFaults({ ...bootcamp, ports: [port(0, 'x'), port(1, '')] }).get('ports')).toBe('wrong');
});

it('reads the key of a label also with a blank after it', () => {
  expect(readPair('app =x')).toEqual(['app', 'x']);
  expect(readPair('x')).toBeUndefined();
});
