import { Box } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { isCostly } from '../../kinds/costly-fields.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import type { Row } from '../../live/row.ts';
import { addedColumns } from './added-columns.ts';
import {
  chooseColumns,
  fieldOfAdded,
  keyFault,
  readColumnChoice,
  withWhole,
  withWide,
  writeColumnChoice,
} from './column-choice.ts';
import { DELETION_FIELD, type ListColumn, listColumns, listFields } from './list-columns.ts';
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

/** Pods whose squares (in place of READY) and QOS, ZONE are made of whole objects. */
const costly: KindDefinition = {
  resources: ['v1/pods'],
  group: 'workloads',
  order: 1,
  icon: Box,
  fields: ['status.reason', 'metadata.ownerReferences[*].name'],
  columns: [
    { id: 'ready', header: 'Ready', fields: ['status.squares'], text: (view) => `squares of ${view.cell('Ready')}` },
    { id: 'zone', header: 'Zone', fields: ['spec.zone'], text: () => 'z' },
    { id: 'qos', header: 'QoS', wide: true, fields: ['status.qosClass'], text: () => 'q' },
    { id: 'owner', header: 'Owner', fields: ['metadata.ownerReferences[*].kind'], text: () => 'o' },
  ],
};

describe('over all namespaces', () => {
  const all = (cols: string, overAll = true) => {
    const choice = readColumnChoice(cols);
    const fields = listFields(costly, choice, overAll);
    const lean = overAll && !choice.whole;
    return listColumns({ server, fields, kind: costly, lean, withNamespace: true, namespaceHeader: 'Namespace' });
  };
  const shown = (cols: string, overAll = true) => chooseColumns(all(cols, overAll), readColumnChoice(cols));
  const ids = (cols: string, overAll = true) => shown(cols, overAll).map(({ id }) => id);
  const lean = ['namespace', 'name', 'ready', 'status', 'owner', 'age'];

  it.each([
    ['', lean],
    // as wide as it goes without whole objects
    ['wide', [...lean, 'ip']],
    ['zone', ['namespace', 'name', 'ready', 'status', 'zone', 'owner', 'age']],
    ['qos', ['namespace', 'name', 'ready', 'status', 'qos', 'owner', 'age']],
    ['whole', ['namespace', 'name', 'ready', 'status', 'zone', 'owner', 'age']],
    ['whole,wide', ['namespace', 'name', 'ready', 'status', 'zone', 'qos', 'owner', 'age', 'ip']],
    // what somebody chose, one by one
    ['name,zone,status', ['namespace', 'name', 'zone', 'status']],
  ])('%j shows %j', (cols, expected) => expect(ids(cols)).toEqual(expected));

  it.each(['', 'wide', 'zone', 'qos', 'wide,zone,qos', 'name,zone,status'])('is written as it is read: %j', (cols) => {
    const columns = all(cols);
    const text = writeColumnChoice(chooseColumns(columns, readColumnChoice(cols)), columns);
    expect(ids(text)).toEqual(ids(cols));
    if (!cols.startsWith('name')) expect(text).toBe(cols);
  });

  it('asks for metadata only, and for everything once something takes whole objects anyway', () => {
    const metadata = ['metadata.ownerReferences[*].name', 'metadata.ownerReferences[*].kind', DELETION_FIELD];
    const fieldsOf = (cols: string, overAll = true) => listFields(costly, readColumnChoice(cols), overAll);
    for (const cols of ['', 'wide', 'label:app,annotation:example.com/note', 'name,status'])
      expect(fieldsOf(cols).filter(isCostly)).toEqual([]);
    expect(fieldsOf('')).toEqual(metadata);
    for (const cols of ['zone', 'qos', 'whole', 'field:spec.x', 'name,zone'])
      expect(fieldsOf(cols)).toEqual(expect.arrayContaining(['status.reason', 'status.squares', ...metadata]));
    expect(fieldsOf('', false)).toEqual(fieldsOf('whole'));
  });

  it('shows the server’s own words where those of the kind are not read', () => {
    const text = (cols: string) =>
      shown(cols)
        .find(({ id }) => id === 'ready')
        ?.text(row({}));
    expect(text('')).toBe('1/1');
    expect(text('zone')).toBe('squares of 1/1');
  });

  it('neither searches nor sorts by what is not read', () => {
    const unread = (cols: string) => all(cols).flatMap(({ id, unread: is }) => (is ? id : []));
    expect(unread('')).toEqual(['zone', 'qos']);
    expect(unread('whole')).toEqual(['qos']);
    expect(unread('zone')).toEqual(['qos']);
  });

  it('a choice of theirs leaves the columns of one namespace as they are', () => {
    expect(ids('', false)).toEqual(ids('zone', false));
    expect(ids('whole', false)).toEqual(ids('', false));
  });

  it('wide columns come and go without them', () => {
    const columns = all('');
    const wide = withWide(chooseColumns(columns, readColumnChoice('')), columns, true);
    expect(writeColumnChoice(wide, columns)).toBe('wide');
    const both = all('zone');
    const more = withWide(chooseColumns(both, readColumnChoice('zone')), both, true);
    expect(writeColumnChoice(more, both)).toBe('wide,zone');
  });

  it('the wish for whole objects stands before the rest', () => {
    expect([withWhole(''), withWhole('wide,label:app')]).toEqual(['whole', 'whole,wide,label:app']);
    expect(readColumnChoice(withWhole('name,age'))).toMatchObject({ whole: true, wide: false, ids: ['name', 'age'] });
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
