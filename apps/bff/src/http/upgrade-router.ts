import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE } from '@quarterdeck/shared/live-protocol';
import { type Problem, ProblemError, problem } from '@quarterdeck/shared/problem';
import type { Logger } from 'pino';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Session } from '../auth/session.ts';
import type { SessionRegistry } from '../auth/session-registry.ts';
import type { SessionStore } from '../auth/session-store.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import type { Clock } from '../live/clock.ts';
import type { Whence } from '../telemetry/audit-log.ts';
import type { Meters } from '../telemetry/meters.ts';
import type { Origins } from './origins.ts';
import { checkUpgradeOrigin } from './same-origin.ts';

/** Of one cluster. `from`: the request that opened the socket. */
interface StreamHandler {
  handle(ws: WebSocket, session: Session, from: Whence): void;
  close(): void;
}

/** What takes over a socket once it is open. */
export interface SocketHandlers {
  readonly live: {
    handle(ws: WebSocket, sessions: ReadonlyMap<string, Session>, trace: string): void;
    close(): void;
  };
  readonly terminal: StreamHandler;
  readonly log: StreamHandler;
  readonly run: StreamHandler;
}

interface UpgradeRouterOptions {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly store: SessionStore;
  readonly registry: SessionRegistry;
  readonly origins: Origins;
  readonly handlers: SocketHandlers;
  readonly log: Logger;
  readonly clock: Clock;
  readonly meters: Meters;
  /** the address of whoever made a request, as far as it is to be believed */
  readonly addressOf: (request: IncomingMessage) => string | undefined;
}

const MAX_PAYLOAD_BYTES = 256 * 1024;
/** A person has a handful of tabs, each with a live socket, some logs, and the same twenty terminals in two of them. */
const MAX_SOCKETS_PER_SESSION = 80;

/**
 * Rows compress to a fifth, and a list of thousands is the one thing on our sockets that a slow line feels. Frames that are
 * small are sent as they are (compressing them costs forty times their sending), and no window is kept between frames: the
 * memory of a socket does not grow with what went through it, and no frame's length tells about another frame's content.
 */
const COMPRESS_LARGE_FRAMES = {
  threshold: 8 * 1024,
  zlibDeflateOptions: { level: 1 },
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
} as const;

/** What is served below /api/clusters/{cluster}, and by whom. */
export const CLUSTER_SOCKETS = { terminal: 'terminal', logs: 'log', run: 'run' } as const;
const KINDS: readonly string[] = ['live', ...Object.values(CLUSTER_SOCKETS)];
/** A browser that leaves so much untaken is slow. */
const SLOW_BYTES = 1024 * 1024;
const CLUSTER_SOCKET = new RegExp(`^/api/clusters/([^/?#]{1,768})/(${Object.keys(CLUSTER_SOCKETS).join('|')})$`);

type Accept = (ws: WebSocket, from: Whence & { readonly request: string }) => void;

interface Admitted {
  readonly kind: string;
  readonly server: WebSocketServer;
  readonly sessions: readonly Session[];
  readonly accept: Accept;
}

/** Lets browsers open exactly four kinds of WebSocket: exact path, our own origin, a living session, in this order. */
export class UpgradeRouter {
  readonly #options: UpgradeRouterOptions;
  readonly #rows = socketServer(COMPRESS_LARGE_FRAMES);
  /** Output of shells and logs is small and wanted now. */
  readonly #bytes = socketServer(false);
  readonly #open = new Map<string, number>();
  readonly #kinds = new Map<WebSocket, string>();
  #closing = false;

  constructor(options: UpgradeRouterOptions) {
    this.#options = options;
  }

  /** For http.Server's "upgrade" event. Never rejects. */
  async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // until ws takes over, nobody else listens: a reset connection must not end the process
    const onError = () => socket.destroy();
    socket.on('error', onError);
    const id = randomUUID();
    const note = (status: number, words: string): void => {
      const path = (request.url ?? '').split('?', 1)[0]?.slice(0, 1024);
      this.#options.log.info({ requestId: id, req: { method: request.method, path }, res: { status } }, words);
    };
    try {
      const { kind, server, sessions, accept } = await this.#admit(request);
      if (socket.destroyed) return;
      // close() has gone through the sockets by then: nobody would end this one
      if (this.#closing) throw shuttingDown();
      const from = { request: id, address: this.#options.addressOf(request) };
      socket.off('error', onError);
      server.handleUpgrade(request, socket, head, (ws) => {
        note(101, 'socket opened');
        this.#count(ws, kind, sessions);
        accept(ws, from);
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) this.#options.log.error({ err: error, requestId: id }, 'upgrade failed');
      const fault = error instanceof ProblemError ? error.problem : problem('qd.internal', 'Something went wrong');
      note(fault.status, 'socket refused');
      refuse(socket, { ...fault, requestId: id });
    }
  }

  /**
   * Opens no more sockets and ends every one, so that browsers connect again elsewhere: lists within `spreadMs`, not all in one moment,
   * since each of them is read anew by the server that it comes to. What has a process behind it is told first.
   */
  async close(spreadMs = 0): Promise<void> {
    this.#closing = true;
    const { clock, handlers } = this.#options;
    const { live, terminal, log, run } = handlers;
    terminal.close();
    run.close();
    if (spreadMs > 0) {
      for (const ws of this.#clients())
        clock.after(clock.random() * spreadMs, () => ws.close(CLOSE.goingAway, 'going away'));
      await new Promise<void>((resolve) => clock.after(spreadMs, resolve));
    }
    live.close();
    log.close();
    for (const ws of this.#clients()) ws.close(CLOSE.goingAway);
  }

  /** Open sockets by kind, and how many of them do not take what is sent to them. */
  census(): { readonly kind: string; readonly open: number; readonly slow: number }[] {
    const sums = new Map(KINDS.map((kind) => [kind, { kind, open: 0, slow: 0 }]));
    for (const [ws, kind] of this.#kinds) {
      const sum = sums.get(kind);
      if (!sum) continue;
      sum.open += 1;
      if (ws.bufferedAmount > SLOW_BYTES) sum.slow += 1;
    }
    return [...sums.values()];
  }

  /** Cuts what has not closed by itself. */
  terminate(): void {
    for (const ws of this.#clients()) ws.terminate();
  }

  #clients(): WebSocket[] {
    return [...this.#rows.clients, ...this.#bytes.clients];
  }

  async #admit(request: IncomingMessage): Promise<Admitted> {
    const { origins, handlers } = this.#options;
    const target = request.url ?? '';
    const ofCluster = CLUSTER_SOCKET.exec(target);
    if (target !== '/api/live' && !ofCluster)
      throw new ProblemError(problem('qd.request.not-found', 'No socket is served here'));
    const fault = checkUpgradeOrigin(request.headers, origins);
    if (fault) throw new ProblemError(fault);
    if (this.#closing) throw shuttingDown();
    if (!ofCluster) {
      const sessions = await this.#sessions(request);
      const accept: Accept = (ws, from) => handlers.live.handle(ws, sessions, from.request);
      return { kind: 'live', server: this.#rows, sessions: [...sessions.values()], accept };
    }
    const [, name = '', kind] = ofCluster;
    const cluster = findCluster(this.#options.clusters, decode(name));
    // no touch: a page opens sockets by itself, also when nobody is there
    const { session } = await this.#options.store.require(cluster.name, request.headers.cookie);
    this.#admitOneMore(session);
    const stream = CLUSTER_SOCKETS[kind as keyof typeof CLUSTER_SOCKETS];
    const accept: Accept = (ws, from) => handlers[stream].handle(ws, session, from);
    return { kind: stream, server: this.#bytes, sessions: [session], accept };
  }

  async #sessions(request: IncomingMessage): Promise<ReadonlyMap<string, Session>> {
    const { clusters, store } = this.#options;
    const sessions = new Map<string, Session>();
    let fault = new ProblemError(problem('qd.session.required', 'Sign in first'));
    for (const name of clusters.keys()) {
      try {
        const { session } = await store.require(name, request.headers.cookie);
        this.#admitOneMore(session);
        sessions.set(name, session);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (error.problem.code !== 'qd.session.required') fault = error;
      }
    }
    if (sessions.size === 0) throw fault;
    return sessions;
  }

  #admitOneMore(session: Session): void {
    if ((this.#open.get(session.id) ?? 0) >= MAX_SOCKETS_PER_SESSION)
      throw new ProblemError(problem('qd.request.too-many', 'This session has too many sockets open'));
  }

  #count(ws: WebSocket, kind: string, sessions: readonly Session[]): void {
    ws.on('error', () => {});
    this.#kinds.set(ws, kind);
    for (const { id } of sessions) this.#open.set(id, (this.#open.get(id) ?? 0) + 1);
    ws.once('close', (code) => {
      this.#kinds.delete(ws);
      this.#options.meters.socketClosed(kind, code);
      for (const { id } of sessions) {
        const left = (this.#open.get(id) ?? 1) - 1;
        if (left > 0) this.#open.set(id, left);
        else this.#open.delete(id);
      }
    });
  }
}

function shuttingDown(): ProblemError {
  return new ProblemError(problem('qd.live.disconnected', 'The server is shutting down'));
}

function socketServer(perMessageDeflate: ServerOptions['perMessageDeflate']): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: perMessageDeflate ?? false,
    maxPayload: MAX_PAYLOAD_BYTES,
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** An HTTP answer in place of the switch of protocols. */
function refuse(socket: Duplex, fault: Problem): void {
  const body = JSON.stringify(fault);
  socket.end(
    [
      `HTTP/1.1 ${fault.status} Refused`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}
