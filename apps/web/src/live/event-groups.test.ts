import type { LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import { describe, expect, it } from 'vitest';
import { EventGroups, groupOfRow } from './event-groups.ts';
import { EVENT_FIELDS, eventFields } from './read-event.ts';
import { RowStore } from './row-store.ts';
import { FakeLiveSource } from './test/fake-live-source.ts';
import { ManualClock } from './test/manual-clock.ts';

const query: LiveQuery = { cluster: 'c', resource: 'v1/events', namespaces: null, fields: [], mode: 'rows' };
const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
const seconds = (minute: number) => Date.UTC(2026, 10, 21, 12, minute) / 1000;

type Fields = Partial<Record<(typeof EVENT_FIELDS)[number], unknown>>;

function event(uid: string, fields: Fields): LiveRow {
  const all: Fields = {
    type: 'Warning',
    reason: 'BackOff',
    'involvedObject.kind': 'Pod',
    'involvedObject.namespace': 'a',
    'involvedObject.name': 'web-1',
    ...fields,
  };
  return [uid, 'a', uid, seconds(0), null, [], ...EVENT_FIELDS.map((name) => all[name] ?? null)];
}

function open() {
  const clock = new ManualClock();
  const frames: (() => void)[] = [];
  const groups = new EventGroups(new RowStore({ clock, frame: (run) => frames.push(run) }));
  const source = new FakeLiveSource();
  groups.connect(source, query);
  groups.store.setView({ sortKey: (row) => row.created, descending: true });
  const seen = () => {
    clock.advance(1000);
    for (let round = 0; round < 3; round += 1) for (const run of frames.splice(0)) run();
    return groups.store.getSnapshot().order.flatMap((uid) => {
      const row = groups.store.getRow(uid);
      return row === undefined ? [] : [groupOfRow(row)];
    });
  };
  return { source, seen };
}

describe('events by object and reason', () => {
  it('adds up counts, spans first to last, and keeps the newest words; newest first', () => {
    const { source, seen } = open();
    source.rows([
      event('e1', { count: 3, firstTimestamp: at(1), lastTimestamp: at(9), message: 'newest' }),
      event('e2', { count: 2, firstTimestamp: at(0), lastTimestamp: at(5), message: 'older' }),
      event('e3', { reason: 'Unhealthy', eventTime: at(10) }),
    ]);
    expect(seen()).toMatchObject([
      { reason: 'Unhealthy', count: 1, first: seconds(10), last: seconds(10) },
      { reason: 'BackOff', count: 5, first: seconds(0), last: seconds(9), message: 'newest' },
    ]);
  });

  it('keeps apart what differs in object, reason or type', () => {
    const { source, seen } = open();
    source.rows([
      event('e1', {}),
      event('e2', { type: 'Normal' }),
      event('e3', { 'involvedObject.name': 'web-2' }),
      event('e4', { 'involvedObject.namespace': 'b' }),
    ]);
    expect(seen()).toHaveLength(4);
  });

  it('counts up as an event does, and down as one expires', () => {
    const { source, seen } = open();
    source.rows([event('e1', { count: 1 }), event('e2', { count: 4 })]);
    source.rows([event('e1', { count: 7 })]);
    expect(seen()[0]?.count).toBe(11);
    source.rows([], { remove: ['e1'] });
    expect(seen()[0]?.count).toBe(4);
    source.rows([], { remove: ['e2'] });
    expect(seen()).toEqual([]);
  });

  it('an event whose reason changes leaves its group', () => {
    const { source, seen } = open();
    source.rows([event('e1', { count: 2 })]);
    source.rows([event('e1', { count: 2, reason: 'Failed' })]);
    expect(seen().map(({ reason }) => reason)).toEqual(['Failed']);
  });

  it('a series counts by itself', () => {
    const { source, seen } = open();
    source.rows([event('e1', { eventTime: at(0), 'series.count': 12, 'series.lastObservedTime': at(7) })]);
    expect(seen()[0]).toMatchObject({ count: 12, first: seconds(0), last: seconds(7) });
  });

  it('shows nothing that may not be seen any more', () => {
    const { source, seen } = open();
    source.rows([event('e1', {})]);
    expect(seen()).toHaveLength(1);
    source.status({ state: 'denied' });
    expect(seen()).toEqual([]);
  });
});

it('asks events.k8s.io for the same in its own words', () => {
  const fields = eventFields('events.k8s.io');
  expect(fields).toHaveLength(EVENT_FIELDS.length);
  expect(fields[EVENT_FIELDS.indexOf('message')]).toBe('note');
  expect(fields[EVENT_FIELDS.indexOf('involvedObject.name')]).toBe('regarding.name');
  expect(fields[EVENT_FIELDS.indexOf('lastTimestamp')]).toBe('deprecatedLastTimestamp');
  expect(fields[EVENT_FIELDS.indexOf('series.count')]).toBe('series.count');
});
