import { parseFieldPath, pickField } from '@quarterdeck/shared/field-path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isBeside } from './costly-fields.ts';
import type { Health, RowView } from './define-kind.ts';
import { kinds } from './registry.ts';

const NOW = Date.parse('2026-11-21T16:00:00Z');

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

/** The fields of a kind as the BFF picks them from an object; asking for one that the kind does not list fails. */
function rowOf(id: string, cells: Readonly<Record<string, string>>, object: object, created: number): RowView {
  const kind = kinds.get(id);
  const listed = new Set([...(kind?.fields ?? []), ...(kind?.columns ?? []).flatMap(({ fields = [] }) => fields)]);
  return {
    row: { uid: 'u', namespace: 'ns', name: 'n', created, labels: null, cells: [], fields: [] },
    cell: (name) => cells[name] ?? '',
    field: (path) => {
      if (isBeside(path) && listed.has(path)) return undefined;
      const parsed = parseFieldPath(path);
      if (parsed === undefined || !listed.has(path)) throw new Error(`${id} does not list the field ${path}`);
      return pickField(object, parsed) ?? undefined;
    },
    reads: (path) => listed.has(path),
  };
}

const conditions = (...list: readonly (readonly [type: string, status: string, reason?: string])[]) => ({
  status: { conditions: list.map(([type, status, reason]) => ({ type, status, ...(reason && { reason }) })) },
});
const replicas = (ready: string, updated: string, available: string) => ({
  Ready: ready,
  'Up-to-date': updated,
  Available: available,
});
const daemon = (desired: number, ready: number, updated: number) => ({
  Desired: `${desired}`,
  Ready: `${ready}`,
  'Up-to-date': `${updated}`,
  Available: `${ready}`,
});
const OLD = NOW / 1000 - 3600;
const YOUNG = NOW / 1000 - 10;

type Case = readonly [
  kind: string,
  what: string,
  health: Health,
  cells: Readonly<Record<string, string>>,
  object?: object,
  created?: number,
];

const CASES: readonly Case[] = [
  ['/pods', 'runs', 'ok', { Status: 'Running', Ready: '1/1' }],
  ['/pods', 'runs and serves nobody', 'warning', { Status: 'Running', Ready: '0/1' }],
  ['/pods', 'crashes', 'failed', { Status: 'CrashLoopBackOff', Ready: '0/1' }],
  ['/pods', 'crashes before it starts', 'failed', { Status: 'Init:CrashLoopBackOff', Ready: '0/1' }],
  ['/pods', 'is on its way', 'progressing', { Status: 'Pending', Ready: '0/1' }, conditions(['PodScheduled', 'True'])],
  [
    '/pods',
    'fits on no node',
    'warning',
    { Status: 'Pending', Ready: '0/1' },
    conditions(['PodScheduled', 'False', 'Unschedulable']),
  ],
  ['/pods', 'is done', 'stopped', { Status: 'Completed', Ready: '0/1' }],

  ['apps/deployments', 'all ready', 'ok', replicas('3/3', '3', '3')],
  ['apps/deployments', 'one on its way', 'progressing', replicas('2/3', '3', '2')],
  ['apps/deployments', 'a rollout', 'progressing', replicas('3/3', '1', '3')],
  ['apps/deployments', 'paused half-way', 'warning', replicas('3/3', '1', '3'), { spec: { paused: true } }],
  ['apps/deployments', 'scaled to 0', 'stopped', replicas('0/0', '0', '0')],
  [
    'apps/deployments',
    'past its deadline',
    'failed',
    replicas('1/3', '3', '1'),
    conditions(['Progressing', 'False', 'ProgressDeadlineExceeded']),
  ],
  [
    'apps/deployments',
    'pods cannot be made',
    'failed',
    replicas('0/3', '0', '0'),
    conditions(['ReplicaFailure', 'True']),
  ],
  [
    'apps/deployments',
    'rolled out, then broken',
    'warning',
    replicas('0/2', '2', '0'),
    conditions(['Progressing', 'True', 'NewReplicaSetAvailable'], ['Available', 'False', 'MinimumReplicasUnavailable']),
  ],
  ['apps/deployments', 'another version of the printer', 'unknown', {}],
  ['apps/replicasets', 'kept for a rollback', 'stopped', { Desired: '0', Current: '0', Ready: '0' }],
  [
    'apps/replicasets',
    'refused by a quota',
    'failed',
    { Desired: '2', Current: '0', Ready: '0' },
    conditions(['ReplicaFailure', 'True', 'FailedCreate']),
  ],
  ['/replicationcontrollers', 'all ready', 'ok', { Desired: '2', Current: '2', Ready: '2' }],
  ['apps/statefulsets', 'one on its way', 'progressing', { Ready: '1/2' }],
  [
    'apps/statefulsets',
    'all ready, an update on its way',
    'progressing',
    { Ready: '3/3' },
    { status: { updatedReplicas: 1, currentRevision: 'web-1', updateRevision: 'web-2' } },
  ],
  [
    'apps/statefulsets',
    'updated down to its partition',
    'ok',
    { Ready: '3/3' },
    {
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
      status: { updatedReplicas: 1, currentRevision: 'web-1', updateRevision: 'web-2' },
    },
  ],
  [
    'apps/statefulsets',
    'updated only by hand',
    'ok',
    { Ready: '3/3' },
    {
      spec: { updateStrategy: { type: 'OnDelete' } },
      status: { currentRevision: 'web-1', updateRevision: 'web-2' },
    },
  ],
  ['apps/daemonsets', 'on all nodes', 'ok', daemon(3, 3, 3)],
  ['apps/daemonsets', 'a rollout', 'progressing', daemon(3, 3, 1)],
  ['apps/daemonsets', 'updated by hand', 'ok', daemon(3, 3, 1), { spec: { updateStrategy: { type: 'OnDelete' } } }],
  ['apps/daemonsets', 'no node wants it', 'stopped', daemon(0, 0, 0)],

  ['batch/jobs', 'runs', 'progressing', { Completions: '0/1' }],
  ['batch/jobs', 'tries again', 'warning', { Completions: '0/1' }, { status: { failed: 2 } }],
  ['batch/jobs', 'is done', 'ok', { Completions: '1/1' }, conditions(['Complete', 'True'])],
  ['batch/jobs', 'gave up', 'failed', { Completions: '0/1' }, conditions(['Failed', 'True', 'BackoffLimitExceeded'])],
  ['batch/jobs', 'is held', 'stopped', { Completions: '0/1' }, conditions(['Suspended', 'True'])],
  ['batch/cronjobs', 'is held', 'stopped', { Suspend: 'True', Schedule: '* * * * *' }],
  [
    'batch/cronjobs',
    'ran as it should',
    'ok',
    { Suspend: 'False', Schedule: '0 * * * *' },
    { status: { lastScheduleTime: ago(1800), lastSuccessfulTime: ago(1700) } },
  ],
  [
    'batch/cronjobs',
    'last run failed',
    'warning',
    { Suspend: 'False', Schedule: '0 * * * *' },
    { status: { lastScheduleTime: ago(1800), lastSuccessfulTime: ago(5400) } },
  ],
  [
    'batch/cronjobs',
    'a run was missed',
    'warning',
    { Suspend: 'False', Schedule: '*/10 * * * *' },
    { status: { lastScheduleTime: ago(3600) } },
  ],
  [
    'batch/cronjobs',
    'both days must fit before 1.21, so that none was missed',
    'ok',
    { Suspend: 'False', Schedule: '0 0 */10 * mon' },
    { apiVersion: 'batch/v1beta1', status: { lastScheduleTime: '2026-09-21T00:00:00Z' } },
  ],
  [
    'batch/cronjobs',
    'either day is enough since 1.21, so that some were missed',
    'warning',
    { Suspend: 'False', Schedule: '0 0 */10 * mon' },
    { apiVersion: 'batch/v1', status: { lastScheduleTime: '2026-09-21T00:00:00Z' } },
  ],
  [
    'batch/cronjobs',
    'runs now',
    'progressing',
    { Suspend: 'False', Schedule: '*/10 * * * *' },
    { status: { active: [{ name: 'a' }], lastScheduleTime: ago(3600) } },
  ],

  ['/nodes', 'ready', 'ok', { Status: 'Ready' }, conditions(['Ready', 'True'], ['MemoryPressure', 'False'])],
  ['/nodes', 'its disk fills', 'warning', { Status: 'Ready' }, conditions(['Ready', 'True'], ['DiskPressure', 'True'])],
  ['/nodes', 'cordoned', 'warning', { Status: 'Ready,SchedulingDisabled' }],
  ['/nodes', 'not ready', 'failed', { Status: 'NotReady' }],
  ['/nodes', 'silent', 'unknown', { Status: 'Unknown' }],
  ['/namespaces', 'in use', 'ok', { Status: 'Active' }],
  ['/namespaces', 'going', 'progressing', { Status: 'Terminating' }],

  ['/persistentvolumeclaims', 'bound', 'ok', { Status: 'Bound' }],
  ['/persistentvolumeclaims', 'new', 'progressing', { Status: 'Pending' }, {}, YOUNG],
  ['/persistentvolumeclaims', 'nobody makes its volume', 'warning', { Status: 'Pending' }, {}, OLD],
  [
    '/persistentvolumeclaims',
    'grows',
    'progressing',
    { Status: 'Bound' },
    conditions(['FileSystemResizePending', 'True']),
  ],
  ['/persistentvolumeclaims', 'lost its volume', 'failed', { Status: 'Lost' }],
  ['/persistentvolumes', 'kept after its claim', 'warning', { Status: 'Released' }],
  ['/persistentvolumes', 'free', 'ok', { Status: 'Available' }],

  ['/services', 'inside', 'ok', { 'External-IP': '<none>' }],
  ['/services', 'a new load balancer', 'progressing', { 'External-IP': '<pending>' }, {}, YOUNG],
  ['/services', 'nobody gives it an address', 'warning', { 'External-IP': '<pending>' }, {}, OLD],
  ['networking.k8s.io/ingresses', 'taken', 'ok', { Address: '203.0.113.10' }],
  ['networking.k8s.io/ingresses', 'new', 'progressing', { Address: '' }, {}, YOUNG],
  ['networking.k8s.io/ingresses', 'taken by nobody that says so', 'unknown', { Address: '' }, {}, OLD],
  ['/endpoints', 'all ready', 'ok', {}, { subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] }],
  [
    '/endpoints',
    'some ready',
    'warning',
    {},
    { subsets: [{ addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '10.0.0.2' }] }] },
  ],
  ['/endpoints', 'none ready', 'failed', {}, { subsets: [{ notReadyAddresses: [{ ip: '10.0.0.2' }] }] }],
  ['/endpoints', 'no pods', 'stopped', { Endpoints: '<none>' }],
  ['/endpoints', 'too many to travel', 'unknown', { Endpoints: '10.0.0.1:80 + 2000 more...' }],
  [
    'discovery.k8s.io/endpointslices',
    'ready unless said otherwise',
    'warning',
    { Endpoints: '10.0.0.1,10.0.0.2' },
    { endpoints: [{ conditions: { ready: false } }, { conditions: {} }] },
  ],

  ['/events', 'a warning', 'warning', { Type: 'Warning' }],
  ['apiregistration.k8s.io/apiservices', 'answers', 'ok', { Available: 'True' }],
  ['apiregistration.k8s.io/apiservices', 'does not', 'failed', { Available: 'False (FailedDiscoveryCheck)' }],
  ['certificates.k8s.io/certificatesigningrequests', 'issued', 'ok', { Condition: 'Approved,Issued' }],
  ['certificates.k8s.io/certificatesigningrequests', 'waits', 'progressing', { Condition: 'Pending' }],
  ['certificates.k8s.io/certificatesigningrequests', 'refused', 'failed', { Condition: 'Denied' }],
  ['autoscaling/horizontalpodautoscalers', 'within its targets', 'ok', { Targets: 'cpu: 56%/70%' }],
  ['autoscaling/horizontalpodautoscalers', 'knows nothing', 'warning', { Targets: '<unknown>/80%' }],
  [
    'autoscaling/horizontalpodautoscalers',
    'cannot scale',
    'failed',
    {},
    conditions(['AbleToScale', 'False', 'FailedGetScale']),
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    'wants more than it may have',
    'warning',
    { Targets: 'cpu: 95%/70%' },
    conditions(['AbleToScale', 'True'], ['ScalingLimited', 'True', 'TooManyReplicas']),
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    'its target is scaled to 0',
    'stopped',
    {},
    conditions(['ScalingActive', 'False', 'ScalingDisabled']),
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    'cannot scale, said by autoscaling/v1',
    'failed',
    {},
    {
      metadata: {
        annotations: {
          'autoscaling.alpha.kubernetes.io/conditions': '[{"type":"AbleToScale","status":"False"}]',
        },
      },
    },
  ],
  [
    'autoscaling/horizontalpodautoscalers',
    'an annotation that is no JSON',
    'ok',
    { Targets: '1%/80%' },
    { metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/conditions': '[{' } } },
  ],
  [
    'policy/poddisruptionbudgets',
    'one may go',
    'ok',
    { 'Allowed Disruptions': '1' },
    { status: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 2 } },
  ],
  [
    'policy/poddisruptionbudgets',
    'none may go',
    'warning',
    { 'Allowed Disruptions': '0' },
    { status: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 3 } },
  ],
  [
    'policy/poddisruptionbudgets',
    'too few are healthy',
    'failed',
    { 'Allowed Disruptions': '0' },
    { status: { expectedPods: 3, currentHealthy: 1, desiredHealthy: 2 } },
  ],
  ['policy/poddisruptionbudgets', 'picks no pod', 'stopped', { 'Allowed Disruptions': '0' }],
  ['/resourcequotas', 'has room', 'ok', { Request: 'pods: 3/10, requests.memory: 1Gi/4Gi' }],
  ['/resourcequotas', 'is nearly used up', 'warning', { Request: 'pods: 3/10', Limit: 'limits.cpu: 3800m/4' }],
  ['apiextensions.k8s.io/customresourcedefinitions', 'served', 'ok', {}, conditions(['Established', 'True'])],
  ['apiextensions.k8s.io/customresourcedefinitions', 'new', 'progressing', {}, {}, YOUNG],
  ['apiextensions.k8s.io/customresourcedefinitions', 'not served', 'warning', {}, {}, OLD],
  [
    'apiextensions.k8s.io/customresourcedefinitions',
    'its names are taken',
    'failed',
    {},
    conditions(['NamesAccepted', 'False', 'PluralConflict'], ['Established', 'False']),
  ],
  [
    'coordination.k8s.io/leases',
    'held',
    'ok',
    { Holder: 'node-1' },
    { spec: { renewTime: ago(10), leaseDurationSeconds: 40 } },
  ],
  [
    'coordination.k8s.io/leases',
    'not renewed',
    'warning',
    { Holder: 'node-1' },
    { spec: { renewTime: ago(600), leaseDurationSeconds: 40 } },
  ],
  ['coordination.k8s.io/leases', 'given back', 'stopped', { Holder: '' }],
];

test.each(
  CASES.map(([kind, what, health, cells, object = {}, created = 0]) => ({
    kind,
    what,
    health,
    cells,
    object,
    created,
  })),
)('$kind: $what is $health', ({ kind, health, cells, object, created }) => {
  expect(kinds.get(kind)?.health?.(rowOf(kind, cells, object, created))).toBe(health);
});

test('what a kind adds to a list is silent about objects without anything', () => {
  for (const [id, definition] of kinds) {
    const view = rowOf(id, {}, {}, 0);
    for (const column of definition.columns ?? []) {
      expect(column.text(view), `${id} ${column.id}`).not.toMatch(/undefined|NaN|null/);
      expect(() => [column.draw?.(view), column.link?.(view), column.since?.(view)]).not.toThrow();
      expect(() => [column.describe?.(view, (key) => key), column.sortValue?.(view)]).not.toThrow();
    }
  }
});

test('what a kind asks for is understood by the server, and is not much', () => {
  for (const [id, { fields = [], columns = [] }] of kinds) {
    const all = [...fields, ...columns.flatMap((column) => column.fields ?? [])].filter((path) => !isBeside(path));
    expect(
      all.filter((path) => parseFieldPath(path) === undefined),
      id,
    ).toEqual([]);
    expect(new Set(all).size, id).toBeLessThan(30);
  }
});

test('what a column is made of beside its own object is said, and followed by its kind', () => {
  for (const [id, { columns = [], beside }] of kinds)
    for (const { id: column, of, fields = [] } of columns)
      expect(fields.some(isBeside), `${id} ${column}`).toBe(of !== undefined && beside !== undefined);
});

test('no kind fails on an object without anything', () => {
  const bare = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x', uid: 'u' } };
  for (const definition of kinds.values()) {
    expect(() => definition.facts?.(bare)).not.toThrow();
    expect(() => definition.statusSentence?.(bare, (key) => key)).not.toThrow();
    for (const { content } of definition.sections ?? [])
      if ('table' in content) expect(() => content.table.rows(bare)).not.toThrow();
  }
});
