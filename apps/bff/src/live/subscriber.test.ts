import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { encodeRow } from './row-text.ts';
import { Subscriber } from './subscriber.ts';

interface Frame {
  readonly type: string;
  readonly seq: number;
  readonly reset?: boolean;
  readonly upsert: readonly (readonly [string, ...unknown[]])[];
  readonly remove: readonly string[];
  readonly state?: string;
}

/** A browser that takes frames when it likes. */
class Browser {
  readonly frames: Frame[] = [];
  readonly sizes: number[] = [];
  readonly rows = new Map<string, unknown>();
  bufferedAmount = 0;
  peak = 0;

  send(text: string): void {
    this.bufferedAmount += text.length;
    this.peak = Math.max(this.peak, this.bufferedAmount);
    this.sizes.push(Buffer.byteLength(text));
    const frame = JSON.parse(text) as Frame;
    this.frames.push(frame);
    if (frame.type !== 'rows') return;
    if (frame.reset) this.rows.clear();
    for (const [uid, ...rest] of frame.upsert) this.rows.set(uid, rest);
    for (const uid of frame.remove) this.rows.delete(uid);
  }
}

/** Texts of large rows, made once: the test is about what is kept of them. */
const LARGE = Array.from({ length: 10 }, (_, i) => encodeRow('1', [String(i).repeat(1500)]));

function setUp() {
  const clock = new FakeClock();
  const browser = new Browser();
  const subscriber = new Subscriber({ id: 1, mode: 'rows', sink: browser, clock });
  const truth = new Map<string, string>();
  const put = (uid: string, value: unknown): void => {
    truth.set(uid, encodeRow('1', [value]));
    subscriber.changed(uid, truth);
  };
  const drop = (uid: string): void => {
    truth.delete(uid);
    subscriber.changed(uid, truth);
  };
  const say = (state: 'loading' | 'live' | 'reconnecting') => subscriber.state({ state, since: 0 }, truth.size);
  return { clock, browser, subscriber, truth, put, drop, say };
}

describe('Subscriber', () => {
  it('ends at the truth, with at most one pending change per uid, whatever happens and however slow the browser is', () => {
    const step = fc.oneof(
      fc.record({ put: fc.nat(5), value: fc.nat() }),
      fc.record({ drop: fc.nat(5) }),
      fc.record({ wait: fc.nat(120) }),
      fc.record({ busy: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, browser, subscriber, truth, put, drop } = setUp();
        for (const each of steps) {
          if ('put' in each) put(`u${each.put}`, each.value);
          else if ('drop' in each) drop(`u${each.drop}`);
          else if ('wait' in each) clock.advance(each.wait);
          else browser.bufferedAmount = each.busy ? 2 * 1024 * 1024 : 0;
          subscriber.settled();
          expect(subscriber.pending).toBeLessThanOrEqual(6);
        }
        browser.bufferedAmount = 0;
        clock.advance(200);
        expect(subscriber.pending).toBe(0);
        expect([...browser.rows.keys()].sort()).toEqual([...truth.keys()].sort());
        for (const [uid, text] of truth)
          expect(browser.rows.get(uid)).toEqual((JSON.parse(text) as unknown[]).slice(1));
        const seqs = browser.frames.filter(({ type }) => type === 'rows').map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.map((_, i) => i));
      }),
    );
  });

  it('sends the first rows at once and then no more than twenty times a second', () => {
    const { clock, browser, subscriber, put } = setUp();
    put('a', 0);
    subscriber.settled();
    expect(browser.frames).toHaveLength(1);
    expect(browser.frames[0]?.reset).toBe(true);
    for (let i = 0; i < 1000; i += 1) {
      put('a', i);
      subscriber.settled();
      clock.advance(1);
    }
    expect(browser.frames.length).toBeLessThanOrEqual(21);
    clock.advance(50);
    expect(browser.rows.get('a')).toEqual([999]);
    expect(browser.frames.slice(1).some(({ reset }) => reset)).toBe(false);
  });

  it('splits frames at 64 KiB and holds back at 1 MiB', () => {
    const { clock, browser, subscriber, put, say } = setUp();
    for (let i = 0; i < 3000; i += 1) put(`u${i}`, 'é'.repeat(500));
    say('live');
    subscriber.settled();
    expect(Math.max(...browser.sizes)).toBeLessThanOrEqual(64 * 1024);
    expect(browser.peak).toBeLessThan(1.2 * 1024 * 1024);
    const early = browser.rows.size;
    expect(early).toBeLessThan(3000);
    clock.advance(60_000);
    expect(browser.rows.size).toBe(early);
    expect(browser.frames.every(({ type }) => type === 'rows')).toBe(true);
    while (browser.rows.size < 3000) {
      browser.bufferedAmount = 0;
      clock.advance(50);
    }
    expect(browser.frames.at(-1)).toMatchObject({ type: 'state', state: 'live', loaded: 3000 });
  });

  it('keeps for a browser that reads nothing no more than 2 MiB and one change per row, whatever rushes by', () => {
    const { clock, browser, subscriber, truth, say } = setUp();
    const ROWS = 500;
    say('live');
    // a minute of 1,000 changes every 50 ms, of which each is 1.5 kB: 30 MB/s
    for (let tick = 0; tick < 1200; tick += 1) {
      for (let i = 0; i < 1000; i += 1) {
        const uid = `u${(tick * 7 + i) % ROWS}`;
        truth.set(uid, LARGE[(tick + i) % LARGE.length] ?? '');
        subscriber.changed(uid, truth);
      }
      subscriber.settled();
      clock.advance(50);
      expect(subscriber.pending).toBeLessThanOrEqual(ROWS);
    }
    expect(browser.peak).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(clock.pending).toBeLessThanOrEqual(1);
    while (subscriber.pending > 0) {
      browser.bufferedAmount = 0;
      clock.advance(50);
    }
    expect(browser.rows.size).toBe(ROWS);
  });

  it('says live only behind the rows it speaks of, but not behind later ones', () => {
    const { clock, browser, subscriber, put, say } = setUp();
    browser.bufferedAmount = 2 * 1024 * 1024;
    put('a', 1);
    say('live');
    put('b', 'x'.repeat(70_000));
    subscriber.settled();
    browser.bufferedAmount = 0;
    clock.advance(50);
    expect(browser.frames.map(({ type }) => type)).toEqual(['rows', 'rows', 'state']);
  });

  it('says by an empty frame that an empty list voids what was there', () => {
    const { browser, subscriber, say } = setUp();
    say('loading');
    subscriber.settled();
    say('live');
    subscriber.settled();
    expect(browser.frames.map(({ type, reset, state }) => [type, reset ?? state])).toEqual([
      ['state', 'loading'],
      ['rows', true],
      ['state', 'live'],
    ]);
  });

  it('sends nothing after it was closed', () => {
    const { clock, browser, subscriber, put } = setUp();
    put('a', 1);
    subscriber.settled();
    put('a', 2);
    subscriber.settled();
    subscriber.close();
    clock.advance(100);
    expect(browser.frames).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
