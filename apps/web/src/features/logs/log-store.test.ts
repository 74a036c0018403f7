import type { LogLine } from '@quarterdeck/shared/stream-protocol';
import { describe, expect, it } from 'vitest';
import type { LogEvents, LogRequest } from './log-source.ts';
import { LogStore } from './log-store.ts';

const REQUEST: LogRequest = { sources: [], follow: true, previous: false, tailLines: 500 };

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
      limits: { lines, bytes: 1e7 },
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
    events()?.source(0, 'streaming', undefined);
    picture();
    expect(store.snapshot()).toMatchObject({ link: 'open', state: 'streaming', ended: false });
    events()?.source(0, 'ended', undefined);
    events()?.end();
    picture();
    expect(store.snapshot()).toMatchObject({ state: 'ended', ended: true });
  });

  it('goes on after a restart with a mark in between', () => {
    const { store, log, picture, send, events } = start();
    send(1);
    events()?.end();
    picture();
    store.resume('restarted');
    send(1);
    picture();
    expect(log.reopened).toBe(1);
    expect(store.snapshot().ended).toBe(false);
    expect([...store.ring.entries()].map(({ mark, text }) => mark ?? text)).toEqual(['line 0', 'restarted', 'line 1']);
    expect(log.taken).toBe(2);
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
