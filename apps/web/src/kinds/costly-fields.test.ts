import { describe, expect, it, test } from 'vitest';
import { affordable, isCostly, isOverAll, takesWhole } from './costly-fields.ts';
import type { Health, RowView } from './define-kind.ts';
import { kinds } from './registry.ts';

describe('what takes whole objects', () => {
  it.each([
    ['metadata.deletionTimestamp', false],
    ['.metadata.labels', false],
    ['metadata["annotations"]', false],
    ['metadataOf.x', true],
    ['status.phase', true],
    ['spec.metadata.name', true],
  ])('%s: %s', (path, costly) => expect(isCostly(path)).toBe(costly));

  it('is not read over all namespaces, and is for cluster-wide kinds', () => {
    const fields = ['metadata.name', 'status.phase'];
    expect(affordable(fields, isOverAll({ namespaced: true }, null))).toEqual(['metadata.name']);
    expect(affordable(fields, isOverAll({ namespaced: true }, ['a', 'b']))).toEqual(fields);
    expect(affordable(fields, isOverAll({ namespaced: false }, null))).toEqual(fields);
  });

  it('is told of a kind', () => {
    expect(takesWhole(kinds.get('/pods'))).toBe(true);
    expect(takesWhole(kinds.get('/services'))).toBe(false);
    expect(takesWhole(undefined)).toBe(false);
  });
});

/** A row of a list over all namespaces: what is not metadata was not asked for, and must not be missed. */
function leanView(cells: Readonly<Record<string, string>>, created = 0): RowView {
  return {
    row: { uid: 'u', namespace: 'ns', name: 'n', created, labels: null, cells: [], fields: [] },
    cell: (name) => cells[name] ?? '',
    field: () => undefined,
    reads: (path) => !isCostly(path),
  };
}

const KINDS = [...new Set(kinds.values())].map((kind) => ({ kind, name: kind.resources[0] ?? '' }));

test.each(KINDS)('$name: no column says anything from fields that it does not name', ({ kind }) => {
  for (const column of kind.columns ?? []) {
    const view: RowView = {
      ...leanView({}),
      cell: () => '1/2',
      field: (path) => {
        if (!isCostly(path) || column.fields?.includes(path)) return undefined;
        throw new Error(`${column.id} reads ${path}: name it in the column's fields, or ask view.reads first`);
      },
    };
    column.text(view);
    column.sortValue?.(view);
    column.since?.(view);
    column.link?.(view);
  }
});

type Case = readonly [kind: string, cells: Readonly<Record<string, string>>, health: Health];
const CASES: readonly Case[] = [
  ['/pods', { Status: 'Running', Ready: '1/1' }, 'ok'],
  ['/pods', { Status: 'Running', Ready: '0/1' }, 'warning'],
  ['/pods', { Status: 'Pending', Ready: '0/1' }, 'progressing'],
  ['/pods', { Status: 'CrashLoopBackOff', Ready: '0/1' }, 'failed'],
  ['/pods', { Status: 'Completed', Ready: '0/1' }, 'stopped'],
  ['apps/deployments', { Ready: '3/3', 'Up-to-date': '3', Available: '3' }, 'ok'],
  ['apps/deployments', { Ready: '0/2', 'Up-to-date': '2', Available: '0' }, 'progressing'],
  ['apps/statefulsets', { Ready: '3/3' }, 'ok'],
  ['apps/daemonsets', { Desired: '3', Ready: '2', 'Up-to-date': '3', Available: '2' }, 'progressing'],
  ['apps/replicasets', { Desired: '2', Ready: '2' }, 'ok'],
  ['batch/jobs', { Completions: '1/1' }, 'ok'],
  ['batch/jobs', { Completions: '0/1' }, 'progressing'],
  ['batch/jobs', { Completions: '0/1', Status: 'Failed' }, 'failed'],
  ['batch/jobs', { Completions: '0/1', Status: 'Suspended' }, 'stopped'],
  ['batch/jobs', { Completions: '0/1', Status: 'Running' }, 'progressing'],
  // old, and nobody knows when it ran last
  ['batch/cronjobs', { Schedule: '* * * * *', Suspend: 'False', Active: '0' }, 'ok'],
  ['batch/cronjobs', { Schedule: '* * * * *', Suspend: 'False', Active: '1' }, 'progressing'],
  ['batch/cronjobs', { Schedule: '* * * * *', Suspend: 'True', Active: '0' }, 'stopped'],
  ['/persistentvolumeclaims', { Status: 'Bound' }, 'ok'],
  ['autoscaling/horizontalpodautoscalers', { Targets: '<unknown>/80%' }, 'warning'],
  ['autoscaling/horizontalpodautoscalers', { Targets: 'cpu: 5%/80%' }, 'ok'],
  ['policy/poddisruptionbudgets', { 'Allowed Disruptions': '1' }, 'ok'],
  ['policy/poddisruptionbudgets', { 'Allowed Disruptions': '0' }, 'warning'],
  ['coordination.k8s.io/leases', { Holder: 'node-1' }, 'unknown'],
  ['/endpoints', { Endpoints: '10.0.0.1:80' }, 'unknown'],
];
test.each(CASES)('%s %j over all namespaces: %s', (id, cells, health) => {
  expect(kinds.get(id)?.health?.(leanView(cells, 1_700_000_000))).toBe(health);
});
