import type { Timers } from '../controllers/timers.ts';

/** The time of a run that is over: it jumps from timer to timer, and past the end there is nothing. */
export class ReplayClock {
  readonly timers: Timers;
  #now: number;
  #end: () => void = () => {};

  constructor(start: number, end: number) {
    this.#now = start;
    this.timers = {
      after: (ms, callback) => {
        const due = this.#now + ms;
        const handle = setImmediate(() => {
          if (due > end) {
            this.#end();
            return;
          }
          this.#now = Math.max(this.#now, due);
          callback();
        });
        return () => clearImmediate(handle);
      },
    };
  }

  now(): number {
    return this.#now;
  }

  /** What happens to a program that wants to go on after the end. */
  onEnd(listener: () => void): void {
    this.#end = listener;
  }
}
