import type { LogQueryFrame, LogSourceFrame, LogSourceRequest, LogStanding } from '@quarterdeck/shared/log-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { metadataText } from '../live/table.ts';
import type { WatchListMemory } from '../live/watch-list-memory.ts';
import type { ContainerView } from './container-facts.ts';
import { readPod } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';
import { LogFollower } from './log-follower.ts';
import type { LogRange, LogReport } from './log-follower-options.ts';
import type { TimedLine } from './log-line.ts';
import { LogMerge } from './log-merge.ts';
import { LogQuery, type MatchedContainer } from './log-query.ts';
import { type LogShare, tooManyContainers } from './log-share.ts';
import { askedView } from './log-view.ts';
import { OpeningWindow } from './opening-window.ts';

export interface LogWish extends LogRange {
  readonly sources: readonly LogSourceRequest[];
  readonly resume?: { readonly at: string; readonly sources: readonly LogStanding[] } | undefined;
}

/** What a reader hands over, in order. */
export type LogItem = { readonly line: TimedLine } | { readonly report: Omit<LogSourceFrame, 'type' | 'source'> };

export interface LogReaderOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly wish: LogWish;
  /** wait for every source, so that the order is exact: for what ends */
  readonly exact: boolean;
  readonly maxLineBytes: number;
  readonly share: LogShare;
  readonly memory: WatchListMemory;
  readonly clock: Clock;
  /** there may be something to take */
  readonly ready: () => void;
  readonly query: (frame: Omit<LogQueryFrame, 'type'>) => void;
}

interface Reading {
  readonly target: ContainerName;
  readonly follower: LogFollower;
  /** index of the request's source */
  readonly request: number;
  readonly uid: string;
}

/** Bytes held for one reader that does not keep up; each source has a part of it, and room for something in any case. */
const BUDGET_BYTES = 8 * 1024 * 1024;
const LEAST_BYTES = 64 * 1024;
const HELD_LINES = 2000;
/** A pod of this age at its joining has lines of before: it was there, and only its labels are new. */
const OLD_POD_MS = 60_000;

/** The logs of any number of containers, named or found by queries, merged by time; as much of them is read as is taken. */
export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #merge: LogMerge<LogItem>;
  readonly #began: number;
  readonly #queries = new Map<number, { readonly query: LogQuery; state: LogQueryFrame['state']; problem?: Problem }>();
  readonly #window: OpeningWindow;
  readonly #readings = new Map<number, Reading>();
  /** matched, but too many */
  #waiting: { readonly request: number; readonly container: MatchedContainer }[] = [];
  readonly #roomless = new Map<number, () => void>();
  readonly #abort = new AbortController();
  /** questions whose answer may bring a source */
  #asking = 0;
  #sources = 0;
  #stopped = false;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    this.#began = options.clock.now();
    this.#merge = new LogMerge({ exact: options.exact });
    this.#window = new OpeningWindow(options.clock);
  }

  start(): void {
    for (const [request, source] of this.#options.wish.sources.entries()) {
      if ('pod' in source) this.#joinNamed(source, request);
      else this.#startQuery(source, request);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.#window.close();
    for (const { query } of this.#queries.values()) query.stop();
    for (const { follower } of this.#readings.values()) follower.stop();
    this.#readings.clear();
    this.#waiting = [];
    for (const resume of this.#roomless.values()) resume();
    this.#roomless.clear();
    this.#options.share.leave();
  }

  /** Nothing more will come, and everything was taken. */
  get isOver(): boolean {
    const queriesOver = [...this.#queries.values()].every(({ query }) => query.isOver);
    return (
      queriesOver &&
      this.#readings.size === 0 &&
      this.#waiting.length === 0 &&
      this.#asking === 0 &&
      this.#merge.size === 0
    );
  }

  /** Something is held that is not due yet, or was not taken. */
  get holds(): boolean {
    return this.#merge.size > 0;
  }

  /** The first lines of a source, or the sources of a query, may yet come. */
  get isOpening(): boolean {
    return this.#merge.sources === 0 || this.#merge.isOpening;
  }

  /** Hands over what is due, in order, until `take` says that it is enough. */
  release(take: (item: LogItem, source: number) => boolean): void {
    this.#merge.release(this.#options.clock.now(), take);
    for (const [source, resume] of [...this.#roomless]) {
      if (!this.#hasRoom(source)) continue;
      this.#roomless.delete(source);
      resume();
    }
  }

  /** The newest of the lines that are held, in order as far as it is known. */
  newest(most: number): readonly { readonly item: LogItem; readonly source: number }[] {
    return this.#merge.newest(most);
  }

  /** The containers that are being read, for checks of the person's rights. */
  get targets(): readonly ContainerName[] {
    return [...this.#readings.values()].map(({ target }) => target);
  }

  get queryNamespaces(): readonly string[] {
    const namespaces = this.#options.wish.sources.flatMap((source, request) =>
      this.#queries.get(request)?.query.isOver === false ? [source.namespace] : [],
    );
    return [...new Set(namespaces)];
  }

  /** The right to read logs of these pods was taken away. */
  refuse(is: (target: ContainerName) => boolean, problem: Problem): void {
    for (const { target, follower } of [...this.#readings.values()])
      if (is(target)) follower.end({ state: 'failed', problem });
  }

  /** The right to see the pods of a namespace was taken away. */
  refuseQueries(namespace: string, problem: Problem): void {
    for (const [request, { query }] of this.#queries)
      if (this.#options.wish.sources[request]?.namespace === namespace) query.fail(problem);
  }

  #startQuery(source: Exclude<LogSourceRequest, { pod: string }>, request: number): void {
    const { cluster, session, memory, clock, wish } = this.#options;
    const query = new LogQuery({
      cluster,
      session,
      namespace: source.namespace,
      labelSelector: source.labelSelector ?? '',
      fieldSelector: source.fieldSelector ?? '',
      containers: source.containers ? new Set(source.containers) : null,
      owners: source.owners ? new Set(source.owners) : null,
      follow: wish.follow,
      memory,
      clock,
      joined: (container) => this.#joinMatched(container, request),
      went: (container, because) => this.#went(container, request, because),
      state: (state, problem) => {
        this.#queries.set(request, { query, state, ...(problem ? { problem } : {}) });
        this.#tell(request);
        this.#options.ready();
      },
    });
    this.#queries.set(request, { query, state: 'reconnecting' });
    query.start();
  }

  #tell(request: number): void {
    const its = this.#queries.get(request);
    if (!its || this.#stopped) return;
    const notRead = this.#waiting.filter((one) => one.request === request).length;
    const { query, state } = its;
    const problem = notRead > 0 ? tooManyContainers(this.#options.share.limit) : its.problem;
    this.#options.query({ query: request, state, matched: query.matched, notRead, ...(problem ? { problem } : {}) });
  }

  #joinNamed({ namespace, pod, container }: ContainerName, request: number, again = false): void {
    const { cluster, session, clock, wish, share } = this.#options;
    const target = { namespace, pod, container };
    if (!share.take()) {
      const problem = tooManyContainers(share.limit);
      this.#options.query({ query: request, state: 'failed', matched: 1, notRead: 1, problem });
      return;
    }
    const standing = wish.resume?.sources.find(
      (one) => one.namespace === namespace && one.pod === pod && one.container === container,
    );
    const known = again ? undefined : standing;
    const range = again ? { follow: wish.follow, instances: wish.instances } : wish;
    const view = askedView(cluster, session, target, clock, known?.uid);
    this.#read(target, view, { request, uid: '', range, standing: known, joined: again });
  }

  #joinMatched(container: MatchedContainer, request: number): void {
    if (this.#stopped) return;
    // two queries may find the same container
    for (const one of this.#readings.values())
      if (one.uid === container.uid && one.target.container === container.container) return;
    if (!this.#options.share.take()) {
      this.#waiting.push({ request, container });
      return;
    }
    const { wish } = this.#options;
    const standing = wish.resume?.sources.find(
      (one) => one.uid === container.uid && one.container === container.container,
    );
    const range = this.#rangeOf(container, request);
    const { uid, view } = container;
    const joined = this.#queries.get(request)?.query.isListed === true;
    this.#read(container, view, { request, uid, range, standing, joined });
    if (joined) this.#tell(request);
  }

  /** Of a pod that joins, everything is wanted: nothing of it was there when the view was opened. */
  #rangeOf({ createdAt }: MatchedContainer, request: number): LogRange {
    const { wish } = this.#options;
    const since = wish.resume ? Date.parse(wish.resume.at) : this.#began;
    const joins = wish.resume !== undefined || this.#queries.get(request)?.query.isListed === true;
    if (!joins || Number.isNaN(since)) return wish;
    const whole: LogRange = { follow: wish.follow, instances: wish.instances };
    if (createdAt > since - OLD_POD_MS) return whole;
    // it had no line then, or was not read
    return wish.resume ? { ...whole, sinceTime: wish.resume.at } : wish;
  }

  #read(
    { namespace, pod, container }: ContainerName,
    view: ContainerView,
    its: {
      readonly request: number;
      readonly uid: string;
      readonly range: LogRange;
      readonly standing: LogStanding | undefined;
      readonly joined: boolean;
    },
  ): void {
    const { cluster, session, maxLineBytes, clock, ready } = this.#options;
    const source = this.#sources;
    this.#sources += 1;
    const target = { namespace, pod, container };
    this.#merge.open(source);
    const follower = new LogFollower({
      cluster,
      session,
      target,
      view,
      range: its.range,
      standing: its.standing,
      maxLineBytes,
      clock,
      line: (line) => {
        this.#merge.line(source, line.time, line.text.length, { line }, clock.now());
        ready();
      },
      report: (report) => this.#reported(source, { ...target, ...(its.joined ? { joined: true } : {}) }, report),
      heard: () => {
        this.#window.answered(source);
        this.#merge.heard(source, clock.now());
      },
      room: () => this.#room(source),
    });
    this.#readings.set(source, { target, follower, request: its.request, uid: its.uid });
    this.#window.enter(source, () => {
      if (!this.#readings.has(source)) {
        this.#window.answered(source);
        return;
      }
      this.#merge.asked(source, clock.now());
      follower.start();
    });
  }

  #reported(source: number, target: ContainerName & { readonly joined?: true }, report: LogReport): void {
    if (this.#stopped) return;
    const { clock, exact, share, ready } = this.#options;
    const ends = report.state === 'ended' || report.state === 'failed';
    this.#window.answered(source);
    this.#merge.mark(source, { report: { ...target, ...report } }, clock.now());
    if (ends) this.#merge.close(source);
    else if (report.state !== 'streaming' && !exact) this.#merge.silent(source);
    if (ends) {
      const reading = this.#readings.get(source);
      this.#readings.delete(source);
      this.#roomless.delete(source);
      share.give();
      this.#readNext();
      if (reading) void this.#replaced(reading, report);
    }
    ready();
  }

  /** A named container whose pod was made anew under the same name is followed on, as another source. */
  async #replaced({ target, request }: Reading, { because, uid }: LogReport): Promise<void> {
    const { cluster, session, wish, ready } = this.#options;
    const named = 'pod' in (wish.sources[request] ?? {});
    if (because !== 'gone' || uid === '' || !wish.follow || !named) return;
    this.#asking += 1;
    const answer = await readPod(cluster, session, target, this.#abort.signal);
    this.#asking -= 1;
    if (this.#stopped) return;
    if (answer.pod !== null && metadataText(answer.pod, 'uid') !== uid) this.#joinNamed(target, request, true);
    ready();
  }

  #readNext(): void {
    const next = this.#waiting.shift();
    if (!next) return;
    this.#joinMatched(next.container, next.request);
    this.#tell(next.request);
  }

  #went(container: MatchedContainer, request: number, because: 'gone' | 'left'): void {
    if (this.#stopped) return;
    this.#waiting = this.#waiting.filter((one) => one.container !== container);
    for (const { uid, target, follower } of [...this.#readings.values()]) {
      if (uid !== container.uid || target.container !== container.container) continue;
      if (because === 'gone') follower.gone();
      else follower.end({ state: 'ended', because });
    }
    this.#tell(request);
  }

  #hasRoom(source: number): boolean {
    const { lines, bytes } = this.#merge.held(source);
    const budget = Math.max(LEAST_BYTES, BUDGET_BYTES / Math.max(1, this.#merge.sources));
    return lines < HELD_LINES && bytes < budget;
  }

  #room(source: number): Promise<void> | undefined {
    if (this.#stopped || this.#hasRoom(source)) return undefined;
    return new Promise((resolve) => this.#roomless.set(source, resolve));
  }
}
