import type { Clock } from '../live/clock.ts';

/** So long before the end a person is warned, who may be looking. */
const WARNING_MS = 60_000;

export interface IdleHandlers {
  /** seconds until the end; null: it goes on after all */
  warn(seconds: number | null): void;
  over(): void;
}

/** Notes that nothing has happened for long. Cheap to touch: output comes a thousand times a second. */
export class IdleLimit {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #handlers: IdleHandlers;
  #last: number;
  #warned = false;
  #cancel: () => void = () => {};

  /** `limit` in milliseconds; 0: none. */
  constructor(clock: Clock, limit: number, handlers: IdleHandlers) {
    this.#clock = clock;
    this.#limit = limit;
    this.#handlers = handlers;
    this.#last = clock.now();
    if (limit > 0) this.#lookAgain(limit - this.#warningTime);
  }

  touch(): void {
    this.#last = this.#clock.now();
    if (!this.#warned) return;
    this.#warned = false;
    this.#handlers.warn(null);
    this.#lookAgain(this.#limit - this.#warningTime);
  }

  stop(): void {
    this.#cancel();
  }

  get #warningTime(): number {
    return Math.min(WARNING_MS, this.#limit / 2);
  }

  #lookAgain(after: number): void {
    this.#cancel();
    this.#cancel = this.#clock.after(after, () => this.#look());
  }

  #look(): void {
    const left = this.#last + this.#limit - this.#clock.now();
    if (left <= 0) this.#handlers.over();
    else if (left > this.#warningTime) this.#lookAgain(left - this.#warningTime);
    else {
      this.#warned = true;
      this.#handlers.warn(Math.ceil(left / 1000));
      this.#lookAgain(left);
    }
  }
}
