import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Session, SessionWatch } from '../auth/session.ts';

/** Sessions that a test ends by hand. */
export class HandEndedSessions implements SessionWatch {
  readonly #listeners = new Map<string, Set<() => void>>();

  watch(session: Session, ended: () => void): () => void {
    const own = this.#listeners.get(session.id) ?? new Set();
    const listener = () => ended();
    this.#listeners.set(session.id, own.add(listener));
    return () => own.delete(listener);
  }

  end(session: Session): void {
    for (const ended of [...(this.#listeners.get(session.id) ?? [])]) ended();
  }

  watchers(session: Session): number {
    return this.#listeners.get(session.id)?.size ?? 0;
  }
}

/** A session on the cluster "fake" with the token "token-of-<user>". */
export function sessionOf(user: string): Session {
  return {
    id: `session-of-${user}`,
    cluster: 'fake',
    user: { name: user, groups: [] },
    kind: 'token',
    credential: { kind: 'bearer', token: `token-of-${user}` },
    csrf: `csrf-of-${user}`,
    homeNamespace: null,
    tokenExpiresAt: null,
    sessionExpiresAt: 0,
  };
}

export interface SocketServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens every upgrade and hands it over with its path. */
export async function serveSockets(handle: (ws: WebSocket, path: string) => void): Promise<SocketServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (ws) => handle(ws, request.url ?? ''));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A browser's end of a socket, and what it got. */
export class Tab<Frame> {
  readonly frames: Frame[] = [];
  readonly ws: WebSocket;
  /** bytes of binary frames */
  received = 0;
  readonly #chunks: Buffer[] = [];
  closed: number | undefined;

  private constructor(url: string) {
    this.ws = new WebSocket(url);
    this.ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        this.#chunks.push(data);
        this.received += data.length;
      } else this.frames.push(JSON.parse(data.toString()) as Frame);
    });
    this.ws.on('close', (code) => {
      this.closed = code;
    });
    this.ws.on('error', () => {});
  }

  static async open<Frame>(url: string, first: object | null): Promise<Tab<Frame>> {
    const tab = new Tab<Frame>(url);
    await once(tab.ws, 'open');
    if (first !== null) tab.send(first);
    return tab;
  }

  /** The binary frames, joined. */
  get output(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  send(frame: object): void {
    this.ws.send(JSON.stringify(frame));
  }
}
