import type { Clock } from '../live/clock.ts';

/** Keys that break a command off, Ctrl-C, Ctrl-Z and Ctrl-\, and how a terminal shows that it has taken one. */
const BREAK_KEYS = [0x03, 0x1a, 0x1c];
const BREAK_ECHOES = ['^C', '^Z', '^\\'];
/**
 * What is read off has come to its end when nothing has come for so long: a machine that is busy elsewhere pauses too. Once the key's
 * echo has come, little is to follow.
 */
const QUIET_MS = 250;
const QUIET_AFTER_ECHO_MS = 15;
const MAX_MS = 5000;

/** Whether one of the keys that were typed breaks a command off. */
export function isBreak(bytes: Uint8Array): boolean {
  return BREAK_KEYS.some((key) => bytes.includes(key));
}

/**
 * While a flood that was broken off is read off at full speed. What a viewer has not drawn by then is of no use any more. Held back, it
 * fills every buffer on the way to the container (30 MB were measured), and the answer to the key would come behind it.
 */
export class OutputHurry {
  readonly #clock: Clock;
  readonly #over: () => void;
  #cancelQuiet: () => void = () => {};
  #cancelLimit: () => void = () => {};
  #quietMs = QUIET_MS;
  /** when output came last */
  #sawAt = 0;
  #isOn = false;

  /** `over`: told once for each start. */
  constructor(clock: Clock, over: () => void) {
    this.#clock = clock;
    this.#over = over;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#quietMs = QUIET_MS;
    this.#sawAt = this.#clock.now();
    this.#await(QUIET_MS);
    this.#cancelLimit = this.#clock.after(MAX_MS, () => this.#end());
  }

  /** More output has come: thousands of messages a second. */
  saw(bytes: Buffer): void {
    this.#sawAt = this.#clock.now();
    if (this.#quietMs === QUIET_AFTER_ECHO_MS || !BREAK_ECHOES.some((echo) => bytes.includes(echo, 0, 'latin1')))
      return;
    this.#quietMs = QUIET_AFTER_ECHO_MS;
    this.#await(QUIET_AFTER_ECHO_MS);
  }

  /** There is nothing more to read. */
  end(): void {
    if (this.#isOn) this.#end();
  }

  #await(ms: number): void {
    this.#cancelQuiet();
    this.#cancelQuiet = this.#clock.after(ms, () => {
      const left = this.#sawAt + this.#quietMs - this.#clock.now();
      if (left > 0) this.#await(left);
      else this.#end();
    });
  }

  #end(): void {
    this.#isOn = false;
    this.#cancelQuiet();
    this.#cancelLimit();
    this.#over();
  }
}
