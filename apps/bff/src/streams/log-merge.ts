import { compareLogTimes } from '@quarterdeck/shared/log-time';
import type { LogLine } from '@quarterdeck/shared/stream-protocol';

interface Held {
  readonly line: LogLine;
  readonly arrived: number;
}

/** Lines of several containers are put in order within this window. */
const WINDOW_MS = 150;
/** The first lines wait for a source that is slow to answer, but no longer than this. */
const FIRST_LINES_MS = 1000;

/**
 * Lines of one or several sources in the order of their time stamps, as far as a small window allows. One source alone is
 * passed on as it is.
 */
export class LogMerge {
  readonly #silent: Set<number>;
  readonly #single: boolean;
  readonly #began: number;
  #held: Held[] = [];

  constructor(sources: number, now: number) {
    this.#silent = new Set(Array.from({ length: sources }, (_, i) => i));
    this.#single = sources === 1;
    this.#began = now;
  }

  get size(): number {
    return this.#held.length;
  }

  add(line: LogLine, now: number): void {
    this.#silent.delete(line[0]);
    this.#held.push({ line, arrived: now });
  }

  /** A source has answered in another way than with lines. */
  answered(source: number): void {
    this.#silent.delete(source);
  }

  /** The lines whose turn has come. */
  release(now: number): LogLine[] {
    if (this.#single) return this.releaseAll();
    if (this.#silent.size > 0 && now - this.#began < FIRST_LINES_MS) return [];
    let latest = '';
    let due = false;
    for (const { line, arrived } of this.#held) {
      if (now - arrived < WINDOW_MS) continue;
      due = true;
      if (compareLogTimes(line[1], latest) > 0) latest = line[1];
    }
    if (!due) return [];
    const ready = this.#held.filter(({ line }) => compareLogTimes(line[1], latest) <= 0);
    this.#held = this.#held.filter(({ line }) => compareLogTimes(line[1], latest) > 0);
    return inOrder(ready);
  }

  /** Everything, now. */
  releaseAll(): LogLine[] {
    const held = this.#held;
    this.#held = [];
    return this.#single ? held.map(({ line }) => line) : inOrder(held);
  }
}

/** Array.sort is stable: lines of one source with equal times keep their order. */
function inOrder(held: readonly Held[]): LogLine[] {
  return held.map(({ line }) => line).sort((a, b) => compareLogTimes(a[1], b[1]));
}
