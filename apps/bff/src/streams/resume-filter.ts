import { compareTimes } from './log-line.ts';

/**
 * Knows which lines were sent before a cut. The API server takes sinceTime to the second only, so what it sends again begins
 * before the last line; several lines may carry the last time stamp.
 */
export class ResumeFilter {
  #last = '';
  /** lines sent with the last time stamp */
  #count = 0;
  /** of those, how many are still to be passed over after a cut */
  #skip = 0;
  #resuming = false;

  /** For sinceTime; "" when no line with a time was sent. */
  get last(): string {
    return this.#last;
  }

  /** The connection was cut: lines up to the last one may come again. */
  cut(): void {
    this.#resuming = this.#last !== '';
    this.#skip = this.#count;
  }

  /** Whether this line is new. */
  admit(time: string): boolean {
    if (time === '') return !this.#resuming;
    const order = this.#last === '' ? 1 : compareTimes(time, this.#last);
    if (this.#resuming) {
      if (order < 0) return false;
      if (order === 0 && this.#skip > 0) {
        this.#skip -= 1;
        return false;
      }
      this.#resuming = false;
    }
    if (order > 0) {
      this.#last = time;
      this.#count = 1;
    } else if (order === 0) this.#count += 1;
    return true;
  }
}
