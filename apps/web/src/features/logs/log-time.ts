/** RFC 3339 time stamps of the kubelet, as they are shown. */

export const TIME_FORMATS = ['off', 'local', 'utc', 'relative'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** A time stamp for the eye, to the millisecond; "" when there is none. A relative one is out of date when it is read: as text it is UTC. */
export function formatTime(time: string, format: TimeFormat): string {
  if (format === 'off' || time === '') return '';
  if (format !== 'local' && time.endsWith('Z')) return `${time.slice(0, 10)} ${time.slice(11, 19)}.${millis(time)}Z`;
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
