import type { Clock } from '../live/clock.ts';

/** Connections of a view that are dialled at once in the beginning: the first of a few answer sooner than the first of all. */
const FIRST = 6;
/** Who has not answered by then is slow, or on a node that is dead: nobody else waits for it. */
const SLOW_MS = 200;

/** Lets many sources be asked one after the other, with each answer two more at a time. */
export class OpeningWindow {
  readonly #clock: Clock;
  readonly #waiting: { readonly source: number; readonly ask: () => void }[] = [];
  /** asked and not answered; what gives up on each */
  readonly #asked = new Map<number, () => void>();
  #size = FIRST;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks a source now, or when those before it have been. */
  enter(source: number, ask: () => void): void {
    this.#waiting.push({ source, ask });
    this.#fill();
  }

  /** Its answer has come, or none will. */
  answered(source: number): void {
    const cancel = this.#asked.get(source);
    if (cancel === undefined) return;
    cancel();
    this.#asked.delete(source);
    this.#size += 1;
    this.#fill();
  }

  close(): void {
    this.#waiting.length = 0;
    for (const cancel of this.#asked.values()) cancel();
    this.#asked.clear();
  }

  #fill(): void {
    while (this.#asked.size < this.#size) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const { source, ask } = next;
      this.#asked.set(
        source,
        this.#clock.after(SLOW_MS, () => this.answered(source)),
      );
      ask();
    }
  }
}
