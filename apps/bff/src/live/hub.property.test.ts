import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { ModelApiServer } from '../test/model-api-server.ts';
import { HandEndedSessions, sessionOf } from '../test/socket-bench.ts';
import { Hub } from './hub.ts';
import { Subscriber } from './subscriber.ts';

interface Frame {
  readonly type: string;
  readonly state?: string;
  readonly reset?: boolean;
  readonly upsert?: readonly (readonly [string, string, string, number, unknown, readonly unknown[]])[];
  readonly remove?: readonly string[];
}

/** A browser that replays its frames, as slow as it likes. */
class Viewer {
  readonly rows = new Map<string, unknown>();
  bufferedAmount = 0;
  state = '';
  leave = (): void => {};

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    if (frame.type === 'state') this.state = frame.state ?? '';
    if (frame.type !== 'rows') return;
    if (frame.reset) this.rows.clear();
    for (const [uid, , , , , cells] of frame.upsert ?? []) this.rows.set(uid, cells[1]);
    for (const uid of frame.remove ?? []) this.rows.delete(uid);
  }
}

const ada = { ...sessionOf('ada'), cluster: 'model' };
const turns = async (count = 12): Promise<void> => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

class Bench {
  readonly server: ModelApiServer;
  readonly clock = new FakeClock();
  readonly hub: Hub;
  readonly query: LiveQuery;
  readonly viewers: Viewer[] = [];

  constructor(streamsLists: boolean, namespaces: string[] | null) {
    this.server = new ModelApiServer(streamsLists);
    const log = pino({ level: 'silent' });
    const clusters = new Map([['model', this.server]]);
    this.hub = new Hub({ clusters, sessions: new HandEndedSessions(), log, clock: this.clock });
    this.query = { cluster: 'model', resource: 'v1/things', namespaces, fields: [], mode: 'rows' };
  }

  get watches(): number {
    return this.query.namespaces?.length ?? 1;
  }

  join(): Viewer {
    const viewer = new Viewer();
    const subscriber = new Subscriber({ id: 1, mode: 'rows', sink: viewer, clock: this.clock });
    const leave = this.hub.subscribe(ada, this.query, subscriber);
    viewer.leave = () => {
      subscriber.close();
      leave();
    };
    this.viewers.push(viewer);
    return viewer;
  }

  part(): void {
    this.viewers.shift()?.leave();
  }

  /** Nothing disturbs any longer; resolves when everyone shows the truth as live. Throws when that does not come. */
  async calm(): Promise<void> {
    Object.assign(this.server, { down: false, throttled: false, prompt: true });
    for (const viewer of this.viewers) viewer.bufferedAmount = 0;
    const truth = this.server.truth(this.query.namespaces);
    for (let patience = 0; patience < 200; patience += 1) {
      this.server.deliver(1000);
      await turns();
      this.clock.advance(1000);
      await turns();
      const right = this.viewers.every(({ rows, state }) => {
        return (
          state === 'live' && rows.size === truth.size && [...truth].every(([uid, value]) => rows.get(uid) === value)
        );
      });
      if (right && this.server.openWatches === this.watches) return;
    }
    throw new Error(
      `never calm: ${JSON.stringify(this.viewers.map(({ rows, state }) => [state, [...rows]]))} is not ${JSON.stringify([...truth])}`,
    );
  }

  async close(): Promise<void> {
    this.hub.close();
    Object.assign(this.server, { prompt: true });
    this.server.deliver(1000);
    await turns();
  }
}

const STEPS = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.constantFrom('a', 'b', 'c', 'd', 'e'), in: fc.constantFrom('x', 'y') }) },
  {
    weight: 3,
    arbitrary: fc.record({ remove: fc.constantFrom('a', 'b', 'c', 'd', 'e'), in: fc.constantFrom('x', 'y') }),
  },
  { weight: 6, arbitrary: fc.record({ deliver: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ wait: fc.constantFrom(10, 60, 300, 2000, 12_000, 80_000) }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'bookmark' as const,
      'forgetPast' as const,
      'expire' as const,
      'cut' as const,
      'cutForLong' as const,
      'cutForLong' as const,
      'endWatches' as const,
      'join' as const,
      'part' as const,
      'down' as const,
      'up' as const,
      'throttle' as const,
      'slow browser' as const,
      'quick browser' as const,
    ),
  },
);
type Step = typeof STEPS extends fc.Arbitrary<infer T> ? T : never;

function take(bench: Bench, step: Step, count: number): void {
  const { server, clock, viewers } = bench;
  if (typeof step === 'object') {
    if ('put' in step) server.put(step.in, step.put, `v${count}`);
    else if ('remove' in step) server.remove(step.in, step.remove);
    else if ('deliver' in step) server.deliver(step.deliver);
    else clock.advance(step.wait);
    return;
  }
  if (step === 'join') bench.join();
  else if (step === 'part') bench.part();
  else if (step === 'down') server.down = true;
  else if (step === 'up') Object.assign(server, { down: false, throttled: false });
  else if (step === 'throttle') server.throttled = true;
  else if (step === 'slow browser') for (const viewer of viewers) viewer.bufferedAmount = 2 * 1024 * 1024;
  else if (step === 'quick browser') for (const viewer of viewers) viewer.bufferedAmount = 0;
  else server[step]();
}

describe.each([
  { road: 'streaming lists', streams: true, namespaces: null },
  { road: 'pages', streams: false, namespaces: null },
  { road: 'streaming lists', streams: true, namespaces: ['x', 'y', 'empty'] },
  { road: 'pages', streams: false, namespaces: ['x', 'y', 'empty'] },
])('$road of $namespaces', ({ streams, namespaces }) => {
  it('end at the list of the server, whatever happens, with one watch for all viewers', async () => {
    const steps = fc.array(STEPS, { minLength: 5, maxLength: 40 });
    const property = fc.asyncProperty(steps, async (all) => {
      const bench = new Bench(streams, namespaces);
      bench.server.put('x', 'a', 'first');
      bench.server.put('x', 'b', 'first');
      bench.server.put('y', 'c', 'first');
      bench.server.prompt = false;
      bench.join();
      let count = 0;
      for (const step of all) {
        take(bench, step, count++);
        await turns(3);
        expect(bench.server.busiest).toBeLessThanOrEqual(1);
      }
      bench.join();
      await bench.calm();
      expect(bench.server.openWatches).toBe(bench.watches);

      while (bench.viewers.length > 0) bench.part();
      bench.clock.advance(29_000);
      await turns();
      expect(bench.server.openWatches).toBe(bench.watches);
      bench.clock.advance(1000);
      await turns();
      expect(bench.server.openWatches).toBe(0);
      await bench.close();
    });
    await fc.assert(property, { numRuns: Number(process.env['QD_PROPERTY_RUNS'] ?? 60) });
  }, 120_000);

  it('read no list again after a minute without network, and one per watch when the version is too old', async () => {
    const bench = new Bench(streams, namespaces);
    bench.server.put('x', 'a', '1');
    bench.server.put('y', 'b', '1');
    bench.join();
    await bench.calm();
    const lists = () => bench.server.asked.lists + (streams ? bench.server.asked.streams : 0);
    const before = lists();
    bench.server.bookmark();
    await turns();
    bench.server.down = true;
    bench.server.cut();
    for (let second = 0; second < 60; second += 1) {
      await turns();
      bench.clock.advance(1000);
    }
    expect(bench.viewers[0]?.state).toBe('stale');
    bench.server.put('x', 'a', '2');
    bench.server.remove('y', 'b');
    await bench.calm();
    expect(lists()).toBe(before);

    bench.server.expire();
    bench.server.forgetPast();
    bench.server.put('y', 'c', '3');
    await bench.calm();
    expect(lists()).toBe(before + bench.watches);
    await bench.close();
  });
});

it('comes back one by one when a server ends all watches at once', async () => {
  const bench = new Bench(true, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  bench.join();
  await bench.calm();
  const before = bench.server.asked.watches;
  let chance = 0;
  bench.clock.random = () => chance++ / 8;
  bench.clock.advance(5000);
  bench.server.endWatches();
  await turns();
  const opened: number[] = [];
  for (let ms = 0; ms < 300; ms += 10) {
    bench.clock.advance(10);
    await turns();
    opened.push(bench.server.asked.watches - before);
  }
  expect(opened.at(-1)).toBe(8);
  const steps = opened.map((count, i) => count - (opened[i - 1] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(2);
  await bench.close();
});
