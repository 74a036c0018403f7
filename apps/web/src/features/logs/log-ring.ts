import type { LogEntry } from './log-entry.ts';

export interface RingLimits {
  readonly lines: number;
  readonly bytes: number;
}

export const DEFAULT_LIMITS: RingLimits = { lines: 50_000, bytes: 32 * 1024 * 1024 };
/** What an entry costs beside its text: object, strings' headers, slot. */
const ENTRY_BYTES = 160;

/**
 * The newest lines of a log, bounded by count and by memory. Old lines go in lots, so that a view's index changes seldom.
 * Lines are addressed by `seq`; `start` ≤ seq < `end`.
 */
export class LogRing {
  readonly limits: RingLimits;
  readonly #slots: (LogEntry | undefined)[] = [];
  readonly #lot: number;
  #start = 0;
  #end = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(limits: RingLimits = DEFAULT_LIMITS) {
    this.limits = limits;
    this.#lot = Math.max(1, Math.floor(limits.lines / 50));
  }

  get start(): number {
    return this.#start;
  }
  get end(): number {
    return this.#end;
  }
  get size(): number {
    return this.#end - this.#start;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** lines that were given up for room since the last clear */
  get dropped(): number {
    return this.#dropped;
  }

  get(seq: number): LogEntry | undefined {
    return seq >= this.#start && seq < this.#end ? this.#slots[seq % this.limits.lines] : undefined;
  }

  /** Whether a text of that length fits without giving up the line `keep` or anything after it. */
  fits(length: number, keep: number): boolean {
    return !this.#over(costOf(length)) || this.#start + this.#lot <= keep;
  }

  /** Adds a line; its `seq` is the ring's. */
  push(line: Omit<LogEntry, 'seq'>): void {
    const cost = costOf(line.text.length);
    while (this.size > 0 && this.#over(cost)) this.#dropLot();
    const seq = this.#end++;
    this.#slots[seq % this.limits.lines] = { ...line, seq };
    this.#bytes += cost;
  }

  clear(): void {
    this.#slots.length = 0;
    this.#start = this.#end;
    this.#bytes = 0;
    this.#dropped = 0;
  }

  *entries(): Iterable<LogEntry> {
    for (let seq = this.#start; seq < this.#end; seq++) {
      const entry = this.get(seq);
      if (entry !== undefined) yield entry;
    }
  }

  #over(more: number): boolean {
    return this.size + 1 > this.limits.lines || this.#bytes + more > this.limits.bytes;
  }

  #dropLot(): void {
    const to = Math.min(this.#start + this.#lot, this.#end);
    for (let seq = this.#start; seq < to; seq++) {
      const slot = seq % this.limits.lines;
      this.#bytes -= costOf(this.#slots[slot]?.text.length ?? 0);
      this.#slots[slot] = undefined;
    }
    this.#dropped += to - this.#start;
    this.#start = to;
  }
}

/** Two bytes a character: a string with one character beyond Latin-1 is kept so. */
function costOf(length: number): number {
  return ENTRY_BYTES + 2 * length;
}
