import { expect, it } from 'vitest';
import { meant } from './meant.ts';

const web = { namespace: 'team-a', name: 'web-5b5d9954b5-6crxs', uid: 'c0ffee00-1234-4abc-8def-000000000001' };

it.each([
  ['web', true],
  ['web team-a', true],
  ['web team-b', false],
  ['c0ffee00', true],
  ['c0ffee00-1234-4abc-8def-000000000001', true],
  ['deadbeef', false],
  ['5b5d9954b5', true],
])('"%s" (OPS-041, OPS-042)', (text, expected) => {
  expect(meant(text)(web)).toBe(expected);
});
