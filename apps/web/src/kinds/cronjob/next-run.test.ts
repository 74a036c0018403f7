import { expect, it } from 'vitest';
import { nextRun } from './next-run.ts';

const next = (schedule: string, after: string, zone = '') => {
  const moment = nextRun(schedule, zone, Date.parse(after));
  return moment === undefined ? undefined : new Date(moment).toISOString().replace(':00.000Z', 'Z');
};

it.each([
  ['*/5 * * * *', '2026-11-21T16:03:10Z', '2026-11-21T16:05Z'],
  ['*/5 * * * *', '2026-11-21T16:05:00Z', '2026-11-21T16:10Z'],
  ['0 2 * * *', '2026-11-21T16:03:10Z', '2026-11-22T02:00Z'],
  ['@hourly', '2026-12-31T23:30:00Z', '2027-01-01T00:00Z'],
  ['@monthly', '2026-11-21T16:03:10Z', '2026-12-01T00:00Z'],
  ['30 6 * * mon-fri', '2026-11-21T16:03:10Z', '2026-11-23T06:30Z'],
  ['15,45 8-10/2 1 JAN ?', '2026-11-21T16:03:10Z', '2027-01-01T08:15Z'],
  // a day of the month or one of the week, as cron has it
  ['0 0 13 * fri', '2026-11-21T16:03:10Z', '2026-11-27T00:00Z'],
  ['0 0 29 2 *', '2026-11-21T16:03:10Z', '2028-02-29T00:00Z'],
  ['0 0 31 2 *', '2026-11-21T16:03:10Z', undefined],
  ['TZ=Asia/Shanghai 0 9 * * *', '2026-11-21T16:03:10Z', '2026-11-22T01:00Z'],
])('%j after %s: %s', (schedule, after, expected) => expect(next(schedule, after)).toBe(expected));

it('reads the zone, across a change of its clocks', () => {
  expect(next('0 9 * * *', '2026-11-21T16:03:10Z', 'America/New_York')).toBe('2026-11-22T14:00Z');
  // 25 October 2026, 03:00 in Berlin becomes 02:00
  expect(next('0 4 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T03:00Z');
});

it.each([
  '',
  '* * * *',
  '* * * * * *',
  '61 * * * *',
  '5-1 * * * *',
  '*/0 * * * *',
  'a b c d e',
  '@reboot',
  '* * * * 7',
])('%j is no schedule', (text) => expect(next(text, '2026-11-21T16:03:10Z')).toBeUndefined());

it('knows no such zone', () => expect(next('* * * * *', '2026-11-21T16:03:10Z', 'Mars/Olympus')).toBeUndefined());
