import { describe, expect, it } from 'vitest';
import { parseCron } from './cron-schedule.ts';

const AFTER = Date.parse('2026-11-21T12:34:56Z'); // a Saturday

describe('parseCron', () => {
  it.each([
    ['* * * * *', '2026-11-21T12:35:00Z'],
    ['*/15 * * * *', '2026-11-21T12:45:00Z'],
    ['0 2 * * *', '2026-11-22T02:00:00Z'],
    ['30 12 * * *', '2026-11-22T12:30:00Z'],
    ['0 9-17/4 * * 1-5', '2026-11-23T09:00:00Z'],
    ['0 0 1 JAN *', '2027-01-01T00:00:00Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00Z'],
    ['0 0 * * 0', '2026-11-22T00:00:00Z'],
    ['0 0 13 * FRI', '2026-11-27T00:00:00Z'],
    ['@hourly', '2026-11-21T13:00:00Z'],
    ['@every 90s', '2026-11-21T12:36:26Z'],
  ])('%s → %s', (line, expected) => {
    expect(parseCron(line)?.next(AFTER)).toBe(Date.parse(expected));
  });

  it.each(['', '* * * *', '60 * * * *', 'a * * * *', '*/0 * * * *', '5-1 * * * *', '0 0 * * 7'])(
    'refuses %j',
    (line) => {
      expect(parseCron(line)).toBeUndefined();
    },
  );

  it('knows days that never come', () => {
    expect(parseCron('0 0 30 2 *')?.next(AFTER)).toBeUndefined();
  });
});

describe('time zones', () => {
  it.each([
    ['0 7 * * *', 'America/New_York', '2026-11-21T00:00:00Z', '2026-11-21T12:00:00Z'],
    ['0 7 * * *', 'Asia/Kolkata', '2026-11-21T00:00:00Z', '2026-11-21T01:30:00Z'],
    // clocks go forward at 02:00 on 29 March: half past two does not exist on that day
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
    ['30 3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
  ])('%s in %s after %s is %s', (line, zone, after, next) => {
    expect(parseCron(line, zone)?.next(Date.parse(after))).toBe(Date.parse(next));
  });

  it('knows no zone of that name', () => {
    expect(parseCron('0 7 * * *', 'Mars/Base')).toBeUndefined();
  });

  it.each([
    ['0 0 */2 * 1', '2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['@every 1h30m', '2026-11-21T00:00:00Z', '2026-11-21T01:30:00Z'],
  ])('%s after %s is %s', (line, after, next) => {
    expect(parseCron(line)?.next(Date.parse(after))).toBe(Date.parse(next));
  });
});
