const BATCH = 200;
const PAUSE_MS = 10;

/**
 * Keeps a tight loop from having the process for itself: after every batch of commands it waits, so that a flood stays
 * below 20,000 lines a second and everything else gets its turn.
 */
export class Pacer {
  readonly #sleep: (ms: number) => Promise<void>;
  #count = 0;

  constructor(sleep: (ms: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  async pace(): Promise<void> {
    if (++this.#count % BATCH === 0) await this.#sleep(PAUSE_MS);
  }
}
