import { expect, it } from 'vitest';
import { compareLogTimes } from './log-time.ts';

it.each([
  ['2026-11-21T12:00:00.49Z', '2026-11-21T12:00:00.5Z'],
  ['2026-11-21T12:00:06Z', '2026-11-21T12:00:06.1Z'],
  ['2026-11-21T12:00:06.999999999Z', '2026-11-21T12:00:07Z'],
  ['2026-11-21T13:00:00.5+02:00', '2026-11-21T11:00:00.6Z'],
  ['', '2026-11-21T12:00:00Z'],
])('%s is before %s', (a, b) => {
  expect(compareLogTimes(a, b)).toBeLessThan(0);
  expect(compareLogTimes(b, a)).toBeGreaterThan(0);
  expect(compareLogTimes(b, b)).toBe(0);
});
