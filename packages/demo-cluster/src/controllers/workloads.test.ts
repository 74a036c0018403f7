import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CronJob, Job } from './job-kinds.ts';
import { type DaemonSet, KEYS, type Pod, type StatefulSet } from './kinds.ts';
import { conditionOf, isReady } from './pod-state.ts';
import { podSpec, type TestCluster, testCluster, workload } from './test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const names = () => cluster.pods().map((pod) => pod.metadata.name);

describe('stateful set', () => {
  const db = (more: object = {}) =>
    workload('db', podSpec('redis:7.4'), {
      replicas: 3,
      serviceName: 'db',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
      ...more,
    });

  beforeEach(() => {
    cluster.add('StorageClass', 'standard', {
      provisioner: 'rancher.io/local-path',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete',
    });
    cluster.store.update(KEYS.StorageClass, undefined, 'standard', (draft) => {
      draft.metadata.annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    });
  });

  it('starts one after the other, each with its claim', async () => {
    const born: string[] = [];
    cluster.store.onEvent(({ key, type, object }) => {
      if (key.resource !== 'pods' || type !== 'ADDED') return;
      born.push(`${object.metadata.name} after ${cluster.pods().filter(isReady).length} ready`);
    });
    cluster.add('StatefulSet', 'db', db());
    await cluster.advance(60_000);
    expect(born).toEqual(['db-0 after 0 ready', 'db-1 after 1 ready', 'db-2 after 2 ready']);
    expect(
      cluster
        .list('PersistentVolumeClaim')
        .map((one) => [one.metadata.name, (one['status'] as { phase: string }).phase]),
    ).toEqual([
      ['data-db-0', 'Bound'],
      ['data-db-1', 'Bound'],
      ['data-db-2', 'Bound'],
    ]);
  });

  it('updates from the last to the partition', async () => {
    cluster.add(
      'StatefulSet',
      'db',
      db({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }),
    );
    await cluster.advance(60_000);
    cluster.store.update(KEYS.StatefulSet, 't', 'db', (draft) => {
      const container = (draft as StatefulSet).spec.template.spec.containers[0];
      if (container) container.image = 'redis:8.0';
    });
    await cluster.advance(60_000);
    expect(cluster.pods().map((pod) => pod.spec.containers[0]?.image)).toEqual(['redis:7.4', 'redis:8.0', 'redis:8.0']);
  });

  it('scales down from the end and keeps the claims', async () => {
    cluster.add('StatefulSet', 'db', db({ podManagementPolicy: 'Parallel' }));
    await cluster.advance(30_000);
    cluster.store.update(KEYS.StatefulSet, 't', 'db', (draft) => {
      (draft as StatefulSet).spec.replicas = 1;
    });
    await cluster.advance(30_000);
    expect(names()).toEqual(['db-0']);
    expect(cluster.list('PersistentVolumeClaim')).toHaveLength(3);
  });
});

describe('daemon set', () => {
  it('runs one pod on each node that it may use, new ones included', async () => {
    cluster.add('DaemonSet', 'agent', workload('agent', podSpec('nginx:1.27')));
    await cluster.advance(10_000);
    expect(
      cluster
        .pods()
        .map((pod) => pod.spec.nodeName)
        .sort(),
    ).toEqual(['node-1', 'node-2']);
    cluster.add('Node', 'node-3', { spec: { taints: [{ key: 'special', effect: 'NoSchedule' }] }, status: {} });
    cluster.add('Node', 'node-4', {
      spec: {},
      status: {
        allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
    await cluster.advance(10_000);
    expect(
      cluster
        .pods()
        .map((pod) => pod.spec.nodeName)
        .sort(),
    ).toEqual(['node-1', 'node-2', 'node-4']);
    expect(cluster.get<DaemonSet>('DaemonSet', 'agent')?.status).toMatchObject({
      desiredNumberScheduled: 3,
      numberReady: 3,
    });
  });
});

describe('job', () => {
  const script = (text: string) => podSpec('busybox:1.36', { command: ['sh', '-c', text] }, { restartPolicy: 'Never' });

  it('runs to its completions, so many at a time', async () => {
    cluster.add('Job', 'sum', {
      spec: { completions: 3, parallelism: 2, template: { spec: script('sleep 2; echo done') } },
    });
    let most = 0;
    cluster.store.onEvent(() => {
      most = Math.max(most, cluster.pods().filter((pod) => pod.status?.phase === 'Running').length);
    });
    await cluster.advance(30_000);
    expect(most).toBe(2);
    const job = cluster.get<Job>('Job', 'sum');
    expect(job?.status?.succeeded).toBe(3);
    expect(conditionOf(job?.status?.conditions, 'Complete')?.status).toBe('True');
  });

  it('gives up after its back-off limit', async () => {
    cluster.add('Job', 'bad', { spec: { backoffLimit: 1, completions: 1, template: { spec: script('exit 4') } } });
    await cluster.advance(60_000);
    const job = cluster.get<Job>('Job', 'bad');
    expect(job?.status?.failed).toBe(2);
    expect(conditionOf(job?.status?.conditions, 'Failed')?.reason).toBe('BackoffLimitExceeded');
    expect(cluster.pods()[0]?.status?.containerStatuses?.[0]?.state.terminated).toMatchObject({
      exitCode: 4,
      reason: 'Error',
    });
  });

  it('numbers indexed pods and is removed after its time to live', async () => {
    cluster.add('Job', 'parts', {
      spec: {
        completionMode: 'Indexed',
        completions: 2,
        parallelism: 2,
        ttlSecondsAfterFinished: 30,
        template: { spec: script('echo $JOB_COMPLETION_INDEX') },
      },
    });
    await cluster.advance(10_000);
    expect(cluster.get<Job>('Job', 'parts')?.status?.completedIndexes).toBe('0,1');
    await cluster.advance(60_000);
    expect(cluster.get('Job', 'parts')).toBeUndefined();
    expect(cluster.pods()).toEqual([]);
  });
});

describe('cron job', () => {
  it('starts a job at each scheduled minute and keeps the last three', async () => {
    cluster.add('CronJob', 'tick', {
      spec: {
        schedule: '*/1 * * * *',
        jobTemplate: {
          spec: { template: { spec: podSpec('busybox:1.36', { command: ['true'] }, { restartPolicy: 'Never' }) } },
        },
      },
    });
    await cluster.advance(5 * 60_000 + 20_000);
    expect(cluster.list('Job')).toHaveLength(3);
    const status = cluster.get<CronJob>('CronJob', 'tick')?.status;
    expect(status?.lastScheduleTime).toBe('2026-11-21T12:05:00Z');
    expect(cluster.eventsOf('tick').filter((one) => one.startsWith('SuccessfulCreate'))).toHaveLength(5);
  });

  it('starts nothing while suspended', async () => {
    cluster.add('CronJob', 'tick', {
      spec: { schedule: '* * * * *', suspend: true, jobTemplate: { spec: { template: { spec: podSpec('busybox') } } } },
    });
    await cluster.advance(200_000);
    expect(cluster.list('Job')).toEqual([]);
  });
});

describe('ownership', () => {
  const owned = (uid: string) => ({
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, controller: true }],
  });
  const child = (uid: string) =>
    cluster.store.create(KEYS.Secret, { metadata: { name: 'child', namespace: 't', ...owned(uid) } });

  it.each([
    ['Background', false],
    ['Foreground', false],
    ['Orphan', true],
  ] as const)('%s deletion leaves the dependent: %s', async (propagation, isLeft) => {
    const owner = cluster.add('ConfigMap', 'owner', {});
    child(owner.metadata.uid);
    await cluster.advance(100);
    cluster.store.delete(KEYS.ConfigMap, 't', 'owner', { propagation });
    await cluster.advance(1000);
    expect(cluster.get('ConfigMap', 'owner')).toBeUndefined();
    expect(cluster.get('Secret', 'child') !== undefined).toBe(isLeft);
  });

  it('empties a namespace that is deleted', async () => {
    cluster.add('Deployment', 'web', workload('web', podSpec('nginx:1.27'), { replicas: 2 }));
    await cluster.advance(10_000);
    cluster.store.delete(KEYS.Namespace, undefined, 't');
    await cluster.advance(60_000);
    expect(cluster.store.get(KEYS.Namespace, undefined, 't')).toBeUndefined();
    expect([...cluster.pods(), ...cluster.list('ReplicaSet'), ...cluster.list('Event')]).toEqual([]);
  });
});

describe('service', () => {
  it('has an address, and endpoints for ready pods only', async () => {
    cluster.add('Service', 'web', {
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
    });
    const container = {
      ports: [{ name: 'http', containerPort: 80 }],
      readinessProbe: { httpGet: { port: 'http', path: '/' } },
    };
    cluster.add('Deployment', 'web', workload('web', podSpec('nginx:1.27', container), { replicas: 2 }));
    await cluster.advance(20_000);
    const service = cluster.get('Service', 'web');
    expect(service?.['spec']).toMatchObject({
      clusterIP: expect.stringMatching(/^10\.96\./),
      ports: [{ nodePort: expect.any(Number) }],
    });
    const subsets = () => cluster.get('Endpoints', 'web')?.['subsets'] as { addresses?: object[]; ports: object[] }[];
    expect(subsets()[0]?.addresses).toHaveLength(2);
    expect(subsets()[0]?.ports).toMatchObject([{ port: 80 }]);
    const [pod] = cluster.pods();
    cluster.store.delete(KEYS.Pod, 't', pod?.metadata.name ?? '');
    await cluster.advance(300);
    expect(subsets()[0]?.addresses).toHaveLength(1);
    const slice = cluster.list('EndpointSlice')[0]?.['endpoints'] as { conditions: { terminating: boolean } }[];
    expect(slice.filter((one) => one.conditions.terminating)).toHaveLength(1);
  });
});

describe('scheduler', () => {
  const why = (name: string) => conditionOf(cluster.get<Pod>('Pod', name)?.status?.conditions, 'PodScheduled')?.message;

  it.each([
    [
      'too much',
      { resources: { requests: { cpu: '64' } } },
      {},
      '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    ],
    [
      'no such node',
      {},
      { nodeSelector: { disk: 'ssd' } },
      "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    ],
    [
      'claim',
      {},
      { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'gone' } }] },
      '0/2 nodes are available: persistentvolumeclaim "gone" not found. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    ],
  ])('says why not: %s', async (_title, container, spec, message) => {
    cluster.add('Pod', 'p', { spec: podSpec('nginx:1.27', container, spec) });
    await cluster.advance(1000);
    expect(why('p')).toBe(message);
    expect(cluster.eventsOf('p')).toEqual([`FailedScheduling ${message}`]);
  });

  it('heeds taints, and places the pod when the taint goes', async () => {
    for (const name of ['node-1', 'node-2'])
      cluster.store.update(KEYS.Node, undefined, name, (draft) => {
        draft['spec'] = { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }] };
      });
    cluster.add('Pod', 'p', { spec: podSpec('nginx:1.27') });
    await cluster.advance(1000);
    expect(why('p')).toContain('2 node(s) had untolerated taint {team: a}');
    cluster.store.update(KEYS.Node, undefined, 'node-2', (draft) => {
      draft['spec'] = {};
    });
    await cluster.advance(1000);
    expect(cluster.get<Pod>('Pod', 'p')?.spec.nodeName).toBe('node-2');
  });
});
