import { beforeEach, describe, expect, it } from 'vitest';
import { KEYS, type Pod } from '../controllers/kinds.ts';
import { podSpec, type TestCluster, testCluster } from '../controllers/test-cluster.ts';
import { admit } from './admission.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = testCluster();
  await cluster.advance(100);
});

const user = { name: 'somebody', groups: ['system:masters'] };
const pod = (name: string, spec: object = podSpec('nginx')) => cluster.add('Pod', name, { spec }) as Pod;
const asks = (requests: object, limits: object = {}) => podSpec('nginx', { resources: { requests, limits } });
const label = (labels: Record<string, string>) =>
  cluster.store.update(KEYS.Namespace, undefined, 't', ({ metadata }) => {
    metadata.labels = { ...metadata.labels, ...labels };
  });
const create = (resource: string, group: string, object: object) =>
  cluster.store.create({ group, resource }, object as { metadata: { name: string } });

describe('a pod', () => {
  it('is completed: account, token, priority, tolerations', () => {
    const { spec } = pod('p');
    expect(spec).toMatchObject({
      serviceAccountName: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
    });
    expect(spec.containers[0]?.volumeMounts).toMatchObject([
      { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
    ]);
    expect(pod('plain', podSpec('nginx', {}, { automountServiceAccountToken: false })).spec.volumes).toBeUndefined();
  });

  it.each<[string, object, string]>([
    [
      'account',
      podSpec('nginx', {}, { serviceAccountName: 'x' }),
      'pods "p" is forbidden: error looking up service account t/x: serviceaccount "x" not found',
    ],
    [
      'priority class',
      podSpec('nginx', {}, { priorityClassName: 'x' }),
      'pods "p" is forbidden: no PriorityClass with name x was found',
    ],
    [
      'runtime class',
      podSpec('nginx', {}, { runtimeClassName: 'x' }),
      'pods "p" is forbidden: pod rejected: RuntimeClass "x" not found',
    ],
    [
      'priority of its own',
      podSpec('nginx', {}, { priority: 5 }),
      'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0',
    ],
  ])('is refused: %s', (_title, spec, words) => {
    expect(() => pod('p', spec)).toThrow(words);
  });
});

describe('limits', () => {
  beforeEach(() => {
    cluster.add('LimitRange', 'lr', {
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '200m', memory: '128Mi' },
            defaultRequest: { cpu: '100m' },
            max: { cpu: '1', memory: '1Gi' },
            min: { cpu: '50m' },
            maxLimitRequestRatio: { cpu: '4' },
          },
          { type: 'Pod', max: { cpu: '1500m' } },
          { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } },
        ],
      },
    });
  });

  it('are filled in, and a note says so', () => {
    const made = pod('a');
    expect(made.spec.containers[0]?.resources).toEqual({
      limits: { cpu: '200m', memory: '128Mi' },
      requests: { cpu: '100m', memory: '128Mi' },
    });
    expect(made.metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
    );
  });

  it('are kept, with all faults named', () => {
    expect(() => pod('a', asks({ cpu: '10m' }, { cpu: '2' }))).toThrow(
      'pods "a" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 4, but provided ratio is 200.000000, maximum cpu usage per Pod is 1500m, but limit is 2]',
    );
    expect(() =>
      cluster.add('PersistentVolumeClaim', 'c', {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } },
      }),
    ).toThrow(
      'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 3Gi',
    );
  });
});

describe('a quota', () => {
  const limit = (hard: object, more: object = {}) => cluster.add('ResourceQuota', 'q', { spec: { hard, ...more } });

  it.each<[string, object, () => unknown, string]>([
    [
      'pods',
      { pods: '1' },
      () => [pod('a'), pod('b')],
      'pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    ],
    [
      'cpu',
      { 'requests.cpu': '1' },
      () => [pod('a', asks({ cpu: '700m' })), pod('b', asks({ cpu: '500m' }))],
      'exceeded quota: q, requested: requests.cpu=500m, used: requests.cpu=700m, limited: requests.cpu=1',
    ],
    [
      'what must be said',
      { 'limits.memory': '1Gi', 'requests.cpu': '1' },
      () => pod('a'),
      'pods "a" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c',
    ],
    [
      'node ports',
      { 'services.nodeports': '0' },
      () => cluster.add('Service', 's', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }),
      'exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0',
    ],
    [
      'any kind',
      { 'count/configmaps': '1' },
      () => cluster.add('ConfigMap', 's', { data: {} }),
      'exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=1, limited: count/configmaps=1',
    ],
  ])('limits %s', (_title, hard, act, words) => {
    limit(hard);
    expect(act).toThrow(words);
  });

  it('with a scope leaves other pods alone, and its status counts', async () => {
    limit({ pods: '1' }, { scopes: ['BestEffort'] });
    pod('a');
    pod('b', asks({ cpu: '1m' }));
    expect(() => pod('c')).toThrow('exceeded quota: q');
    await cluster.advance(100);
    expect(cluster.get('ResourceQuota', 'q')?.['status']).toEqual({ hard: { pods: '1' }, used: { pods: '1' } });
  });
});

describe('Pod Security', () => {
  const WORDS =
    'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
  const good = podSpec(
    'nginx',
    { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  );

  it('refuses what breaks the enforced level', () => {
    label({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(() => pod('p')).toThrow(`pods "p" is forbidden: violates PodSecurity "restricted:latest": ${WORDS}`);
    expect(pod('good', good).metadata.name).toBe('good');
  });

  it.each<[string, object, string]>([
    ['host', { hostNetwork: true, hostPID: true }, 'host namespaces (hostNetwork=true, hostPID=true)'],
    ['volume', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 'hostPath volumes (volume "v")'],
  ])('baseline: %s', (_title, more, words) => {
    label({ 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.30' });
    expect(() => pod('p', podSpec('nginx', {}, more))).toThrow(`violates PodSecurity "baseline:v1.30": ${words}`);
  });

  it('warns, about templates too', () => {
    label({ 'pod-security.kubernetes.io/warn': 'restricted' });
    const object = { ...pod('p'), spec: { template: { spec: podSpec('nginx') } } };
    const warnings = admit(
      { operation: 'CREATE', key: KEYS.Deployment, subresource: '', object, user, dryRun: false },
      cluster.store,
    );
    expect(warnings).toEqual([`would violate PodSecurity "restricted:latest": ${WORDS}`]);
  });

  it('names the pods that break a new level', () => {
    pod('old');
    const old = cluster.store.get(KEYS.Namespace, undefined, 't');
    if (!old) throw new Error('no namespace');
    const object = {
      ...old,
      metadata: { ...old.metadata, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    };
    expect(
      admit(
        { operation: 'UPDATE', key: KEYS.Namespace, subresource: '', object, old, user, dryRun: false },
        cluster.store,
      ),
    ).toEqual([
      'existing pods in namespace "t" violate the new PodSecurity enforce level "restricted:latest"',
      'old: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    ]);
  });
});

describe('the rest', () => {
  it('three namespaces stay, and nothing new comes into one that goes', () => {
    const namespace = cluster.store.get(KEYS.Namespace, undefined, 'default');
    if (!namespace) throw new Error('no namespace');
    const remove = () =>
      admit(
        { operation: 'DELETE', key: KEYS.Namespace, subresource: '', object: namespace, user, dryRun: false },
        cluster.store,
      );
    expect(remove).toThrow('namespaces "default" is forbidden: this namespace may not be deleted');
    cluster.store.delete(KEYS.Namespace, undefined, 't');
    expect(() => pod('p')).toThrow(
      'pods "p" is forbidden: unable to create new content in namespace t because it is being terminated',
    );
  });

  it('a webhook that cannot be reached fails the write, unless it may be ignored', () => {
    const hook = (failurePolicy: string) => ({
      name: `${failurePolicy.toLowerCase()}.example.com`,
      failurePolicy,
      clientConfig: { service: { name: 'guard', namespace: 'sec', path: '/check' } },
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
    });
    create('validatingwebhookconfigurations', 'admissionregistration.k8s.io', {
      metadata: { name: 'h' },
      webhooks: [hook('Ignore')],
    });
    expect(cluster.add('ConfigMap', 'a', {}).metadata.name).toBe('a');
    create('validatingwebhookconfigurations', 'admissionregistration.k8s.io', {
      metadata: { name: 'i' },
      webhooks: [hook('Fail')],
    });
    expect(() => cluster.add('ConfigMap', 'b', {})).toThrow(
      'Internal error occurred: failed calling webhook "fail.example.com": failed to call webhook: Post "https://guard.sec.svc:443/check?timeout=10s": service "guard" not found',
    );
  });

  it('a claim gets the default class and its finalizer, and grows only where the class lets it', () => {
    create('storageclasses', 'storage.k8s.io', {
      metadata: { name: 'std', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'x',
    });
    const claim = cluster.add('PersistentVolumeClaim', 'c', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    expect(claim).toMatchObject({
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
      spec: { storageClassName: 'std' },
    });
    const old = { ...claim, status: { phase: 'Bound' } };
    const object = { ...old, spec: { ...(claim['spec'] as object), resources: { requests: { storage: '2Gi' } } } };
    expect(() =>
      admit(
        { operation: 'UPDATE', key: KEYS.PersistentVolumeClaim, subresource: '', object, old, user, dryRun: false },
        cluster.store,
      ),
    ).toThrow(
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  });
});
