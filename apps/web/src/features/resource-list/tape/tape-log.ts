import type { Row } from '../../../live/row.ts';
import type { ListView } from '../../../live/row-order.ts';
import type { Tape } from '../../../live/tape.ts';
import type { ListColumn } from '../list-columns.ts';
import { type TapeLine, tapeLine } from './tape-line.ts';

/** What an open tape keeps beyond what the list remembers by itself. */
const MAX_LINES = 5000;

export interface TapeSnapshot {
  /** oldest first */
  readonly lines: readonly TapeLine[];
  /** transitions that came faster than they could be taken, or that had been forgotten before */
  readonly missed: number;
}

/** The lines of an open tape: takes up what the list's tape has, once each, and puts it into words as it comes. */
export class TapeLog {
  readonly #tape: Tape;
  #next = 0;
  #snapshot: TapeSnapshot = { lines: [], missed: 0 };

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#next = tape.entries()[0]?.seq ?? tape.getCount();
  }

  readonly getSnapshot = (): TapeSnapshot => this.#snapshot;

  /** Takes up what is new. Whether there was anything. */
  take(columns: readonly ListColumn[]): boolean {
    const transitions = this.#tape.entries(this.#next);
    const count = this.#tape.getCount();
    if (count === this.#next) return false;
    const missed = count - this.#next - transitions.length;
    this.#next = count;
    const lines = transitions.flatMap((transition) => tapeLine(transition, columns) ?? []);
    this.#snapshot = {
      lines: [...this.#snapshot.lines, ...lines].slice(-MAX_LINES),
      missed: this.#snapshot.missed + missed,
    };
    return true;
  }

  /** Forgets all, also what the list remembers. */
  clear(): void {
    this.#tape.clear();
    this.#next = this.#tape.getCount();
    this.#snapshot = { lines: [], missed: 0 };
  }
}

/**
 * Whether a line passes: the list's own filter, before or after the change (a row that leaves the filter is news of it too),
 * and the tape's, whose words must all be there; `!word` must not.
 */
export function tapeFilter(
  { matches, bucketOf, buckets }: Pick<ListView, 'matches' | 'bucketOf' | 'buckets'>,
  text: string,
): (line: TapeLine) => boolean {
  const shows = (row: Row) => (matches?.(row) ?? true) && (buckets === undefined || buckets.has(bucketOf?.(row) ?? ''));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ transition: { row, before }, searched }) => {
    if (!shows(row) && (before === undefined || !shows(before))) return false;
    return words.every((word) =>
      word.length > 1 && word.startsWith('!') ? !searched.includes(word.slice(1)) : searched.includes(word),
    );
  };
}
