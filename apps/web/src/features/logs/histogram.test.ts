import { describe, expect, it } from 'vitest';
import { histogramOf, MOST_BARS } from './histogram.ts';
import { LogRing } from './log-ring.ts';
import { lineOf } from './test/log-fixtures.ts';

const START = Date.parse('2026-11-21T10:00:00.250Z');

function ringOf(lines: readonly (readonly [at: number, level?: 0 | 4 | 5 | 6])[]) {
  const ring = new LogRing({ lines: 1000, bytes: 1e6 });
  for (const [at, level = 0] of lines) ring.push(lineOf('x', { at, level }));
  return ring;
}

describe('histogram', () => {
  it('counts lines over time, grave ones apart', () => {
    const found = histogramOf(ringOf([[START], [START + 10, 4], [START + 1000, 5], [START + 5000, 6], [START + 5001]]));
    expect(found).toMatchObject({ from: Date.parse('2026-11-21T10:00:00.200Z'), width: 100, most: 2 });
    expect(found?.bars[0]).toEqual({ lines: 2, warnings: 1, errors: 0 });
    expect(found?.bars.reduce((sum, bar) => sum + bar.errors, 0)).toBe(2);
    expect(found?.bars.reduce((sum, bar) => sum + bar.lines, 0)).toBe(5);
  });

  it.each([1, 1000, 59_000, 3_600_000, 86_400_000, 400 * 86_400_000, 9000 * 86_400_000])(
    'has few bars for %i ms',
    (span) => {
      const found = histogramOf(ringOf([[START], [START + span]]));
      expect(found?.bars.length).toBeLessThanOrEqual(MOST_BARS);
      expect(found?.bars.at(-1)?.lines).toBeGreaterThan(0);
    },
  );

  it('is none without times, with one, and does not count marks', () => {
    expect(histogramOf(ringOf([]))).toBeUndefined();
    expect(histogramOf(ringOf([[0], [0]]))).toBeUndefined();
    expect(histogramOf(ringOf([[START], [START]]))).toBeUndefined();
    const ring = ringOf([[START], [START + 100]]);
    ring.push({ ...lineOf('', { at: START + 100 }), mark: { what: 'joined' } });
    expect(histogramOf(ring)?.bars.at(-1)?.lines).toBe(1);
  });
});
