import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOff } from './back-off.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('grows to a quarter of a minute at most, and differs from one watch to the next', () => {
  fc.assert(
    fc.property(fc.nat(1000), chance, chance, (attempt, one, other) => {
      const wait = backOff(attempt, one);
      expect(wait).toBeGreaterThanOrEqual(125);
      expect(wait).toBeLessThanOrEqual(15_000);
      // the half of each step is chance: watches that broke together come back spread over it
      expect(Math.abs(wait - backOff(attempt, other))).toBeCloseTo((Math.abs(one - other) * step(attempt)) / 2);
    }),
  );
});

it('waits at least as long as the server asks, a little more by chance, and five minutes at most', () => {
  fc.assert(
    fc.property(fc.nat(20), chance, fc.nat(100_000), (attempt, one, asked) => {
      const wait = backOff(attempt, one, asked);
      expect(wait).toBeGreaterThanOrEqual(Math.min(300_000, asked * 1000));
      expect(wait).toBeLessThanOrEqual(375_000);
    }),
  );
});

function step(attempt: number): number {
  return Math.min(15_000, 250 * 2 ** Math.min(attempt, 10));
}
