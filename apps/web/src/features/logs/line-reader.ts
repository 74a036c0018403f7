import type { LogLine } from '@quarterdeck/shared/log-protocol';
import { plainText } from './ansi.ts';
import { parseJsonLine } from './json-line.ts';
import type { LogEntry, LogMark } from './log-entry.ts';
import { type LogLevel, levelOfFields, levelOfText } from './log-level.ts';
import { StackFold } from './stack-fold.ts';

/** A line without its place in the ring. */
type ReadLine = Omit<LogEntry, 'seq'>;

/** Reads from a line what the view tells apart by: its level, its time, whether it is JSON, what trace it belongs to. */
export class LineReader {
  readonly #folds = new Map<number, StackFold>();
  readonly #levels = new Map<number, LogLevel>();
  #at = 0;

  /** `seq`: the place that the line will have. */
  read(seq: number, [source, time, text, cut]: LogLine): ReadLine {
    const parsed = Date.parse(time);
    if (!Number.isNaN(parsed)) this.#at = parsed;
    const plain = plainText(text);
    const object = parseJsonLine(plain);
    const head = object === undefined ? this.#foldOf(source).take(seq, plain) : this.#foldOf(source).take(seq, '{');
    // a trace is as grave as the line that it belongs to
    const level =
      head >= 0 ? (this.#levels.get(source) ?? 0) : object === undefined ? levelOfText(plain) : levelOfFields(object);
    if (head < 0) this.#levels.set(source, level);
    return { source, time, at: this.#at, text, level, head, json: object !== undefined, cut: cut === true };
  }

  /** A row that says what happened; what comes after it is no part of a trace before it. */
  mark(source: number, mark: LogMark): ReadLine {
    this.#folds.delete(source);
    return { source, time: '', at: this.#at, text: '', level: 0, head: -1, json: false, cut: false, mark };
  }

  reset(): void {
    this.#folds.clear();
    this.#levels.clear();
    this.#at = 0;
  }

  #foldOf(source: number): StackFold {
    let fold = this.#folds.get(source);
    if (fold === undefined) {
      fold = new StackFold();
      this.#folds.set(source, fold);
    }
    return fold;
  }
}
