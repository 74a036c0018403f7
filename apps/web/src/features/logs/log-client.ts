import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { LogClientFrame, LogServerFrame } from '@quarterdeck/shared/stream-protocol';
import { announceSessionOver } from '../../api/api-fetch.ts';
import { problemOfClose } from '../../api/stream-close.ts';
import { type OpenSocket, openSocket, parseFrame, type StreamSocket } from '../../api/stream-socket.ts';
import { backOff } from '../../live/back-off.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import { LogResume } from './log-resume.ts';
import type { LogEvents, LogRequest, LogStream, OpenLogs } from './log-source.ts';

export interface LogClientOptions {
  readonly cluster: string;
  /** the session's value at the time of asking */
  readonly csrf: () => string;
  readonly open?: OpenSocket;
  readonly clock?: LiveClock;
  readonly random?: () => number;
}

/** Logs over the BFF's WebSocket. A cut connection comes back by itself and continues where it was. */
export function createLogClient(options: LogClientOptions): OpenLogs {
  return (request, events) => new LogConnection(options, request, events);
}

class LogConnection implements LogStream {
  readonly #options: LogClientOptions;
  readonly #request: LogRequest;
  readonly #events: LogEvents;
  readonly #resume = new LogResume();
  #socket: StreamSocket | undefined;
  #cancelRetry: (() => void) | undefined;
  #failures = 0;
  #ended = false;
  #closed = false;
  /** lines that came over all sockets, lines that the view took, and what had come before this socket */
  #received = 0;
  #taken = 0;
  #before = 0;

  constructor(options: LogClientOptions, request: LogRequest, events: LogEvents) {
    this.#options = options;
    this.#request = request;
    this.#events = events;
    events.link('connecting', undefined);
    this.#connect();
  }

  taken(lines: number): void {
    this.#taken += lines;
    // The sender counts by socket: lines of an earlier one that are taken only now do not concern it.
    const ofThisSocket = this.#taken - this.#before;
    if (ofThisSocket > 0) this.#send({ type: 'ack', lines: ofThisSocket });
  }

  reopen(): void {
    if (this.#closed) return;
    this.#drop();
    this.#failures = 0;
    this.#ended = false;
    this.#events.link('reconnecting', undefined);
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #drop(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#socket?.close();
    this.#socket = undefined;
  }

  #connect(): void {
    const path = `/api/clusters/${encodeURIComponent(this.#options.cluster)}/logs`;
    this.#before = this.#received;
    this.#socket = (this.#options.open ?? openSocket)(path, {
      open: () => this.#hello(),
      text: (data) => this.#frame(data),
      binary: () => {},
      closed: (code) => this.#cut(code),
    });
  }

  #hello(): void {
    const { sources, follow, previous, tailLines } = this.#request;
    const sinceTime = this.#resume.sinceTime();
    this.#resume.restart();
    this.#send({
      type: 'open',
      csrf: this.#options.csrf(),
      sources: [...sources],
      follow,
      previous,
      ...(sinceTime === undefined ? { tailLines } : { sinceTime }),
    });
    this.#events.link('open', undefined);
  }

  #frame(data: string): void {
    const frame = parseFrame<LogServerFrame>(data);
    if (frame?.type === 'lines') {
      this.#failures = 0;
      this.#received += frame.lines.length;
      const fresh = this.#resume.fresh(frame.lines);
      // What was skipped needs no room in the view.
      this.#taken += frame.lines.length - fresh.length;
      if (fresh.length > 0) this.#events.lines(fresh);
      else this.taken(0);
    } else if (frame?.type === 'source') {
      this.#events.source(frame.source, frame.state, frame.problem);
    } else if (frame?.type === 'end') {
      this.#ended = true;
      this.#events.end();
    }
  }

  #cut(code: number): void {
    this.#socket = undefined;
    if (this.#ended) return;
    const problem = problemOfClose(code);
    if (problem !== undefined) {
      this.#events.link('closed', problem);
      if (code === CLOSE.sessionEnded) announceSessionOver(this.#options.cluster, problem);
      return;
    }
    this.#events.link('reconnecting', undefined);
    const delay = backOff(++this.#failures, this.#options.random ?? Math.random);
    this.#cancelRetry = (this.#options.clock ?? browserClock).after(delay, () => this.#connect());
  }

  #send(frame: LogClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}
