import type { Problem } from '@quarterdeck/shared/problem';
import type { LogLine } from '@quarterdeck/shared/stream-protocol';
import type { LogMark } from './log-entry.ts';
import { type FindQuery, LogFind } from './log-find.ts';
import { LogRing, type RingLimits } from './log-ring.ts';
import type { LogLink, LogRequest, LogSourceState, LogStream, OpenLogs } from './log-source.ts';

/** Runs something soon, once per picture; the returned function calls it off. */
export type Schedule = (run: () => void) => () => void;

const HIDDEN_TAB_MS = 400;

/** The next animation frame; in a hidden tab, where there is none, a moment later. */
const nextPicture: Schedule = (run) => {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = () => {
    cancel();
    run();
  };
  frame = requestAnimationFrame(once);
  timer = setTimeout(once, HIDDEN_TAB_MS);
  return cancel;
};

export interface LogSnapshot {
  /** first and after-last `seq` of the ring */
  readonly start: number;
  readonly end: number;
  readonly dropped: number;
  /** emptied by the person, and nothing has come since */
  readonly cleared: boolean;
  /** lines that have come and wait, so that nothing in view is given up */
  readonly held: number;
  readonly link: LogLink;
  readonly state: LogSourceState | undefined;
  readonly problem: Problem | undefined;
  /** nothing more will come */
  readonly ended: boolean;
  readonly hits: number;
  /** all lines have been searched */
  readonly searched: boolean;
}

/** Lines searched per picture: some ten thousand short lines take a few milliseconds. */
const FIND_STEP = 10_000;

const EMPTY: LogSnapshot = {
  start: 0,
  end: 0,
  dropped: 0,
  cleared: false,
  held: 0,
  link: 'connecting',
  state: undefined,
  problem: undefined,
  ended: false,
  hits: 0,
  searched: true,
};

/**
 * What a log view shows: takes lines from a stream, keeps the newest in a ring, changes at most once per picture and tells
 * the stream what it has taken. Knows no React.
 */
export class LogStore {
  readonly ring: LogRing;
  readonly find = new LogFind();
  readonly #open: OpenLogs;
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();
  #snapshot = EMPTY;
  #stream: LogStream | undefined;
  #pending: (LogLine | LogMark)[] = [];
  #pendingFrom = 0;
  #cancel: (() => void) | undefined;
  #hold: number | undefined;
  #cleared = false;
  #status: Pick<LogSnapshot, 'link' | 'state' | 'problem' | 'ended'> = EMPTY;

  constructor(open: OpenLogs, options: { readonly schedule?: Schedule; readonly limits?: RingLimits } = {}) {
    this.#open = open;
    this.#schedule = options.schedule ?? nextPicture;
    this.ring = new LogRing(options.limits);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): LogSnapshot => this.#snapshot;

  /** Shows another log: what was there goes. */
  start(request: LogRequest): void {
    this.stop();
    this.#pending = [];
    this.#pendingFrom = 0;
    this.#hold = undefined;
    this.#cleared = false;
    this.ring.clear();
    this.find.set(this.find.query, this.ring);
    this.#status = { link: 'connecting', state: undefined, problem: undefined, ended: false };
    this.#stream = this.#open(request, {
      lines: (lines) => {
        for (const line of lines) this.#pending.push(line);
        this.#soon();
      },
      source: (_index, state, problem) => this.#setStatus({ state, problem }),
      end: () => this.#setStatus({ ended: true }),
      link: (link, problem) => this.#setStatus(problem === undefined ? { link } : { link, problem }),
    });
    this.#soon();
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Goes on after the last line; `mark` says in the view why. */
  resume(mark?: LogMark): void {
    if (mark !== undefined) this.#pending.push(mark);
    this.#setStatus({ ended: false, problem: undefined, state: undefined });
    this.#stream?.reopen();
  }

  /** Puts a mark after the last line. */
  mark(mark: LogMark): void {
    this.#pending.push(mark);
    this.#soon();
  }

  /** The first line that a reader has in view and that may not be given up; undefined: follow the end. */
  hold(seq: number | undefined): void {
    if (this.#hold === seq) return;
    this.#hold = seq;
    if (this.#pendingFrom < this.#pending.length) this.#soon();
  }

  clear(): void {
    this.#cleared = true;
    this.ring.clear();
    this.find.set(this.find.query, this.ring);
    this.#soon();
  }

  search(query: FindQuery): void {
    this.find.set(query, this.ring);
    this.#soon();
  }

  #setStatus(change: Partial<Pick<LogSnapshot, 'link' | 'state' | 'problem' | 'ended'>>): void {
    this.#status = { ...this.#status, ...change };
    this.#soon();
  }

  #soon(): void {
    this.#cancel ??= this.#schedule(() => this.#commit());
  }

  #commit(): void {
    this.#cancel = undefined;
    const taken = this.#take();
    const searching = this.find.step(this.ring, FIND_STEP);
    this.#snapshot = {
      ...this.#status,
      start: this.ring.start,
      end: this.ring.end,
      dropped: this.ring.dropped,
      cleared: this.#cleared && this.ring.size === 0,
      held: this.#pending.length - this.#pendingFrom,
      hits: this.find.count,
      searched: !searching,
    };
    if (taken > 0) this.#stream?.taken(taken);
    if (searching) this.#soon();
    for (const listener of this.#listeners) listener();
  }

  /** Moves what has come into the ring, as far as the hold allows; the rest keeps the sender waiting. */
  #take(): number {
    let lines = 0;
    while (this.#pendingFrom < this.#pending.length) {
      const next = this.#pending[this.#pendingFrom] as LogLine | LogMark;
      const text = typeof next === 'string' ? '' : next[2];
      if (this.#hold !== undefined && !this.ring.fits(text.length, this.#hold)) break;
      if (typeof next === 'string') this.ring.push(0, '', '', next);
      else {
        this.ring.push(next[0], next[1], text);
        lines++;
      }
      this.#pendingFrom++;
    }
    if (this.#pendingFrom === this.#pending.length) {
      this.#pending = [];
      this.#pendingFrom = 0;
    }
    return lines;
  }
}
