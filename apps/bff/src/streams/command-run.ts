import { type Problem, problem } from '@quarterdeck/shared/problem';
import { RUN_WINDOW_BYTES, type RunServerFrame, type RunStream, runOutput } from '@quarterdeck/shared/run-protocol';
import type { WebSocket } from 'ws';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { execRefusal } from './exec-access.ts';
import type { ContainerName } from './exec-problem.ts';
import { runProblem } from './run-problem.ts';
import { type Run, type RunEnd, startRun } from './run-upstream.ts';

/** Containers that a command runs in at the same time. */
export const RUNS_TOGETHER = 8;
/** Output of one container, and of all: a page keeps it in memory. */
export const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const MAX_OUTPUT_TOGETHER_BYTES = 32 * 1024 * 1024;
/** Rights may be taken away while a command runs. */
const RECHECK_MS = 60_000;

export interface CommandRunOptions {
  readonly ws: WebSocket;
  readonly cluster: Cluster;
  readonly session: Session;
  readonly command: readonly string[];
  readonly targets: readonly ContainerName[];
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  /** once a target that was tried: it runs, or why it does not */
  readonly began?: (target: ContainerName, refusal: Problem | null) => void;
  /** once a target that ran: it does no longer, or nobody looks at it any more */
  readonly over?: (target: ContainerName) => void;
}

interface Running {
  /** null: it is being asked for */
  run: Run | null;
  bytes: number;
  began: boolean;
  readonly cancel: (() => void)[];
}

/** One command in one or many containers, a few at a time; told to one socket. Ends with it. */
export class CommandRun {
  readonly #options: CommandRunOptions;
  readonly #running = new Map<number, Running>();
  #next = 0;
  #open: number;
  #bytes = 0;
  #acked = 0;
  #paused = false;
  #closed = false;

  constructor(options: CommandRunOptions) {
    this.#options = options;
    this.#open = options.targets.length;
  }

  start(): void {
    this.#fill();
  }

  acknowledge(bytes: number): void {
    this.#acked = Math.min(Math.max(this.#acked, bytes), this.#bytes);
    this.#regulate();
  }

  /** Breaks off one target, or everything and what has not begun. */
  stop(target?: number): void {
    if (target !== undefined) {
      if (this.#running.has(target)) this.#finish(target, { type: 'stopped', target });
      return;
    }
    const waiting = this.#next;
    this.#next = this.#options.targets.length;
    for (const index of [...this.#running.keys()]) this.#finish(index, { type: 'stopped', target: index });
    for (let index = waiting; index < this.#next; index += 1) this.#tellEnd({ type: 'stopped', target: index });
  }

  /** The socket is gone: nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#next = this.#options.targets.length;
    for (const index of [...this.#running.keys()]) this.#release(index);
  }

  #fill(): void {
    while (this.#running.size < RUNS_TOGETHER && this.#next < this.#options.targets.length) {
      void this.#begin(this.#next);
      this.#next += 1;
    }
  }

  async #begin(index: number): Promise<void> {
    const { cluster, session, targets, command, clock, timeoutSeconds } = this.#options;
    const target = targets[index];
    if (target === undefined) return;
    const running: Running = { run: null, bytes: 0, began: false, cancel: [] };
    this.#running.set(index, running);
    const isOver = () => this.#running.get(index) !== running;
    running.cancel.push(clock.after(timeoutSeconds * 1000, () => this.#fail(index, timeUp(target, timeoutSeconds))));
    try {
      const refusal = await execRefusal(cluster, session, target);
      if (isOver()) return;
      if (refusal !== null) {
        this.#fail(index, refusal);
        return;
      }
      const run = await startRun(cluster, session, target, command, {
        output: (stream, bytes) => this.#output(index, running, stream, bytes),
        ended: (end) => {
          if (!isOver()) this.#end(index, target, end);
        },
      });
      if (isOver()) {
        run.close();
        return;
      }
      running.run = run;
      running.began = true;
      this.#options.began?.(target, null);
      this.#tell({ type: 'started', target: index });
      this.#recheckLater(index, target, running);
      if (!this.#paused) run.resume();
    } catch (error) {
      if (!isOver()) this.#fail(index, runProblem(error, target, command));
    }
  }

  #output(index: number, running: Running, stream: RunStream, bytes: Buffer): void {
    if (this.#running.get(index) !== running) return;
    const room = Math.min(MAX_OUTPUT_BYTES - running.bytes, MAX_OUTPUT_TOGETHER_BYTES - this.#bytes);
    const fitting = bytes.subarray(0, room);
    running.bytes += fitting.length;
    this.#bytes += fitting.length;
    const { ws, targets } = this.#options;
    if (fitting.length > 0 && ws.readyState === ws.OPEN) ws.send(runOutput(index, stream, fitting));
    const target = targets[index];
    if (fitting.length < bytes.length && target !== undefined) this.#fail(index, tooMuch(target, running.bytes));
    this.#regulate();
  }

  #end(index: number, target: ContainerName, end: RunEnd | null): void {
    const { command } = this.#options;
    if (end === null) this.#fail(index, lost(target));
    else if (end.isMissing) this.#fail(index, missing(target, command, end.message));
    else if (end.code === null && end.message !== '') this.#fail(index, lost(target, end.message));
    else {
      const { code, message } = end;
      this.#finish(index, { type: 'ended', target: index, code, ...(message === '' ? {} : { message }) });
    }
  }

  #fail(index: number, fault: Problem): void {
    const target = this.#options.targets[index];
    if (target && this.#running.get(index)?.began === false) this.#options.began?.(target, fault);
    this.#finish(index, { type: 'failed', target: index, problem: fault });
  }

  #finish(index: number, frame: RunServerFrame): void {
    if (!this.#release(index)) return;
    this.#tellEnd(frame);
    this.#fill();
  }

  #release(index: number): boolean {
    const running = this.#running.get(index);
    if (running === undefined) return false;
    this.#running.delete(index);
    for (const cancel of running.cancel) cancel();
    running.run?.close();
    const target = this.#options.targets[index];
    if (target && running.began) this.#options.over?.(target);
    return true;
  }

  #tellEnd(frame: RunServerFrame): void {
    this.#tell(frame);
    this.#open -= 1;
    if (this.#open > 0) return;
    this.#tell({ type: 'end' });
    this.#options.ws.close(1000);
  }

  #tell(frame: RunServerFrame): void {
    const { ws } = this.#options;
    if (!this.#closed && ws.readyState === ws.OPEN) ws.send(JSON.stringify(frame));
  }

  /** Holds every container back while the page is a window behind. */
  #regulate(): void {
    const pause = this.#bytes - this.#acked > RUN_WINDOW_BYTES;
    if (pause === this.#paused) return;
    this.#paused = pause;
    for (const { run } of this.#running.values())
      if (pause) run?.pause();
      else run?.resume();
  }

  #recheckLater(index: number, target: ContainerName, running: Running): void {
    const { cluster, session, clock } = this.#options;
    const cancel = clock.after(RECHECK_MS, () => {
      running.cancel.splice(running.cancel.indexOf(cancel), 1);
      void execRefusal(cluster, session, target).then((refusal) => {
        if (this.#running.get(index) !== running) return;
        if (refusal === null) this.#recheckLater(index, target, running);
        else this.#fail(index, refusal);
      });
    });
    running.cancel.push(cancel);
  }
}

function timeUp({ namespace, pod, container }: ContainerName, seconds: number): Problem {
  return problem('qd.run.timeout', 'The command took too long', { params: { namespace, pod, container, seconds } });
}

function tooMuch({ namespace, pod, container }: ContainerName, bytes: number): Problem {
  const megabytes = Math.max(1, Math.round(bytes / 1024 / 1024));
  return problem('qd.run.too-much-output', 'The command wrote too much', {
    params: { namespace, pod, container, megabytes },
  });
}

function missing({ namespace, pod, container }: ContainerName, [command = '']: readonly string[], detail: string) {
  return problem('qd.run.command-missing', 'The container has no such command', {
    params: { namespace, pod, container, command },
    ...(detail === '' ? {} : { detail }),
  });
}

function lost({ namespace, pod, container }: ContainerName, detail = ''): Problem {
  return problem('qd.run.lost', 'The connection to the container was lost', {
    params: { namespace, pod, container },
    ...(detail === '' ? {} : { detail }),
  });
}
