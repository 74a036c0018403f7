import { expect, test } from 'vitest';
import type { Health, RowView } from './define-kind.ts';
import { kinds } from './registry.ts';

function row(cells: Readonly<Record<string, string>>, fields: Readonly<Record<string, unknown>> = {}): RowView {
  return {
    row: { uid: 'u', namespace: '', name: 'n', created: 0, labels: null, cells: [], fields: [] },
    cell: (name) => cells[name] ?? '',
    field: (path) => fields[path],
  };
}

function conditions(...list: readonly (readonly [type: string, status: string, reason?: string])[]) {
  return {
    'status.conditions[*].type': list.map(([type]) => type),
    'status.conditions[*].status': list.map(([, status]) => status),
    'status.conditions[*].reason': list.map(([, , reason]) => reason ?? null),
  };
}

const deployment = (ready: string, updated: string, available: string) => ({
  Ready: ready,
  'Up-to-date': updated,
  Available: available,
});

const CASES: readonly (readonly [kind: string, RowView, Health])[] = [
  ['apps/deployments', row(deployment('3/3', '3', '3')), 'ok'],
  ['apps/deployments', row(deployment('2/3', '3', '2')), 'progressing'],
  ['apps/deployments', row(deployment('3/3', '1', '3')), 'progressing'],
  ['apps/deployments', row(deployment('3/3', '1', '3'), { 'spec.paused': true }), 'warning'],
  ['apps/deployments', row(deployment('0/0', '0', '0')), 'stopped'],
  [
    'apps/deployments',
    row(deployment('1/3', '3', '1'), conditions(['Progressing', 'False', 'ProgressDeadlineExceeded'])),
    'failed',
  ],
  ['apps/deployments', row(deployment('0/3', '0', '0'), conditions(['ReplicaFailure', 'True'])), 'failed'],
  [
    'apps/deployments',
    row(
      deployment('0/2', '2', '0'),
      conditions(
        ['Progressing', 'True', 'NewReplicaSetAvailable'],
        ['Available', 'False', 'MinimumReplicasUnavailable'],
      ),
    ),
    'warning',
  ],
  ['apps/deployments', row({}), 'unknown'],
  ['apps/replicasets', row({ Desired: '0', Current: '0', Ready: '0' }), 'stopped'],
  ['apps/statefulsets', row({ Ready: '1/2' }), 'progressing'],
  ['apps/daemonsets', row({ Desired: '3', Ready: '3', 'Up-to-date': '3', Available: '3' }), 'ok'],
  ['batch/jobs', row({ Completions: '0/1' }), 'progressing'],
  ['batch/jobs', row({ Completions: '1/1' }, conditions(['Complete', 'True'])), 'ok'],
  ['batch/jobs', row({ Completions: '0/1' }, conditions(['Failed', 'True', 'BackoffLimitExceeded'])), 'failed'],
  ['batch/jobs', row({ Completions: '0/1' }, conditions(['Suspended', 'True'])), 'stopped'],
  ['batch/cronjobs', row({ Suspend: 'True' }), 'stopped'],
  ['/nodes', row({ Status: 'Ready' }, conditions(['Ready', 'True'], ['MemoryPressure', 'False'])), 'ok'],
  ['/nodes', row({ Status: 'Ready' }, conditions(['Ready', 'True'], ['DiskPressure', 'True'])), 'warning'],
  ['/nodes', row({ Status: 'Ready,SchedulingDisabled' }), 'warning'],
  ['/nodes', row({ Status: 'NotReady' }), 'failed'],
  ['/nodes', row({ Status: 'Unknown' }), 'unknown'],
  ['/namespaces', row({ Status: 'Terminating' }), 'progressing'],
  ['/persistentvolumeclaims', row({ Status: 'Lost' }), 'failed'],
  ['/persistentvolumes', row({ Status: 'Released' }), 'warning'],
  ['/events', row({ Type: 'Warning' }), 'warning'],
  ['/services', row({ 'External-IP': '<pending>' }), 'progressing'],
  ['apiregistration.k8s.io/apiservices', row({ Available: 'False (FailedDiscoveryCheck)' }), 'failed'],
  ['certificates.k8s.io/certificatesigningrequests', row({ Condition: 'Approved,Issued' }), 'ok'],
  ['autoscaling/horizontalpodautoscalers', row({ Targets: '<unknown>/80%' }), 'warning'],
  ['policy/poddisruptionbudgets', row({ 'Allowed Disruptions': '0' }), 'warning'],
  ['apiextensions.k8s.io/customresourcedefinitions', row({}, conditions(['Established', 'True'])), 'ok'],
];

test.each(CASES)('%s', (kind, view, health) => {
  expect(kinds.get(kind)?.health?.(view)).toBe(health);
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
