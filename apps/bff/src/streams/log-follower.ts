import type { LogExit } from '@quarterdeck/shared/log-protocol';
import { ResumeFilter } from '@quarterdeck/shared/log-resume';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import { backOff } from '../live/back-off.ts';
import { LineSplitter } from '../live/line-splitter.ts';
import type { ContainerSight } from './container-facts.ts';
import type { LogEnd, LogFollowerOptions, LogReport } from './log-follower-options.ts';
import { readLine } from './log-line.ts';
import { CONTAINER_GONE, CONTAINER_REMOVED, type LogOutcome, lostLog, outcomeOfRefusal } from './log-outcome.ts';
import { logPath } from './log-path.ts';
import { pause } from './log-view.ts';

/** Of the kubelet's own words. */
const MAX_WORDS = 300;
/** The next status names a container that is there, if there is any. */
const REMOVED_RETRIES = 5;
/** What is only read to its end is not tried for ever. */
const STORED_RETRIES = 6;
/** A pod's status is behind its container by a second or so: a log that ended is believed to have been cut only after that. */
const SETTLE_MS = 500;
const SETTLE_LOOKS = 4;
/** A pod that is gone may still be stopping (it was deleted by force); its node may as well be dead. */
const GONE_MS = 30_000;

/**
 * The log of one container: its stored lines and, when following, what comes, over cuts and restarts of the container. No
 * line is lost as long as the node keeps it: the rest of an instance that ended unseen is read as the previous one. None is
 * repeated.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #filter = new ResumeFilter();
  readonly #abort = new AbortController();
  #attempt = 0;
  #started = false;
  /** the instance whose lines are read */
  #instance: number | null;
  #missed = 0;
  #sight: ContainerSight | null = null;
  #said = '';
  #saidInstance: number | null = null;
  /** the kubelet's words when what was read is no log */
  #removed = '';
  /** what stands after the last line feed: a line only if the container is over */
  #partial: Buffer | null = null;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
    this.#instance = options.standing?.instance ?? null;
    this.#started = options.standing !== undefined;
  }

  start(): void {
    void this.#run().catch((error: unknown) => this.#fail(error));
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Ends it from outside, saying why. */
  end(because: LogEnd): void {
    if (this.#stopped) return;
    this.stop();
    this.#flushPartial();
    this.#report(because.state, because);
  }

  /** The pod was deleted: the log's end says the rest, if it comes. */
  gone(): void {
    void pause(this.#options.clock, GONE_MS, this.#abort.signal).then(() =>
      this.end({ state: 'ended', because: 'gone' }),
    );
  }

  get #follows(): boolean {
    const { follow, instances } = this.#options.range;
    return follow && instances !== 'previous';
  }

  get #stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  async #run(): Promise<void> {
    const first = await this.#look();
    if (this.#stopped) return;
    const { range } = this.#options;
    const followedBefore = this.#options.standing !== undefined;
    if (followedBefore && first.state.is === 'gone') {
      this.end({ state: 'ended', because: 'gone' });
      return;
    }
    if (range.instances === 'previous') {
      this.#instance = first.instance === null ? null : Math.max(0, first.instance - 1);
      await this.#untilEnd(() => this.#read(true));
      return;
    }
    if (followedBefore) await this.#catchUp(first);
    else await this.#readEarlier(first);
    if (!this.#stopped) await this.#untilEnd(() => this.#read(false));
  }

  /** Reads again and again until nothing more will come. */
  async #untilEnd(read: () => Promise<LogOutcome>): Promise<void> {
    while (!this.#stopped) {
      const outcome = await read().catch(outcomeOfError);
      if (this.#stopped) return;
      const next = this.#bounded(outcome.next === 'judge' ? await this.#judge() : outcome);
      if (this.#stopped) return;
      if (next.next === 'end') {
        this.end(next);
        return;
      }
      if (await this.#before(next)) continue;
      this.end({ state: 'ended', because: 'gone' });
    }
  }

  #bounded(outcome: LogOutcome): LogOutcome {
    const spent = outcome.next === 'retry' && !this.#follows && this.#attempt >= STORED_RETRIES;
    return spent ? { next: 'end', state: 'failed', problem: outcome.problem } : outcome;
  }

  /** Waits until it makes sense to read on; false: it never will, and another pod may have the name. */
  async #before(next: Exclude<LogOutcome, { next: 'end' }>): Promise<boolean> {
    // a cut line comes again as a whole
    if (next.next === 'retry') {
      this.#partial = null;
      this.#report('reconnecting', { problem: next.problem });
      await this.#changed(this.#pause(next.problem));
    } else this.#flushPartial();
    if (next.next === 'wait') {
      this.#report('waiting', { problem: next.problem });
      await this.#changed(this.#pause(next.problem));
      await this.#untilRunning();
    }
    if (this.#stopped) return true;
    const sight = await this.#look();
    if (sight.state.is === 'gone') return false;
    if (this.#follows && !this.#stopped) await this.#catchUp(sight);
    this.#filter.cut();
    return true;
  }

  async #look(): Promise<ContainerSight> {
    const sight = await this.#options.view.ask(this.#abort.signal);
    this.#sight = sight.instance === null && this.#sight ? { ...this.#sight, state: sight.state } : sight;
    return this.#sight;
  }

  /** The view begins: the instance before, if it is wanted and there is one. */
  async #readEarlier(sight: ContainerSight): Promise<void> {
    const { instance } = sight;
    // while it waits for its restart, the newest log is the one that the node calls the previous
    const earlier = this.#options.range.instances === 'both' && sight.state.is !== 'waiting' && (instance ?? 0) > 0;
    if (earlier && instance !== null) {
      this.#instance = instance - 1;
      await this.#readPrevious();
    }
    this.#instance = instance;
  }

  /** Restarts since the last line: the rest of what ended meanwhile is what the node calls the previous log. */
  async #catchUp(sight: ContainerSight): Promise<void> {
    const was = this.#instance;
    const now = sight.instance;
    if (now === null || now === was) return;
    if (was === null || now < was) {
      this.#instance = now;
      return;
    }
    const skipped = now - 1 - was;
    const lost = Math.max(0, skipped - 1);
    this.#missed += lost;
    if (skipped > 0) this.#instance = now - 1;
    const found = await this.#readPrevious();
    if (!found && skipped > 0) this.#missed += 1;
    this.#instance = now;
  }

  /** Whether the node still has it. */
  async #readPrevious(): Promise<boolean> {
    for (let tries = 0; tries < STORED_RETRIES && !this.#stopped; tries += 1) {
      this.#filter.cut();
      const outcome = await this.#read(true).catch(outcomeOfError);
      if (outcome.next === 'judge') {
        this.#flushPartial();
        this.#filter.cut();
        return true;
      }
      this.#partial = null;
      if (outcome.next !== 'retry') break;
      await this.#changed(this.#pause(outcome.problem));
    }
    this.#filter.cut();
    return false;
  }

  /** One request, read to its end. */
  async #read(previous: boolean): Promise<LogOutcome> {
    const { cluster, session, target, maxLineBytes, room, heard } = this.#options;
    const response = await cluster.request(session.credential, {
      method: 'GET',
      path: this.#path(previous),
      headers: { accept: '*/*' },
      signal: this.#abort.signal,
      // a view that does not keep up holds the answer back for as long as it likes
      bodyTimeoutMs: 0,
    });
    heard();
    if (response.status !== 200) {
      return outcomeOfRefusal(response, target, { follow: this.#follows && !previous, started: this.#started });
    }
    this.#started = true;
    this.#removed = '';
    this.#partial = null;
    // the rest of an instance is no news
    if (!previous || this.#instance !== this.#saidInstance) this.#report('streaming');
    const close = (): void => {
      response.body.destroy();
    };
    this.#abort.signal.addEventListener('abort', close);
    const splitter = new LineSplitter(maxLineBytes);
    const onLine = (bytes: Buffer, cut: boolean): void => this.#line(bytes, cut);
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        heard();
        // one chunk is at most what the socket gave at once: the budget is overrun by that and no more
        splitter.push(chunk, onLine);
        await room();
        if (this.#stopped) break;
      }
      splitter.end((bytes) => {
        this.#partial = bytes;
      });
    } finally {
      this.#abort.signal.removeEventListener('abort', close);
      close();
    }
    this.#takeWords();
    return this.#removed === '' ? { next: 'judge' } : this.#containerRemoved(previous);
  }

  /** The kubelet's words come without a line feed. */
  #takeWords(): void {
    const partial = this.#partial;
    if (partial === null) return;
    const words = partial.toString('latin1', Math.max(0, partial.length - MAX_WORDS));
    if (CONTAINER_REMOVED.test(words)) {
      this.#partial = null;
      this.#removed = words;
      return;
    }
    const gone = CONTAINER_GONE.exec(words)?.[0].length ?? 0;
    this.#partial = gone === partial.length ? null : partial.subarray(0, partial.length - gone);
  }

  #containerRemoved(previous: boolean): LogOutcome {
    const { target } = this.#options;
    if (this.#follows && !previous) return { next: 'judge' };
    if (this.#attempt < REMOVED_RETRIES) return { next: 'retry', problem: lostLog(this.#removed) };
    const { namespace, pod, container } = target;
    const more = { detail: this.#removed, params: { namespace, pod, container } };
    const none = previous
      ? problem('qd.log.no-previous', 'The node no longer keeps the log of the earlier instance', more)
      : problem('qd.log.lost', 'The node no longer keeps this log', more);
    return { next: 'end', state: 'failed', problem: none };
  }

  #line(bytes: Buffer, cut: boolean): void {
    const line = readLine(bytes, cut);
    if (line.time === '' && bytes.length < MAX_WORDS && CONTAINER_REMOVED.test(bytes.toString('latin1'))) {
      this.#removed = bytes.toString('latin1');
      return;
    }
    if (!this.#filter.admit(line.time)) return;
    this.#attempt = 0;
    this.#options.line(line);
  }

  #flushPartial(): void {
    const partial = this.#partial;
    this.#partial = null;
    if (partial !== null) this.#line(partial, false);
  }

  /** The log ended: because the container did, or because something between cut it? */
  async #judge(): Promise<LogOutcome> {
    if (!this.#follows) return { next: 'end', state: 'ended' };
    for (let looks = 1; ; looks += 1) {
      const { state, instance } = await this.#look();
      if (this.#stopped || state.is === 'gone') return { next: 'end', state: 'ended', because: 'gone' };
      if (state.is === 'waiting') return { next: 'wait', problem: state.problem };
      // an API server that goes down may end the stream as if the log were over
      if (state.is === 'unanswered') return { next: 'retry', problem: state.problem };
      if (state.is !== 'running')
        return {
          next: 'end',
          state: 'ended',
          because: 'exited',
          problem: state.is === 'ended' ? state.problem : undefined,
        };
      if (instance !== null && this.#instance !== null && instance > this.#instance) return { next: 'judge' };
      if (looks === SETTLE_LOOKS)
        return { next: 'retry', problem: lostLog('the stream ended while the container runs') };
      await this.#changed(SETTLE_MS);
    }
  }

  /** Between two runs of a container its log would only repeat the last one: look until it runs or is over. */
  async #untilRunning(): Promise<void> {
    while (!this.#stopped) {
      const { state } = await this.#look();
      if (this.#stopped || state.is !== 'waiting') return;
      this.#report('waiting', { problem: state.problem });
      await this.#changed(this.#pause(state.problem));
    }
  }

  #path(previous: boolean): string {
    const { target, range, standing } = this.#options;
    return logPath(target, range, { previous, since: this.#filter.last || standing?.time || '' });
  }

  #pause(reason: Problem): number {
    const ms = backOff(this.#attempt, this.#options.clock.random(), reason.retryAfterSeconds);
    this.#attempt += 1;
    return ms;
  }

  #changed(ms: number): Promise<void> {
    return this.#options.view.changed(ms, this.#abort.signal);
  }

  #report(state: LogReport['state'], more: Omit<LogEnd, 'state'> = {}): void {
    const said = JSON.stringify([
      state,
      this.#instance,
      more.problem?.code,
      more.problem?.params?.['reason'],
      this.#missed,
    ]);
    if (said === this.#said) return;
    this.#said = said;
    this.#saidInstance = this.#instance;
    // what is known is how the newest ended: an earlier one's frame says nothing of it
    const exit: LogExit | undefined = this.#instance === this.#sight?.instance ? this.#sight?.exit : undefined;
    const { because, problem: why } = more;
    this.#options.report({
      uid: this.#sight?.uid ?? '',
      kind: this.#sight?.kind ?? 'container',
      instance: this.#instance,
      state,
      ...(exit ? { exit } : {}),
      ...(this.#missed > 0 ? { missed: this.#missed } : {}),
      ...(because ? { because } : {}),
      ...(why ? { problem: why } : {}),
    });
    this.#missed = 0;
  }

  #fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : '';
    this.end({ state: 'failed', problem: lostLog(detail) });
  }
}

function outcomeOfError(error: unknown): LogOutcome {
  if (error instanceof ProblemError) return { next: 'retry', problem: error.problem };
  return { next: 'retry', problem: lostLog(error instanceof Error ? error.message : '') };
}
