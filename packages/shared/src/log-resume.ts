import { compareLogTimes } from './log-time.ts';

/** Time stamps are remembered for one second of log; of a flood only this many. */
const MAX_REMEMBERED = 20_000;

/**
 * Knows which lines were sent before a cut. The API server takes sinceTime to the second only, so that after a cut the last
 * second comes again; several lines may carry the same time stamp, and two streams of one container may be a little out of
 * order.
 */
export class ResumeFilter {
  #last = '';
  #second = '';
  /** lines of the last second that were let through, by time stamp */
  #recent = new Map<string, number>();
  /** of those, how many may still come again after a cut */
  #again = new Map<string, number>();
  #resuming = false;

  /** For sinceTime; "" when no line with a time was sent. */
  get last(): string {
    return this.#last;
  }

  /** The connection was cut: the last second's lines may come again. */
  cut(): void {
    this.#again = new Map(this.#recent);
    this.#resuming = this.#last !== '';
  }

  /** Whether this line is new. */
  admit(time: string): boolean {
    if (time === '') return !this.#resuming;
    const sent = this.#again.get(time) ?? 0;
    if (sent > 0) {
      this.#again.set(time, sent - 1);
      return false;
    }
    const second = time.slice(0, 19);
    if (this.#resuming && compareLogTimes(second, this.#second) < 0) return false;
    this.#resuming = false;
    if (this.#last === '' || compareLogTimes(time, this.#last) > 0) {
      this.#last = time;
      if (second !== this.#second) this.#recent.clear();
      this.#second = second;
    }
    if (second === this.#second && this.#recent.size < MAX_REMEMBERED)
      this.#recent.set(time, (this.#recent.get(time) ?? 0) + 1);
    return true;
  }
}
