import { type Problem, problem } from '@quarterdeck/shared/problem';
import { type RunServerFrame, readRunOutput } from '@quarterdeck/shared/run-protocol';
import { announceSessionOver } from '../../api/api-fetch.ts';
import { problemOfClose } from '../../api/stream-close.ts';
import { type OpenSocket, openSocket, parseFrame, type StreamSocket } from '../../api/stream-socket.ts';
import { RunOutput } from './run-output.ts';

export interface RunTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface RunResult {
  readonly target: RunTarget;
  readonly state: 'waiting' | 'running' | 'ended' | 'stopped' | 'failed';
  readonly code: number | null;
  readonly problem?: Problem;
  readonly stdout: RunOutput;
  readonly stderr: RunOutput;
  /** from its start to its end, in the browser's time */
  readonly milliseconds?: number;
}

export interface RunSnapshot {
  readonly isOver: boolean;
  readonly results: readonly RunResult[];
}

export interface CommandRunOptions {
  readonly cluster: string;
  readonly csrf: string;
  readonly command: readonly string[];
  readonly targets: readonly RunTarget[];
  readonly timeoutSeconds: number;
  readonly open?: OpenSocket;
  readonly now?: () => number;
  /** Runs once, soon: a flood must not draw the page a thousand times. Not at a frame: a hidden tab has none, and what runs would wait. */
  readonly frame?: (run: () => void) => void;
}

const DRAW_MS = 50;

/** One run of a command in some containers: what has come of each so far. A cut connection is the end: nothing is run twice. */
export class CommandRunStore {
  readonly #listeners = new Set<() => void>();
  readonly #results: RunResult[];
  readonly #started = new Map<number, number>();
  readonly #socket: StreamSocket;
  readonly #now: () => number;
  readonly #frame: (run: () => void) => void;
  readonly #cluster: string;
  #bytes = 0;
  #isOver = false;
  #asked = false;
  #snapshot: RunSnapshot;

  constructor(options: CommandRunOptions) {
    const { cluster, csrf, command, targets, timeoutSeconds, open = openSocket } = options;
    this.#now = options.now ?? (() => performance.now());
    this.#frame = options.frame ?? ((run) => void setTimeout(run, DRAW_MS));
    this.#cluster = cluster;
    this.#results = targets.map((target) => ({
      target,
      state: 'waiting',
      code: null,
      stdout: new RunOutput(),
      stderr: new RunOutput(),
    }));
    this.#snapshot = { isOver: false, results: [...this.#results] };
    this.#socket = open(`/api/clusters/${encodeURIComponent(cluster)}/run`, {
      open: () => this.#socket.send(JSON.stringify({ type: 'open', csrf, command, targets, timeoutSeconds })),
      text: (data) => this.#read(parseFrame<RunServerFrame>(data)),
      binary: (data) => this.#output(data),
      closed: (code) => this.#lose(code),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): RunSnapshot => this.#snapshot;

  /** Breaks off one target, or all. */
  stop(target?: number): void {
    if (!this.#isOver) this.#socket.send(JSON.stringify({ type: 'stop', ...(target === undefined ? {} : { target }) }));
  }

  /** Nobody looks any more: what runs is broken off. */
  close(): void {
    this.#listeners.clear();
    this.#socket.close();
  }

  #read(frame: RunServerFrame | undefined): void {
    if (frame === undefined) return;
    if (frame.type === 'end') this.#end();
    else if (frame.type === 'problem') this.#failAll(frame.problem);
    else if (frame.type === 'started') {
      this.#started.set(frame.target, this.#now());
      this.#change(frame.target, { state: 'running' });
    } else {
      const start = this.#started.get(frame.target);
      const took = start === undefined ? {} : { milliseconds: this.#now() - start };
      if (frame.type === 'ended') this.#change(frame.target, { state: 'ended', code: frame.code, ...took });
      else if (frame.type === 'stopped') this.#change(frame.target, { state: 'stopped', ...took });
      else this.#change(frame.target, { state: 'failed', problem: frame.problem, ...took });
    }
  }

  #output(data: Uint8Array): void {
    const output = readRunOutput(data);
    const result = output && this.#results[output.target];
    if (output === undefined || result === undefined) return;
    result[output.stream].add(output.bytes);
    this.#bytes += output.bytes.length;
    this.#change(output.target, {});
  }

  #lose(code: number): void {
    if (this.#isOver) return;
    const fault = problemOfClose(code) ?? problem('qd.run.lost', 'The connection to Quarterdeck was lost');
    if (fault.code === 'qd.session.expired') announceSessionOver(this.#cluster, fault);
    this.#failAll(fault);
  }

  #failAll(fault: Problem): void {
    for (const [index, { state }] of this.#results.entries())
      if (state === 'waiting' || state === 'running') this.#change(index, { state: 'failed', problem: fault });
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#publishSoon();
  }

  #change(index: number, change: Partial<RunResult>): void {
    const result = this.#results[index];
    if (result === undefined) return;
    // a new object each time: what is drawn of one result is drawn again when that one changes
    this.#results[index] = { ...result, ...change };
    this.#publishSoon();
  }

  #publishSoon(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#frame(() => {
      this.#asked = false;
      this.#snapshot = { isOver: this.#isOver, results: [...this.#results] };
      // what has been taken is drawn: more may come
      if (this.#bytes > 0 && !this.#isOver) this.#socket.send(JSON.stringify({ type: 'ack', bytes: this.#bytes }));
      for (const listener of this.#listeners) listener();
    });
  }
}
