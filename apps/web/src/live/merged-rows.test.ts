import type { LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import { describe, expect, it } from 'vitest';
import type { LiveSink, LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { MergedRows, type MergedSource, wholeStatus } from './merged-rows.ts';
import { RowStore } from './row-store.ts';
import { ManualClock } from './test/manual-clock.ts';

const status = (state: LiveStatus['state'], more: Partial<LiveStatus> = {}): LiveStatus => ({
  state,
  loaded: 0,
  since: 0,
  ...more,
});
const row = (name: string, cell = 'x'): LiveRow => [`uid-${name}`, 'a', name, 1, null, [cell]];

/** Two sources, each written by the test. */
function open() {
  const clock = new ManualClock();
  const frames: (() => void)[] = [];
  const store = new RowStore({ clock, frame: (run) => frames.push(run) });
  const merged = new MergedRows(store);
  const sinks = new Map<string, LiveSink>();
  const live: LiveSource = {
    subscribe(query: LiveQuery, sink) {
      sinks.set(query.resource, sink);
      sink.status(status('connecting'));
      return () => sinks.delete(query.resource);
    },
  };
  const source = (id: string): MergedSource => ({
    id,
    query: { cluster: 'c', resource: id, namespaces: null, fields: [], mode: 'rows' },
    read: () => (each) => (each.cells[0] === 'out' ? undefined : [id, each.cells[0] ?? null]),
  });
  const stop = merged.connect(live, [source('pods'), source('jobs')]);
  const to = (id: string): LiveSink => {
    const sink = sinks.get(id);
    if (sink === undefined) throw new Error(`${id} is not followed`);
    return sink;
  };
  for (const id of ['pods', 'jobs']) to(id).columns?.([]);
  const names = () => {
    clock.advance(1000);
    for (let round = 0; round < 3; round += 1) for (const run of frames.splice(0)) run();
    return store.getSnapshot().order.map((uid) => store.getRow(uid)?.name);
  };
  return { merged, store, to, names, stop, sinks };
}

const rows = (upsert: readonly LiveRow[], remove: readonly string[] = [], reset?: true) => ({
  upsert,
  remove,
  ...(reset ? { reset } : {}),
});

describe('a list of several queries', () => {
  it('has the rows of all, with cells of its own, and leaves out what a source leaves out', () => {
    const { to, names, store } = open();
    to('pods').rows?.(rows([row('web'), row('owned', 'out')]));
    to('jobs').rows?.(rows([row('once', 'y')]));
    expect(names()).toEqual(['once', 'web']);
    expect(store.getRow('uid-once')?.cells).toEqual(['jobs', 'y']);
  });

  it('loses a row that is adopted, and takes up one that is set free', () => {
    const { to, names } = open();
    to('pods').rows?.(rows([row('web'), row('owned', 'out')]));
    to('pods').rows?.(rows([row('web', 'out'), row('owned')]));
    expect(names()).toEqual(['owned']);
  });

  it('a reset of one source voids its own rows only, once their successors are there', () => {
    const { to, names } = open();
    to('pods').rows?.(rows([row('web'), row('gone')]));
    to('jobs').rows?.(rows([row('once')]));
    for (const id of ['pods', 'jobs']) to(id).status(status('live'));
    to('pods').status(status('reconnecting'));
    to('pods').rows?.(rows([row('web')], [], true));
    expect(names()).toEqual(['gone', 'once', 'web']);
    to('pods').status(status('live'));
    expect(names()).toEqual(['once', 'web']);
  });

  it('a kind that is refused takes its rows with it and leaves the rest live', () => {
    const { merged, to, names } = open();
    to('pods').rows?.(rows([row('web')]));
    to('jobs').rows?.(rows([row('once')]));
    to('pods').status(status('live'));
    to('jobs').status(status('denied'));
    expect(names()).toEqual(['web']);
    expect(merged.getSnapshot().status.state).toBe('live');
    expect(merged.getSnapshot().sources.get('jobs')?.state).toBe('denied');
  });

  it('follows nothing any more once it is stopped', () => {
    const { stop, sinks } = open();
    stop();
    expect(sinks.size).toBe(0);
  });
});

describe('wholeStatus', () => {
  it.each([
    [['live', 'live'], 'live'],
    [['live', 'loading'], 'loading'],
    [['connecting', 'loading'], 'connecting'],
    [['live', 'stale', 'loading'], 'stale'],
    [['denied', 'live'], 'live'],
    [['denied', 'gone'], 'denied'],
  ] as const)('%j is %s', (states, whole) => {
    expect(wholeStatus(states.map((state) => status(state))).state).toBe(whole);
  });

  it('adds up what is loaded and what remains, and is as old as its oldest part', () => {
    const parts = [
      status('loading', { loaded: 3, remaining: 7, since: 20 }),
      status('loading', { loaded: 2, since: 10 }),
    ];
    expect(wholeStatus(parts)).toEqual({ state: 'loading', loaded: 5, remaining: 7, since: 10 });
  });
});
