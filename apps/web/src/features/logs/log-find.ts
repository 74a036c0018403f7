import { plainText } from './ansi.ts';
import type { LogEntry } from './log-entry.ts';
import type { LogRing } from './log-ring.ts';

export interface FindQuery {
  readonly text: string;
  readonly caseSensitive: boolean;
}

/** The lines that are shown, in order. */
export interface ShownLines {
  readonly count: number;
  seqAt(index: number): number | undefined;
  indexFrom(seq: number): number;
}

/** A line with more hits than this counts as having this many. */
const MAX_PER_LINE = 100;
/** Reading a JSON line to know what of it is shown takes as long as searching so many. */
const JSON_COST = 10;

/** The texts of a line in which is searched, each for itself. */
type TextsOf = (entry: LogEntry) => readonly string[];

/**
 * Hits of a text in the lines that are shown, found in steps: each step looks at a bounded number of lines, new lines cost only
 * themselves, lines that were dropped take their hits along.
 */
export class LogFind {
  #query: FindQuery = { text: '', caseSensitive: false };
  /** line of each hit, ascending; those before #head are of dropped lines */
  #hits: number[] = [];
  #head = 0;
  #next = 0;
  #textsOf: TextsOf = ({ text }) => [plainText(text)];

  get query(): FindQuery {
    return this.#query;
  }
  get count(): number {
    return this.#hits.length - this.#head;
  }

  set(query: FindQuery, ring: LogRing): void {
    this.#query = query;
    this.#hits = [];
    this.#head = 0;
    this.#next = ring.start;
  }

  /** Says what is searched from now on; what was found before is to be searched anew. */
  setTexts(textsOf: TextsOf): void {
    this.#textsOf = textsOf;
  }

  /** Looks at up to `lines` more of the lines that are shown; false when all that are there have been looked at. */
  step(ring: LogRing, view: ShownLines, lines: number): boolean {
    if (this.#query.text === '') return false;
    this.#trim(ring.start);
    let to = view.indexFrom(Math.max(this.#next, ring.start));
    for (let left = lines; left > 0 && to < view.count; to++) {
      const seq = view.seqAt(to);
      const entry = seq === undefined ? undefined : ring.get(seq);
      left -= entry?.json === true ? JSON_COST : 1;
      if (entry === undefined || entry.mark !== undefined) continue;
      for (const text of this.#textsOf(entry)) for (const _ of hitsIn(text, this.#query)) this.#hits.push(entry.seq);
    }
    const last = view.seqAt(to - 1);
    // what is not shown at this moment may be filtered later: those lines are looked at then
    this.#next = to < view.count || last === undefined ? (view.seqAt(to) ?? this.#next) : last + 1;
    return to < view.count;
  }

  /** The line of the nth hit (from 0). */
  lineOf(hit: number): number | undefined {
    return hit < 0 ? undefined : this.#hits[this.#head + hit];
  }

  /** Which of its line's hits the nth hit is (from 0). */
  ordinalOf(hit: number): number {
    const line = this.lineOf(hit);
    return line === undefined ? 0 : hit - this.firstFrom(line);
  }

  /** The first hit at or after a line; `count` when there is none. */
  firstFrom(seq: number): number {
    let low = this.#head;
    let high = this.#hits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hits[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low - this.#head;
  }

  #trim(start: number): void {
    while (this.#head < this.#hits.length && (this.#hits[this.#head] as number) < start) this.#head++;
    if (this.#head > 4096 && this.#head * 2 > this.#hits.length) {
      this.#hits = this.#hits.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** Lower case that keeps every character's place, so that positions in it are positions in the text. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let folded = '';
  for (const character of text) {
    const small = character.toLowerCase();
    folded += small.length === character.length ? small : character;
  }
  return folded;
}

/** Start positions of a text in a line, not overlapping. */
export function* hitsIn(text: string, { text: wanted, caseSensitive }: FindQuery): Iterable<number> {
  if (wanted === '') return;
  const haystack = caseSensitive ? text : fold(text);
  const needle = caseSensitive ? wanted : fold(wanted);
  let found = 0;
  for (
    let at = haystack.indexOf(needle);
    at >= 0 && found < MAX_PER_LINE;
    at = haystack.indexOf(needle, at + needle.length)
  ) {
    found++;
    yield at;
  }
}

/** How many hits a text has; escape sequences are none of it. */
export function hitCount(text: string, query: FindQuery): number {
  return query.text === '' ? 0 : [...hitsIn(plainText(text), query)].length;
}
