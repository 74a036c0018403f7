import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { expect, test } from 'vitest';
import { GatheredRows, type GatherSource } from './gathered-rows.ts';
import type { LiveSink, LiveSource } from './live-source.ts';

class FakeSource implements LiveSource {
  readonly sinks = new Map<string, LiveSink>();
  readonly asked: string[] = [];
  subscribe(query: LiveQuery, sink: LiveSink) {
    this.asked.push(query.resource);
    this.sinks.set(query.resource, sink);
    return () => void this.sinks.delete(query.resource);
  }
}

function source(resource: string, wanted = (name: string): string | undefined => name): GatherSource<string> {
  const query: LiveQuery = { cluster: 'c', resource, namespaces: null, fields: [], mode: 'rows' };
  return { id: resource, query, read: () => (row) => wanted(row.name) };
}
const row = (uid: string, name: string) => [uid, '', name, 1, null, []] as const;
const LIVE = { state: 'live', loaded: 1, since: 0 } as const;

function start() {
  const fake = new FakeSource();
  const rows = new GatheredRows<string>(fake, { frame: (run) => run() });
  const names = () => [...rows.getSnapshot().items].map(([id, items]) => [id, [...items.values()]]);
  return { fake, rows, names };
}

test('queries come and go one by one without disturbing the others', () => {
  const { fake, rows, names } = start();
  rows.follow([source('v1/a')]);
  fake.sinks.get('v1/a')?.columns?.([]);
  fake.sinks.get('v1/a')?.rows?.({ upsert: [row('1', 'one')], remove: [] });
  rows.follow([source('v1/a'), source('v1/b')]);
  expect(fake.asked).toEqual(['v1/a', 'v1/b']);
  expect(names()).toContainEqual(['v1/a', ['one']]);
  rows.follow([source('v1/b')]);
  expect([...fake.sinks.keys()]).toEqual(['v1/b']);
  expect(names().map(([id]) => id)).toEqual(['v1/b']);
  rows.follow([]);
  expect(fake.sinks.size).toBe(0);
});

test('rows change, go, and are left out when they are none of it', () => {
  const { fake, rows, names } = start();
  rows.follow([source('v1/a', (name) => (name === 'not' ? undefined : name))]);
  const sink = fake.sinks.get('v1/a');
  sink?.columns?.([]);
  sink?.rows?.({ upsert: [row('1', 'one'), row('2', 'two'), row('3', 'not')], remove: [] });
  sink?.rows?.({ upsert: [row('1', 'uno')], remove: ['2'] });
  expect(names()).toEqual([['v1/a', ['uno']]]);
  sink?.rows?.({ upsert: [row('1', 'not')], remove: [] });
  expect(names()).toEqual([['v1/a', []]]);
});

test('what may not be seen any more is not shown any more', () => {
  const { fake, rows, names } = start();
  rows.follow([source('v1/a')]);
  const sink = fake.sinks.get('v1/a');
  sink?.columns?.([]);
  sink?.rows?.({ upsert: [row('1', 'one')], remove: [] });
  sink?.status(LIVE);
  sink?.status({ ...LIVE, state: 'denied' });
  expect(names()).toEqual([['v1/a', []]]);
  expect(rows.getSnapshot().statuses.get('v1/a')?.state).toBe('denied');
});
