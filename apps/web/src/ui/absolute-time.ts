/** A moment in local time and in UTC, on two lines: "2026-11-21 13:04:05 GMT+8" and "2026-11-21 05:04:05 UTC". */
export function absoluteTime(date: Date): string {
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return `${shifted.toISOString().slice(0, 19).replace('T', ' ')} ${zoneName(date)}\n${utc}`;
}

function zoneName(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset);
  const rest = minutes % 60;
  return `GMT${sign}${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
