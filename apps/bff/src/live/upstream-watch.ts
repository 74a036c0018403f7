import { problemOfStatus } from '@quarterdeck/shared/api-status';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { UpstreamResponse } from '../clusters/cluster.ts';
import { backOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { continueToken } from './continue-token.ts';
import { LineSplitter } from './line-splitter.ts';
import { askPage } from './list-page.ts';
import { parseWithoutManagedFields } from './managed-fields.ts';
import { isInitialEventsEnd, isJsonObject, type JsonObject, metadataOf, metadataText, versionOf } from './table.ts';
import { problemOfAnswer } from './upstream-answer.ts';
import { WatchHealth, type WatchState } from './watch-health.ts';
import type { WatchListMemory } from './watch-list-memory.ts';
import { badAnswer, notWatchable, outcomeOf, outcomeOfError, type WatchOutcome } from './watch-outcome.ts';
import { pageRequest, type UpstreamPath, type WatchTarget, watchListRequest, watchRequest } from './watch-request.ts';

/** Where a watch puts what it hears. */
interface WatchSink {
  /** A list begins: what it does not name until listed() is gone. */
  listing(): void;
  /** A page of a list, or the object of an ADDED or MODIFIED event. */
  upsert(value: JsonObject): void;
  /** A bookmark, which may be what tells the columns of an empty list. */
  columns(value: JsonObject): void;
  /** The object of a DELETED event. */
  remove(value: JsonObject): void;
  listed(): void;
  /** All that came together has been handed over: a moment to pass it on. */
  settled(): void;
  /** Nothing read before may be shown any longer: access was refused or the resource is gone. */
  clear(): void;
  state(state: WatchState): void;
}

export interface UpstreamWatchOptions {
  readonly cluster: string;
  readonly target: WatchTarget;
  /** One GET with the person's credential. */
  readonly get: (request: UpstreamPath, signal: AbortSignal) => Promise<UpstreamResponse>;
  readonly sink: WatchSink;
  readonly memory: WatchListMemory;
  readonly clock: Clock;
}

const GO_ON: WatchOutcome = { next: 'go-on' };

/** The first page is small, so that the first rows are on the screen while the rest is still being read. */
const FIRST_PAGE_LIMIT = 100;
const PAGE_LIMIT = 500;
const MAX_EVENT_BYTES = 32 * 1024 * 1024;
const OPEN_TIMEOUT_MS = 30_000;
/** Bookmarks come about once a minute (KEP-956): more silence than this is checked by opening again. */
const SILENCE_MS = 75_000;
/** A server that ignores sendInitialEvents sends its objects and then nothing: no end mark ever. */
const NO_END_MARK_MS = 10_000;
/** A reopened watch that is told 410 is told so at once: live is said only after this long without. */
const SETTLE_MS = 250;
/** A watch that lived this long was a good one: the next failure starts a new back-off. */
const GOOD_WATCH_MS = 5000;
const SHORT_WATCH_MS = 1000;
const POLL_MS = 15_000;
const HURRY_MS = 1_000;
/** So many ERROR events in a row without progress: the place to resume from is at fault. */
const MAX_ERROR_EVENTS = 3;

/**
 * One list and watch of the API server, kept alive until stopped: the streaming list where the server has it, pages and a
 * watch elsewhere; resumed from the last resourceVersion after a cut, listed again only when that is too old.
 */
export class UpstreamWatch {
  readonly #options: UpstreamWatchOptions;
  readonly #health: WatchHealth;
  #target: WatchTarget;
  /** Where to resume; null: a list is needed. */
  #version: string | null = null;
  /** `#version` comes straight from a list. */
  #fresh = false;
  #streamingList = true;
  /** The streaming list was refused for its parameters; remembered once a plain list has worked. */
  #refusedParameters = false;
  #attempt = 0;
  #errorEvents = 0;
  #stopped = false;
  #abort = new AbortController();
  #wake: (() => void) | null = null;
  #pausedAt = 0;

  constructor(options: UpstreamWatchOptions) {
    this.#options = options;
    this.#target = options.target;
    this.#health = new WatchHealth(options.clock, (state) => {
      if (!this.#stopped) options.sink.state(state);
    });
  }

  get state(): WatchState {
    return this.#health.current;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#health.stop();
    this.#abort.abort();
    this.#wake?.();
  }

  /** Someone new looks, or does not want to wait: a pause that is only our guess ends, at most once a second. */
  hurry(): void {
    const late = this.#options.clock.now() - this.#pausedAt >= HURRY_MS;
    if (late && this.state.state !== 'live') this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#abort = new AbortController();
      const outcome = await this.#turn().catch(outcomeOfError);
      if (this.#stopped) return;
      const pause = this.#pauseAfter(outcome);
      // the server's own wish is no guess
      const wished = outcome.next === 'retry' && outcome.problem.retryAfterSeconds !== undefined;
      this.#pausedAt = wished ? Number.POSITIVE_INFINITY : this.#options.clock.now();
      if (pause > 0) await this.#sleep(pause);
    }
  }

  #turn(): Promise<WatchOutcome> {
    if (this.#version !== null) return this.#watch(this.#version);
    const { memory, cluster } = this.#options;
    this.#health.startOver();
    const streams = this.#streamingList && memory.mayWork(cluster, this.#target.gvr.group);
    return streams ? this.#watchList() : this.#pages();
  }

  /** Takes in what an outcome changes; returns how long to wait before the next turn. */
  #pauseAfter(outcome: WatchOutcome): number {
    const random = this.#options.clock.random();
    switch (outcome.next) {
      case 'go-on':
        return 0;
      case 'reopen':
        // A server that goes away ends all its watches in one moment: do not come back in one moment.
        return SETTLE_MS * random;
      case 'plain':
        if (this.#target.table === null) return POLL_MS;
        this.#target = { ...this.#target, table: null };
        return 0;
      case 'relist':
        this.#version = null;
        this.#health.lost();
        return backOff(this.#attempt++, random);
      case 'retry':
        this.#health.lost(outcome.problem);
        return backOff(this.#attempt++, random, outcome.problem.retryAfterSeconds);
      case 'poll':
        this.#version = null;
        this.#health.live(outcome.problem);
        return POLL_MS * (1 + random / 4);
      case 'wait':
        if (outcome.state !== 'stale') {
          this.#version = null;
          this.#options.sink.clear();
        }
        this.#health.refused(outcome.state, outcome.problem);
        return outcome.ms;
    }
  }

  async #pages(): Promise<WatchOutcome> {
    const { sink } = this.#options;
    sink.listing();
    let limit = PAGE_LIMIT;
    const ask = (limit: number, token: string) =>
      askPage({ limit, token }, () => this.#open(pageRequest(this.#target, limit, token)));
    let asked = ask(FIRST_PAGE_LIMIT, '');
    for (;;) {
      const answer = await asked.answer;
      if (this.#stopped) return GO_ON;
      if ('next' in answer) return answer;
      this.#health.heard();
      const { bytes } = answer;
      if (bytes === null) {
        if (asked.limit <= 5) throw new ProblemError(badAnswer('A page of the list is too large'));
        limit = Math.floor(asked.limit / 10);
        asked = ask(limit, asked.token);
        continue;
      }
      // the server makes the next page while this one is read here
      const early = continueToken(bytes);
      if (early !== '') asked = ask(limit, early);
      const page = this.#parse(bytes);
      if (!isJsonObject(page)) throw new ProblemError(badAnswer('The list is not an object'));
      sink.upsert(page);
      const remaining = metadataOf(page)['remainingItemCount'];
      this.#health.progress(typeof remaining === 'number' ? remaining : undefined);
      sink.settled();
      const token = metadataText(page, 'continue');
      if (token === '') return this.#listedPages(metadataText(page, 'resourceVersion'));
      if (token !== early) asked = ask(limit, token);
    }
  }

  #listedPages(version: string): WatchOutcome {
    const { sink, memory, cluster } = this.#options;
    if (this.#refusedParameters) memory.refused(cluster, this.#target.gvr.group);
    this.#refusedParameters = false;
    this.#health.listed();
    sink.listed();
    sink.settled();
    if (version === '') return { next: 'poll', problem: notWatchable() };
    this.#version = version;
    this.#fresh = true;
    return GO_ON;
  }

  async #watchList(): Promise<WatchOutcome> {
    const response = await this.#open(watchListRequest(this.#target));
    if (response.status === 200) {
      this.#options.sink.listing();
      return this.#follow(response, true);
    }
    const refusal = await problemOfAnswer(response);
    const { status } = response;
    // The parameters are not known (v1.20: 422), or a list is allowed where a watch is not: the plain list tells.
    if (status === 400 || status === 422 || status === 403 || status === 405) {
      this.#streamingList = false;
      this.#refusedParameters = status === 400 || status === 422;
      return GO_ON;
    }
    return outcomeOf(refusal);
  }

  async #watch(version: string): Promise<WatchOutcome> {
    const fresh = this.#fresh;
    const response = await this.#open(watchRequest(this.#target, version));
    if (response.status === 200) {
      this.#fresh = false;
      return this.#follow(response, false);
    }
    const refusal = await problemOfAnswer(response);
    if (![403, 404, 405].includes(response.status)) return outcomeOf(refusal);
    // May be listed but not watched, or not even listed any more: the next list says it. The watch is tried again after every
    // list, since an API server that has just started refuses for a moment what it allows.
    this.#version = null;
    return fresh ? { next: 'poll', problem: notWatchable(refusal.detail) } : GO_ON;
  }

  /** Reads events until the stream ends; `listing` while the initial events of a streaming list come. */
  async #follow(response: UpstreamResponse, listing: boolean): Promise<WatchOutcome> {
    const { sink, clock } = this.#options;
    const splitter = new LineSplitter(MAX_EVENT_BYTES);
    const opened = clock.now();
    const turn = { listing, events: 0, silent: false, verdict: null as WatchOutcome | null };
    this.#health.heard();
    const close = (): void => {
      response.body.destroy();
    };
    this.#abort.signal.addEventListener('abort', close);
    const cancelSettle = listing ? () => {} : this.#sayLiveSoon();
    const cancelSilence = this.#onSilence(
      () => (turn.listing ? NO_END_MARK_MS : SILENCE_MS),
      () => {
        turn.silent = true;
        close();
      },
    );
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        if (this.#stopped) return GO_ON;
        this.#health.heard();
        splitter.push(chunk, (line, cut) => {
          if (cut) throw new ProblemError(badAnswer('An event of the watch is too large'));
          if (line.length > 0 && turn.verdict === null) this.#event(line, turn);
        });
        if (turn.listing) this.#health.progress(undefined);
        sink.settled();
        if (turn.verdict !== null) return turn.verdict;
      }
    } catch (error) {
      if (!turn.silent) throw error;
    } finally {
      cancelSettle();
      cancelSilence();
      close();
      if (clock.now() - opened >= GOOD_WATCH_MS) this.#attempt = 0;
    }
    if (turn.silent) {
      // Objects and no end mark: a server that passes over sendInitialEvents. Else a watch that may be dead: open it again.
      if (turn.listing) this.#streamingList = false;
      if (turn.listing) this.#refusedParameters = true;
      return GO_ON;
    }
    // A server ends a watch after 30 to 60 minutes; one that ends it at once and without a word is not well.
    if (!turn.listing && (turn.events > 0 || clock.now() - opened >= SHORT_WATCH_MS)) return { next: 'reopen' };
    return { next: 'retry', problem: problem('qd.live.disconnected', 'The watch ended too early') };
  }

  #event(line: Buffer, turn: { listing: boolean; events: number; verdict: WatchOutcome | null }): void {
    const { sink } = this.#options;
    const event = this.#parse(line);
    if (!isJsonObject(event) || !isJsonObject(event['object'])) return;
    const { type, object } = event as { type: unknown; object: JsonObject };
    if (type === 'ERROR') {
      turn.verdict = this.#errorEvent(object);
      return;
    }
    turn.events += 1;
    if (type === 'ADDED' || type === 'MODIFIED') sink.upsert(object);
    else if (type === 'DELETED') sink.remove(object);
    else if (type === 'BOOKMARK') sink.columns(object);
    if (turn.listing) {
      if (type !== 'BOOKMARK' || !isInitialEventsEnd(object)) return;
      turn.listing = false;
      this.#health.listed();
      sink.listed();
    }
    this.#version = versionOf(object) || this.#version;
    this.#attempt = 0;
    this.#errorEvents = 0;
    this.#health.live();
  }

  /** Rows have no use for managedFields; whole objects keep theirs. */
  #parse(bytes: Buffer): unknown {
    return this.#target.table === null ? JSON.parse(bytes.toString('utf8')) : parseWithoutManagedFields(bytes);
  }

  #errorEvent(status: JsonObject): WatchOutcome {
    const code = typeof status['code'] === 'number' ? status['code'] : 500;
    const outcome = outcomeOf(problemOfStatus(code, status));
    this.#errorEvents += 1;
    if (outcome.next !== 'retry' || this.#errorEvents < MAX_ERROR_EVENTS) return outcome;
    this.#errorEvents = 0;
    return { next: 'relist' };
  }

  async #open(request: UpstreamPath): Promise<UpstreamResponse> {
    let late = false;
    const abort = this.#abort;
    const cancel = this.#options.clock.after(OPEN_TIMEOUT_MS, () => {
      late = true;
      abort.abort();
    });
    try {
      return await this.#options.get(request, abort.signal);
    } catch (error) {
      if (!late) throw error;
      throw new ProblemError(problem('qd.cluster.timeout', 'The API server does not answer'), { cause: error });
    } finally {
      cancel();
    }
  }

  #sayLiveSoon(): () => void {
    if (this.#health.current.state !== 'loading')
      return this.#options.clock.after(SETTLE_MS, () => this.#health.live());
    this.#health.live();
    this.#options.sink.settled();
    return () => {};
  }

  #onSilence(allowed: () => number, run: () => void): () => void {
    const { clock } = this.#options;
    let cancel = (): void => {};
    const arm = (ms: number): void => {
      cancel = clock.after(ms, () => {
        const left = this.#health.lastHeard + allowed() - clock.now();
        if (left > 0) arm(left);
        else run();
      });
    };
    arm(allowed());
    return () => cancel();
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = ms === Number.POSITIVE_INFINITY ? () => {} : this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = null;
  }
}
