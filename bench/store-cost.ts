import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

interface Cost {
  readonly micros: number;
  /** how often the view was asked about a row: exact, and the same however long the list is */
  readonly asked: number;
}

/** What an event costs the browser's store, order, buckets and commits included, in a list of so many rows. */
function costPerEvent(rows: number): Cost {
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
  let asked = 0;
  store.setView({
    bucketOf: ({ cells }) => {
      asked += 1;
      return cells[2] === 'Running' ? 'ok' : 'failed';
    },
  });
  store.apply({ reset: true, upsert: Array.from({ length: rows }, (_, i) => row(i, 0)), remove: [] });
  store.setLive(true);
  tick();
  const batches = Array.from({ length: EVENTS / BATCH }, (_, b) =>
    Array.from({ length: BATCH }, (__, i) => row((b * 7919 + i * 31) % rows, b + 1)),
  );
  // what loading the list has left behind is not the price of a change
  collectGarbage();
  asked = 0;
  const started = performance.now();
  for (const upsert of batches) {
    store.apply({ upsert, remove: [] });
    tick();
  }
  return { micros: ((performance.now() - started) * 1000) / EVENTS, asked: asked / EVENTS };
}

/** The same changes in a bare Map: what the machine's caches and collector make of so many rows. */
function bareCost(rows: number): number {
  const map = new Map(
    Array.from({ length: rows }, (_, i): [string, { row: LiveRow }] => [`uid-${i}`, { row: row(i, 0) }]),
  );
  const changes = Array.from({ length: EVENTS }, (_, i) => row((i * 7919) % rows, i));
  collectGarbage();
  const started = performance.now();
  for (const change of changes) {
    const entry = map.get(change[0]);
    if (entry !== undefined && entry.row[5][3] !== change[5][3]) entry.row = change;
  }
  return ((performance.now() - started) * 1000) / EVENTS;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** bench/store: what a change costs in the browser's store, whatever the length of the list. */
export function benchStore(): Promise<BenchResult[]> {
  const pairs: { small: Cost; large: Cost; bare: number }[] = [];
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const bareSmall = bareCost(10_000);
    const small = costPerEvent(10_000);
    const large = costPerEvent(50_000);
    const pair = { small, large, bare: bareCost(50_000) / bareSmall };
    if (turn > 0) pairs.push(pair);
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(pick));
  const large = of((pair) => pair.large.micros);
  const ratio = of((pair) => pair.large.micros / pair.small.micros);
  const asked = of((pair) => pair.large.asked / pair.small.asked);
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
    {
      target: '14',
      name: 'store: work per event (questions to the view), 50,000 ÷ 10,000 rows',
      value: round(asked, 3),
      unit: '×',
      goal: '1',
      ok: asked === 1,
    },
    {
      target: '',
      name: 'a bare Map: 50,000 rows ÷ 10,000 rows',
      value: round(
        of(({ bare }) => bare),
        2,
      ),
      unit: '×',
      goal: '',
    },
  ]);
}
