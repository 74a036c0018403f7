/** "2026-11-22 02:00" on the clocks of a zone; undefined for a zone that nobody knows. */
export function clockIn(moment: number, zone: string): string | undefined {
  try {
    // Swedish writes dates as ISO 8601 does
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    return format.format(moment);
  } catch {
    return undefined;
  }
}

/** "2026-11-22 02:00" on the clock of the person who reads. */
export function clockText(moment: number): string {
  const date = new Date(moment);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
