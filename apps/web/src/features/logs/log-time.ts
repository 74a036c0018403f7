/** RFC 3339 time stamps of the kubelet: compared and shown. */

export type TimeFormat = 'off' | 'utc' | 'local';

/**
 * Order of two time stamps in UTC ("…Z"). Fractions may differ in length ("…1Z", "…12Z"), so the plain order of strings is
 * not the order of time.
 */
export function compareTimes(a: string, b: string): number {
  const left = sortable(a);
  const right = sortable(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortable(time: string): string {
  const whole = time.endsWith('Z') ? time.slice(0, -1) : time;
  return whole.includes('.') ? whole.padEnd(29, '0') : `${whole}.`.padEnd(29, '0');
}

/** A time stamp for the eye, to the millisecond; "" when there is none. */
export function formatTime(time: string, format: TimeFormat): string {
  if (format === 'off' || time === '') return '';
  if (format === 'utc' && time.endsWith('Z')) return `${time.slice(0, 10)} ${time.slice(11, 19)}.${millis(time)}Z`;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const two = (value: number) => String(value).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
  );
}

function millis(time: string): string {
  const dot = time.indexOf('.');
  return dot < 0
    ? '000'
    : time
        .slice(dot + 1, -1)
        .padEnd(3, '0')
        .slice(0, 3);
}
