import { expect, it } from 'vitest';
import { planQuery } from './live-plan.ts';
import { RowStore } from './row-store.ts';

const item = (name: string, resourceVersion: string, age = '1m') => ({
  cells: [name, age],
  object: { metadata: { name, uid: `uid-${name}`, resourceVersion } },
});
const table = (...rows: ReturnType<typeof item>[]) => ({ kind: 'Table', rows });

it('changes only what differs when a list comes again', () => {
  const changed: string[] = [];
  const plan = planQuery({ cluster: 'c', resource: 'v1/pods', namespaces: null, fields: [], mode: 'rows' });
  const store = new RowStore(plan, (uid) => changed.push(uid));
  store.listing();
  store.upsert(table(item('a', '1'), item('b', '2'), item('c', '3')), []);
  store.listed();
  expect(changed.splice(0)).toEqual(['uid-a', 'uid-b', 'uid-c']);

  store.listing();
  // the same object, only older: its age is no change
  store.upsert(table(item('a', '1', '9m'), item('c', '4')), []);
  store.upsert(table(item('d', '5')), []);
  expect(store.size).toBe(4);
  store.listed();
  expect(changed.splice(0)).toEqual(['uid-c', 'uid-d', 'uid-b']);

  // a list that broke off says nothing about what it did not name
  store.listing();
  store.upsert(table(item('a', '1')), []);
  store.listing();
  store.upsert(table(item('c', '4')), []);
  store.listed();
  expect(changed.splice(0)).toEqual(['uid-a', 'uid-d']);

  store.remove(table(item('c', '6')));
  store.remove(table(item('nobody', '6')));
  expect(changed.splice(0)).toEqual(['uid-c']);
});
