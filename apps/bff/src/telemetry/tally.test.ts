import { expect, it } from 'vitest';
import { Tally } from './tally.ts';

it('counts by upper bound, what is beyond the last one too', () => {
  const tally = new Tally([0.1, 1, 10]);
  for (const value of [0, 0.1, 0.2, 1, 5, 11]) tally.add(value);
  expect(tally.cumulative()).toEqual([
    { bound: 0.1, count: 2 },
    { bound: 1, count: 4 },
    { bound: 10, count: 5 },
  ]);
  expect(tally.count).toBe(6);
  expect(tally.sum).toBeCloseTo(17.3);
});
