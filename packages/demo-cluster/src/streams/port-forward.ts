import { createWebSocketStream, type WebSocket } from 'ws';
import { ByteQueue } from '../kubelet/byte-queue.ts';
import { type PodRuntime, PortClosed } from '../runtime.ts';
import type { DemoObject } from '../store.ts';
import { SpdyConnection, type SpdyStream } from './spdy/spdy-connection.ts';
import type { SpdyUpgrade } from './spdy/upgrade.ts';

export const PORT_FORWARD_PROTOCOL = 'portforward.k8s.io';
/** SPDY inside of a WebSocket (KEP-4006). */
export const TUNNEL_PROTOCOL = 'SPDY/3.1+portforward.k8s.io';
/** Two channels per port in the WebSocket itself. */
const CHANNEL_PROTOCOLS = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', PORT_FORWARD_PROTOCOL];

export function choosePortForwardProtocol(offered: Iterable<string>): string | undefined {
  const all = [...offered];
  return [TUNNEL_PROTOCOL, ...CHANNEL_PROTOCOLS].find((protocol) => all.includes(protocol));
}

/** What comes from a client and goes back to it, for one connection to a port. */
interface Forwarded {
  readonly input: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** no more comes from the port */
  end(): void;
  fail(words: string): void;
}

async function forward(runtime: PodRuntime, pod: DemoObject, port: number, client: Forwarded): Promise<void> {
  try {
    const socket = runtime.connect(pod, port);
    const sending = sendAll(client.input, socket);
    for await (const chunk of socket as AsyncIterable<Buffer>) await client.write(chunk);
    await sending;
  } catch (error) {
    client.fail(failure(pod, port, error));
  }
  client.end();
}

async function sendAll(input: AsyncIterable<Uint8Array>, socket: NodeJS.WritableStream): Promise<void> {
  for await (const chunk of input) {
    if (socket.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      socket.once('drain', resolve);
      socket.once('close', resolve);
    });
  }
  socket.end();
}

/** The words of containerd, which the client shows as they are. */
function failure(pod: DemoObject, port: number, error: unknown): string {
  const sandbox = pod.metadata.uid.replaceAll('-', '').padEnd(64, '0');
  const place = `/var/run/netns/cni-${pod.metadata.uid}`;
  const why =
    error instanceof PortClosed
      ? `failed to connect to localhost:${port} inside namespace "${place}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `
      : error instanceof Error
        ? error.message
        : String(error);
  return `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace "${place}": ${why}`;
}

/** Serves port-forward over SPDY: a pair of streams, error and data, for every connection that the client takes in. */
export function forwardOverSpdy(runtime: PodRuntime, pod: DemoObject, { socket, head }: SpdyUpgrade): void {
  const errors = new Map<string, SpdyStream>();
  const waiting = new Map<string, SpdyStream>();
  const play = (data: SpdyStream, error: SpdyStream) => {
    const port = Number(data.headers.get('port'));
    void forward(runtime, pod, port, {
      input: data.input,
      write: (bytes) => data.write(bytes),
      end() {
        data.end();
        error.end();
      },
      fail: (words) => void error.write(Buffer.from(words)),
    });
  };
  new SpdyConnection(socket, head, (stream) => {
    const port = Number(stream.headers.get('port'));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return stream.reset();
    // kubectl before 1.5 sends no id: the error stream comes right before its data stream
    const id =
      stream.headers.get('requestid') ??
      String(stream.headers.get('streamtype') === 'error' ? stream.id : stream.id - 2);
    const type = stream.headers.get('streamtype');
    const other = (type === 'error' ? waiting : errors).get(id);
    if (type !== 'error' && type !== 'data') return stream.reset();
    if (!other) {
      (type === 'error' ? errors : waiting).set(id, stream);
      return;
    }
    errors.delete(id);
    waiting.delete(id);
    if (type === 'data') play(stream, other);
    else play(other, stream);
  });
}

/** Serves port-forward over SPDY inside of a WebSocket. */
export function forwardInTunnel(runtime: PodRuntime, pod: DemoObject, socket: WebSocket): void {
  const stream = createWebSocketStream(socket);
  stream.on('error', () => stream.destroy());
  forwardOverSpdy(runtime, pod, { socket: stream, head: Buffer.alloc(0), protocol: PORT_FORWARD_PROTOCOL });
}

/**
 * Serves port-forward by channels of a WebSocket: channel 2n carries the data of the nth port, channel 2n+1 its errors; each
 * begins with the port's number.
 */
export function forwardByChannels(
  runtime: PodRuntime,
  pod: DemoObject,
  ports: readonly number[],
  socket: WebSocket,
): void {
  const isBase64 = socket.protocol.includes('base64');
  const inputs = ports.map(() => new ByteQueue());
  const send = (channel: number, bytes: Uint8Array): Promise<void> | undefined => {
    if (socket.readyState !== socket.OPEN) return undefined;
    const frame = isBase64
      ? `${channel}${Buffer.from(bytes).toString('base64')}`
      : Buffer.concat([Uint8Array.of(channel), bytes]);
    return new Promise((resolve) => socket.send(frame, () => resolve()));
  };
  socket.on('message', (data: Buffer) => {
    const channel = isBase64 ? Number(data.toString('latin1', 0, 1)) : (data[0] ?? 0);
    const payload = isBase64 ? Buffer.from(data.toString('latin1', 1), 'base64') : data.subarray(1);
    if (channel % 2 === 0) void inputs[channel / 2]?.push(payload);
  });
  socket.on('close', () => {
    for (const input of inputs) input.close();
  });
  let open = ports.length;
  ports.forEach((port, at) => {
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    void send(at * 2, number);
    void send(at * 2 + 1, number);
    void forward(runtime, pod, port, {
      input: inputs[at] ?? new ByteQueue(),
      write: (bytes) => send(at * 2, bytes),
      end: () => {
        if (--open === 0) socket.close(1000);
      },
      fail: (words) => void send(at * 2 + 1, Buffer.from(words)),
    });
  });
}
