import { describe, expect, it } from 'vitest';
import { LogRing } from './log-ring.ts';
import { lineOf } from './test/log-fixtures.ts';

function filled(ring: LogRing, lines: number, text = 'x') {
  for (let n = 0; n < lines; n++) ring.push(lineOf(`${text}${n}`));
  return ring;
}

describe('LogRing', () => {
  it('keeps the newest lines and says how many it gave up', () => {
    const ring = filled(new LogRing({ lines: 100, bytes: 1e6 }), 250);
    expect(ring.size).toBeLessThanOrEqual(100);
    expect(ring.size).toBeGreaterThan(90);
    expect(ring.end).toBe(250);
    expect(ring.dropped).toBe(250 - ring.size);
    expect(ring.get(249)?.text).toBe('x249');
    expect(ring.get(ring.start)?.text).toBe(`x${ring.start}`);
    expect(ring.get(ring.start - 1)).toBeUndefined();
    expect(ring.get(250)).toBeUndefined();
    expect([...ring.entries()].map(({ seq }) => seq)).toEqual(
      Array.from({ length: ring.size }, (_, n) => ring.start + n),
    );
  });

  it('is bounded by memory too, also with one line that is larger than all', () => {
    const ring = new LogRing({ lines: 1000, bytes: 100_000 });
    for (let n = 0; n < 100; n++) ring.push(lineOf('y'.repeat(10_000)));
    expect(ring.bytes).toBeLessThanOrEqual(100_000);
    ring.push(lineOf('z'.repeat(80_000)));
    expect(ring.size).toBe(1);
    for (let n = 0; n < 10; n++) ring.push(lineOf('a'));
    expect(ring.bytes).toBeLessThanOrEqual(100_000);
  });

  it('never reuses a number after clearing', () => {
    const ring = filled(new LogRing({ lines: 10, bytes: 1e6 }), 25);
    ring.clear();
    expect([ring.start, ring.end, ring.size, ring.dropped, ring.bytes]).toEqual([25, 25, 0, 0, 0]);
    ring.push(lineOf('new', { source: 1, time: 't' }));
    expect(ring.get(25)).toMatchObject({ seq: 25, source: 1, time: 't', text: 'new' });
  });

  it('knows when a line would push out one that is held', () => {
    const ring = filled(new LogRing({ lines: 100, bytes: 1e6 }), 100);
    expect(ring.fits(1, 0)).toBe(false);
    expect(ring.fits(1, 1)).toBe(false);
    expect(ring.fits(1, 50)).toBe(true);
    expect(filled(new LogRing({ lines: 100, bytes: 1e6 }), 99).fits(1, 0)).toBe(true);
  });
});
