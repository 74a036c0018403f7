import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { cookieOf, type TestServer } from './test-server.ts';

/** A signed-in browser that opens the product's sockets, and a kubelet for what they exec. */
export class Browser {
  readonly cookie: string;
  readonly csrf: string;
  readonly #server: TestServer;
  readonly #sockets: WebSocket[] = [];
  readonly #kubelets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => [...offered].at(-1) ?? false,
  });

  private constructor(server: TestServer, cookie: string, csrf: string) {
    this.#server = server;
    this.cookie = cookie;
    this.csrf = csrf;
  }

  static async signIn(server: TestServer, token: string): Promise<Browser> {
    const response = await server.postSession({ token });
    const { csrf } = (await response.clone().json()) as { csrf: string };
    return new Browser(server, cookieOf(response), csrf);
  }

  /** For FakeApiServer.upgrade: a command that runs until it is left, and prints a prompt. */
  readonly kubelet = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // the fake has begun to read: ws does from here
    socket.removeAllListeners('data');
    this.#kubelets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => {});
      ws.send(Buffer.from([1, ...Buffer.from('$ ')]));
    });
  };

  /** Commands that run now. */
  get running(): number {
    return this.#kubelets.clients.size;
  }

  /** An open socket, nothing said yet; `path` is "live" or what is below the cluster. */
  async dial(path: string, cookie = this.cookie): Promise<WebSocket> {
    const where = path === 'live' ? '/api/live' : `/api/clusters/fake/${path}`;
    const ws = new WebSocket(`${this.#server.url.replace('http', 'ws')}${where}`, {
      headers: { cookie, origin: this.#server.url },
    });
    this.#sockets.push(ws);
    ws.on('error', () => {});
    await once(ws, 'open');
    return ws;
  }

  /** A socket that has shown its CSRF value; for all but the live one with what it opens. */
  async open(path: string, first: object = {}): Promise<WebSocket> {
    const ws = await this.dial(path);
    const frame = path === 'live' ? { type: 'hello', csrf: { fake: this.csrf } } : { type: 'open', csrf: this.csrf };
    ws.send(JSON.stringify({ ...frame, ...first }));
    return ws;
  }

  close(): void {
    for (const ws of this.#sockets) ws.terminate();
    for (const ws of this.#kubelets.clients) ws.terminate();
  }
}

/** The code that a socket is closed with. */
export async function closeOf(ws: WebSocket): Promise<number> {
  const [code] = (await once(ws, 'close')) as [number];
  return code;
}
