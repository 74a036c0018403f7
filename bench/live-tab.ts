import { connect, type Socket } from 'node:net';
import type { LiveQuery, LiveServerFrame } from '@quarterdeck/shared/live-protocol';
import { WebSocket } from 'ws';

export const ALL_PODS: Omit<LiveQuery, 'cluster'> = {
  resource: 'v1/pods',
  namespaces: null,
  fields: ['metadata.deletionTimestamp'],
  mode: 'rows',
};

/** What one subscription brought. */
export interface Received {
  readonly rows: number;
  /** milliseconds from the subscription */
  readonly firstRowMs: number;
  readonly allRowsMs: number;
  /** bytes of the rows frames, and those that went over the wire for all frames */
  readonly rawBytes: number;
  readonly wireBytes: number;
}

/** A browser's live socket without the browser, so that what is measured is the BFF. */
export class LiveTab {
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #cluster: string;
  #id = 0;

  private constructor(ws: WebSocket, socket: Socket, cluster: string) {
    this.#ws = ws;
    this.#socket = socket;
    this.#cluster = cluster;
  }

  /** Signs in with a token and opens the socket as our page does. */
  static async open(origin: string, cluster: string, token: string): Promise<LiveTab> {
    const answer = await fetch(`${origin}/api/clusters/${encodeURIComponent(cluster)}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin', 'x-quarterdeck': '1' },
      body: JSON.stringify({ token }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    const { csrf } = (await answer.json()) as { csrf: string };
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const ws = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, {
      headers: { cookie, origin },
      createConnection: () => socket,
    });
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
    ws.send(JSON.stringify({ type: 'hello', csrf: { [cluster]: csrf } }));
    return new LiveTab(ws, socket, cluster);
  }

  /** Subscribes and resolves when all is there and live. */
  read(query: Omit<LiveQuery, 'cluster'>): Promise<Received> {
    this.#id += 1;
    const id = this.#id;
    const started = performance.now();
    const wireBefore = this.#socket.bytesRead;
    let firstRowMs = 0;
    let rows = 0;
    let rawBytes = 0;
    this.#ws.send(JSON.stringify({ type: 'subscribe', id, query: { cluster: this.#cluster, ...query } }));
    return new Promise((resolve, reject) => {
      const take = (data: Buffer): void => {
        const text = data.toString('utf8');
        const frame = JSON.parse(text) as {
          id?: number;
          type: string;
          state?: string;
          upsert?: unknown[];
          problem?: unknown;
        };
        if (frame.id !== id) return;
        if (frame.type === 'rows') {
          rawBytes += data.length;
          rows += frame.upsert?.length ?? 0;
          if (rows > 0) firstRowMs ||= performance.now() - started;
        }
        if (frame.state === 'denied' || frame.state === 'gone') reject(new Error(text));
        if (frame.state !== 'live') return;
        this.#ws.off('message', take);
        const wireBytes = this.#socket.bytesRead - wireBefore;
        resolve({ rows, firstRowMs, allRowsMs: performance.now() - started, rawBytes, wireBytes });
      };
      this.#ws.on('message', take);
    });
  }

  /** Hands over every frame that comes from now on. */
  listen(take: (frame: LiveServerFrame) => void): void {
    this.#ws.on('message', (data: Buffer) => take(JSON.parse(data.toString('utf8')) as LiveServerFrame));
  }

  /** Subscribes; returns the id that its frames have. */
  subscribe(query: Omit<LiveQuery, 'cluster'>): number {
    this.#id += 1;
    this.#ws.send(JSON.stringify({ type: 'subscribe', id: this.#id, query: { cluster: this.#cluster, ...query } }));
    return this.#id;
  }

  /** Calls when the other side ends it. */
  onClose(run: (code: number) => void): void {
    this.#ws.on('close', run);
  }

  /** Reads nothing any longer, as a browser on a dead line. */
  stall(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#ws.terminate();
  }
}
