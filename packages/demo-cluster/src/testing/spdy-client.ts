import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Duplex } from 'node:stream';
import { controlFrame, dataFrame, FLAG_FIN, FRAME, type Frame, FrameReader, words } from '../streams/spdy/frames.ts';
import { HeaderPacker } from '../streams/spdy/header-block.ts';

/** A client's side of SPDY, for tests: streams by number, each read until its end. */
export class SpdyClient {
  readonly socket: Duplex;
  readonly #packer = new HeaderPacker();
  readonly #reader = new FrameReader();
  readonly #texts = new Map<number, string>();
  readonly #ended = new Set<number>();
  readonly #waiting: (() => void)[] = [];
  #isOver = false;
  #next = 1;

  constructor(socket: Duplex, head: Uint8Array = Buffer.alloc(0)) {
    this.socket = socket;
    const take = (chunk: Uint8Array) => {
      for (const frame of this.#reader.push(chunk)) this.#take(frame);
      for (const wake of this.#waiting.splice(0)) wake();
    };
    take(head);
    socket.on('data', take);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#isOver = true;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async open(headers: Readonly<Record<string, string>>): Promise<number> {
    const id = this.#next;
    this.#next += 2;
    const block = await this.#packer.pack(new Map(Object.entries(headers)));
    this.socket.write(controlFrame(FRAME.synStream, Buffer.concat([words(id, 0), Buffer.alloc(2), block])));
    return id;
  }

  send(id: number, text: string, isLast = false): void {
    this.socket.write(dataFrame(id, Buffer.from(text), isLast ? FLAG_FIN : 0));
  }

  /** All that comes on a stream until the server has ended it. */
  async textOf(id: number): Promise<string> {
    while (!this.#ended.has(id) && !this.#isOver) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#texts.get(id) ?? '';
  }

  #take(frame: Frame): void {
    if (frame.kind !== 'data') return;
    this.#texts.set(frame.streamId, (this.#texts.get(frame.streamId) ?? '') + frame.payload.toString());
    if ((frame.flags & FLAG_FIN) !== 0) this.#ended.add(frame.streamId);
  }
}

interface Server {
  readonly url: string;
  readonly caPem: string;
  readonly adminToken: string;
}

/** Asks for SPDY on a path; rejects with status and words when that is refused. */
export async function upgradeToSpdy(server: Server, path: string, protocol: string): Promise<SpdyClient> {
  const { socket, head } = await upgrade(server, path, 'POST', {
    upgrade: 'SPDY/3.1',
    'x-stream-protocol-version': protocol,
  });
  return new SpdyClient(socket, head);
}

/** The same, inside of a WebSocket (KEP-4006). No library takes a protocol of that name, so frames are written by hand. */
export async function tunnelSpdy(server: Server, path: string, protocol: string): Promise<SpdyClient> {
  const { socket, head, headers } = await upgrade(server, path, 'GET', {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    'sec-websocket-protocol': protocol,
  });
  if (headers['sec-websocket-protocol'] !== protocol) throw new Error('the server speaks another protocol');
  return new SpdyClient(webSocketStream(socket, head));
}

function upgrade(
  server: Server,
  path: string,
  method: string,
  headers: Record<string, string>,
): Promise<{ socket: Duplex; head: Buffer; headers: IncomingMessage['headers'] }> {
  return new Promise((resolve, reject) => {
    const req = request(`${server.url}${path}`, {
      method,
      ca: server.caPem,
      agent: false,
      headers: { authorization: `Bearer ${server.adminToken}`, connection: 'Upgrade', ...headers },
    });
    req.on('upgrade', (res, socket, head) => resolve({ socket, head, headers: res.headers }));
    req.on('response', (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => reject(new Error(`${res.statusCode} ${text}`)));
    });
    req.on('error', reject);
    req.end();
  });
}

const BINARY = 2;

/** The bytes of a WebSocket's binary messages. What is written here is small, and masked by zero. */
function webSocketStream(socket: Duplex, head: Buffer): Duplex {
  let buffered = head;
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const length = chunk.length < 126 ? [0x80 | chunk.length] : [0xfe, chunk.length >> 8, chunk.length & 0xff];
      socket.write(Buffer.concat([Uint8Array.of(0x80 | BINARY, ...length, 0, 0, 0, 0), chunk]));
      done();
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  const take = (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 2) {
      const short = buffered.readUInt8(1) & 0x7f;
      const start = short < 126 ? 2 : 4;
      if (buffered.length < start) return;
      const end = start + (short < 126 ? short : buffered.readUInt16BE(2));
      if (buffered.length < end) return;
      if ((buffered.readUInt8(0) & 0x0f) === BINARY) stream.push(buffered.subarray(start, end));
      buffered = buffered.subarray(end);
    }
  };
  socket.on('data', take);
  socket.on('error', () => stream.destroy());
  socket.on('close', () => stream.destroy());
  take(Buffer.alloc(0));
  return stream;
}
