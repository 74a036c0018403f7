import { type Problem, problem } from '@quarterdeck/shared/problem';
import type { TerminalClientFrame, TerminalInfo, TerminalServerFrame } from '@quarterdeck/shared/stream-protocol';
import type { WebSocket } from 'ws';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import { attachStreams } from './attach-streams.ts';
import type { ExecEnd } from './channel-protocol.ts';
import { execRefusal } from './exec-access.ts';
import { type ContainerName, execProblem } from './exec-problem.ts';
import { type Exec, openExec } from './exec-upstream.ts';
import { IdleLimit } from './idle-limit.ts';
import { lastWords } from './last-words.ts';
import { isBreak, OutputHurry } from './output-hurry.ts';
import { OutputRing } from './output-ring.ts';
import { shellsOf } from './shells.ts';
import { TerminalViewer } from './terminal-viewer.ts';
import { startWaiter } from './wait-for-start.ts';

/** What is ready for a viewer when it has drawn: more, and the container is told to wait. */
const READY_BYTES = 256 * 1024;
/** That, a viewer's window, and what is under way when the container is told to wait. */
const RING_BYTES = 1024 * 1024;
/** Rights may be taken away while a terminal is open (CVE-2023-40025 and relatives). */
const RECHECK_MS = 60_000;
/** Input that the upstream does not take is not collected beyond this. */
const MAX_UNSENT_BYTES = 1024 * 1024;
const INPUT_RETRY_MS = 50;
/** What a viewer may be behind and still see the answer to a key that breaks a command off at once. */
const HURRY_FROM_BYTES = 64 * 1024;
/** so long after the container was held back, the way to it may still be full though the viewers have drawn everything */
const HURRY_AFTER_HOLD_MS = 10_000;
/** of what was read off, this is shown */
const HURRY_KEEP_BYTES = 16 * 1024;
/** What the configuration says of every terminal. */
export interface TerminalLimits {
  /** a terminal outlives its last viewer this long: a reload, a change of network */
  readonly lingerMs: number;
  /** without a byte in either direction, a terminal ends after this time; 0: never */
  readonly idleMs: number;
}

export interface TerminalSessionOptions {
  readonly id: string;
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: ContainerName;
  readonly wanted: Pick<
    Extract<TerminalClientFrame, { type: 'open' }>,
    'mode' | 'command' | 'os' | 'wait' | 'cols' | 'rows'
  >;
  readonly limits: TerminalLimits;
  readonly clock: Clock;
  /** once: it runs, or why it does not */
  readonly began?: (refusal: Problem | null) => void;
  /** once: nothing can attach any more */
  readonly gone: () => void;
}

/** How a terminal came to its end. */
type End = Extract<TerminalServerFrame, { type: 'exited' | 'problem' }>;

/** A command with a terminal in a container, and the sockets that look at it. Lives until it exits or nobody looks. */
export class TerminalSession {
  readonly #options: TerminalSessionOptions;
  readonly #ring = new OutputRing(RING_BYTES);
  readonly #viewers = new Set<TerminalViewer>();
  readonly #abort = new AbortController();
  readonly #mode: 'exec' | 'attach';
  readonly #idle: IdleLimit;
  readonly #openedAt: number;
  /** why the container does not run yet, as last told */
  #waiting: Problem | null = null;
  #exec: Exec | null = null;
  /** it had ended before it could be attached to */
  #isQuick = false;
  #end: End | null = null;
  #size: { readonly cols: number; readonly rows: number };
  #paused = false;
  /** when the container was held back last */
  #heldAt = Number.NEGATIVE_INFINITY;
  #pumping = false;
  #gone = false;
  #cancelLinger: (() => void) | null = null;
  #cancelRecheck: (() => void) | null = null;
  readonly #hurry: OutputHurry;

  constructor(options: TerminalSessionOptions) {
    const { wanted, limits, clock } = options;
    this.#options = options;
    this.#mode = wanted.mode ?? 'exec';
    this.#size = { cols: wanted.cols, rows: wanted.rows };
    this.#openedAt = clock.now();
    this.#hurry = new OutputHurry(clock, () => this.#catchUp());
    this.#idle = new IdleLimit(clock, limits.idleMs, {
      warn: (seconds) => this.#tellAll({ type: 'idle', seconds }),
      over: () =>
        this.finish({ type: 'problem', problem: problem('qd.terminal.idle', 'The terminal was idle for too long') }),
    });
  }

  /** What its owner is told of it. */
  get info(): TerminalInfo {
    const { id, target, wanted } = this.#options;
    return {
      id,
      ...target,
      mode: this.#mode,
      command: this.#exec?.command ?? wanted.command ?? [],
      openedAt: this.#openedAt,
      viewers: this.#viewers.size,
    };
  }

  /** The login session that opened it; only that one may attach. */
  get owner(): string {
    return this.#options.session.id;
  }

  /** Opens the exec; problems are told to the viewers. */
  async open(): Promise<void> {
    const { cluster, session, target } = this.#options;
    const refusal = await execRefusal(cluster, session, target, this.#mode);
    if (this.#end !== null) return;
    if (refusal !== null) {
      this.finish({ type: 'problem', problem: refusal });
      return;
    }
    const size = this.#size;
    const exec = await this.#start();
    if (exec === null) return;
    this.#exec = exec;
    this.#options.began?.(null);
    this.#waiting = null;
    if (this.#size !== size) exec.resize(this.#size.cols, this.#size.rows);
    for (const viewer of this.#viewers) this.#greet(viewer);
    this.#recheckLater();
  }

  /** Starts the command, when its container does; null: it is over, and the viewers know why. */
  async #start(): Promise<Exec | null> {
    const { cluster, session, target, wanted, clock } = this.#options;
    const { signal } = this.#abort;
    const attaches = this.#mode === 'attach';
    const waitForStart = startWaiter(this.#waitFor(signal));
    for (;;) {
      const streams = attaches ? await attachStreams(cluster, session, target, signal) : { tty: true, stdin: true };
      const commands = attaches ? null : wanted.command === null ? shellsOf(wanted.os) : [wanted.command];
      try {
        return await openExec(
          { ...target, ...this.#size, ...streams, cluster, session, commands, clock, signal },
          { output: (bytes) => this.#output(bytes), ended: (end) => this.finish(endOf(end)) },
        );
      } catch (error) {
        const refused = execProblem(error, target);
        const mayStart = wanted.wait === true && refused.code === 'qd.terminal.container-not-running';
        const why = mayStart ? await waitForStart(refused) : refused;
        if (why === null) continue;
        const isOver = why.code === 'qd.terminal.container-not-running';
        if (!(attaches && isOver && (await this.#tellLastWords()))) this.finish({ type: 'problem', problem: why });
        return null;
      }
    }
  }

  /** A process that was too quick to be attached to: what it printed is in its log. */
  async #tellLastWords(): Promise<boolean> {
    const { cluster, session, target } = this.#options;
    const words = await lastWords(cluster, session, target, this.#abort.signal);
    if (words === null || this.#end !== null) return false;
    this.#isQuick = true;
    for (const viewer of this.#viewers) this.#greet(viewer);
    this.#output(words.output);
    this.finish({ type: 'exited', code: words.code });
    return true;
  }

  #waitFor(signal: AbortSignal) {
    const { cluster, session, target, clock } = this.#options;
    const waiting = (why: Problem): void => {
      this.#waiting = why;
      this.#tellAll({ type: 'waiting', problem: why });
    };
    return { cluster, session, target, clock, signal, waiting };
  }

  /** A socket begins to look, from `offset` on. */
  attach(ws: WebSocket, offset: number): TerminalViewer {
    const viewer: TerminalViewer = new TerminalViewer(ws, this.#ring, offset, () => this.#greet(viewer));
    this.#viewers.add(viewer);
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    if (this.#exec !== null || this.#isQuick) {
      this.#greet(viewer);
      viewer.pump();
    } else if (this.#waiting !== null) viewer.send({ type: 'waiting', problem: this.#waiting });
    if (this.#end !== null) this.#tellEnd(viewer, this.#end);
    return viewer;
  }

  /** A socket looks no more. */
  detach(viewer: TerminalViewer): void {
    if (!this.#viewers.delete(viewer) || this.#gone) return;
    this.#regulate();
    if (this.#viewers.size > 0) return;
    this.#cancelLinger = this.#options.clock.after(this.#options.limits.lingerMs, () => {
      this.finish({ type: 'exited', code: null });
      this.#leave();
    });
  }

  acknowledge(viewer: TerminalViewer, bytes: number): void {
    viewer.acknowledge(bytes);
    if (!this.#hurry.isOn) viewer.pump();
    this.#regulate();
  }

  input(viewer: TerminalViewer, bytes: Buffer): void {
    this.#idle.touch();
    this.#exec?.input(bytes);
    if (this.#end === null && isBreak(bytes)) {
      const isBehind = this.#isBehind(viewer);
      if (isBehind || this.#mayBeBehind()) this.#hurry.start(isBehind);
      this.#regulate();
    }
    if ((this.#exec?.unsent ?? 0) > MAX_UNSENT_BYTES) this.#holdInput(viewer.socket);
  }

  resize(cols: number, rows: number): void {
    this.#size = { cols, rows };
    this.#exec?.resize(cols, rows);
  }

  /** Ends the command, and tells the viewers why. The first end is the one that counts. */
  finish(end: End): void {
    if (this.#end !== null) return;
    if (this.#exec === null && end.type === 'problem') this.#options.began?.(end.problem);
    this.#hurry.end();
    this.#end = end;
    this.#abort.abort();
    this.#exec?.close();
    this.#cancelRecheck?.();
    this.#idle.stop();
    for (const viewer of [...this.#viewers]) this.#tellEnd(viewer, end);
    // without a viewer the end is kept for whoever attaches again within the minute
    if (this.#viewers.size > 0) this.#leave();
  }

  /** Ends at once and closes the sockets with this code. */
  shutDown(code: number, reason: string): void {
    const viewers = [...this.#viewers];
    this.#viewers.clear();
    this.finish({ type: 'exited', code: null });
    this.#leave();
    for (const { socket } of viewers) socket.close(code, reason);
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancelLinger?.();
    this.#options.gone();
  }

  #output(bytes: Buffer): void {
    this.#idle.touch();
    this.#ring.write(bytes);
    if (this.#hurry.isOn) this.#hurry.saw(bytes);
    else this.#pumpSoon();
    this.#regulate();
  }

  /**
   * A terminal's output comes in messages of 4 kB, many of them in one read of the network: sent on together, a browser has an
   * eighth of the events to handle beside the drawing.
   */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      if (!this.#hurry.isOn) for (const viewer of this.#viewers) viewer.pump();
      this.#regulate();
    });
  }

  /** Whether an answer to a key would come behind old output that is here. */
  #isBehind(viewer: TerminalViewer): boolean {
    return viewer.behind > HURRY_FROM_BYTES || this.#paused;
  }

  /** Whether old output may be on the way from the container. */
  #mayBeBehind(): boolean {
    return this.#options.clock.now() - this.#heldAt < HURRY_AFTER_HOLD_MS;
  }

  /** The old output has been read off: the viewers go on with the last of it, from the start of a line. */
  #catchUp(): void {
    const from = Math.max(this.#ring.start, this.#ring.end - HURRY_KEEP_BYTES);
    const line = this.#ring.read(from, HURRY_KEEP_BYTES).indexOf('\n') + 1;
    for (const viewer of this.#viewers) {
      // who has seen all but this much misses nothing
      if (viewer.unsent > HURRY_KEEP_BYTES) viewer.skipTo(from + line);
      viewer.pump();
    }
    this.#regulate();
  }

  /** Holds the container's output back while there is enough ready for every viewer; a slow one among several just skips. */
  #regulate(): void {
    const viewers = [...this.#viewers];
    const pause = !this.#hurry.isOn && viewers.length > 0 && viewers.every((viewer) => viewer.unsent > READY_BYTES);
    if (pause === this.#paused) return;
    this.#paused = pause;
    this.#heldAt = this.#options.clock.now();
    if (pause) this.#exec?.pause();
    else this.#exec?.resume();
  }

  #holdInput(socket: WebSocket): void {
    socket.pause();
    // not called off at the end: a socket that stays paused never hears the other side close
    this.#options.clock.after(INPUT_RETRY_MS, () => {
      if (this.#end === null && (this.#exec?.unsent ?? 0) > MAX_UNSENT_BYTES) this.#holdInput(socket);
      else socket.resume();
    });
  }

  #greet(viewer: TerminalViewer): void {
    const { command = [], tty = !this.#isQuick, stdin = !this.#isQuick } = this.#exec ?? {};
    const { id: session } = this.#options;
    viewer.send({ type: 'opened', session, mode: this.#mode, command, offset: viewer.offset, tty, stdin });
  }

  #tellAll(frame: TerminalServerFrame): void {
    for (const viewer of this.#viewers) viewer.send(frame);
  }

  #tellEnd(viewer: TerminalViewer, end: End): void {
    viewer.pump(Number.POSITIVE_INFINITY);
    viewer.send(end);
    viewer.socket.close(1000);
  }

  #recheckLater(): void {
    const { clock, cluster, session, target } = this.#options;
    this.#cancelRecheck = clock.after(RECHECK_MS, () => {
      void execRefusal(cluster, session, target, this.#mode).then((refusal) => {
        if (this.#end !== null) return;
        if (refusal === null) this.#recheckLater();
        else this.finish({ type: 'problem', problem: refusal });
      });
    });
  }
}

function endOf(end: ExecEnd | null): End {
  if (end === null) return { type: 'problem', problem: lost() };
  if (end.code === null && end.message !== '')
    return { type: 'problem', problem: problem('qd.terminal.lost', 'The terminal ended', { detail: end.message }) };
  return { type: 'exited', code: end.code, ...(end.message === '' ? {} : { message: end.message }) };
}

function lost(): Problem {
  return problem('qd.terminal.lost', 'The connection to the container was lost');
}
