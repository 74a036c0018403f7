import { describe, expect, it } from 'vitest';
import { hitsIn, LogFind, type ShownLines } from './log-find.ts';
import { LogRing } from './log-ring.ts';
import { lineOf } from './test/log-fixtures.ts';

function ringOf(lines: readonly string[], limit = 1000) {
  const ring = new LogRing({ lines: limit, bytes: 1e7 });
  for (const line of lines) ring.push(lineOf(line));
  return ring;
}

/** Every line is shown. */
const all = (ring: LogRing): ShownLines => ({
  get count() {
    return ring.size;
  },
  seqAt: (index) => (index < 0 || index >= ring.size ? undefined : ring.start + index),
  indexFrom: (seq) => Math.max(0, seq - ring.start),
});

describe('hitsIn', () => {
  it.each<[string, string, boolean, number[]]>([
    ['an Error and an error', 'error', false, [3, 16]],
    ['an Error and an error', 'error', true, [16]],
    ['aaaa', 'aa', false, [0, 2]],
    ['İİ error', 'ERROR', false, [3]],
    ['容器 started', '器', false, [1]],
    ['a.c abc', 'a.c', false, [0]],
    ['anything', '', false, []],
  ])('%s / %s', (text, wanted, caseSensitive, expected) => {
    expect([...hitsIn(text, { text: wanted, caseSensitive })]).toEqual(expected);
  });
});

describe('LogFind', () => {
  it('finds across colours, counts each hit and names its line', () => {
    const ring = ringOf(['one', 'er\x1b[31mror\x1b[0m error', 'two', 'ERROR']);
    const find = new LogFind();
    find.set({ text: 'error', caseSensitive: false }, ring);
    expect(find.step(ring, all(ring), 100)).toBe(false);
    expect(find.count).toBe(3);
    expect([0, 1, 2, 3].map((hit) => find.lineOf(hit))).toEqual([1, 1, 3, undefined]);
    expect([0, 1, 2].map((hit) => find.ordinalOf(hit))).toEqual([0, 1, 0]);
    expect([0, 2, 4].map((seq) => find.firstFrom(seq))).toEqual([0, 2, 3]);
  });

  it('works in steps and looks at new lines only', () => {
    const ring = ringOf(['hit', 'hit', 'hit']);
    const find = new LogFind();
    find.set({ text: 'hit', caseSensitive: false }, ring);
    expect(find.step(ring, all(ring), 2)).toBe(true);
    expect(find.count).toBe(2);
    expect(find.step(ring, all(ring), 2)).toBe(false);
    expect(find.count).toBe(3);
    ring.push(lineOf('hit'));
    expect(find.step(ring, all(ring), 2)).toBe(false);
    expect(find.count).toBe(4);
  });

  it('forgets hits of lines that the ring gave up', () => {
    const ring = ringOf([], 100);
    const find = new LogFind();
    find.set({ text: 'x', caseSensitive: false }, ring);
    for (let n = 0; n < 30_000; n++) {
      ring.push(lineOf('x'));
      if (n % 50 === 0) find.step(ring, all(ring), 1000);
    }
    find.step(ring, all(ring), 1000);
    expect(find.count).toBe(ring.size);
    expect(find.lineOf(0)).toBe(ring.start);
  });
});
