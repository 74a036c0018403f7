export interface TimeZone {
  /** Milliseconds by which the zone's wall clock is ahead of UTC. */
  offsetAt(ms: number): number;
}

const UTC: TimeZone = { offsetAt: () => 0 };

/** A zone of the IANA database by its name; undefined when there is none. */
export function zoneOf(name: string): TimeZone | undefined {
  if (name === 'Etc/UTC' || name === 'UTC') return UTC;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return {
    offsetAt(ms) {
      const whole = Math.floor(ms / 1000) * 1000;
      const parts = new Map(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
      const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) - whole;
    },
  };
}

/** RFC 3339 on the zone's wall clock: "2026-11-21T07:00:00-05:00", with Z for UTC. */
export function zonedTimestamp(ms: number, zone: TimeZone): string {
  const offset = zone.offsetAt(ms);
  const wall = new Date(ms + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${wall}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(Math.trunc(n)).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
