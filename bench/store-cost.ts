import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { RowStore } from '../apps/web/src/live/row-store.ts';
import { type BenchResult, median, round } from './result.ts';

const EVENTS = 50_000;
/** events that come in one frame of the socket: 1,000 a second, flushed 20 times */
const BATCH = 50;
const ROUNDS = 9;

const row = (i: number, restarts: number): LiveRow => [
  `uid-${i}`,
  `ns-${i % 20}`,
  `pod-${i}`,
  1_763_000_000,
  { app: `app-${i % 7}` },
  [null, '1/1', 'Running', String(restarts), '2d'],
];

/** Microseconds that an event costs the browser's store, order and commits included, in a list of so many rows. */
function costPerEvent(rows: number): number {
  let now = 0;
  const due: { at: number; run: () => void }[] = [];
  let frame = (): void => {};
  const store = new RowStore({
    clock: {
      now: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        due.push(timer);
        return () => void due.splice(due.indexOf(timer) >>> 0, 1);
      },
    },
    frame: (run) => {
      frame = run;
    },
  });
  const tick = (): void => {
    now += 50;
    for (const timer of due.filter(({ at }) => at <= now)) {
      due.splice(due.indexOf(timer), 1);
      timer.run();
    }
    const run = frame;
    frame = () => {};
    run();
  };
  store.apply({ reset: true, upsert: Array.from({ length: rows }, (_, i) => row(i, 0)), remove: [] });
  store.setLive(true);
  tick();
  const batches = Array.from({ length: EVENTS / BATCH }, (_, b) =>
    Array.from({ length: BATCH }, (__, i) => row((b * 7919 + i * 31) % rows, b + 1)),
  );
  const started = performance.now();
  for (const upsert of batches) {
    store.apply({ upsert, remove: [] });
    tick();
  }
  return ((performance.now() - started) * 1000) / EVENTS;
}

/** bench/store: what a change costs in the browser's store, whatever the length of the list. */
export function benchStore(): Promise<BenchResult[]> {
  const pairs: { small: number; large: number }[] = [];
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const pair = { small: costPerEvent(10_000), large: costPerEvent(50_000) };
    if (turn > 0) pairs.push(pair);
  }
  const large = median(pairs.map((pair) => pair.large));
  const ratio = median(pairs.map((pair) => pair.large / pair.small));
  return Promise.resolve([
    {
      target: '14',
      name: 'store: an event at 50,000 rows',
      value: round(large, 2),
      unit: 'µs',
      goal: '≤ 5',
      ok: large <= 5,
    },
    {
      target: '14',
      name: 'store: 50,000 rows ÷ 10,000 rows',
      value: round(ratio, 2),
      unit: '×',
      goal: '≤ 1.5',
      ok: ratio <= 1.5,
    },
  ]);
}
