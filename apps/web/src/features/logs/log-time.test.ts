import { describe, expect, it } from 'vitest';
import { compareTimes, formatTime } from './log-time.ts';

describe('compareTimes', () => {
  it.each<[string, string, number]>([
    ['2026-11-21T10:00:00.1Z', '2026-11-21T10:00:00.12Z', -1],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000000001Z', -1],
    ['2026-11-21T10:00:00.500000000Z', '2026-11-21T10:00:00.5Z', 0],
    ['2026-11-21T10:00:01Z', '2026-11-21T10:00:00.999999999Z', 1],
  ])('%s and %s', (a, b, expected) => {
    expect(compareTimes(a, b)).toBe(expected);
    expect(compareTimes(b, a)).toBe(expected === 0 ? 0 : -expected);
  });
});

describe('formatTime', () => {
  it('shows milliseconds in UTC, nothing when off or unknown', () => {
    expect(formatTime('2026-11-21T10:00:00.123456789Z', 'utc')).toBe('2026-11-21 10:00:00.123Z');
    expect(formatTime('2026-11-21T10:00:00Z', 'utc')).toBe('2026-11-21 10:00:00.000Z');
    expect(formatTime('2026-11-21T10:00:00Z', 'off')).toBe('');
    expect(formatTime('', 'utc')).toBe('');
    expect(formatTime('nonsense', 'local')).toBe('nonsense');
    expect(formatTime('2026-11-21T10:00:00.5Z', 'local')).toMatch(/^2026-11-2\d \d\d:\d\d:00\.500$/);
  });
});
