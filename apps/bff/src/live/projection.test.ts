import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { ProblemError } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { planQuery } from './live-plan.ts';
import { project } from './projection.ts';
import { objectOnWire, rowOnWire } from './row-text.ts';
import { columnsOf, itemsOf, type JsonObject } from './table.ts';

const query = (more: Partial<LiveQuery> = {}): LiveQuery => ({
  cluster: 'c',
  resource: 'v1/pods',
  namespaces: ['ns'],
  fields: [],
  mode: 'rows',
  ...more,
});

function rowsOf(value: JsonObject, more: Partial<LiveQuery> = {}): unknown[] {
  const plan = planQuery(query(more));
  return itemsOf(value).map((item) => JSON.parse(rowOnWire('u', project(plan, item, columnsOf(value) ?? []))));
}

const secret = 'c2VjcmV0';
const object = {
  metadata: {
    name: 'web',
    namespace: 'ns',
    uid: 'u',
    resourceVersion: '12345678901234567890',
    creationTimestamp: '2026-11-21T12:00:00Z',
    labels: { app: 'web', __proto__: 'x' },
    annotations: { note: 'n', 'kubectl.kubernetes.io/last-applied-configuration': secret },
    managedFields: [{ manager: secret }],
  },
  spec: { nodeName: 'n1', containers: [{ name: 'a' }, { name: 'b' }], big: 'x'.repeat(9000) },
  data: { password: secret },
};
const table = {
  kind: 'Table',
  columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', priority: 0 }, { name: 'Alias' }, { name: 'X' }],
  rows: [{ cells: ['web', 'web', { a: 1 }], object }],
};

describe('times in words', () => {
  it('travel as the moment that they are counted from', () => {
    const columnDefinitions = [
      { name: 'Name', type: 'string', format: 'name' },
      { name: 'Restarts', type: 'string' },
      { name: 'Renewed', type: 'date' },
      { name: 'Age', type: 'date' },
    ];
    const printed = { kind: 'Table', columnDefinitions, rows: [{ cells: ['web', '5 (3m ago)', '12d', '1y'], object }] };
    const columns = columnsOf(printed) ?? [];
    const [item] = itemsOf(printed);
    const wire = item && JSON.parse(rowOnWire('u', project(planQuery(query()), item, columns, 1_700_000_000_500)));
    expect(wire[5]).toEqual([null, ['5 (', 1_699_999_820, ' ago)'], ['', 1_700_000_000 - 12 * 86_400, ''], '1y']);
  });
});

describe('rows', () => {
  it('are the documented tuple, the name elided where the column is the name', () => {
    const fields = ['spec.nodeName', 'spec.containers[*].name', 'spec.missing', 'spec.big', 'spec.nodeName.length'];
    expect(rowsOf(table, { fields })).toEqual([
      ['u', 'ns', 'web', Date.UTC(2026, 10, 21, 12) / 1000, { app: 'web' }, [null, 'web', '{"a":1}'], 'n1', ['a', 'b']],
    ]);
  });

  it('end with the last cell that says something', () => {
    const cells = (...texts: unknown[]) => rowsOf({ ...table, rows: [{ cells: ['web', ...texts], object }] })[0];
    expect(cells('<none>', '<none>')).toMatchObject({ 5: [null] });
    expect(cells('<none>', 'x')).toMatchObject({ 5: [null, '<none>', 'x'] });
    // the server's own nothing is another one
    expect(cells('<none>', null)).toMatchObject({ 5: [null, '<none>', null] });
  });

  it('never carry managedFields, the last applied manifest or values, however they are asked for', () => {
    const fields = [
      'metadata',
      'metadata.annotations',
      'metadata.managedFields',
      'metadata["annotations"].note',
      'spec',
    ];
    const text = JSON.stringify(rowsOf(table, { fields }));
    expect(text).not.toContain(secret);
    expect(text).toContain('"note":"n"');
  });

  it('come from plain lists too', () => {
    const list = { kind: 'PodList', apiVersion: 'v1', items: [object] };
    expect(rowsOf(list)).toEqual([['u', 'ns', 'web', 1795262400, { app: 'web' }, [null, '2026-11-21T12:00:00Z']]]);
    expect(columnsOf(list)?.map(({ name }) => name)).toEqual(['Name', 'Age']);
  });

  it('are whole objects in the mode for one object', () => {
    const plan = planQuery(query({ mode: 'objects', fieldSelector: 'metadata.name=web' }));
    const [item] = itemsOf({ kind: 'SecretList', apiVersion: 'v1', items: [object] });
    const wire = item && JSON.parse(objectOnWire(project(plan, item, [])));
    expect(wire).toEqual({ apiVersion: 'v1', kind: 'Secret', ...object });
  });

  it('are never objects of one name from all namespaces', () => {
    const plan = planQuery(query({ namespaces: null, mode: 'objects', fieldSelector: 'metadata.name=web' }));
    const project1 = (metadata: object) => project(plan, { object: { metadata }, cells: null }, []);
    expect(() => project1(object.metadata)).toThrow(
      expect.objectContaining({ message: 'The live query is not valid' }),
    );
    expect(project1({ name: 'node-1', uid: 'u' })).toContain('node-1');
  });

  it.each([
    ['is called Table', { apiVersion: 'dynamodb.services.k8s.aws/v1alpha1', kind: 'Table' }],
    ['has items of its own', { apiVersion: 'example.com/v1', kind: 'Basket', items: [{ a: 1 }] }],
  ])('take a custom resource that %s for what it is', (_name, more) => {
    const resource = { ...more, metadata: { name: 'orders', uid: 'u' } };
    expect(itemsOf(resource)).toEqual([{ object: resource, cells: null }]);
    expect(columnsOf(resource)?.map(({ name }) => name)).toEqual(['Name', 'Age']);
  });
});

describe('a query', () => {
  it.each([
    ['a resource without a version', { resource: 'pods' }],
    ['a path in the resource', { resource: 'v1/..' }],
    ['a path in the group', { resource: '../v1/pods' }],
    ['dots in the version', { resource: 'apps/../pods' }],
    ['an encoded slash', { resource: 'v1/pods%2fx' }],
    ['upper case', { resource: 'v1/Pods' }],
    ['a namespace that is a path', { namespaces: ['..'] }],
    ['a namespace with a slash', { namespaces: ['a/b'] }],
    ['a field path that is none', { fields: ['a..b'] }],
    ['a Secret’s values', { fields: ['data'] }],
    ['one value', { fields: ['data.password'] }],
    ['one value by another spelling', { fields: ['["data"].password'] }],
    ['stringData', { fields: ['stringData.x'] }],
    ['binaryData', { fields: ['.binaryData'] }],
    ['objects without a name', { mode: 'objects' }],
    ['objects with another selector', { mode: 'objects', fieldSelector: 'spec.nodeName=x' }],
    ['objects of all names but one', { mode: 'objects', fieldSelector: 'metadata.name!=x' }],
    ['objects of several namespaces', { mode: 'objects', fieldSelector: 'metadata.name=x', namespaces: ['a', 'b'] }],
  ] satisfies [string, Partial<LiveQuery>][])('is refused with %s', (_, more) => {
    expect(() => planQuery(query(more))).toThrow(ProblemError);
  });

  it.each([
    { fields: [], include: 'Metadata' },
    { fields: ['metadata.annotations.note'], include: 'Metadata' },
    { fields: ['metadata.annotations.note', 'spec.nodeName'], include: 'Object' },
  ])('asks for no more of the objects than it needs: $fields', ({ fields, include }) => {
    expect(planQuery(query({ fields })).includeObject).toBe(include);
  });

  it('is the same however its namespaces are written', () => {
    const a = planQuery(query({ namespaces: ['b', 'a', 'b'] }));
    expect(a.key).toBe(planQuery(query({ namespaces: ['a', 'b'] })).key);
    expect(a.key).not.toBe(planQuery(query({ namespaces: null })).key);
  });
});
