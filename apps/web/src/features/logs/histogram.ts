import type { LogRing } from './log-ring.ts';

export interface Bar {
  /** all lines, those of level warn, those of level error and fatal */
  readonly lines: number;
  readonly warnings: number;
  readonly errors: number;
}

/** How many lines there are over time. */
export interface Histogram {
  /** milliseconds at which the first bar begins */
  readonly from: number;
  /** milliseconds that a bar spans */
  readonly width: number;
  readonly bars: readonly Bar[];
  /** lines of the fullest bar */
  readonly most: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Widths that read well. */
const WIDTHS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
];
/** Bars at most: one is a few pixels wide. */
export const MOST_BARS = 120;

/** Counts the ring's lines; undefined where they have no times, or all the same. */
export function histogramOf(ring: LogRing): Histogram | undefined {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { at, mark } of ring.entries()) {
    if (at === 0 || mark !== undefined) continue;
    if (at < first) first = at;
    if (at > last) last = at;
  }
  if (last <= first) return undefined;
  const width = widthFor(last - first);
  const from = Math.floor(first / width) * width;
  const count = Math.floor((last - from) / width) + 1;
  const bars = Array.from({ length: count }, () => ({ lines: 0, warnings: 0, errors: 0 }));
  let most = 0;
  for (const { at, level, mark } of ring.entries()) {
    const bar = at === 0 || mark !== undefined ? undefined : bars[Math.floor((at - from) / width)];
    if (bar === undefined) continue;
    bar.lines++;
    if (level === 4) bar.warnings++;
    if (level >= 5) bar.errors++;
    if (bar.lines > most) most = bar.lines;
  }
  return { from, width, bars, most };
}

function widthFor(span: number): number {
  const fitting = WIDTHS.find((width) => span / width < MOST_BARS - 1);
  return fitting ?? Math.ceil(span / (MOST_BARS - 1) / DAY) * DAY;
}
