import { expect, it } from 'vitest';
import { RowStore } from './row-store.ts';
import { ManualClock } from './test/manual-clock.ts';

it('follows what the clock makes of rows, without news: counts, places and what is filtered (recheck)', () => {
  const clock = new ManualClock();
  const frames: (() => void)[] = [];
  const store = new RowStore({ clock, frame: (run) => frames.push(run) });
  const pass = () => {
    clock.advance(1000);
    for (let round = 0; round < 3; round += 1) for (const run of frames.splice(0)) run();
  };
  let late = '';
  const healthOf = (name: string) => (name === late ? 'warning' : 'progressing');
  store.setView({
    bucketOf: ({ name }) => healthOf(name),
    sortKey: ({ name }) => (healthOf(name) === 'warning' ? 0 : 1),
  });
  store.apply({
    upsert: ['a', 'b', 'c'].map((name) => [name, 'ns', name, 1, null, []]),
    remove: [],
  });
  pass();
  expect(store.getSnapshot().order).toEqual(['a', 'b', 'c']);
  const before = store.getSnapshot();
  store.recheck(100);
  pass();
  expect(store.getSnapshot()).toBe(before);

  late = 'c';
  // a few at a time: all have had their turn after some
  for (let i = 0; i < 4; i += 1) store.recheck(1);
  pass();
  expect(store.getSnapshot().order).toEqual(['c', 'a', 'b']);
  expect(Object.fromEntries(store.getSnapshot().counts)).toEqual({ progressing: 2, warning: 1 });
  expect(store.tape.entries()).toEqual([]);
});

it('forgets rows without saying that they were deleted', () => {
  const frames: (() => void)[] = [];
  const clock = new ManualClock();
  const store = new RowStore({ clock, frame: (run) => frames.push(run) });
  const pass = () => {
    clock.advance(1000);
    for (let round = 0; round < 3; round += 1) for (const run of frames.splice(0)) run();
  };
  store.apply({ upsert: [['a', 'ns', 'a', 1, null, []]], remove: [] });
  store.setLive(true);
  pass();
  store.forget(['a']);
  pass();
  expect([store.getSnapshot().total, store.tape.entries()]).toEqual([0, []]);
});
