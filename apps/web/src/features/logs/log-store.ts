import type { LogLine, LogQueryFrame, LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import { createMatcher, type ExpressionMatcher } from './expression-matcher.ts';
import { LineReader } from './line-reader.ts';
import type { LogMark } from './log-entry.ts';
import type { LogFilter } from './log-filter.ts';
import { type FindQuery, LogFind } from './log-find.ts';
import { LogRing, type RingLimits } from './log-ring.ts';
import type { LogLink, LogRequest, LogStream, OpenLogs } from './log-source.ts';
import { type LogSource, LogSources } from './log-sources.ts';
import { LogView } from './log-view.ts';
import { nextPicture, type Schedule } from './next-picture.ts';
import { type ShownLook, shownTexts } from './shown-line.ts';

export interface LogSnapshot {
  /** first and after-last `seq` of the ring */
  readonly start: number;
  readonly end: number;
  /** lines that the filter lets through and no fold hides */
  readonly shown: number;
  /** changes when lines appear or vanish between others */
  readonly version: number;
  /** all lines have been looked at by the filter */
  readonly filtered: boolean;
  /** the filter's regular expression took too long: it is not applied */
  readonly tooSlow: boolean;
  readonly dropped: number;
  /** emptied by the person, and nothing has come since */
  readonly cleared: boolean;
  /** lines that have come and wait, so that nothing in view is given up */
  readonly held: number;
  readonly link: LogLink;
  readonly sources: readonly LogSource[];
  readonly queries: readonly LogQueryFrame[];
  readonly problem: Problem | undefined;
  /** nothing more will come */
  readonly ended: boolean;
  readonly hits: number;
  /** all lines have been searched */
  readonly searched: boolean;
}

/** Lines searched per picture: some ten thousand short lines take a few milliseconds. */
const FIND_STEP = 10_000;
/** Milliseconds of a picture that the filter may take. */
const FILTER_BUDGET = 8;

const EMPTY: LogSnapshot = {
  start: 0,
  end: 0,
  shown: 0,
  version: 0,
  filtered: true,
  tooSlow: false,
  dropped: 0,
  cleared: false,
  held: 0,
  link: 'connecting',
  sources: [],
  queries: [],
  problem: undefined,
  ended: false,
  hits: 0,
  searched: true,
};

interface Preview {
  readonly preview: readonly LogLine[];
}
type Pending = LogLine | LogSourceFrame | LogQueryFrame | LogMark | Preview;

export interface LogStoreOptions {
  readonly schedule?: Schedule;
  readonly limits?: RingLimits;
  readonly matcher?: ExpressionMatcher;
  readonly now?: () => number;
}

/**
 * What a log view shows: takes lines from a stream, keeps the newest in a ring, changes at most once per picture and tells
 * the stream what it has taken. Knows no React.
 */
export class LogStore {
  readonly ring: LogRing;
  readonly view: LogView;
  readonly find = new LogFind();
  readonly #open: OpenLogs;
  readonly #schedule: Schedule;
  readonly #matcher: ExpressionMatcher;
  readonly #reader = new LineReader();
  readonly #listeners = new Set<() => void>();
  #sources = new LogSources();
  #snapshot = EMPTY;
  #stream: LogStream | undefined;
  #pending: Pending[] = [];
  #pendingFrom = 0;
  #cancel: (() => void) | undefined;
  #hold: number | undefined;
  #cleared = false;
  /** what stands in the ring will come again, in its order */
  #previewing = false;
  #status: Pick<LogSnapshot, 'link' | 'problem' | 'ended'> = EMPTY;

  constructor(open: OpenLogs, options: LogStoreOptions = {}) {
    this.#open = open;
    this.#schedule = options.schedule ?? nextPicture;
    this.#matcher = options.matcher ?? createMatcher();
    this.ring = new LogRing(options.limits);
    this.view = new LogView({
      ring: this.ring,
      matcher: this.#matcher,
      keyOf: (source) => this.#sources.keyOf(source),
      wake: () => this.#soon(),
      now: options.now ?? (() => performance.now()),
    });
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
    this.#previewing = false;
    this.#sources = new LogSources();
    this.#reader.reset();
    this.ring.clear();
    this.#lookAgain();
    this.#status = { link: 'connecting', problem: undefined, ended: false };
    this.#stream = this.#open(request, {
      lines: (lines) => {
        for (const line of lines) this.#pending.push(line);
        this.#soon();
      },
      preview: (preview) => this.#add({ preview }),
      source: (frame) => this.#add(frame),
      query: (frame) => this.#add(frame),
      end: () => this.#setStatus({ ended: true }),
      link: (link, problem) =>
        this.#setStatus(link === 'closed' || problem !== undefined ? { link, problem } : { link }),
    });
    this.#soon();
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#matcher.close();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Goes on after the last line, with another request if one is given; `mark` says in the view why. */
  resume(mark?: LogMark, request?: LogRequest): void {
    if (mark !== undefined) this.#pending.push(mark);
    if (request !== undefined) {
      const taken = this.#take();
      if (taken > 0) this.#stream?.taken(taken);
      this.#sources.askAnew();
    }
    this.#setStatus({ ended: false, problem: undefined });
    this.#stream?.reopen(request);
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
    this.#lookAgain();
    this.#soon();
  }

  search(query: FindQuery): void {
    this.find.set(query, this.ring);
    this.#soon();
  }

  filter(filter: LogFilter): void {
    this.view.setFilter(filter);
    this.#searchAgain();
  }

  /** Search finds what is drawn. */
  setLook(look: ShownLook): void {
    this.find.setTexts((entry) => shownTexts(entry, look));
    this.#searchAgain();
  }

  setFolding(folding: boolean): void {
    this.view.setFolding(folding);
    this.#searchAgain();
  }

  /** Shows or hides what is folded under a line. */
  toggleFold(seq: number): void {
    this.view.toggle(seq);
    this.#searchAgain();
  }

  #searchAgain(): void {
    this.find.set(this.find.query, this.ring);
    this.#soon();
  }

  #lookAgain(): void {
    this.view.clear();
    this.find.set(this.find.query, this.ring);
  }

  #add(pending: Pending): void {
    this.#pending.push(pending);
    this.#soon();
  }

  #setStatus(change: Partial<Pick<LogSnapshot, 'link' | 'problem' | 'ended'>>): void {
    this.#status = { ...this.#status, ...change };
    this.#soon();
  }

  #soon(): void {
    this.#cancel ??= this.#schedule(() => this.#commit());
  }

  #commit(): void {
    this.#cancel = undefined;
    const taken = this.#take();
    const filtering = this.view.step(FILTER_BUDGET);
    const searching = this.find.step(this.ring, this.view, FIND_STEP);
    this.#snapshot = {
      ...this.#status,
      sources: this.#sources.list,
      queries: this.#sources.queries,
      start: this.ring.start,
      end: this.ring.end,
      shown: this.view.count,
      version: this.view.version,
      filtered: this.view.next >= this.ring.end,
      tooSlow: this.view.tooSlow,
      dropped: this.ring.dropped,
      cleared: this.#cleared && this.ring.size === 0,
      held: this.#pending.length - this.#pendingFrom,
      hits: this.find.count,
      searched: !searching && this.view.next >= this.ring.end,
    };
    if (taken > 0) this.#stream?.taken(taken);
    if (searching || filtering) this.#soon();
    for (const listener of this.#listeners) listener();
  }

  /** Moves what has come into the ring, as far as the hold allows; the rest keeps the sender waiting. */
  #take(): number {
    let lines = 0;
    while (this.#pendingFrom < this.#pending.length) {
      const next = this.#pending[this.#pendingFrom] as Pending;
      const length = isLine(next) ? next[2].length : 0;
      if (this.#hold !== undefined && !this.ring.fits(length, this.#hold)) break;
      if (isLine(next)) {
        this.#endPreview();
        this.ring.push(this.#reader.read(this.ring.end, next));
        lines++;
      } else this.#happened(next);
      this.#pendingFrom++;
    }
    if (this.#pendingFrom === this.#pending.length) {
      this.#pending = [];
      this.#pendingFrom = 0;
    }
    return lines;
  }

  #endPreview(): void {
    if (!this.#previewing) return;
    this.#previewing = false;
    const marks = [...this.ring.entries()].filter(({ mark }) => mark !== undefined);
    this.ring.clear();
    this.#reader.reset();
    for (const mark of marks) this.ring.push(mark);
    this.#lookAgain();
  }

  #happened(what: LogSourceFrame | LogQueryFrame | LogMark | Preview): void {
    if ('preview' in what) {
      this.#endPreview();
      this.#previewing = true;
      for (const line of what.preview) this.ring.push(this.#reader.read(this.ring.end, line));
    } else if (!('type' in what)) this.ring.push(this.#reader.mark(-1, what));
    else if (what.type === 'query') this.#sources.query(what);
    else {
      const mark = this.#sources.source(what);
      if (mark !== undefined) this.ring.push(this.#reader.mark(what.source, mark));
    }
  }
}

function isLine(pending: Pending): pending is LogLine {
  return Array.isArray(pending);
}
