import type { LiveClock } from '../../live/live-clock.ts';

/** A shell may have nothing to say for as long as it likes: after this silence its server is asked whether it is there. */
const QUIET_MS = 20_000;
/** What is typed is mostly answered at once. */
const TYPED_MS = 4000;
/** A server that is there answers in this time. */
const ANSWER_MS = 4000;

export interface SocketWatchOptions {
  readonly clock: LiveClock;
  /** asks the server for a sign of life */
  readonly ask: () => void;
  /** nobody is there, whatever the browser believes */
  readonly lost: () => void;
}

/** Notices a socket whose other end has gone without closing it: a machine without power, a cut line. A browser itself needs a quarter of an hour. */
export class SocketWatch {
  readonly #options: SocketWatchOptions;
  #cancel: (() => void) | undefined;
  #heard = false;
  #hurried = false;

  constructor(options: SocketWatchOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#listen(QUIET_MS);
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Something has come. */
  heard(): void {
    this.#heard = true;
  }

  /** Something was sent that is likely to be answered. */
  typed(): void {
    if (this.#cancel === undefined || this.#hurried) return;
    this.#listen(TYPED_MS);
    this.#hurried = true;
  }

  #listen(ms: number): void {
    this.#hurried = false;
    this.#after(ms, () => {
      // a key that is pressed now must not put the answer off
      this.#hurried = true;
      this.#options.ask();
      this.#after(ANSWER_MS, () => {
        this.#cancel = undefined;
        this.#options.lost();
      });
    });
  }

  /** Waits in silence; what comes meanwhile begins it anew. */
  #after(ms: number, silent: () => void): void {
    this.#cancel?.();
    this.#heard = false;
    this.#cancel = this.#options.clock.after(ms, () => {
      if (this.#heard) this.#listen(QUIET_MS);
      else silent();
    });
  }
}
