const NANOS_PER_MS = 1_000_000n;
const MAX_HEAD = 230;

/** Names of events: the object's name and the time in nanoseconds, so that they sort in the order in which they were made. */
export class EventNames {
  #last = 0n;

  next(about: string, now: number): string {
    const time = BigInt(Math.round(now)) * NANOS_PER_MS;
    this.#last = time > this.#last ? time : this.#last + 1n;
    return `${about.slice(0, MAX_HEAD)}.${this.#last.toString(16)}`;
  }
}
