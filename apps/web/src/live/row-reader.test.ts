import { expect, it } from 'vitest';
import { rowOfWire } from './row.ts';
import { RowReader } from './row-reader.ts';

const columns = ['Name', 'Status', 'Node'].map((name) => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  priority: 0,
  description: '',
}));
const reader = new RowReader(columns, ['status.phase', 'metadata.labels']);

it('fills in what is left out on the wire', () => {
  const view = reader.view(rowOfWire(['u', 'ns', 'web', 1, null, [null, null], 'Running']));
  expect(['Name', 'Status', 'Node', 'Other'].map((name) => view.cell(name))).toEqual(['web', '', '<none>', '']);
});

it('tells a field that the object lacks from one that was not asked for', () => {
  const view = reader.view(rowOfWire(['u', 'ns', 'web', 1, null, [null], 'Running']));
  expect([view.field('status.phase'), view.field('metadata.labels'), view.field('spec.x')]).toEqual([
    'Running',
    undefined,
    undefined,
  ]);
  expect(['status.phase', 'metadata.labels', 'spec.x'].map((path) => view.reads(path))).toEqual([true, true, false]);
});
