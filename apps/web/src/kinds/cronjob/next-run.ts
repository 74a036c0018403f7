/** Times of cron as the CronJob controller reads them (robfig/cron, ParseStandard): five fields, names, steps and @daily. */

const MACROS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const MONTHS = ' jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');
const RANGES = [
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, MONTHS],
  [0, 6, DAYS],
] as const;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** 29 February comes within eight years. */
const MAX_DAYS = 366 * 8;

interface Schedule {
  /** minute, hour, day of the month, month, day of the week */
  readonly fields: readonly ReadonlySet<number>[];
  /** both days are narrowed: one of them is enough */
  readonly anyDay: boolean;
}

/**
 * The first run after a moment, both in epoch milliseconds. `zone` is an IANA name; without one the controller's own zone
 * counts, which nobody can see from here and nearly always is UTC. Undefined for what is no schedule or has no next run.
 */
export function nextRun(text: string, zone: string, after: number): number | undefined {
  const [, ownZone, plain = text] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(text.trim()) ?? [];
  const schedule = readSchedule(plain);
  const offset = zoneOffset(ownZone ?? (zone || 'UTC'));
  if (schedule === undefined || offset === undefined) return undefined;
  const [minutes, hours] = schedule.fields as [ReadonlySet<number>, ReadonlySet<number>];
  // the wall clock of the zone, kept as if it were UTC
  const start = Math.floor((after + offset(after)) / MINUTE_MS + 1) * MINUTE_MS;
  for (let day = start - (start % DAY_MS), i = 0; i < MAX_DAYS; day += DAY_MS, i += 1) {
    if (!isDay(schedule, new Date(day))) continue;
    for (const hour of hours)
      for (const minute of minutes) {
        const wall = day + (hour * 60 + minute) * MINUTE_MS;
        if (wall < start) continue;
        const moment = wall - offset(wall - offset(wall));
        if (moment > after) return moment;
      }
  }
  return undefined;
}

function readSchedule(text: string): Schedule | undefined {
  const parts = (MACROS.get(text.trim()) ?? text.trim()).toLowerCase().split(/\s+/);
  const fields = RANGES.map(([least, most, names], i) => readField(parts[i] ?? '', least, most, names));
  if (parts.length !== RANGES.length || !fields.every((field) => field !== undefined)) return undefined;
  return { fields, anyDay: !/^[*?]/.test(parts[2] ?? '') && !/^[*?]/.test(parts[4] ?? '') };
}

function readField(
  text: string,
  least: number,
  most: number,
  names: readonly string[],
): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from, to, stepText] = match;
    const step = Number(stepText ?? 1);
    const first = from === undefined ? least : numberOf(from, names);
    const last = to !== undefined ? numberOf(to, names) : from === undefined || stepText !== undefined ? most : first;
    if (!(step > 0 && first >= least && last <= most && first <= last)) return undefined;
    for (let value = first; value <= last; value += step) found.add(value);
  }
  return new Set([...found].sort((a, b) => a - b));
}

function numberOf(text: string, names: readonly string[]): number {
  const index = names.indexOf(text);
  return index >= 0 ? index : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isDay({ fields, anyDay }: Schedule, date: Date): boolean {
  const [, , days, months, weekdays] = fields;
  if (!months?.has(date.getUTCMonth() + 1)) return false;
  const [day, weekday] = [days?.has(date.getUTCDate()), weekdays?.has(date.getUTCDay())];
  return (anyDay ? day || weekday : day && weekday) ?? false;
}

/** Milliseconds that the wall clock of a zone is ahead of UTC at a moment; undefined for a zone that nobody knows. */
function zoneOffset(zone: string): ((moment: number) => number) | undefined {
  if (zone === 'UTC') return () => 0;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    return (moment) => {
      const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
      return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / MINUTE_MS) * MINUTE_MS;
    };
  } catch {
    return undefined;
  }
}
