import { expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';

test.each([
  ['0', 0],
  ['100m', 0.1],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['2Gi', 2 ** 31],
  ['128974848', 128_974_848],
  ['129e6', 129e6],
  ['1E3', 1000],
  ['1E', 1e18],
  ['500k', 500_000],
  ['-1Ki', -1024],
  ['50n', 50e-9],
])('%s', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value, 12));

test.each(['', 'Gi', '1 Gi', '1gi', '1.2.3', '<none>', '1/2', '12e', '0x10'])('%j is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
