import { CLOSE } from '@quarterdeck/shared/live-protocol';
import type { LogClientFrame, LogQueryFrame, LogServerFrame } from '@quarterdeck/shared/log-protocol';
import { announceSessionOver } from '../../api/api-fetch.ts';
import { problemOfClose } from '../../api/stream-close.ts';
import { type OpenSocket, openSocket, parseFrame, type StreamSocket } from '../../api/stream-socket.ts';
import { backOff } from '../../live/back-off.ts';
import { browserClock, type LiveClock } from '../../live/live-clock.ts';
import type { LogEvents, LogRequest, LogStream, OpenLogs } from './log-source.ts';
import { LogStandings } from './log-standings.ts';

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
  readonly #events: LogEvents;
  readonly #standings = new LogStandings();
  #request: LogRequest;
  #socket: StreamSocket | undefined;
  #cancelRetry: (() => void) | undefined;
  #failures = 0;
  #ended = false;
  #closed = false;
  /** the BFF's time at the first connection */
  #at: string | undefined;
  /** queries that have answered on this connection */
  #answered = new Set<number>();
  #resumed = false;
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

  reopen(request = this.#request): void {
    if (this.#closed) return;
    this.#drop();
    this.#request = request;
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
    const csrf = this.#options.csrf();
    const at = this.#at;
    this.#resumed = at !== undefined;
    this.#answered = new Set();
    const sources = this.#standings.standings();
    if (this.#resumed) this.#standings.cut();
    // Going on reads what came since the first opening. Where no line has come, the tail from before it is still wanted.
    const resume = at === undefined || this.#received === 0 ? {} : { resume: { at, sources } };
    this.#send({ type: 'open', csrf, ...this.#request, ...resume });
    this.#events.link('open', undefined);
  }

  #frame(data: string): void {
    const frame = parseFrame<LogServerFrame>(data);
    switch (frame?.type) {
      case 'opened':
        this.#at ??= frame.at;
        return;
      case 'lines': {
        this.#failures = 0;
        this.#received += frame.lines.length;
        const fresh = this.#standings.fresh(frame.lines);
        // What was skipped needs no room in the view.
        this.#taken += frame.lines.length - fresh.length;
        if (fresh.length > 0) this.#events.lines(fresh);
        else this.taken(0);
        return;
      }
      case 'preview':
        this.#events.preview(this.#standings.numbered(frame.lines));
        return;
      case 'source':
        this.#events.source(this.#standings.source(frame));
        return;
      case 'query':
        this.#query(frame);
        return;
      case 'problem':
        this.#ended = true;
        this.#events.link('closed', frame.problem);
        return;
      case 'end':
        this.#ended = true;
        this.#events.end();
    }
  }

  #query(frame: LogQueryFrame): void {
    this.#events.query(frame);
    if (frame.state === 'reconnecting') return;
    const queries = this.#request.sources.filter((source) => !('pod' in source)).length;
    const before = this.#answered.size;
    this.#answered.add(frame.query);
    if (!this.#resumed || before === queries || this.#answered.size < queries) return;
    for (const gone of this.#standings.vanished()) this.#events.source(gone);
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
