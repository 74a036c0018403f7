/**
 * A text whose plain order is the order of time stamps as kubelets write them. Go drops trailing zeros of the fraction, so the
 * plain order of the stamps is wrong: ".5Z" is after ".49Z", and "06Z" before "06.1Z".
 */
export function logTimeKey(time: string): string {
  const seconds = time.slice(0, 19);
  const tail = time.slice(19);
  if (time.endsWith('Z') || time === '') return seconds + tail.slice(1, -1).padEnd(9, '0');
  // a kubelet whose clock is not in UTC: the offset decides
  const fraction = /^\.(\d+)/.exec(tail)?.[1] ?? '';
  const millis = Date.parse(`${seconds}${tail.replace(/^\.\d+/, '')}`);
  return (Number.isNaN(millis) ? seconds : new Date(millis).toISOString().slice(0, 19)) + fraction.padEnd(9, '0');
}

/** Order of two time stamps. */
export function compareLogTimes(a: string, b: string): number {
  if (a === b) return 0;
  const x = logTimeKey(a);
  const y = logTimeKey(b);
  return x < y ? -1 : x > y ? 1 : 0;
}
