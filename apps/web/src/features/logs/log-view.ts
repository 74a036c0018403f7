import { plainText } from './ansi.ts';
import type { ExpressionMatcher } from './expression-matcher.ts';
import type { LogEntry } from './log-entry.ts';
import {
  cheapPredicate,
  expressionsOf,
  type LinePredicate,
  type LogFilter,
  NO_FILTER,
  type TextRule,
} from './log-filter.ts';
import type { LogRing } from './log-ring.ts';

const UNKNOWN = 0;
const SHOWN = 1;
const HIDDEN = 2;
/** Lines and characters that are sent to the matcher at once. */
const BATCH_LINES = 5000;
const BATCH_CHARACTERS = 512 * 1024;
/** Lines between two looks at the clock. */
const STRIDE = 256;

export interface LogViewOptions {
  readonly ring: LogRing;
  readonly matcher: ExpressionMatcher;
  readonly keyOf: (source: number) => string;
  /** the matcher has answered: go on */
  readonly wake: () => void;
  /** milliseconds */
  readonly now: () => number;
}

/**
 * Which lines of the ring are shown, in order: those that the filter lets through, without those that are folded under another.
 * Works in steps; new lines cost only themselves.
 */
export class LogView {
  readonly #options: LogViewOptions;
  readonly #verdicts: Uint8Array;
  /** shown lines, ascending; those before #from were dropped */
  #shown: number[] = [];
  #from = 0;
  #next = 0;
  #filter: LogFilter = NO_FILTER;
  #passes: LinePredicate = () => true;
  #expressions: readonly TextRule[] = [];
  #asking = false;
  #round = 0;
  #tooSlow = false;
  #folding = true;
  /** lines whose folded ones are shown */
  readonly #open = new Set<number>();
  /** lines that belong to a line and are let through */
  readonly #under = new Map<number, number>();
  /** counts up when lines appear or vanish between others */
  #version = 0;

  constructor(options: LogViewOptions) {
    this.#options = options;
    this.#verdicts = new Uint8Array(options.ring.limits.lines);
  }

  get count(): number {
    return this.#shown.length - this.#from;
  }
  get version(): number {
    return this.#version;
  }
  get filter(): LogFilter {
    return this.#filter;
  }
  /** the regular expressions took too long and are not applied */
  get tooSlow(): boolean {
    return this.#tooSlow;
  }
  /** lines before this one have been looked at */
  get next(): number {
    return this.#next;
  }

  seqAt(index: number): number | undefined {
    return index < 0 ? undefined : this.#shown[this.#from + index];
  }

  /** The place of the first shown line at or after `seq`. */
  indexFrom(seq: number): number {
    let low = this.#from;
    let high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#shown[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low - this.#from;
  }

  /** Whether the filter lets a line through; it may be folded under another. */
  lets(seq: number): boolean {
    const { ring } = this.#options;
    return seq >= ring.start && seq < this.#next && this.#verdicts[seq % ring.limits.lines] === SHOWN;
  }

  /** How many lines are folded, or can be folded again, under a line. */
  under(seq: number): number {
    return this.#folding ? (this.#under.get(seq) ?? 0) : 0;
  }
  isOpen(seq: number): boolean {
    return this.#open.has(seq);
  }

  setFilter(filter: LogFilter): void {
    this.#filter = filter;
    this.#passes = cheapPredicate(filter, this.#options.keyOf);
    this.#expressions = expressionsOf(filter);
    this.#tooSlow = false;
    this.#restart();
  }

  /** Shows or hides what is folded under one line. */
  toggle(seq: number): void {
    if (!this.#open.delete(seq)) this.#open.add(seq);
    this.#gather();
  }

  setFolding(folding: boolean): void {
    if (this.#folding === folding) return;
    this.#folding = folding;
    this.#open.clear();
    this.#gather();
  }

  /** Everything that was read is gone. */
  clear(): void {
    this.#open.clear();
    this.#restart();
  }

  /** Looks at more lines until it has taken `budget` milliseconds; true when more are left that need no answer first. */
  step(budget: number): boolean {
    const { ring, now } = this.#options;
    this.#trim();
    if (this.#asking) return false;
    if (this.#expressions.length > 0 && !this.#tooSlow) {
      this.#ask();
      return false;
    }
    const until = now() + budget;
    while (this.#next < ring.end) {
      const to = Math.min(ring.end, this.#next + STRIDE);
      for (; this.#next < to; this.#next++) this.#judge(this.#next, this.#isLetThrough(ring.get(this.#next)));
      if (now() >= until) break;
    }
    return this.#next < ring.end;
  }

  #restart(): void {
    this.#round++;
    this.#asking = false;
    this.#next = this.#options.ring.start;
    this.#verdicts.fill(UNKNOWN);
    this.#shown = [];
    this.#from = 0;
    this.#under.clear();
    this.#version++;
  }

  #isLetThrough(entry: LogEntry | undefined): boolean {
    if (entry === undefined) return false;
    let plain: string | undefined;
    return (
      entry.mark !== undefined ||
      this.#passes(entry, () => {
        plain ??= plainText(entry.text);
        return plain;
      })
    );
  }

  /** Sends a batch of lines to the matcher; those that are out already need no answer. */
  #ask(): void {
    const { ring, matcher, wake } = this.#options;
    const from = this.#next;
    const asked: number[] = [];
    const texts: string[] = [];
    const through = new Set<number>();
    let characters = 0;
    let to = from;
    for (; to < ring.end && texts.length < BATCH_LINES && characters < BATCH_CHARACTERS; to++) {
      const entry = ring.get(to);
      if (entry === undefined || !this.#isLetThrough(entry)) continue;
      if (entry.mark !== undefined) {
        through.add(to);
        continue;
      }
      const text = plainText(entry.text);
      asked.push(to);
      texts.push(text);
      characters += text.length;
    }
    if (to === from) return;
    const round = this.#round;
    this.#asking = true;
    void matcher.match(this.#expressions, texts).then((verdicts) => {
      if (round !== this.#round) return;
      this.#asking = false;
      if (verdicts === undefined) {
        this.#tooSlow = true;
        this.#restart();
      } else {
        for (let at = 0; at < asked.length; at++) if (verdicts[at] === true) through.add(asked[at] as number);
        for (; this.#next < to; this.#next++) this.#judge(this.#next, through.has(this.#next));
      }
      wake();
    });
  }

  /** A line of a trace comes with the line that it belongs to. */
  #judge(seq: number, own: boolean): void {
    const { ring } = this.#options;
    const entry = ring.get(seq);
    if (entry === undefined) return;
    const shown = own || this.lets(entry.head);
    this.#verdicts[seq % ring.limits.lines] = shown ? SHOWN : HIDDEN;
    if (shown) this.#show(entry);
  }

  #show({ seq, head }: LogEntry): void {
    if (this.lets(head)) {
      this.#under.set(head, (this.#under.get(head) ?? 0) + 1);
      if (this.#folding && !this.#open.has(head)) return;
    }
    this.#shown.push(seq);
  }

  /** Lists the shown lines anew from what is known of them. */
  #gather(): void {
    const { ring } = this.#options;
    this.#shown = [];
    this.#from = 0;
    this.#under.clear();
    this.#version++;
    for (let seq = ring.start; seq < this.#next; seq++) {
      const entry = ring.get(seq);
      if (entry !== undefined && this.lets(seq)) this.#show(entry);
    }
  }

  #trim(): void {
    const { start } = this.#options.ring;
    if (this.#next < start) this.#next = start;
    const before = this.#from;
    while (this.#from < this.#shown.length && (this.#shown[this.#from] as number) < start) this.#from++;
    if (this.#from === before) return;
    for (const seq of this.#under.keys()) {
      if (seq >= start) break;
      this.#under.delete(seq);
      this.#open.delete(seq);
    }
    if (this.#from > 4096 && this.#from * 2 > this.#shown.length) {
      this.#shown = this.#shown.slice(this.#from);
      this.#from = 0;
    }
  }
}
