import { describe, expect, it } from 'vitest';
import { formatTime } from './log-time.ts';

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
