/**
 * Counts values by upper bound, for a histogram that is fed thousands of times a second: prom-client's own takes 5 % of a busy process
 * for that (bench/soak), as it hashes labels and checks each value. Read when somebody scrapes.
 */
export class Tally {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  count = 0;
  sum = 0;

  /** `bounds`: ascending */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    const at = this.#bounds.findIndex((bound) => value <= bound);
    if (at >= 0) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** What was at most as large as each bound, in their order: as a bucket of Prometheus counts. */
  cumulative(): readonly { readonly bound: number; readonly count: number }[] {
    let count = 0;
    return this.#bounds.map((bound, i) => {
      count += this.#counts[i] ?? 0;
      return { bound, count };
    });
  }
}
