/**
 * Times in a server's Table are words: "3m20s" of a date, "5 (3m ago)" of a pod's restarts. They are true at the moment of
 * printing only. So such a cell travels as the text around the duration and the moment that it is counted from.
 */
import { humanDuration, parseHumanDuration } from './duration.ts';

/** What stands before the duration, the moment it is counted from (epoch seconds), what stands after it. */
export type PrintedTime = readonly [before: string, since: number, after: string];

const DURATION = String.raw`(?:\d+[ydhms]){1,2}`;
const WHOLE = new RegExp(`^${DURATION}$`);
const AGO = new RegExp(String.raw`^(.{0,200}\()(${DURATION})( ago\))$`);
/** Columns of built-in kinds that the server calls text although they say how long ago something was. */
const SINCE_NAME = /^(?:last|first) (?:seen|schedule)$/i;

/** The cell as a printed time; undefined for a cell that is none. `printedAt`: epoch seconds. */
export function readPrintedTime(
  text: string,
  column: { readonly name: string; readonly type: string },
  printedAt: number,
): PrintedTime | undefined {
  if ((column.type === 'date' || SINCE_NAME.test(column.name)) && WHOLE.test(text)) {
    const seconds = parseHumanDuration(text);
    return seconds === undefined ? undefined : ['', printedAt - seconds, ''];
  }
  if (!text.endsWith(' ago)')) return undefined;
  const [, before = '', duration = '', after = ''] = AGO.exec(text) ?? [];
  const seconds = parseHumanDuration(duration);
  return seconds === undefined ? undefined : [before, printedAt - seconds, after];
}

/** The words at a moment (epoch seconds). They are as exact as the server's were: off by less than the unit it printed. */
export function printedTimeText([before, since, after]: PrintedTime, now: number): string {
  return `${before}${humanDuration(Math.max(0, now - since))}${after}`;
}

/** Whether two readings can be of one moment: each is rounded down to the unit that its duration was printed in. */
export function samePrintedTime(a: PrintedTime, b: PrintedTime, now: number): boolean {
  if (a[0] !== b[0] || a[2] !== b[2]) return false;
  return Math.abs(a[1] - b[1]) <= unitOf(now - Math.min(a[1], b[1]));
}

/** Seconds of the least unit that humanDuration prints for a duration; a second more for the way of a message. */
function unitOf(seconds: number): number {
  if (seconds < 600) return 2;
  if (seconds < 8 * 3600) return 61;
  if (seconds < 8 * 86_400) return 3601;
  return seconds < 8 * 365 * 86_400 ? 86_401 : 365 * 86_400 + 1;
}
