import { PassThrough } from 'node:stream';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { metadataText } from './table.ts';
import { UpstreamWatch } from './upstream-watch.ts';
import type { WatchState } from './watch-health.ts';
import { WatchListMemory } from './watch-list-memory.ts';

/** An answer of the scripted server; a stream stays open until the script ends it. */
interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fails?: Error;
}

interface Asked {
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly stream: PassThrough;
}

const table = (version: string, names: readonly string[], more: object = {}) => ({
  kind: 'Table',
  metadata: { resourceVersion: version, ...more },
  columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', priority: 0, description: '' }],
  rows: names.map((name) => row(name, version)),
});
const row = (name: string, version: string, annotations?: object) => ({
  cells: [name],
  object: { metadata: { name, uid: `uid-${name}`, resourceVersion: version, ...(annotations ? { annotations } : {}) } },
});
const event = (type: string, name: string, version: string) => ({
  type,
  object: { kind: 'Table', metadata: {}, columnDefinitions: null, rows: [row(name, version)] },
});
const bookmark = (version: string, endOfList = false) => ({
  type: 'BOOKMARK',
  object: {
    kind: 'Table',
    columnDefinitions: null,
    rows: [row('', version, endOfList ? { 'k8s.io/initial-events-end': 'true' } : {})],
  },
});
const refusal = (code: number, reason: string, message = reason) => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message,
});
const refused = (code: number, reason: string, message?: string): Answer => ({
  status: code,
  body: refusal(code, reason, message),
});
const NO_WATCH_LIST = refused(422, 'Invalid', 'resourceVersionMatch is forbidden for watch');
const STREAM: Answer = {};

class Bench {
  readonly clock = new FakeClock();
  readonly asked: Asked[] = [];
  readonly heard: string[] = [];
  readonly states: WatchState[] = [];
  readonly memory = new WatchListMemory(() => this.clock.now());
  readonly script: Answer[] = [];
  readonly watch = new UpstreamWatch({
    cluster: 'c',
    target: {
      gvr: { group: '', version: 'v1', resource: 'pods' },
      namespace: 'ns',
      labelSelector: 'a=b',
      fieldSelector: '',
      table: 'Metadata',
    },
    get: async ({ path, accept }, signal) => {
      const stream = new PassThrough();
      stream.on('error', () => {});
      signal.addEventListener('abort', () => stream.destroy(new Error('aborted')));
      this.asked.push({ query: new URLSearchParams(path.split('?')[1]), accept, stream });
      const answer = this.script.shift() ?? { fails: new ProblemError(problem('qd.cluster.unreachable', 'down')) };
      if (answer.fails) throw answer.fails;
      if (answer.body !== undefined) stream.end(JSON.stringify(answer.body));
      return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: stream };
    },
    sink: {
      listing: () => this.heard.push('listing'),
      upsert: (value) => this.heard.push(`+${names(value)}`),
      remove: (value) => this.heard.push(`-${names(value)}`),
      columns: () => {},
      listed: () => this.heard.push('listed'),
      settled: () => {},
      clear: () => this.heard.push('clear'),
      state: (state) => this.states.push(state),
    },
    memory: this.memory,
    clock: this.clock,
  });

  start(...script: Answer[]): this {
    this.script.push(...script);
    this.watch.start();
    return this;
  }

  async until(asked: number): Promise<Asked> {
    await vi.waitFor(() => expect(this.asked).toHaveLength(asked), { interval: 1 });
    return this.asked.at(-1) as Asked;
  }

  async state(state: string): Promise<WatchState> {
    await vi.waitFor(() => expect(this.watch.state.state).toBe(state), { interval: 1 });
    return this.watch.state;
  }

  /** Moves the clock until one more request came. */
  async nextAfter(ms: number): Promise<Asked> {
    const before = this.asked.length;
    await vi.waitFor(() => expect(this.clock.pending).toBeGreaterThan(0), { interval: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    this.clock.advance(ms);
    await vi.waitFor(() => expect(this.asked.length).toBeGreaterThan(before), { interval: 1 });
    return this.asked[before] as Asked;
  }

  send(...events: object[]): void {
    this.asked.at(-1)?.stream.write(events.map((each) => `${JSON.stringify(each)}\n`).join(''));
  }

  lists(): number {
    return this.asked.filter(({ query }) => !query.has('watch') || query.has('sendInitialEvents')).length;
  }
}

function names(value: object): string {
  const rows = (value as { rows?: { object: Record<string, unknown> }[] }).rows ?? [
    { object: value as Record<string, unknown> },
  ];
  return rows.map(({ object }) => metadataText(object, 'name')).join(',');
}

let bench: Bench;
afterEach(() => bench.watch.stop());

/** A bench that has listed by pages and watches from version 10. */
async function watching(): Promise<Bench> {
  bench = new Bench().start(NO_WATCH_LIST, { body: table('10', ['a', 'b']) }, STREAM);
  await bench.until(3);
  await bench.state('live');
  return bench;
}

describe('the first list', () => {
  it('comes as one stream where the server knows how', async () => {
    bench = new Bench().start(STREAM);
    const first = await bench.until(1);
    expect(Object.fromEntries(first.query)).toEqual({
      watch: '1',
      allowWatchBookmarks: 'true',
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      includeObject: 'Metadata',
      labelSelector: 'a=b',
    });
    expect(first.accept).toContain('as=Table');
    bench.send(event('ADDED', 'a', '3'), event('ADDED', 'b', '4'));
    await vi.waitFor(() => expect(bench.heard).toEqual(['listing', '+a', '+b']));
    expect(bench.watch.state.state).toBe('loading');
    bench.send(bookmark('9', true), event('DELETED', 'b', '11'));
    await bench.state('live');
    await vi.waitFor(() => expect(bench.heard.slice(3)).toEqual(['listed', '-b']));
    expect(bench.asked).toHaveLength(1);
  });

  it('comes in pages from an older server, which is asked for a stream only once', async () => {
    bench = new Bench().start(
      NO_WATCH_LIST,
      { body: table('10', ['a'], { continue: 'T', remainingItemCount: 1 }) },
      { body: table('10', ['b']) },
      STREAM,
    );
    const watch = await bench.until(4);
    expect(bench.asked.slice(1).map(({ query }) => query.get('continue'))).toEqual([null, 'T', null]);
    expect(bench.asked[1]?.query.get('limit')).toBe('100');
    expect(watch.query.get('resourceVersion')).toBe('10');
    expect(bench.heard).toEqual(['listing', '+a', '+b', 'listed']);
    expect(bench.states.map(({ state, remaining }) => [state, remaining])).toEqual([
      ['loading', 1],
      ['loading', undefined],
      ['live', undefined],
    ]);
    expect(bench.memory.mayWork('c', 'apps')).toBe(false);
    expect(bench.memory.mayWork('other', '')).toBe(true);
  });

  it('starts again when the continue token has expired', async () => {
    bench = new Bench().start(
      NO_WATCH_LIST,
      { body: table('10', ['a'], { continue: 'T' }) },
      refused(410, 'Expired'),
      { body: table('20', ['a']) },
      STREAM,
    );
    await bench.until(3);
    await bench.nextAfter(1000);
    const watch = await bench.until(5);
    expect(watch.query.get('resourceVersion')).toBe('20');
    expect(bench.heard).toEqual(['listing', '+a', 'listing', '+a', 'listed']);
  });

  it('falls back to pages when a server passes over sendInitialEvents and never marks the end', async () => {
    bench = new Bench().start(STREAM, { body: table('10', ['a']) }, STREAM);
    await bench.until(1);
    bench.send(event('ADDED', 'a', '3'));
    await vi.waitFor(() => expect(bench.heard).toContain('+a'));
    bench.clock.advance(10_000);
    await bench.until(3);
    await bench.state('live');
    expect(bench.memory.mayWork('c', '')).toBe(false);
  });

  it('takes plain objects from a server without Tables', async () => {
    bench = new Bench().start(refused(406, 'NotAcceptable'), STREAM);
    const plain = await bench.until(2);
    expect(plain.accept).toBe('application/json');
    expect(plain.query.has('includeObject')).toBe(false);
    const metadata = { name: '', resourceVersion: '9', annotations: { 'k8s.io/initial-events-end': 'true' } };
    bench.send({ type: 'ADDED', object: { metadata: { name: 'a', uid: 'u', resourceVersion: '1' } } });
    bench.send({ type: 'BOOKMARK', object: { metadata } });
    await bench.state('live');
    expect(bench.heard).toEqual(['listing', '+a', 'listed']);
  });

  it('is repeated now and then where a watch is refused', async () => {
    bench = new Bench().start(
      refused(405, 'MethodNotAllowed'),
      { body: table('10', ['a']) },
      refused(405, 'MethodNotAllowed'),
    );
    await bench.until(3);
    expect((await bench.state('live')).problem?.code).toBe('qd.live.not-watchable');
    bench.script.push({ body: table('11', ['a', 'b']) }, refused(403, 'Forbidden'));
    await bench.nextAfter(20_000);
    await vi.waitFor(() => expect(bench.heard.slice(3)).toEqual(['listing', '+a,b', 'listed']));
    expect((await bench.until(5)).query.has('watch')).toBe(true);
    // it was refused for a moment only, by an API server that has just started
    bench.script.push({ body: table('12', ['b']) }, STREAM);
    await bench.nextAfter(20_000);
    expect((await bench.until(7)).query.get('resourceVersion')).toBe('12');
    bench.clock.advance(250);
    await vi.waitFor(() => expect(bench.watch.state).toMatchObject({ state: 'live' }));
    expect(bench.watch.state.problem).toBeUndefined();
  });
});

describe('a watch that ends', () => {
  it.each([
    {
      name: 'by an error',
      end: (stream: PassThrough) => stream.destroy(new Error('ECONNRESET')),
      state: 'reconnecting',
    },
    { name: 'in the middle of a line', end: (stream: PassThrough) => stream.end('{"type":"ADD'), state: 'live' },
    { name: 'as servers end it', end: (stream: PassThrough) => stream.end(), state: 'live' },
  ])('$name is resumed from the last version without a list', async ({ end, state }) => {
    await watching();
    bench.send(event('MODIFIED', 'a', '12'), bookmark('15'));
    await vi.waitFor(() => expect(bench.heard).toContain('+a'));
    bench.script.push(STREAM);
    end((bench.asked.at(-1) as Asked).stream);
    await bench.state(state);
    const resumed = await bench.nextAfter(250);
    expect(resumed.query.get('resourceVersion')).toBe('15');
    bench.clock.advance(250);
    await bench.state('live');
    expect(bench.lists()).toBe(2);
  });

  it.each([
    { name: 'an ERROR event', answer: STREAM, events: [{ type: 'ERROR', object: refusal(410, 'Expired') }] },
    { name: 'an HTTP answer', answer: refused(410, 'Gone'), events: [] },
    {
      name: 'a version that is too new',
      answer: refused(504, 'Timeout', 'Too large resource version: 9, current: 5'),
      events: [],
    },
  ])('is listed again exactly once when the version is too old: $name', async ({ answer, events }) => {
    await watching();
    const { stream } = bench.asked.at(-1) as Asked;
    bench.script.push(answer, { body: table('30', ['a']) }, STREAM);
    stream.destroy(new Error('cut'));
    await bench.nextAfter(250);
    bench.send(...events);
    await bench.nextAfter(1000);
    const watch = await bench.until(6);
    expect(watch.query.get('resourceVersion')).toBe('30');
    expect(bench.lists()).toBe(3);
    bench.clock.advance(250);
    await bench.state('live');
    expect(bench.states.map(({ state }) => state).filter((state) => state === 'live')).toHaveLength(2);
  });

  it('is stale after ten seconds of failure, and says why and since when', async () => {
    await watching();
    const heard = bench.clock.now();
    bench.clock.advance(30_000);
    (bench.asked.at(-1) as Asked).stream.destroy(new Error('cut'));
    expect(await bench.state('reconnecting')).toMatchObject({ since: heard });
    for (let i = 0; i < 6; i += 1) await bench.nextAfter(15_000);
    expect(await bench.state('stale')).toMatchObject({ since: heard, problem: { code: 'qd.cluster.unreachable' } });
    bench.script.push(STREAM);
    await bench.nextAfter(15_000);
    bench.send(bookmark('20'));
    const live = await bench.state('live');
    expect(live.problem).toBeUndefined();
    expect(bench.lists()).toBe(2);
  });

  it('waits as long as the server asks', async () => {
    await watching();
    bench.script.push({ ...refused(429, 'TooManyRequests'), headers: { 'retry-after': '7' } }, STREAM);
    (bench.asked.at(-1) as Asked).stream.destroy(new Error('cut'));
    await bench.nextAfter(250);
    await vi.waitFor(() => expect(bench.watch.state.problem?.code).toBe('qd.api.too-many-requests'));
    bench.clock.advance(6900);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.asked).toHaveLength(4);
    await bench.nextAfter(2000);
  });

  it('does not wait for years because the server asks', async () => {
    await watching();
    bench.script.push({ ...refused(429, 'TooManyRequests'), headers: { 'retry-after': '99999999' } }, STREAM);
    (bench.asked.at(-1) as Asked).stream.destroy(new Error('cut'));
    await bench.nextAfter(250);
    await vi.waitFor(() => expect(bench.watch.state.problem?.code).toBe('qd.api.too-many-requests'));
    await bench.nextAfter(400_000);
  });

  it('is opened again when it has been silent for too long', async () => {
    await watching();
    bench.script.push(STREAM);
    bench.clock.advance(74_000);
    expect(bench.asked).toHaveLength(3);
    bench.clock.advance(1000);
    const again = await bench.until(4);
    expect(again.query.get('resourceVersion')).toBe('10');
    expect(bench.watch.state.state).toBe('live');
  });
});

describe('what is refused', () => {
  it.each([
    { name: '403', answer: refused(403, 'Forbidden'), state: 'denied', code: 'qd.api.forbidden' },
    { name: '404', answer: refused(404, 'NotFound'), state: 'gone', code: 'qd.live.resource-unknown' },
    { name: 'a bad selector', answer: refused(400, 'BadRequest'), state: 'denied', code: 'qd.api.bad-request' },
  ])('shows nothing any longer: $name', async ({ answer, state, code }) => {
    bench = new Bench().start(answer, answer);
    expect((await bench.state(state)).problem?.code).toBe(code);
    expect(bench.heard).toContain('clear');
  });

  it('is told as stale when the session is no longer accepted', async () => {
    await watching();
    bench.script.push(refused(401, 'Unauthorized'));
    (bench.asked.at(-1) as Asked).stream.end();
    await bench.nextAfter(250);
    expect((await bench.state('stale')).problem?.code).toBe('qd.api.unauthorized');
  });

  it('is asked for again after a minute', async () => {
    bench = new Bench().start(refused(403, 'Forbidden'), refused(403, 'Forbidden'));
    await bench.state('denied');
    bench.script.push({ body: table('10', ['a']) }, STREAM);
    await bench.nextAfter(60_000);
    await bench.until(4);
    bench.clock.advance(250);
    await bench.state('live');
  });

  it('clears the rows when rights are taken away while it is live', async () => {
    await watching();
    bench.script.push(refused(403, 'Forbidden'), refused(403, 'Forbidden'));
    (bench.asked.at(-1) as Asked).stream.end();
    await bench.nextAfter(250);
    await bench.state('denied');
    expect(bench.heard.at(-1)).toBe('clear');
  });
});

it('closes its connection when stopped', async () => {
  await watching();
  const { stream } = bench.asked.at(-1) as Asked;
  bench.watch.stop();
  await vi.waitFor(() => expect(stream.destroyed).toBe(true));
  expect(bench.states.at(-1)?.state).toBe('live');
});
