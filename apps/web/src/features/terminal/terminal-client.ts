import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { TerminalClientFrame, TerminalServerFrame } from '@quarterdeck/shared/stream-protocol';
import { announceSessionOver } from '../../api/api-fetch.ts';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { problemOfClose } from '../../api/stream-close.ts';
import { type OpenSocket, parseFrame, type StreamSocket } from '../../api/stream-socket.ts';
import { backOff, quickRetry } from '../../live/back-off.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import { SocketWatch } from './socket-watch.ts';
import { openTerminalSocket } from './worker-sockets.ts';

export type TerminalState =
  | { readonly status: 'connecting' }
  /** the container has not started, and why */
  | { readonly status: 'waiting'; readonly problem: Problem }
  | {
      readonly status: 'open';
      readonly mode: 'exec' | 'attach';
      readonly command: readonly string[];
      /** false: a main process without a terminal */
      readonly tty: boolean;
      readonly stdin: boolean;
      /** seconds until it ends because nothing happens in it */
      readonly idle?: number;
    }
  | { readonly status: 'reconnecting' }
  | { readonly status: 'exited'; readonly code: number | null; readonly message: string }
  | {
      readonly status: 'failed';
      readonly problem: Problem;
      /** what had begun and nobody comes back to. A command is not known (empty) where a reload found it lost */
      readonly lost?: { readonly what: 'exec' | 'attached' | 'throwAway'; readonly command: readonly string[] };
    };

/** What draws the terminal. */
export interface TerminalScreen {
  /** calls `drawn` when the bytes are on the screen */
  write(data: Uint8Array, drawn: () => void): void;
  /** a session begins on an empty screen; `replay`: what comes first is old output */
  begin(replay: boolean): void;
  /** whether the lines that come end in a bare line feed */
  setTty(tty: boolean): void;
  /** output between what was seen and what follows is gone */
  gap(): void;
}

/** Which session of the BFF this is: a reload finds it again. Holds no credential. */
export interface TerminalMemory {
  get(): string | undefined;
  set(session: string): void;
  clear(): void;
  /** as it was last: a terminal that is not in sight after a reload has none of its own */
  size(): TerminalSize | undefined;
  setSize(size: TerminalSize): void;
}

export interface TerminalClientOptions {
  readonly request: TerminalRequest;
  readonly csrf: () => string;
  readonly memory: TerminalMemory;
  readonly screen: TerminalScreen;
  readonly onState: (state: TerminalState) => void;
  readonly open?: OpenSocket;
  readonly clock?: LiveClock;
  readonly random?: () => number;
}

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** Bytes drawn before the next ack: few frames, and far below the window. */
const ACK_EVERY = 64 * 1024;
/** Replicas without sticky sessions: one of these tries, in quick succession, may reach the one that has the session. */
const REPLICA_TRIES = 4;
/** Without a viewer the session waits a minute, so until then the way to it is looked for often: a server that restarts answers soon. */
const OFTEN_TRIES = 20;
const OFTEN_UP_TO = 4;
/** A large paste goes in pieces: the BFF bounds a frame. */
const INPUT_PIECE = 16 * 1024;

/**
 * A shell over the BFF's WebSocket: opens a session, finds it again after a cut or a reload, asks for what was missed, and
 * tells the BFF what has been drawn.
 */
export class TerminalClient {
  readonly #options: TerminalClientOptions;
  readonly #watch: SocketWatch;
  #socket: StreamSocket | undefined;
  #cancelRetry: (() => void) | undefined;
  #size: TerminalSize = { cols: 80, rows: 24 };
  #session: string | undefined;
  #command: readonly string[] = [];
  /** position in the session's output of the next byte to come */
  #offset = 0;
  /** a session that has not answered yet: what it says first is a replay */
  #remembered = false;
  #strangers = 0;
  #failures = 0;
  #state: TerminalState = { status: 'connecting' };

  constructor(options: TerminalClientOptions) {
    this.#options = options;
    this.#watch = new SocketWatch({
      clock: options.clock ?? browserClock,
      ask: () => this.#send({ type: 'beat' }),
      lost: () => {
        this.#drop();
        this.#retryLater();
      },
    });
  }

  get state(): TerminalState {
    return this.#state;
  }

  /** Opens the terminal: the session that it had, else a new one. */
  start(size: TerminalSize): void {
    this.#size = size;
    this.#options.memory.setSize(size);
    this.#session = this.#options.memory.get();
    this.#command = [];
    this.#remembered = this.#session !== undefined;
    this.#offset = 0;
    this.#failures = 0;
    this.#strangers = 0;
    this.#set({ status: 'connecting' });
    this.#connect();
  }

  /** Ends what runs and opens a new session. */
  restart(): void {
    this.end();
    this.#options.memory.clear();
    this.start(this.#size);
  }

  /** Ends what runs, for good. */
  end(): void {
    this.#send({ type: 'end' });
    this.#drop();
  }

  /** Tries again right now: the person has signed in again. */
  reattach(): void {
    this.#drop();
    this.#failures = 0;
    this.#set({ status: 'reconnecting' });
    this.#connect();
  }

  /** Leaves; the session waits a minute for a viewer. */
  close(): void {
    this.#drop();
  }

  resize(size: TerminalSize): void {
    if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
    this.#size = size;
    this.#options.memory.setSize(size);
    if (this.#state.status === 'open') this.#send({ type: 'resize', ...size });
  }

  /** Tells the size once more: another window that shows the same session may have told its own. */
  claim(): void {
    if (this.#state.status === 'open') this.#send({ type: 'resize', ...this.#size });
  }

  /** What was typed. Dropped while there is no connection: keys must not run commands later than they were pressed. */
  input(data: Uint8Array<ArrayBuffer>): void {
    if (this.#state.status !== 'open') return;
    // without a terminal nobody makes a line's end of the key's carriage return
    if (!this.#state.tty) for (const [at, byte] of data.entries()) if (byte === 0x0d) data[at] = 0x0a;
    this.#watch.typed();
    for (let at = 0; at < data.length; at += INPUT_PIECE) this.#socket?.send(data.slice(at, at + INPUT_PIECE));
  }

  #drop(): void {
    this.#watch.end();
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#socket?.close();
    this.#socket = undefined;
  }

  #connect(): void {
    const { request, open = openTerminalSocket } = this.#options;
    // Acknowledged by socket: what an earlier one brought does not count.
    const drawn = { total: 0, told: 0 };
    const socket = open(`/api/clusters/${encodeURIComponent(request.cluster)}/terminal`, {
      open: () => this.#hello(),
      text: (data) => this.#frame(data),
      binary: (data) => {
        this.#watch.heard();
        this.#offset += data.length;
        this.#options.screen.write(data, () => {
          drawn.total += data.length;
          if (this.#socket !== socket || drawn.total - drawn.told < ACK_EVERY) return;
          drawn.told = drawn.total;
          this.#send({ type: 'ack', bytes: drawn.total });
        });
      },
      closed: (code) => this.#cut(code),
    });
    this.#socket = socket;
  }

  #hello(): void {
    const { request, csrf } = this.#options;
    if (this.#session !== undefined) {
      this.#send({ type: 'attach', csrf: csrf(), session: this.#session, offset: this.#offset, ...this.#size });
      return;
    }
    const { namespace, pod, container, mode, command, os, waitForStart, throwAway } = request;
    this.#send({
      type: 'open',
      csrf: csrf(),
      namespace,
      pod,
      container,
      mode,
      command: command === null ? null : [...command],
      ...(os === undefined ? {} : { os }),
      ...(waitForStart ? { wait: true } : {}),
      ...(throwAway === undefined ? {} : { throwAway }),
      ...this.#size,
    });
  }

  #frame(data: string): void {
    this.#watch.heard();
    const frame = parseFrame<TerminalServerFrame>(data);
    if (frame?.type === 'opened') this.#opened(frame);
    else if (frame?.type === 'waiting') this.#set({ status: 'waiting', problem: frame.problem });
    else if (frame?.type === 'idle') this.#idle(frame.seconds);
    else if (frame?.type === 'exited') {
      this.#options.memory.clear();
      this.#finish({ status: 'exited', code: frame.code, message: frame.message ?? '' });
    } else if (frame?.type === 'problem') this.#refused(frame.problem);
  }

  #idle(seconds: number | null): void {
    if (this.#state.status !== 'open') return;
    const { idle: _before, ...state } = this.#state;
    this.#set(seconds === null ? state : { ...state, idle: seconds });
  }

  #opened(frame: Extract<TerminalServerFrame, { type: 'opened' }>): void {
    const { session, mode, command, offset, tty, stdin } = frame;
    const { screen, memory } = this.#options;
    this.#failures = 0;
    this.#strangers = 0;
    screen.setTty(tty);
    if (this.#session !== session) screen.begin(false);
    else if (this.#offset === 0) screen.begin(true);
    else if (offset > this.#offset) screen.gap();
    this.#session = session;
    this.#command = command;
    this.#remembered = false;
    this.#offset = offset;
    memory.set(session);
    this.#watch.begin();
    this.#set({ status: 'open', mode, command, tty, stdin });
  }

  #refused(problem: Problem): void {
    if (problem.code === 'qd.terminal.other-replica' && this.#strangers < REPLICA_TRIES) {
      this.#strangers += 1;
      // somebody answers
      this.#failures = 0;
      this.#drop();
      this.#retry(quickRetry(this.#random));
      return;
    }
    this.#options.memory.clear();
    if (this.#session === undefined) {
      this.#finish({ status: 'failed', problem });
      return;
    }
    const { mode, command: asked, throwAway } = this.#options.request;
    const what = throwAway !== undefined ? 'throwAway' : mode === 'attach' ? 'attached' : 'exec';
    const command = this.#command.length > 0 ? this.#command : (asked ?? []);
    this.#finish({ status: 'failed', problem, lost: { what, command } });
  }

  #finish(state: TerminalState): void {
    this.#session = undefined;
    this.#drop();
    this.#set(state);
  }

  #cut(code: number): void {
    this.#watch.end();
    this.#socket = undefined;
    const problem = problemOfClose(code);
    if (problem !== undefined) {
      this.#set({ status: 'failed', problem });
      if (code === CLOSE.sessionEnded) announceSessionOver(this.#options.request.cluster, problem);
      return;
    }
    this.#retryLater();
  }

  get #random(): () => number {
    return this.#options.random ?? Math.random;
  }

  #retryLater(): void {
    this.#failures += 1;
    const often = this.#session !== undefined && this.#failures <= OFTEN_TRIES;
    this.#retry(backOff(often ? Math.min(this.#failures, OFTEN_UP_TO) : this.#failures, this.#random));
  }

  #retry(delay: number): void {
    this.#set({ status: this.#session === undefined || this.#remembered ? 'connecting' : 'reconnecting' });
    this.#cancelRetry = (this.#options.clock ?? browserClock).after(delay, () => this.#connect());
  }

  #set(state: TerminalState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  #send(frame: TerminalClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}
