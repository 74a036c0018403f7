import { type TimeZone, zoneOf } from './time-zone.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MACROS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const FIELDS: readonly { min: number; max: number; names?: readonly string[]; first?: number }[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS, first: 1 },
  { min: 0, max: 6, names: DAYS, first: 0 },
];
const MINUTE = 60_000;
const FIVE_YEARS = 5 * 366 * 24 * 60;

export interface CronSchedule {
  /** The first time after `afterMs`; undefined when there is none (30 February). */
  next(afterMs: number): number | undefined;
}

/**
 * A standard five-field cron line or macro (robfig/cron ParseStandard), in a time zone, UTC unless told; undefined when the line
 * or the zone is none.
 */
export function parseCron(line: string, timeZone = 'Etc/UTC'): CronSchedule | undefined {
  const every = /^@every ((?:\d+[hms])+)$/.exec(line.trim());
  if (every) {
    const step = duration(every[1] ?? '');
    return step > 0 ? { next: (after) => Math.floor(after / 1000) * 1000 + step } : undefined;
  }
  const zone = zoneOf(timeZone);
  const schedule = zone && parseFields(line);
  return schedule && inZone(schedule, zone);
}

function duration(text: string): number {
  const units: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: 60 * MINUTE };
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0),
    0,
  );
}

/** A schedule on a zone's wall clock; a time that a change of clocks leaves out is skipped. */
function inZone(schedule: CronSchedule, zone: TimeZone): CronSchedule {
  return {
    next(after) {
      let wall = schedule.next(after + zone.offsetAt(after));
      for (let tries = 0; wall !== undefined && tries < 10; tries++) {
        const guess = wall - zone.offsetAt(wall - zone.offsetAt(after));
        if (guess + zone.offsetAt(guess) === wall && guess > after) return guess;
        wall = schedule.next(wall);
      }
      return undefined;
    },
  };
}

function parseFields(line: string): CronSchedule | undefined {
  const fields = (MACROS.get(line.trim()) ?? line).trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const sets = fields.map((text, at) => parseField(text, FIELDS[at] ?? { min: 0, max: 0 }));
  const [minutes, hours, days, months, weekdays] = sets;
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const isAny = (text: string | undefined) => text?.split(',').some((part) => /^[*?](\/1)?$/.test(part)) ?? false;
  const eitherDay = !isAny(fields[2]) && !isAny(fields[4]);
  const isDay = (at: Date) => {
    const byMonth = days.has(at.getUTCDate());
    const byWeek = weekdays.has(at.getUTCDay());
    // with both restricted, either will do (cron(5))
    return eitherDay ? byMonth || byWeek : byMonth && byWeek;
  };
  return {
    next(after) {
      let at = new Date(Math.floor(after / MINUTE) * MINUTE + MINUTE);
      for (let steps = 0; steps < FIVE_YEARS; steps++) {
        if (!months.has(at.getUTCMonth() + 1)) at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
        else if (!isDay(at)) at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
        else if (!hours.has(at.getUTCHours()))
          at = new Date((Math.floor(at.getTime() / (60 * MINUTE)) + 1) * 60 * MINUTE);
        else if (!minutes.has(at.getUTCMinutes())) at = new Date(at.getTime() + MINUTE);
        else return at.getTime();
        if (at.getTime() - after > FIVE_YEARS * MINUTE) return undefined;
      }
      return undefined;
    },
  };
}

function parseField(text: string, field: (typeof FIELDS)[number]): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\?|[\w]+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const isAny = match[1] === '*' || match[1] === '?';
    const from = isAny ? field.min : numberIn(match[1] ?? '', field);
    const step = match[3] === undefined ? 1 : Number(match[3]);
    const to = match[2] !== undefined ? numberIn(match[2], field) : isAny || match[3] !== undefined ? field.max : from;
    if (from === undefined || to === undefined || step === 0 || from < field.min || to > field.max || from > to)
      return undefined;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function numberIn(text: string, { names, first = 0 }: (typeof FIELDS)[number]): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + first;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
