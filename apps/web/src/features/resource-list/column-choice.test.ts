import { describe, expect, it } from 'vitest';
import type { Row } from '../../live/row.ts';
import { addedColumns } from './added-columns.ts';
import {
  chooseColumns,
  fieldOfAdded,
  keyFault,
  readColumnChoice,
  withWide,
  writeColumnChoice,
} from './column-choice.ts';
import { type ListColumn, listColumns, listFields } from './list-columns.ts';
import { movedTo } from './move-column.ts';

const server = ['Name', 'Ready', 'Status', 'Age', 'IP'].map((name) => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  priority: name === 'IP' ? 1 : 0,
  description: '',
}));

function columnsFor(cols: string, withNamespace = false): { all: ListColumn[]; fields: readonly string[] } {
  const { added } = readColumnChoice(cols);
  const fields = listFields(undefined, { wide: false, whole: false, ids: [], added });
  const own = listColumns({ server, fields, kind: undefined, withNamespace, namespaceHeader: 'Namespace' });
  return { all: [...own, ...addedColumns(added, fields, own)], fields };
}
const shownIds = (cols: string, withNamespace = false) =>
  chooseColumns(columnsFor(cols, withNamespace).all, readColumnChoice(cols)).map(({ id }) => id);

const row = (more: Partial<Row>): Row => ({
  uid: 'u',
  namespace: 'a',
  name: 'web-1',
  created: 0,
  labels: null,
  cells: [null, '1/1', 'Running', '5m', '10.0.0.1'],
  fields: [],
  ...more,
});

describe('?cols=', () => {
  it.each([
    ['', ['name', 'ready', 'status', 'age']],
    ['wide', ['name', 'ready', 'status', 'age', 'ip']],
    // as kubectl -L: beside the server's own
    ['label:app', ['name', 'ready', 'status', 'age', 'label:app']],
    ['wide,label:app', ['name', 'ready', 'status', 'age', 'ip', 'label:app']],
    ['name,age,ip', ['name', 'age', 'ip']],
    ['age,label:app,name', ['age', 'label:app', 'name']],
    // a row without a name is nobody's
    ['status', ['name', 'status']],
    ['name,nosuch,status,status', ['name', 'status']],
    ['label:no key,field:a..b,annotation:,field:data.password', ['name', 'ready', 'status', 'age']],
    ['field:spec["a%2Cb"],name', ['field:spec["a,b"]', 'name']],
  ])('%j shows %j', (cols, ids) => expect(shownIds(cols)).toEqual(ids));

  it('shows the namespace whenever it tells something', () => {
    expect(shownIds('name,status', true)).toEqual(['namespace', 'name', 'status']);
    expect(shownIds('name,namespace', true)).toEqual(['name', 'namespace']);
  });

  it.each(['', 'wide', 'label:app', 'wide,label:app', 'name,age', 'age,label:app,name', 'field:spec["a%2Cb"],name'])(
    'is written as it is read: %j',
    (cols) => {
      const { all } = columnsFor(cols);
      expect(writeColumnChoice(chooseColumns(all, readColumnChoice(cols)), all)).toBe(cols);
    },
  );

  it('takes no more columns than a query has fields for', () => {
    const many = Array.from({ length: 100 }, (_, i) => `field:spec.f${i}`).join(',');
    expect(readColumnChoice(many).added).toHaveLength(20);
  });

  it('keeps an order of one’s own when wide columns come and go', () => {
    const { all } = columnsFor('');
    const own = chooseColumns(all, readColumnChoice('name,age,status'));
    const wide = withWide(own, all, true);
    expect(writeColumnChoice(wide, all)).toBe('name,age,status,ip');
    expect(writeColumnChoice(withWide(wide, all, false), all)).toBe('name,age,status');
    const plain = chooseColumns(all, readColumnChoice(''));
    expect(writeColumnChoice(withWide(plain, all, true), all)).toBe('wide');
  });
});

describe('added columns', () => {
  it('ask for their fields, labels for none', () => {
    const { added } = readColumnChoice('label:app,annotation:example.com/note,field:spec.nodeName');
    expect(added.map(fieldOfAdded)).toEqual([undefined, 'metadata.annotations["example.com/note"]', 'spec.nodeName']);
  });

  it('show what the row has of it', () => {
    const { all, fields } = columnsFor('label:app,field:spec.x,field:spec.list,field:spec.deep');
    const values: Record<string, unknown> = { 'spec.x': 7, 'spec.list': ['a', null], 'spec.deep': { a: 1 } };
    const one = row({ labels: { app: 'web' }, fields: fields.map((path) => values[path] ?? null) });
    const texts = (of: Row) => all.slice(-4).map((column) => column.text(of));
    expect(texts(one)).toEqual(['web', '7', 'a,<none>', '{"a":1}']);
    expect(texts(row({}))).toEqual(['', '', '', '']);
    expect(all.slice(-4).map((column) => column.sortKey(one))[1]).toBe(7);
    expect(all.slice(-4).map((column) => column.sortKey(row({})))).toEqual([null, null, null, null]);
  });

  it('never read what every object inherits', () => {
    const { all } = columnsFor('label:constructor');
    expect(all.at(-1)?.text(row({ labels: {} }))).toBe('');
  });

  it('are headed as kubectl -L does, in full where that would be ambiguous', () => {
    const headers = (cols: string) =>
      columnsFor(cols)
        .all.slice(5)
        .map(({ header }) => header);
    expect(headers('label:example.com/tier,field:status.conditions[*].type')).toEqual(['tier', 'type']);
    expect(headers('label:app.kubernetes.io/name,label:a/x,label:b/x')).toEqual([
      'app.kubernetes.io/name',
      'a/x',
      'b/x',
    ]);
    expect(headers('field:metadata.annotations["example.com/note"]')).toEqual(['example.com/note']);
  });
});

it.each([
  ['label', 'app', undefined],
  ['label', 'a b', 'a b'],
  ['annotation', 'example.com/note', undefined],
  ['annotation', '/x', '/x'],
  ['field', 'spec.nodeName', undefined],
  ['field', 'status.conditions[0].type', '[0]'],
  ['field', '.data.password', '.data'],
] as const)('the fault of %s %j is at %j', (kind, key, at) => {
  const fault = keyFault(kind, key);
  expect(fault && key.slice(fault.start, fault.end)).toBe(at);
});

it('moves one column among the others', () => {
  const { all } = columnsFor('');
  const ids = (id: string, to: number) => movedTo(all, id, to).map((column) => column.id);
  expect(ids('age', 0)).toEqual(['age', 'name', 'ready', 'status', 'ip']);
  expect(ids('name', 2)).toEqual(['ready', 'status', 'name', 'age', 'ip']);
  expect(ids('name', -1)).toEqual(all.map(({ id }) => id));
  expect(ids('nosuch', 1)).toEqual(all.map(({ id }) => id));
});
