import { type AnsiSpan, parseAnsi } from './ansi.ts';
import { type FindQuery, hitsIn } from './log-find.ts';

/** A piece of a line that is drawn in one way. */
export interface LinePart extends AnsiSpan {
  /** position in the line's visible text */
  readonly at: number;
  /** which of the line's hits this is part of (from 0) */
  readonly hit?: number;
}

export interface LineParts {
  readonly parts: readonly LinePart[];
  /** characters that were left out at the end */
  readonly hidden: number;
}

/** A line that changes its style more often than this is drawn plain from there on: each part is an element. */
const MAX_PARTS = 2000;

/** Cuts a line where its style or a hit begins or ends; shows at most `limit` characters. */
export function lineParts(line: string, query: FindQuery, limit: number): LineParts {
  const spans = parseAnsi(line);
  let length = 0;
  for (const { text } of spans) length += text.length;
  const shown = Math.min(length, limit);
  const hits = query.text === '' ? [] : [...hitsIn(spans.map(({ text }) => text).join(''), query)];

  const parts: LinePart[] = [];
  let at = 0;
  let hit = 0;
  for (const { text, ...look } of spans) {
    const end = Math.min(at + text.length, shown);
    let from = at;
    while (from < end) {
      while (hit < hits.length && (hits[hit] as number) + query.text.length <= from) hit++;
      const start = hits[hit] ?? Number.POSITIVE_INFINITY;
      const inside = from >= start;
      const to = Math.min(end, inside ? start + query.text.length : start);
      const piece = text.slice(from - at, to - at);
      const last = parts.at(-1);
      if (parts.length >= MAX_PARTS && last !== undefined)
        parts[parts.length - 1] = { text: last.text + piece, at: last.at };
      else parts.push({ text: piece, ...look, at: from, ...(inside ? { hit } : {}) });
      from = to;
    }
    at += text.length;
    if (at >= shown) break;
  }
  return { parts, hidden: length - shown };
}
