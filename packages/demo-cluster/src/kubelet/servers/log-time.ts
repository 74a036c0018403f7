const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;

/** 21/Nov/2026:15:04:05 +0000 */
export function clfTime(now: number): string {
  const at = new Date(now);
  return `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clock(at)} +0000`;
}

/** 21 Nov 2026 15:04:05.123 */
export function redisTime(now: number): string {
  const at = new Date(now);
  return `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${clock(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`;
}

/** I1121 15:04:05.123456       1 file.go:12] */
export function klogHead(now: number, place: string): string {
  const at = new Date(now);
  return `I${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())} ${clock(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}000       1 ${place}]`;
}
