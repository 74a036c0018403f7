import { ResumeFilter } from '@quarterdeck/shared/log-resume';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { Session } from '../auth/session.ts';
import type { Cluster, UpstreamResponse } from '../clusters/cluster.ts';
import { backOff } from '../live/back-off.ts';
import type { Clock } from '../live/clock.ts';
import { LineSplitter } from '../live/line-splitter.ts';
import { problemOfAnswer } from '../live/upstream-answer.ts';
import { containerState, waitingProblem } from './container-state.ts';
import type { ContainerName } from './exec-problem.ts';
import type { LogGate } from './log-gate.ts';
import { MAX_LINE_BYTES, readLine, type TimedLine } from './log-line.ts';

interface LogRange {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly sinceTime?: string | undefined;
}

export type LogSourceState = 'waiting' | 'streaming' | 'reconnecting' | 'ended' | 'failed';

export interface LogFollowerOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: ContainerName;
  readonly range: LogRange;
  readonly gate: LogGate;
  readonly clock: Clock;
  readonly line: (line: TimedLine) => void;
  readonly state: (state: LogSourceState, problem?: Problem) => void;
}

/**
 * The kubelet's words, under status 200 and in place of the log, when the container was removed between its look at the pod's
 * status and at the runtime: a crash loop does that.
 */
const CONTAINER_REMOVED = /^unable to retrieve container logs for \S+$/;
/** The next status names a container that is there, if there is any. */
const REMOVED_RETRIES = 5;

/** What one stretch of reading came to. */
type Outcome =
  | { readonly next: 'ask' }
  | { readonly next: 'wait'; readonly problem: Problem }
  | { readonly next: 'retry'; readonly problem: Problem }
  | { readonly next: 'end'; readonly state: 'ended' | 'failed'; readonly problem?: Problem };

/**
 * The log of one container: its stored lines and, when following, what comes, over cuts and restarts of the container, without
 * repeating a line.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #filter = new ResumeFilter();
  readonly #abort = new AbortController();
  #attempt = 0;
  #started = false;
  #state: LogSourceState | null = null;
  #stateCode = '';
  /** the kubelet's words when what was read is no log */
  #removed = '';

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#abort.abort();
  }

  get #stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const outcome = await this.#read().catch(outcomeOfError);
      if (this.#stopped) return;
      const next = outcome.next === 'ask' ? await this.#ask() : outcome;
      if (this.#stopped) return;
      if (next.next === 'end') {
        this.#say(next.state, next.problem);
        return;
      }
      if (next.next === 'wait') this.#say('waiting', next.problem);
      if (next.next === 'retry') this.#say('reconnecting', next.problem);
      this.#filter.cut();
      await this.#sleep(next.next === 'ask' ? 0 : this.#pause(next.problem));
      if (next.next === 'wait' && this.#started) await this.#untilRunning();
    }
  }

  /** One request, read to its end. */
  async #read(): Promise<Outcome> {
    const { cluster, session, gate } = this.#options;
    const response = await cluster.request(session.credential, {
      method: 'GET',
      path: this.#path(),
      headers: { accept: '*/*' },
      signal: this.#abort.signal,
      bodyTimeoutMs: 0,
    });
    if (response.status !== 200) return this.#refused(response);
    this.#started = true;
    this.#removed = '';
    this.#say('streaming');
    const close = (): void => {
      response.body.destroy();
    };
    this.#abort.signal.addEventListener('abort', close);
    const splitter = new LineSplitter(MAX_LINE_BYTES);
    const onLine = (bytes: Buffer, cut: boolean): void => this.#line(bytes, cut);
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        // one chunk is at most what the socket gave at once: the window is overrun by that and no more
        splitter.push(chunk, onLine);
        if (!gate.isOpen) await gate.opened();
        if (this.#stopped) break;
      }
      splitter.end(onLine);
    } finally {
      this.#abort.signal.removeEventListener('abort', close);
      close();
    }
    return this.#removed === '' ? { next: 'ask' } : this.#containerRemoved();
  }

  #containerRemoved(): Outcome {
    const { target, range } = this.#options;
    if (range.follow && !range.previous) return { next: 'ask' };
    if (this.#attempt < REMOVED_RETRIES) return { next: 'retry', problem: lost(this.#removed) };
    const { namespace, pod, container } = target;
    const more = { detail: this.#removed, params: { namespace, pod, container } };
    const none = range.previous
      ? problem('qd.log.no-previous', 'The node no longer keeps the log of the earlier instance', more)
      : problem('qd.log.lost', 'The node no longer keeps this log', more);
    return { next: 'end', state: 'failed', problem: none };
  }

  #line(bytes: Buffer, cut: boolean): void {
    const line = readLine(bytes, cut);
    if (line.time === '' && CONTAINER_REMOVED.test(line.text)) {
      this.#removed = line.text;
      return;
    }
    if (!this.#filter.admit(line.time)) return;
    this.#attempt = 0;
    this.#options.gate.take(line.text.length);
    this.#options.line(line);
  }

  /** The log ended: because the container did, or because something between cut it? */
  async #ask(): Promise<Outcome> {
    const { cluster, session, target, range } = this.#options;
    if (!range.follow || range.previous) return { next: 'end', state: 'ended' };
    const state = await containerState(cluster, session, target, this.#abort.signal);
    if (state.is === 'waiting') return { next: 'wait', problem: state.problem };
    // an API server that goes down may end the stream as if the log were over
    if (state.is === 'unanswered') return { next: 'retry', problem: state.problem };
    if (state.is === 'running') return { next: 'retry', problem: lost('the stream ended while the container runs') };
    const more = state.is === 'ended' && state.problem ? { problem: state.problem } : {};
    return { next: 'end', state: 'ended', ...more };
  }

  async #refused(response: UpstreamResponse): Promise<Outcome> {
    const { target, range } = this.#options;
    const refusal = await problemOfAnswer(response);
    const detail = refusal.detail ?? '';
    const { namespace, pod, container } = target;
    const params = { ...refusal.params, namespace, pod, container };
    if (/is waiting to start|PodInitializing|ContainerCreating/.test(detail)) {
      const reason = /waiting to start: (.{1,200})$/.exec(detail)?.[1] ?? '';
      const waiting = waitingProblem(target, reason, detail);
      return range.follow && !range.previous
        ? { next: 'wait', problem: waiting }
        : { next: 'end', state: 'failed', problem: waiting };
    }
    if (/previous terminated container .* not found/.test(detail)) {
      const none = problem('qd.log.no-previous', 'There is no earlier instance of this container', { detail, params });
      return { next: 'end', state: 'failed', problem: none };
    }
    // after lines were read, a pod that is not there has been deleted
    if (response.status === 404 && this.#started)
      return { next: 'end', state: 'ended', problem: { ...refusal, params } };
    if (response.status >= 500 || response.status === 429) return { next: 'retry', problem: { ...refusal, params } };
    return { next: 'end', state: 'failed', problem: { ...refusal, params } };
  }

  /** Between two runs of a container its log would only repeat the last one: ask the pod until it runs or is over. */
  async #untilRunning(): Promise<void> {
    const { cluster, session, target } = this.#options;
    for (;;) {
      const state = await containerState(cluster, session, target, this.#abort.signal);
      if (this.#stopped || state.is !== 'waiting') return;
      this.#say('waiting', state.problem);
      await this.#sleep(this.#pause(state.problem));
      if (this.#stopped) return;
    }
  }

  #path(): string {
    const { target, range } = this.#options;
    const query = new URLSearchParams({ container: target.container, timestamps: 'true' });
    if (range.follow) query.set('follow', 'true');
    if (range.previous) query.set('previous', 'true');
    if (this.#filter.last !== '') query.set('sinceTime', this.#filter.last);
    else {
      if (range.tailLines !== undefined) query.set('tailLines', String(range.tailLines));
      if (range.sinceTime !== undefined) query.set('sinceTime', range.sinceTime);
      else if (range.sinceSeconds !== undefined) query.set('sinceSeconds', String(range.sinceSeconds));
    }
    const pods = { group: '', version: 'v1', resource: 'pods' };
    return `${apiPath(pods, { namespace: target.namespace, name: target.pod, subresource: 'log' })}?${query}`;
  }

  #pause(reason: Problem): number {
    const pause = backOff(this.#attempt, this.#options.clock.random(), reason.retryAfterSeconds);
    this.#attempt += 1;
    return pause;
  }

  #say(state: LogSourceState, reason?: Problem): void {
    const code = reason?.code ?? '';
    if (state === this.#state && code === this.#stateCode) return;
    this.#state = state;
    this.#stateCode = code;
    this.#options.state(state, reason);
  }

  async #sleep(ms: number): Promise<void> {
    if (ms <= 0 || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, () => {
        this.#abort.signal.removeEventListener('abort', wake);
        resolve();
      });
      const wake = (): void => {
        cancel();
        resolve();
      };
      this.#abort.signal.addEventListener('abort', wake, { once: true });
    });
  }
}

function outcomeOfError(error: unknown): Outcome {
  if (error instanceof ProblemError) return { next: 'retry', problem: error.problem };
  return { next: 'retry', problem: lost(error instanceof Error ? error.message : '') };
}

function lost(detail: string): Problem {
  return problem('qd.log.lost', 'The log was cut', detail ? { detail } : {});
}
