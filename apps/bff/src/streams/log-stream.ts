import {
  LOG_WINDOW_LINES,
  type LogClientFrame,
  type LogLine,
  type LogServerFrame,
} from '@quarterdeck/shared/stream-protocol';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { LogFollower } from './log-follower.ts';
import { LogGate } from './log-gate.ts';
import { LogMerge } from './log-merge.ts';

const FLUSH_MS = 50;
const FLUSH_LINES = 500;
const MAX_FRAME_BYTES = 256 * 1024;

export interface LogStreamOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly request: Extract<LogClientFrame, { type: 'open' }>;
  readonly clock: Clock;
  readonly send: (frame: LogServerFrame) => void;
}

/** The logs of one socket: any number of containers, merged by time, held back when the view does not keep up. */
export class LogStream {
  readonly #options: LogStreamOptions;
  readonly #gate = new LogGate();
  readonly #merge: LogMerge;
  readonly #followers: readonly LogFollower[];
  #running: number;
  #cancelFlush: (() => void) | null = null;
  #stopped = false;

  constructor(options: LogStreamOptions) {
    const { cluster, session, request, clock } = options;
    this.#options = options;
    this.#merge = new LogMerge(request.sources.length, clock.now());
    this.#running = request.sources.length;
    this.#followers = request.sources.map(
      (target, source) =>
        new LogFollower({
          cluster,
          session,
          target,
          range: request,
          gate: this.#gate,
          clock,
          line: ({ time, text }) => this.#line([source, time, text]),
          state: (state, problem) => {
            if (this.#stopped) return;
            if (state !== 'streaming') {
              this.#merge.answered(source);
              // a source's state stands behind the lines that came before it
              this.#sendLines(this.#merge.releaseAll());
            }
            options.send({ type: 'source', source, state, ...(problem ? { problem } : {}) });
            if (state === 'ended' || state === 'failed') this.#ended();
          },
        }),
    );
  }

  start(): void {
    for (const follower of this.#followers) follower.start();
  }

  acknowledge(lines: number): void {
    this.#gate.acknowledge(lines);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelFlush?.();
    for (const follower of this.#followers) follower.stop();
    this.#gate.end();
  }

  #line(line: LogLine): void {
    const { clock } = this.#options;
    this.#merge.add(line, clock.now());
    if (this.#merge.size % FLUSH_LINES === 0) this.#sendLines(this.#merge.release(clock.now()));
    // nobody acknowledges what is held here: a full window must not wait for more
    if (this.#merge.size >= LOG_WINDOW_LINES) this.#sendLines(this.#merge.releaseAll());
    this.#cancelFlush ??= clock.after(FLUSH_MS, () => this.#flush());
  }

  #flush(): void {
    const { clock } = this.#options;
    this.#cancelFlush = null;
    this.#sendLines(this.#gate.isOpen ? this.#merge.release(clock.now()) : this.#merge.releaseAll());
    if (this.#merge.size > 0) this.#cancelFlush = clock.after(FLUSH_MS, () => this.#flush());
  }

  #sendLines(lines: readonly LogLine[]): void {
    let frame: LogLine[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (frame.length === 0) return;
      this.#gate.sent(frame.length, bytes);
      this.#options.send({ type: 'lines', lines: frame });
      frame = [];
      bytes = 0;
    };
    for (const line of lines) {
      if (frame.length >= FLUSH_LINES || bytes + line[2].length > MAX_FRAME_BYTES) flush();
      frame.push(line);
      bytes += line[2].length;
    }
    flush();
  }

  #ended(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#options.send({ type: 'end' });
  }
}
