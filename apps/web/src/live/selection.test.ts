import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { describe, expect, it, vi } from 'vitest';
import { RowStore } from './row-store.ts';
import { Selection } from './selection.ts';
import { ManualClock } from './test/manual-clock.ts';

const wire = (uid: string, cell: string | number = ''): LiveRow => [uid, 'ns', uid, 0, null, [cell]];

/** A live store with these rows, and a selection that follows it. */
function make(...uids: string[]) {
  const clock = new ManualClock();
  const frames: (() => void)[] = [];
  const store = new RowStore({ clock, frame: (run) => void frames.push(run) });
  const frame = () => {
    for (const run of frames.splice(0)) run();
  };
  const settle = () => {
    frame();
    clock.advance(250);
    frame();
  };
  store.apply({ reset: true, upsert: uids.map((uid) => wire(uid)), remove: [] });
  store.setLive(true);
  settle();
  const selection = new Selection();
  selection.follow(store);
  return { store, selection, frame, settle };
}

describe('Selection', () => {
  it('is told by row, and costs a row that is not concerned nothing', () => {
    const { selection } = make('a', 'b', 'c');
    const a = vi.fn();
    const b = vi.fn();
    selection.subscribeRow('a', a);
    selection.subscribeRow('b', b);
    selection.toggle('a');
    expect([a.mock.calls.length, b.mock.calls.length]).toEqual([1, 0]);
    expect(selection.has('a')).toBe(true);
    selection.toggle('a');
    expect(selection.has('a')).toBe(false);
    expect(selection.getSize()).toBe(0);
  });

  it('extends from the row that was chosen last, whichever way', () => {
    const { selection } = make('a', 'b', 'c', 'd', 'e');
    selection.toggle('c');
    selection.extendTo('e');
    expect(selection.uids()).toEqual(['c', 'd', 'e']);
    selection.extendTo('b');
    expect(selection.uids().toSorted()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('extends from the active row where none was chosen, and from itself where there is none', () => {
    const { selection } = make('a', 'b', 'c');
    selection.extendTo('c', 'b');
    expect(selection.uids()).toEqual(['b', 'c']);
    selection.clear();
    selection.extendTo('a');
    expect(selection.uids()).toEqual(['a']);
  });

  it('survives changes, filters and order, and says how much of it is shown', () => {
    const { store, selection, settle } = make('a', 'b', 'c');
    selection.toggle('a');
    selection.toggle('b');
    const told = vi.fn();
    selection.subscribe(told);
    store.apply({ upsert: [wire('a', 'changed'), wire('d')], remove: [] });
    settle();
    store.setView({ matches: (row) => row.name !== 'a', sortKey: (row) => row.name, descending: true });
    expect(selection.uids()).toEqual(['a', 'b']);
    expect(selection.getSummary()).toEqual({ count: 2, shown: 1 });
    expect(told).not.toHaveBeenCalled();
  });

  it('drops what is deleted at the next frame, also while rows are held in place', () => {
    const { store, selection, frame } = make('a', 'b');
    selection.selectShown();
    store.hold(true);
    store.apply({ upsert: [], remove: ['a'] });
    frame();
    expect(selection.uids()).toEqual(['b']);
  });

  it('keeps a row that goes and comes back within a frame', () => {
    const { store, selection, frame } = make('a');
    selection.toggle('a');
    store.apply({ upsert: [], remove: ['a'] });
    store.apply({ upsert: [wire('a', 'again')], remove: [] });
    frame();
    expect(selection.uids()).toEqual(['a']);
  });

  it('outlives a reset, and drops what the new list lacks', () => {
    const { store, selection, settle } = make('a', 'b');
    selection.selectShown();
    store.setLive(false);
    store.apply({ reset: true, upsert: [wire('b')], remove: [] });
    settle();
    expect(selection.uids()).toEqual(['a', 'b']);
    store.setLive(true);
    settle();
    expect(selection.uids()).toEqual(['b']);
  });

  it('goes from one list to the next, and drops what that one lacks when it is complete', () => {
    const { store } = make('b', 'c');
    const selection = new Selection(['a', 'b']);
    const stop = selection.follow(store);
    expect(selection.getSize()).toBe(2);
    selection.prune(store);
    expect(selection.uids()).toEqual(['b']);
    stop();
  });

  it('costs nothing per change of thousands of selected rows', () => {
    const uids = Array.from({ length: 5000 }, (_, i) => `uid-${i}`);
    const { store, selection, settle } = make(...uids);
    selection.selectShown();
    const told = vi.fn();
    const row = vi.fn();
    selection.subscribe(told);
    selection.subscribeRow('uid-7', row);
    for (let i = 0; i < 1000; i += 1) store.apply({ upsert: [wire(`uid-${i}`, i)], remove: [] });
    settle();
    expect(told).not.toHaveBeenCalled();
    expect(row).not.toHaveBeenCalled();
    // the same summary object: nothing that shows it is rendered
    const before = selection.getSummary();
    store.apply({ upsert: [wire('new')], remove: [] });
    settle();
    expect(selection.getSummary()).toBe(before);
  });
});
