import type { Row } from '../../../live/row.ts';
import type { ListView } from '../../../live/row-order.ts';
import type { Tape } from '../../../live/tape.ts';
import type { TapeChapter } from './tape-chapter.ts';
import { type ChangeLine, type TapeLine, tapeLine } from './tape-line.ts';

/** What an open tape keeps beyond what the list remembers by itself. */
const MAX_LINES = 5000;

export interface TapeSnapshot {
  /** oldest first */
  readonly lines: readonly TapeLine[];
  /** transitions that came faster than they could be taken, or that had been forgotten before */
  readonly missed: number;
}

/** The lines of an open tape: takes up what the list's tapes have, once each, and puts it into words as it comes. */
export class TapeLog {
  readonly #next = new Map<Tape, number>();
  #id = 0;
  #snapshot: TapeSnapshot = { lines: [], missed: 0 };

  readonly getSnapshot = (): TapeSnapshot => this.#snapshot;

  /** Takes up what is new. Whether there was anything. */
  take(chapters: readonly TapeChapter[]): boolean {
    const lines: TapeLine[] = [];
    let { missed } = this.#snapshot;
    for (const chapter of chapters) {
      const { tape } = chapter;
      const known = this.#next.get(tape);
      const isFirst = this.#next.size === 0;
      const from = known ?? (isFirst ? (tape.entries()[0]?.seq ?? tape.getCount()) : 0);
      const count = tape.getCount();
      if (known === undefined && !isFirst) lines.push({ id: this.#newId(), time: chapter.began, asked: chapter.asked });
      this.#next.set(tape, count);
      if (count === from) continue;
      const transitions = tape.entries(from);
      missed += count - from - transitions.length;
      for (const transition of transitions) {
        const line = tapeLine(transition, chapter.columns);
        if (line !== undefined) lines.push({ ...line, id: this.#newId(), tape, columns: chapter.columns });
      }
    }
    if (lines.length === 0 && missed === this.#snapshot.missed) return false;
    this.#snapshot = { lines: [...this.#snapshot.lines, ...lines].slice(-MAX_LINES), missed };
    return true;
  }

  /** Forgets all, also what the list remembers. */
  clear(chapters: readonly TapeChapter[]): void {
    for (const { tape } of chapters) {
      tape.clear();
      this.#next.set(tape, tape.getCount());
    }
    this.#snapshot = { lines: [], missed: 0 };
  }

  #newId(): number {
    this.#id += 1;
    return this.#id;
  }
}

/** Whether a line is of a change; the others say that the list was asked for something else from then on. */
export function isChange(line: TapeLine): line is ChangeLine {
  return 'transition' in line;
}

/**
 * Whether a line passes: the list's own filter, before or after the change (a row that leaves the filter is news of it too),
 * and the tape's, whose words must all be there; `!word` must not. The list's filter reads rows by the columns of its query:
 * what was taped of another query passes it.
 */
export function tapeFilter(
  { matches, bucketOf, buckets }: Pick<ListView, 'matches' | 'bucketOf' | 'buckets'>,
  text: string,
  tape?: Tape,
): (line: TapeLine) => boolean {
  const shows = (row: Row) => (matches?.(row) ?? true) && (buckets === undefined || buckets.has(bucketOf?.(row) ?? ''));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (line) => {
    if (!isChange(line)) return true;
    const { transition, searched } = line;
    const { row, before } = transition;
    const isOfNow = tape === undefined || line.tape === tape;
    if (isOfNow && !shows(row) && (before === undefined || !shows(before))) return false;
    return words.every((word) =>
      word.length > 1 && word.startsWith('!') ? !searched.includes(word.slice(1)) : searched.includes(word),
    );
  };
}
