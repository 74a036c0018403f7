import type { LogLine } from '@quarterdeck/shared/stream-protocol';
import { compareTimes } from './log-time.ts';

interface Seen {
  readonly time: string;
  /** lines with exactly that time stamp: one long line comes in parts that share it */
  readonly count: number;
}

/**
 * Where each source stands, so that a new connection continues without a gap and without repeating a line. `sinceTime` of
 * the API server has whole seconds: it sends again what was seen in that second, and this sorts it out.
 */
export class LogResume {
  readonly #seen = new Map<number, Seen>();
  /** what is left to skip after a new connection, by source */
  #skip = new Map<number, Seen>();

  /** The time to ask from; undefined when no line has come yet. */
  sinceTime(): string | undefined {
    let earliest: string | undefined;
    for (const { time } of this.#seen.values())
      if (earliest === undefined || compareTimes(time, earliest) < 0) earliest = time;
    return earliest;
  }

  /** A new connection begins: lines up to here will be repeated. */
  restart(): void {
    this.#skip = new Map(this.#seen);
  }

  /** The lines that have not come before. */
  fresh(lines: readonly LogLine[]): readonly LogLine[] {
    const fresh = this.#skip.size === 0 ? lines : lines.filter((line) => this.#isFresh(line));
    for (const [source, time] of fresh) this.#note(source, time);
    return fresh;
  }

  #isFresh([source, time]: LogLine): boolean {
    const skip = this.#skip.get(source);
    if (skip === undefined || time === '') return true;
    const order = compareTimes(time, skip.time);
    if (order < 0) return false;
    if (order > 0 || skip.count === 0) {
      this.#skip.delete(source);
      return true;
    }
    this.#skip.set(source, { time, count: skip.count - 1 });
    return false;
  }

  #note(source: number, time: string): void {
    if (time === '') return;
    const seen = this.#seen.get(source);
    if (seen === undefined || seen.time !== time) this.#seen.set(source, { time, count: 1 });
    else this.#seen.set(source, { time, count: seen.count + 1 });
  }
}
