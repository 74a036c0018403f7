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
/** A program that cares for no key is read off for so long. */
const MAX_MS = 5000;
/** After that it is held back again for so long, however often the key comes: a key that is held down would lift the limit for good. */
const REST_MS = 10_000;
/** Where only something may be on its way, this tells: so much within so long is a flood. */
const DOUBT_MS = 500;
const FLOOD_BYTES = 256 * 1024;

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
  /** bytes since its start */
  #seen = 0;
  /** until then it does not begin again, and until then not in doubt */
  #restUntil = Number.NEGATIVE_INFINITY;
  #doubtRestUntil = Number.NEGATIVE_INFINITY;

  /** `over`: told once for each start. */
  constructor(clock: Clock, over: () => void) {
    this.#clock = clock;
    this.#over = over;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Not `isSure`: there may be nothing to read off, and output of now is not to wait for long. */
  start(isSure = true): void {
    const now = this.#clock.now();
    if (this.#isOn || now < this.#restUntil || (!isSure && now < this.#doubtRestUntil)) return;
    this.#isOn = true;
    this.#seen = 0;
    this.#quietMs = QUIET_MS;
    this.#sawAt = now;
    this.#await(QUIET_MS);
    if (isSure) this.#limit(MAX_MS);
    else
      this.#cancelLimit = this.#clock.after(DOUBT_MS, () => {
        if (this.#seen >= FLOOD_BYTES) this.#limit(MAX_MS - DOUBT_MS);
        else {
          this.#doubtRestUntil = this.#clock.now() + REST_MS;
          this.#end();
        }
      });
  }

  #limit(ms: number): void {
    this.#cancelLimit = this.#clock.after(ms, () => {
      this.#restUntil = this.#clock.now() + REST_MS;
      this.#end();
    });
  }

  /** More output has come: thousands of messages a second. */
  saw(bytes: Buffer): void {
    this.#sawAt = this.#clock.now();
    this.#seen += bytes.length;
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
