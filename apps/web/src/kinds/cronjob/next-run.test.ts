import { Cron } from 'croner';
import { expect, it } from 'vitest';
import { cronReader, isEitherDay, nextRun, scheduleFault } from './next-run.ts';

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
  // a star with a step narrows, so that one of the days is enough here as well
  ['0 0 */10 * mon', '2026-11-21T16:03:10Z', '2026-11-23T00:00Z'],
  ['0 0 */1 * mon', '2026-11-21T16:03:10Z', '2026-11-23T00:00Z'],
  ['@every 1h30m', '2026-11-21T16:03:00Z', '2026-11-21T17:33Z'],
  ['TZ=Asia/Shanghai 0 9 * * *', '2026-11-21T16:03:10Z', '2026-11-22T01:00Z'],
])('%j after %s: %s', (schedule, after, expected) => expect(next(schedule, after)).toBe(expected));

it('takes a star with a step as servers before 1.21 do: it narrows nothing, so that both days must fit', () => {
  const old = (schedule: string) =>
    nextRun(schedule, '', Date.parse('2026-11-21T16:03:10Z'), undefined, cronReader('batch/v1beta1'));
  // 21 December 2026 is the first Monday that is the 1st, 11th, 21st or 31st
  expect(old('0 0 */10 * mon')).toBe(Date.parse('2026-12-21T00:00Z'));
  expect(old('0 0 13 * fri')).toBe(Date.parse('2026-11-27T00:00Z'));
  expect(isEitherDay('0 0 */10 * mon', cronReader('batch/v1beta1'))).toBe(false);
  expect(isEitherDay('0 0 */10 * mon', cronReader('batch/v1'))).toBe(true);
});

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

it.each([
  // 29 March 2026: 02:00 in Berlin becomes 03:00, so 02:30 is left out that day
  ['30 2 * * *', '2026-03-28T12:00:00Z', '2026-03-30T00:30Z'],
  ['*/30 * * * *', '2026-03-29T00:31:00Z', '2026-03-29T01:00Z'],
  // 25 October 2026: 03:00 becomes 02:00, so 02:30 comes twice
  ['30 2 * * *', '2026-10-24T22:00:00Z', '2026-10-25T00:30Z'],
  ['30 2 * * *', '2026-10-25T00:30:00Z', '2026-10-25T01:30Z'],
  ['30 2 * * *', '2026-10-25T01:30:00Z', '2026-10-26T01:30Z'],
  ['*/5 * * * *', '2026-10-25T00:57:00Z', '2026-10-25T01:00Z'],
])('runs by the clocks on the wall when they change: %j after %s in Berlin', (schedule, after, expected) =>
  expect(next(schedule, after, 'Europe/Berlin')).toBe(expected),
);

it('counts "@every" from the last run', () => {
  const at = (text: string) => Date.parse(`2026-11-21T${text}Z`);
  expect(nextRun('@every 10m', '', at('16:03:00'), at('15:58:30'))).toBe(at('16:08:30'));
});

it.each([
  ['0 2 * * *', '', undefined],
  ['@every 90s', '', undefined],
  ['@every soon', '', 'schedule'],
  ['* * * * 7', '', 'schedule'],
  ['0 2 * * *', 'Mars/Olympus', 'zone'],
  ['TZ=Mars/Olympus 0 2 * * *', '', 'zone'],
])('says what the controller does not read of %j in %j', (text, zone, fault) =>
  expect(scheduleFault(text, zone)).toBe(fault),
);

it.each(['*/7 3-20/4 * * *', '0 0 13 * 5', '15 9 1-7 */2 *', '5 4 * * 0', '0 12 31 * *', '1,31 23 28-31 2,12 1-5'])(
  'agrees with another reader of cron on %j',
  (schedule) => {
    const cron = new Cron(schedule, { timezone: 'UTC' });
    let at = Date.parse('2026-11-21T16:03:10Z');
    for (let run = 0; run < 60; run += 1) {
      const theirs = cron.nextRun(new Date(at))?.getTime();
      expect(nextRun(schedule, '', at)).toBe(theirs);
      at = theirs ?? 0;
    }
  },
);
