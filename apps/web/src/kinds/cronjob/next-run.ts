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
/** Clocks change by an hour or so. */
const MARGIN_MS = 3 * 3_600_000;
/** 29 February comes within eight years. */
const MAX_DAYS = 366 * 8;

interface Schedule {
  /** minute, hour, day of the month, month, day of the week */
  readonly fields: readonly ReadonlySet<number>[];
  /** both days are narrowed: one of them is enough */
  readonly anyDay: boolean;
}

/** Servers before 1.21 read schedules by robfig/cron 1, which takes a star with a step ("*\/2") for one that narrows nothing. */
export type CronReader = 'v1' | 'v3';

/** Which one reads a CronJob's schedule: those servers have no CronJob in batch/v1. */
export function cronReader(apiVersion: string): CronReader {
  return apiVersion === 'batch/v1beta1' ? 'v1' : 'v3';
}

/**
 * The first run after a moment, both in epoch milliseconds. `zone` is an IANA name; without one the controller's own zone
 * counts, which nobody can see from here and nearly always is UTC. `anchor` is the run that "@every 1h" counts from. A time that
 * a change of clocks leaves out is skipped, and one that comes twice runs twice, as robfig/cron has it. Undefined for what is no
 * schedule or has no next run.
 */
export function nextRun(
  text: string,
  zone: string,
  after: number,
  anchor = after,
  reader: CronReader = 'v3',
): number | undefined {
  const step = everyMs(text);
  if (step !== undefined) return anchor + (Math.floor((after - anchor) / step) + 1) * step;
  const { plain, ownZone } = splitZone(text);
  const schedule = readSchedule(plain, reader);
  const offset = zoneOffset(ownZone ?? (zone || 'UTC'));
  if (schedule === undefined || offset === undefined) return undefined;
  // the wall clock of the zone, kept as if it were UTC
  const start = after + offset(after);
  for (let day = start - mod(start, DAY_MS), i = 0; i < MAX_DAYS; day += DAY_MS, i += 1) {
    const moment = isDay(schedule, new Date(day)) ? firstOfDay(schedule, day, after, offset) : undefined;
    if (moment !== undefined) return moment;
  }
  return undefined;
}

/** What of a CronJob's schedule the controller does not read; undefined when it reads all of it. */
export function scheduleFault(text: string, zone: string): 'schedule' | 'zone' | undefined {
  const { plain, ownZone } = splitZone(text);
  if (everyMs(text) === undefined && readSchedule(plain) === undefined) return 'schedule';
  return zoneOffset(ownZone ?? (zone || 'UTC')) === undefined ? 'zone' : undefined;
}

/** "TZ=Asia/Shanghai 0 9 * * *", which servers since 1.29 no longer take. */
export function splitZone(text: string): { readonly plain: string; readonly ownZone: string | undefined } {
  const [, ownZone, plain = text] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(text.trim()) ?? [];
  return { plain, ownZone };
}

/** Whether a day of the month or one of the week is enough: both are narrowed. */
export function isEitherDay(text: string, reader: CronReader = 'v3'): boolean {
  return readSchedule(splitZone(text).plain, reader)?.anyDay === true;
}

function firstOfDay(
  { fields }: Schedule,
  day: number,
  after: number,
  offset: (moment: number) => number,
): number | undefined {
  const [minutes, hours] = fields as [ReadonlySet<number>, ReadonlySet<number>];
  const offsets = new Set([
    offset(day - offset(day) - MARGIN_MS),
    offset(day + DAY_MS - offset(day + DAY_MS) + MARGIN_MS),
  ]);
  let first: number | undefined;
  for (const hour of hours)
    for (const minute of minutes)
      for (const ahead of offsets) {
        const wall = day + (hour * 60 + minute) * MINUTE_MS;
        const moment = wall - ahead;
        if (moment <= after || (first !== undefined && moment >= first)) continue;
        // the clocks change on this day: only what they truly show
        if (offsets.size > 1 && moment + offset(moment) !== wall) continue;
        if (offsets.size === 1) return moment;
        first = moment;
      }
  return first;
}

const mod = (value: number, by: number) => ((value % by) + by) % by;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: MINUTE_MS, h: 60 * MINUTE_MS };

/** Of "@every 1h30m"; less than a second is one. */
function everyMs(text: string): number | undefined {
  const [, duration] = /^@every\s+((?:\d+(?:\.\d+)?(?:ms|[smh]))+)$/.exec(text.trim()) ?? [];
  if (duration === undefined) return undefined;
  const parts = [...duration.matchAll(/([\d.]+)(ms|[smh])/g)];
  const sum = parts.reduce((total, [, count, unit = '']) => total + Number(count) * (UNITS[unit] ?? 0), 0);
  return Math.max(1000, Math.floor(sum / 1000) * 1000);
}

function readSchedule(text: string, reader: CronReader = 'v3'): Schedule | undefined {
  const parts = (MACROS.get(text.trim()) ?? text.trim()).toLowerCase().split(/\s+/);
  const fields = RANGES.map(([least, most, names], i) => readField(parts[i] ?? '', least, most, names));
  if (parts.length !== RANGES.length || !fields.every((field) => field !== undefined)) return undefined;
  return { fields, anyDay: !isAny(parts[2], reader) && !isAny(parts[4], reader) };
}

/** Not narrowed: a star, unless it has a step that counts. */
const isAny = (field = '', reader: CronReader) =>
  field.split(',').some((part) => (reader === 'v1' ? /^[*?](\/\d+)?$/ : /^[*?](\/1)?$/).test(part));

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
    const format = formatOf(zone);
    return (moment) => {
      const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
      return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / MINUTE_MS) * MINUTE_MS;
    };
  } catch {
    return undefined;
  }
}

/** Dear to make, and there are few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws for a zone that nobody knows. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(timeZone, format);
  return format;
}
