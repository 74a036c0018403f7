import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { TerminalClientFrame, TerminalServerFrame } from '@quarterdeck/shared/stream-protocol';
import { announceSessionOver } from '../../api/api-fetch.ts';
import { problemOfClose } from '../../api/stream-close.ts';
import { type OpenSocket, openSocket, parseFrame, type StreamSocket } from '../../api/stream-socket.ts';
import { backOff } from '../../live/back-off.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import type { TerminalMemory, TerminalPlace } from './terminal-memory.ts';

export type TerminalState =
  | { readonly status: 'connecting' }
  | { readonly status: 'open'; readonly command: readonly string[] }
  | { readonly status: 'reconnecting' }
  | { readonly status: 'exited'; readonly code: number | null; readonly message: string }
  | { readonly status: 'failed'; readonly problem: Problem };

/** What draws the terminal. */
export interface TerminalScreen {
  /** calls `drawn` when the bytes are on the screen */
  write(data: Uint8Array, drawn: () => void): void;
  /** a session begins on an empty screen; `replay`: what comes first is old output */
  begin(replay: boolean): void;
  /** output between what was seen and what follows is gone */
  gap(): void;
}

export interface TerminalClientOptions {
  readonly place: TerminalPlace;
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
const ACK_EVERY = 16 * 1024;
/** A large paste goes in pieces: the BFF bounds a frame. */
const INPUT_PIECE = 16 * 1024;

/**
 * A shell over the BFF's WebSocket: opens a session, finds it again after a cut or a reload, asks for what was missed, and
 * tells the BFF what has been drawn.
 */
export class TerminalClient {
  readonly #options: TerminalClientOptions;
  #socket: StreamSocket | undefined;
  #cancelRetry: (() => void) | undefined;
  #size: TerminalSize = { cols: 80, rows: 24 };
  #session: string | undefined;
  /** position in the session's output of the next byte to come */
  #offset = 0;
  /** the session was found in the tab's memory and has not answered yet: when it is gone, a new one is what is wanted */
  #remembered = false;
  #failures = 0;
  #state: TerminalState = { status: 'connecting' };

  constructor(options: TerminalClientOptions) {
    this.#options = options;
  }

  get state(): TerminalState {
    return this.#state;
  }

  /** Opens the shell: the session that this tab had, else a new one. */
  start(size: TerminalSize): void {
    this.#size = size;
    this.#session = this.#options.memory.get();
    this.#remembered = this.#session !== undefined;
    this.#offset = 0;
    this.#failures = 0;
    this.#set({ status: 'connecting' });
    this.#connect();
  }

  /** Ends what runs and opens a new session. */
  restart(): void {
    this.#send({ type: 'end' });
    this.#drop();
    this.#options.memory.clear();
    this.start(this.#size);
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
    if (this.#state.status === 'open') this.#send({ type: 'resize', ...size });
  }

  /** What was typed. Dropped while there is no connection: keys must not run commands later than they were pressed. */
  input(data: Uint8Array<ArrayBuffer>): void {
    if (this.#state.status !== 'open') return;
    for (let at = 0; at < data.length; at += INPUT_PIECE) this.#socket?.send(data.slice(at, at + INPUT_PIECE));
  }

  #drop(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#socket?.close();
    this.#socket = undefined;
  }

  #connect(): void {
    const { place, open = openSocket } = this.#options;
    // Acknowledged by socket: what an earlier one brought does not count.
    const drawn = { total: 0, told: 0 };
    const socket = open(`/api/clusters/${encodeURIComponent(place.cluster)}/terminal`, {
      open: () => this.#hello(),
      text: (data) => this.#frame(data),
      binary: (data) => {
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
    const { place, csrf } = this.#options;
    const { namespace, pod, container } = place;
    if (this.#session === undefined)
      this.#send({ type: 'open', csrf: csrf(), namespace, pod, container, command: null, ...this.#size });
    else this.#send({ type: 'attach', csrf: csrf(), session: this.#session, offset: this.#offset, ...this.#size });
  }

  #frame(data: string): void {
    const frame = parseFrame<TerminalServerFrame>(data);
    if (frame?.type === 'opened') this.#opened(frame);
    else if (frame?.type === 'exited') {
      this.#options.memory.clear();
      this.#finish({ status: 'exited', code: frame.code, message: frame.message ?? '' });
    } else if (frame?.type === 'problem') this.#refused(frame.problem);
  }

  #opened({ session, command, offset }: Extract<TerminalServerFrame, { type: 'opened' }>): void {
    const { screen, memory } = this.#options;
    this.#failures = 0;
    if (this.#session !== session) screen.begin(false);
    else if (this.#offset === 0) screen.begin(true);
    else if (offset > this.#offset) screen.gap();
    this.#session = session;
    this.#remembered = false;
    this.#offset = offset;
    memory.set(session);
    this.#set({ status: 'open', command });
  }

  #refused(problem: Problem): void {
    this.#options.memory.clear();
    if (this.#remembered && problem.code === 'qd.terminal.session-unknown') {
      // The page was away for longer than the session was kept.
      this.#drop();
      this.start(this.#size);
      return;
    }
    this.#finish({ status: 'failed', problem });
  }

  #finish(state: TerminalState): void {
    this.#session = undefined;
    this.#drop();
    this.#set(state);
  }

  #cut(code: number): void {
    this.#socket = undefined;
    const problem = problemOfClose(code);
    if (problem !== undefined) {
      this.#set({ status: 'failed', problem });
      if (code === CLOSE.sessionEnded) announceSessionOver(this.#options.place.cluster, problem);
      return;
    }
    this.#set({ status: this.#session === undefined || this.#remembered ? 'connecting' : 'reconnecting' });
    const delay = backOff(++this.#failures, this.#options.random ?? Math.random);
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
