import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { describe, expect, it } from 'vitest';
import { NO_FILTER } from './log-filter.ts';
import type { LogEvents } from './log-source.ts';
import { LogStore } from './log-store.ts';
import { instantMatcher, REQUEST, sourceFrame } from './test/log-fixtures.ts';

function start(lines = 100) {
  const frames: (() => void)[] = [];
  const log = { taken: 0, reopened: 0, closed: 0 };
  let events: LogEvents | undefined;
  const store = new LogStore(
    (_request, given) => {
      events = given;
      return {
        taken: (count) => {
          log.taken += count;
        },
        reopen: () => {
          log.reopened++;
        },
        close: () => {
          log.closed++;
        },
      };
    },
    {
      limits: { lines, bytes: 1e8 },
      matcher: instantMatcher,
      now: () => 0,
      schedule: (run) => {
        frames.push(run);
        return () => frames.splice(frames.indexOf(run), 1);
      },
    },
  );
  store.start(REQUEST);
  const picture = () => {
    for (const run of frames.splice(0)) run();
  };
  let sent = 0;
  const send = (count: number) =>
    events?.lines(Array.from({ length: count }, (): LogLine => [0, '', `line ${sent++}`]));
  picture();
  return { store, frames, log, picture, send, events: () => events };
}

describe('LogStore', () => {
  it('changes once per picture, whatever the number of batches, and acknowledges then', () => {
    const { store, frames, log, picture, send } = start();
    let changes = 0;
    store.subscribe(() => changes++);
    for (let n = 0; n < 20; n++) send(2);
    expect(frames).toHaveLength(1);
    expect(store.snapshot().end).toBe(0);
    expect(log.taken).toBe(0);
    picture();
    expect(changes).toBe(1);
    expect(store.snapshot().end).toBe(40);
    expect(log.taken).toBe(40);
    expect(frames).toHaveLength(0);
  });

  it('shows a preview until the first lines come, which take its place; what happened stays', () => {
    const { store, log, picture, send, events } = start();
    const texts = () => [...store.ring.entries()].map(({ text, mark }) => mark?.what ?? text);
    events()?.source(sourceFrame({ source: 0, joined: true }));
    events()?.preview([[0, '', 'early']]);
    picture();
    expect(texts()).toEqual(['joined', 'early']);
    expect(log.taken).toBe(0);
    events()?.preview([
      [0, '', 'older'],
      [0, '', 'early'],
    ]);
    picture();
    expect(texts()).toEqual(['joined', 'older', 'early']);
    expect(store.snapshot().shown).toBe(3);
    send(2);
    picture();
    expect(texts()).toEqual(['joined', 'line 0', 'line 1']);
    expect(store.snapshot()).toMatchObject({ shown: 3, dropped: 0 });
    expect(log.taken).toBe(2);
    send(1);
    picture();
    expect(texts()).toEqual(['joined', 'line 0', 'line 1', 'line 2']);
  });

  it('holds new lines back rather than give up what is read, and the sender with them', () => {
    const { store, log, picture, send } = start();
    send(100);
    picture();
    store.hold(10);
    send(50);
    picture();
    const held = store.snapshot();
    expect(held.start).toBeLessThanOrEqual(10);
    expect(held.held).toBeGreaterThan(0);
    expect(log.taken).toBe(150 - held.held);
    store.hold(undefined);
    picture();
    expect(store.snapshot().held).toBe(0);
    expect(store.snapshot().end).toBe(150);
    expect(log.taken).toBe(150);
    expect(store.ring.get(149)?.text).toBe('line 149');
  });

  it('says what the stream says', () => {
    const { store, picture, events } = start();
    events()?.link('open', undefined);
    events()?.source(sourceFrame());
    events()?.query({ type: 'query', query: 0, state: 'live', matched: 1, notRead: 0 });
    picture();
    expect(store.snapshot()).toMatchObject({ link: 'open', ended: false, sources: [{ key: 'web-1/app', colour: 0 }] });
    events()?.source(sourceFrame({ state: 'ended', because: 'exited', exit: { code: 1, reason: 'Error', at: '' } }));
    events()?.end();
    picture();
    expect(store.snapshot()).toMatchObject({ sources: [{ frame: { state: 'ended' } }], ended: true });
  });

  it('marks in their place restarts, pods that join and pods that go (OPS-122)', () => {
    const { store, picture, send, events } = start();
    events()?.source(sourceFrame());
    events()?.query({ type: 'query', query: 0, state: 'live', matched: 1, notRead: 0 });
    send(1);
    events()?.source(sourceFrame({ instance: 1, exit: { code: 137, reason: 'OOMKilled', at: '' } }));
    send(1);
    events()?.source(sourceFrame({ source: 1, pod: 'web-2', uid: 'u2', joined: true }));
    events()?.source(sourceFrame({ source: 1, pod: 'web-2', uid: 'u2', state: 'ended', because: 'gone' }));
    picture();
    expect([...store.ring.entries()].map(({ mark, text }) => mark?.what ?? text)).toEqual([
      'line 0',
      'restarted',
      'line 1',
      'joined',
      'gone',
    ]);
    expect(store.ring.get(1)?.mark).toMatchObject({ instance: 1, exit: { code: 137 } });
    expect(store.snapshot().sources.map(({ colour }) => colour)).toEqual([0, 1]);
  });

  it('goes on after the end with a mark in between', () => {
    const { store, log, picture, send, events } = start();
    send(1);
    events()?.end();
    picture();
    store.resume({ what: 'resumed' });
    send(1);
    picture();
    expect(log.reopened).toBe(1);
    expect(store.snapshot().ended).toBe(false);
    expect([...store.ring.entries()].map(({ mark, text }) => mark?.what ?? text)).toEqual([
      'line 0',
      'resumed',
      'line 1',
    ]);
    expect(log.taken).toBe(2);
  });

  it('asks otherwise where pods may not be listed, and forgets the refusal', () => {
    const { store, log, picture, events } = start();
    const refusal = { code: 'qd.api.forbidden', title: 'no', status: 403 } as const;
    events()?.query({ type: 'query', query: 0, state: 'failed', matched: 0, notRead: 0, problem: refusal });
    events()?.end();
    picture();
    expect(store.snapshot().queries).toHaveLength(1);
    store.resume(undefined, { ...REQUEST, sources: [{ namespace: 'team-a', pod: 'web-1', container: 'app' }] });
    picture();
    expect(log.reopened).toBe(1);
    expect(store.snapshot()).toMatchObject({ queries: [], ended: false });
  });

  it('filters and finds among what the filter lets through', async () => {
    const { store, picture, send } = start();
    send(30);
    store.search({ text: 'line', caseSensitive: false });
    picture();
    expect(store.snapshot()).toMatchObject({ shown: 30, hits: 30 });
    store.filter({ ...NO_FILTER, texts: [{ sense: 'only', text: 'E 1', regex: false, caseSensitive: false }] });
    picture();
    expect(store.snapshot()).toMatchObject({ shown: 11, hits: 11, filtered: true });
    store.filter({ ...NO_FILTER, texts: [{ sense: 'not', text: '[0-4]$', regex: true, caseSensitive: false }] });
    picture();
    expect(store.snapshot()).toMatchObject({ shown: 0, filtered: false });
    await Promise.resolve();
    picture();
    expect(store.snapshot()).toMatchObject({ shown: 15, hits: 15, filtered: true });
  });

  it('searches what comes, in steps', () => {
    const { store, picture, send } = start();
    send(30);
    picture();
    store.search({ text: 'LINE 1', caseSensitive: false });
    picture();
    expect(store.snapshot()).toMatchObject({ hits: 11, searched: true });
    send(1);
    picture();
    store.search({ text: '', caseSensitive: false });
    picture();
    expect(store.snapshot().hits).toBe(0);
  });

  it('stays within its bounds and its time under a flood', () => {
    const { store, log, picture, send } = start(50_000);
    store.search({ text: 'line 9', caseSensitive: false });
    for (let n = 0; n < 60; n++) {
      send(5000);
      picture();
    }
    expect(store.ring.size).toBeLessThanOrEqual(50_000);
    expect(store.snapshot().dropped).toBe(300_000 - store.ring.size);
    expect(log.taken).toBe(300_000);
  });

  it('another log starts empty and closes the first', () => {
    const { store, log, picture, send } = start();
    send(3);
    store.start(REQUEST);
    picture();
    expect(log.closed).toBe(1);
    expect(store.ring.size).toBe(0);
    store.stop();
    expect(log.closed).toBe(2);
  });
});
