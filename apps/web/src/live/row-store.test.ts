import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Row } from './row.ts';
import { RowStore } from './row-store.ts';
import type { SortKey } from './sort-key.ts';
import { ManualClock } from './test/manual-clock.ts';

function wire(uid: string, cell: string | number | null = null, name = uid, namespace = 'ns'): LiveRow {
  return [uid, namespace, name, 0, null, [cell]];
}

/** A store whose frames and clock the test moves. */
function makeStore() {
  const clock = new ManualClock();
  const frames: (() => void)[] = [];
  const store = new RowStore({ clock, frame: (run) => void frames.push(run) });
  const frame = () => {
    for (const run of frames.splice(0)) run();
  };
  /** Everything that is due happens. */
  const settle = () => {
    frame();
    clock.advance(250);
    frame();
  };
  return { store, clock, frame, settle, names: () => store.getSnapshot().order.map((uid) => store.getRow(uid)?.name) };
}

const byCell = (row: Row): SortKey => {
  const cell = row.cells[0] ?? null;
  return typeof cell === 'number' || typeof cell === 'string' ? cell : null;
};

describe('RowStore', () => {
  it('shows the first rows at the next frame, later ones at most four times a second', () => {
    const { store, frame, clock, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('b'), wire('a')], remove: [] });
    expect(names()).toEqual([]);
    frame();
    expect(names()).toEqual(['a', 'b']);
    store.apply({ upsert: [wire('c')], remove: [] });
    frame();
    expect(names()).toEqual(['a', 'b']);
    clock.advance(250);
    frame();
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('puts values of other objects behind the fields, which moves rows and is no news of them', () => {
    const { store, settle, names } = makeStore();
    const of = (uid: string) => [...wire(uid), 'own'] as LiveRow;
    store.apply({ reset: true, upsert: [of('a'), wire('b')], remove: [] });
    store.setLive(true);
    const byBeside = ({ fields }: Row): SortKey => (typeof fields[2] === 'number' ? fields[2] : null);
    store.setView({ sortKey: byBeside });
    settle();
    expect(names()).toEqual(['a', 'b']);
    const told = vi.fn();
    store.subscribeRow('a', told);
    const amounts: Record<string, number> = { a: 2, b: 1, c: 0 };
    store.setBeside(2, ({ name }) => [amounts[name]]);
    settle();
    expect(names()).toEqual(['b', 'a']);
    expect(told).toHaveBeenCalledTimes(1);
    expect(store.getRow('a')?.fields).toEqual(['own', undefined, 2]);
    expect(store.changeOf('a')).toEqual({ at: 0, count: 0 });
    // a row that comes or changes later has its value at once, and one that says the same is no change
    store.apply({ upsert: [wire('c'), of('a')], remove: [] });
    settle();
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(told).toHaveBeenCalledTimes(1);
    amounts['a'] = -1;
    store.setBeside(2, ({ name }) => [amounts[name]]);
    settle();
    expect(names()).toEqual(['a', 'c', 'b']);
  });

  it('commits once per frame however many events came', () => {
    const { store, frame } = makeStore();
    const order = vi.fn();
    const row = vi.fn();
    store.subscribe(order);
    store.apply({ reset: true, upsert: [wire('a', 0)], remove: [] });
    frame();
    store.subscribeRow('a', row);
    for (let i = 1; i <= 100; i += 1) store.apply({ upsert: [wire('a', i)], remove: [] });
    frame();
    expect(row).toHaveBeenCalledTimes(1);
    expect(order).toHaveBeenCalledTimes(1);
    expect(store.getRow('a')?.cells).toEqual([100]);
  });

  it('tells a changed row alone', () => {
    const { store, settle } = makeStore();
    store.apply({ reset: true, upsert: [wire('a', 1), wire('b', 1)], remove: [] });
    settle();
    const [a, b] = [vi.fn(), vi.fn()];
    store.subscribeRow('a', a);
    const leave = store.subscribeRow('b', b);
    store.apply({ upsert: [wire('b', 2)], remove: [] });
    settle();
    expect([a.mock.calls.length, b.mock.calls.length]).toEqual([0, 1]);
    leave();
    store.apply({ upsert: [wire('b', 3)], remove: [] });
    settle();
    expect(b).toHaveBeenCalledTimes(1);
  });

  it('sorts and filters at once when the person asks', () => {
    const { store, settle, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('a', 3), wire('b', 1), wire('c', null), wire('d', 2)], remove: [] });
    settle();
    store.setView({ sortKey: byCell });
    expect(names()).toEqual(['b', 'd', 'a', 'c']);
    store.setView({ sortKey: byCell, descending: true });
    expect(names()).toEqual(['a', 'd', 'b', 'c']);
    store.setView({ matches: (row) => row.name > 'b' });
    expect(names()).toEqual(['c', 'd']);
    expect(store.getSnapshot().total).toBe(4);
  });

  it('keeps equal rows by namespace and name, whatever order they came in', () => {
    const { store, settle, names } = makeStore();
    store.setView({ sortKey: () => 1 });
    store.apply({
      reset: true,
      upsert: [wire('1', 0, 'b', 'z'), wire('2', 0, 'c', 'a'), wire('3', 0, 'a', 'z')],
      remove: [],
    });
    settle();
    expect(names()).toEqual(['c', 'a', 'b']);
  });

  it('replaces a list without ever showing an empty one', () => {
    const { store, frame, settle, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('a'), wire('b')], remove: [] });
    store.setLive(true);
    settle();
    store.setLive(false);
    store.apply({ reset: true, upsert: [wire('b')], remove: [] });
    settle();
    expect(names()).toEqual(['a', 'b']);
    store.apply({ upsert: [wire('c')], remove: [] });
    store.setLive(true);
    frame();
    expect(names()).toEqual(['b', 'c']);
  });

  it('replaces at once when the list is live already', () => {
    const { store, settle, names } = makeStore();
    store.setLive(true);
    store.apply({ reset: true, upsert: [wire('a')], remove: [] });
    settle();
    store.apply({ reset: true, upsert: [], remove: [] });
    settle();
    expect(names()).toEqual([]);
  });

  it('keeps a removed row readable until the gap is closed', () => {
    const { store, frame, settle, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('a'), wire('b')], remove: [] });
    settle();
    store.setView({});
    store.apply({ upsert: [], remove: ['a', 'never-there'] });
    frame();
    expect(names()).toEqual(['a', 'b']);
    settle();
    expect(names()).toEqual(['b']);
    expect(store.getRow('a')).toBeUndefined();
  });

  it('takes a row back that was removed and added before the order caught up', () => {
    const { store, settle, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('a'), wire('b')], remove: [] });
    settle();
    store.apply({ upsert: [], remove: ['a'] });
    store.apply({ upsert: [wire('a', 'new')], remove: [] });
    settle();
    expect(names()).toEqual(['a', 'b']);
    expect(store.getSnapshot().total).toBe(2);
  });

  it('glows for news only: not for the first list, not for ageing, not for the same again', () => {
    const { store, settle, clock } = makeStore();
    store.setColumns([{ name: 'Age', type: 'string', format: '', priority: 0, description: '' }]);
    store.apply({ reset: true, upsert: [wire('a', '5m')], remove: [] });
    store.setLive(true);
    settle();
    store.apply({ upsert: [wire('a', '6m')], remove: [] });
    settle();
    expect(store.changeOf('a')).toEqual({ at: 0, count: 0 });
    store.setColumns([{ name: 'Status', type: 'string', format: '', priority: 0, description: '' }]);
    store.apply({ upsert: [wire('a', 'Running')], remove: [] });
    expect(store.changeOf('a')).toEqual({ at: clock.now(), count: 1 });
  });

  it('tapes the last 1000 transitions with both states of the row', () => {
    const { store } = makeStore();
    store.apply({ reset: true, upsert: [wire('first')], remove: [] });
    store.setLive(true);
    for (let i = 0; i < 1001; i += 1) store.apply({ upsert: [wire('x', i)], remove: [] });
    const tape = store.tape.entries();
    expect(tape).toHaveLength(1000);
    expect(tape.every(({ type, row }) => type === 'changed' && row.name === 'x')).toBe(true);
    expect(tape.at(-1)).toMatchObject({ before: { cells: [999] }, row: { cells: [1000] }, seq: 1000 });
    store.apply({ upsert: [], remove: ['x'] });
    expect(store.tape.entries(1001)).toMatchObject([{ type: 'removed', row: { uid: 'x' } }]);
  });

  it('tapes the real differences of a list that is read anew, and its deletions', () => {
    const { store, settle } = makeStore();
    store.apply({ reset: true, upsert: [wire('a', 1), wire('b', 1), wire('c', 1)], remove: [] });
    store.setLive(true);
    settle();
    const told = vi.fn();
    store.tape.subscribe(told);
    store.setLive(false);
    store.apply({ reset: true, upsert: [wire('a', 1), wire('b', 2)], remove: [] });
    store.setLive(true);
    settle();
    expect(store.tape.entries().map(({ type, row }) => `${type} ${row.uid}`)).toEqual(['changed b', 'removed c']);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('forgets its tape with rows that may not be shown any more: that is no deletion', () => {
    const { store, settle } = makeStore();
    store.apply({ reset: true, upsert: [wire('a', 1)], remove: [] });
    store.setLive(true);
    store.apply({ upsert: [wire('a', 2)], remove: [] });
    store.clear();
    store.setLive(false);
    settle();
    expect(store.tape.entries()).toEqual([]);
    store.apply({ reset: true, upsert: [wire('a', 3)], remove: [] });
    store.setLive(true);
    settle();
    expect(store.tape.entries()).toEqual([]);
  });

  it('says at once of a held row that it is gone, though it keeps its place', () => {
    const { store, settle, names } = makeStore();
    store.apply({ reset: true, upsert: [wire('a'), wire('b')], remove: [] });
    store.setLive(true);
    settle();
    store.hold(true);
    const told = vi.fn();
    store.subscribeRow('a', told);
    store.apply({ upsert: [], remove: ['a'] });
    settle();
    expect(names()).toEqual(['a', 'b']);
    expect(told).toHaveBeenCalledTimes(1);
    expect([store.isGone('a'), store.isGone('b')]).toEqual([true, false]);
  });

  it('is not confused by names of object members', () => {
    const { store, settle, names } = makeStore();
    store.apply({
      reset: true,
      upsert: [
        ['__proto__', 'ns', 'constructor', 0, JSON.parse('{"__proto__":"a"}') as Record<string, string>, []],
        ['toString', 'ns', '__proto__', 0, null, []],
      ],
      remove: [],
    });
    settle();
    expect(names()).toEqual(['__proto__', 'constructor']);
    const told = vi.fn();
    store.subscribeRow('__proto__', told);
    store.apply({
      upsert: [['__proto__', 'ns', 'constructor', 0, JSON.parse('{"__proto__":"b"}') as Record<string, string>, []]],
      remove: [],
    });
    settle();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('counts those that match by bucket, shown or not', () => {
    const { store, settle } = makeStore();
    store.setView({ bucketOf: (row) => String(row.cells[0]), buckets: new Set(['failed']) });
    store.apply({ reset: true, upsert: [wire('a', 'ok'), wire('b', 'failed'), wire('c', 'ok')], remove: [] });
    settle();
    expect(store.getSnapshot()).toEqual({
      order: ['b'],
      total: 3,
      counts: new Map([
        ['ok', 2],
        ['failed', 1],
      ]),
    });
    store.apply({ upsert: [wire('a', 'failed'), wire('b', 'ok')], remove: ['c'] });
    settle();
    expect(store.getSnapshot()).toEqual({
      order: ['a'],
      total: 2,
      counts: new Map([
        ['failed', 1],
        ['ok', 1],
      ]),
    });
  });

  it('keeps rows in their places while held, and lets them change', () => {
    const { store, settle, names } = makeStore();
    store.setView({ sortKey: byCell });
    store.apply({ reset: true, upsert: [wire('a', 1), wire('b', 2)], remove: [] });
    settle();
    store.hold(true);
    store.apply({ upsert: [wire('a', 3), wire('c', 0)], remove: ['b'] });
    settle();
    expect(names()).toEqual(['a', 'b']);
    expect(store.getRow('a')?.cells).toEqual([3]);
    store.hold(false);
    settle();
    expect(names()).toEqual(['c', 'a']);
  });

  it('agrees with a naive model after any sequence of events', () => {
    const uid = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const cell = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'));
    const event = fc.oneof(
      { weight: 6, arbitrary: fc.record({ type: fc.constant('upsert' as const), uid, cell }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant('remove' as const), uid }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('settle' as const) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('frame' as const) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('reset' as const), uid, cell }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('view' as const),
          sorted: fc.boolean(),
          descending: fc.boolean(),
          filtered: fc.boolean(),
          bucket: fc.constantFrom(undefined, 'number', 'string'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('hold' as const), on: fc.boolean() }) },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { store, frame, settle } = makeStore();
        store.setLive(true);
        const model = new Map<string, string | number | null>();
        let view: { sorted: boolean; descending: boolean; filtered: boolean; bucket: string | undefined } | undefined;
        for (const it of events) {
          if (it.type === 'upsert') {
            model.set(it.uid, it.cell);
            store.apply({ upsert: [wire(it.uid, it.cell)], remove: [] });
          } else if (it.type === 'remove') {
            model.delete(it.uid);
            store.apply({ upsert: [], remove: [it.uid] });
          } else if (it.type === 'reset') {
            model.clear();
            model.set(it.uid, it.cell);
            store.apply({ reset: true, upsert: [wire(it.uid, it.cell)], remove: [] });
          } else if (it.type === 'view') {
            view = it;
            store.setView({
              sortKey: it.sorted ? byCell : undefined,
              descending: it.descending,
              matches: it.filtered ? (row) => row.cells[0] !== 'x' : undefined,
              bucketOf: (row) => bucketOf(row.cells[0] ?? null),
              buckets: it.bucket === undefined ? undefined : new Set([it.bucket]),
            });
          } else if (it.type === 'frame') frame();
          else if (it.type === 'hold') store.hold(it.on);
          else settle();
        }
        store.hold(false);
        settle();
        const matching = [...model].filter(([, value]) => !view?.filtered || value !== 'x');
        const expected = matching
          .filter(([, value]) => view?.bucket === undefined || bucketOf(value) === view.bucket)
          .sort(([uidA, a], [uidB, b]) => (view?.sorted ? naive(a, b, view.descending) : 0) || (uidA < uidB ? -1 : 1))
          .map(([uid]) => uid);
        const counts = new Map<string, number>();
        for (const [, value] of view === undefined ? [] : matching) {
          const bucket = bucketOf(value);
          if (bucket !== undefined) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
        }
        expect(store.getSnapshot()).toEqual({ order: expected, total: model.size, counts });
        for (const [uid, value] of model) expect(store.getRow(uid)?.cells).toEqual([value]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([1000, 8000])('costs comparisons in what changed, not in the %i rows that are there', (n) => {
    const { store, settle } = makeStore();
    let read = 0;
    store.setView({
      sortKey: (row) => {
        read += 1;
        return byCell(row);
      },
    });
    store.apply({ reset: true, upsert: Array.from({ length: n }, (_, i) => wire(`row-${i}`, i)), remove: [] });
    settle();
    read = 0;
    const upsert = Array.from({ length: 10 }, (_, i) => wire(`row-${i}`, n - i));
    store.apply({ upsert, remove: [] });
    settle();
    // once to see that the place changed, once to find the new one
    expect(read).toBe(20);
  });
});

const bucketOf = (cell: unknown): string | undefined => (cell === null ? undefined : typeof cell);

/** The words of the contract, spelled out: nothing last, numbers before text, by value. */
function naive(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const less = typeof a === typeof b ? a < b : typeof a === 'number';
  return less === descending ? 1 : -1;
}
