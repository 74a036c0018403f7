import type { Clock } from '../live/clock.ts';

/** Keys that break a command off, Ctrl-C, Ctrl-Z and Ctrl-\, and how a terminal shows that it has taken one. */
const BREAK_KEYS = [0x03, 0x1a, 0x1c];
const BREAK_ECHOES = ['^C', '^Z', '^\\'];
/** What is read off has come to its end when nothing has come for so long; once the key's echo has come, little is to follow. */
const QUIET_MS = 80;
const QUIET_AFTER_ECHO_MS = 15;
/** the key has a way to go */
const QUIET_BEFORE_MS = 320;
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
    this.#cancelQuiet = this.#clock.after(QUIET_BEFORE_MS, () => this.#end());
    this.#cancelLimit = this.#clock.after(MAX_MS, () => this.#end());
  }

  /** More output has come. */
  saw(bytes: Buffer): void {
    if (!this.#isOn) return;
    if (BREAK_ECHOES.some((echo) => bytes.includes(echo, 0, 'latin1'))) this.#quietMs = QUIET_AFTER_ECHO_MS;
    this.#cancelQuiet();
    this.#cancelQuiet = this.#clock.after(this.#quietMs, () => this.#end());
  }

  /** There is nothing more to read. */
  end(): void {
    if (this.#isOn) this.#end();
  }

  #end(): void {
    this.#isOn = false;
    this.#cancelQuiet();
    this.#cancelLimit();
    this.#over();
  }
}
