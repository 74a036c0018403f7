import type { Row } from '../../live/row.ts';
import type { ListColumn } from './list-columns.ts';

/** Average advance of the 13 px system font; wide scripts take about twice that. */
const CHAR_PX = 7.1;
const PADDING_PX = 20;
const MARK_PX = 18;
const SORT_PX = 18;
const AGE_CHARS = 6;
const MAX_CHARS = { name: 56, namespace: 28, age: 8, text: 34 } as const;

/** Room for each column in pixels, by what the sampled rows show. Estimated once, so that nothing moves while scrolling. */
export function columnWidths(columns: readonly ListColumn[], sample: readonly Row[]): number[] {
  return columns.map((column) => {
    const lengths = column.look === 'age' ? [AGE_CHARS] : sample.map((row) => textLength(column.text(row)));
    const content = Math.min(MAX_CHARS[column.look], percentile(lengths));
    const mark = column.health ? MARK_PX : 0;
    const head = textLength(column.header) * CHAR_PX + SORT_PX;
    return Math.ceil(Math.max(content * CHAR_PX + mark, head) + PADDING_PX);
  });
}

/** One very long cell does not widen its column; the longest of short texts does. */
function percentile(lengths: readonly number[]): number {
  const sorted = [...lengths].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0;
}

function textLength(text: string): number {
  let length = 0;
  for (const char of text) length += (char.codePointAt(0) ?? 0) > 0x1100 ? 1.8 : 1;
  return length;
}
