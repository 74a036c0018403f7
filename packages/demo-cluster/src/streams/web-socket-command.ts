import type { WebSocket } from 'ws';
import { ByteQueue } from '../kubelet/byte-queue.ts';
import { type CommandChannels, readSize, SizeBoard, type WantedStreams } from './remote-command.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
/** v5 only: the one byte of its payload names the channel that ends. */
const CLOSE = 255;

/** What may wait in a socket before a writer is told to pause, and before a client that reads nothing is given up. */
const HIGH_WATER = 1024 * 1024;
const MAX_UNSENT = 64 * 1024 * 1024;

/** Newest first. The oldest ones know no status: their error channel carries a text. */
const PROTOCOLS = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'channel.k8s.io',
  'base64.channel.k8s.io',
];

/** The protocol to speak, out of those that a client offers. */
export function chooseCommandProtocol(offered: Iterable<string>): string | undefined {
  const all = [...offered];
  return PROTOCOLS.find((protocol) => all.includes(protocol));
}

/** The streams of an exec or attach as channels of one WebSocket. */
export function webSocketChannels(socket: WebSocket, wanted: WantedStreams): CommandChannels {
  const abort = new AbortController();
  const stdin = new ByteQueue();
  const sizes = new SizeBoard();
  const isBase64 = socket.protocol.includes('base64');
  if (!wanted.stdin) stdin.close();
  socket.on('message', (data: Buffer) => {
    const channel = isBase64 ? Number(data.toString('latin1', 0, 1)) : data[0];
    const payload = isBase64 ? Buffer.from(data.toString('latin1', 1), 'base64') : data.subarray(1);
    if (channel === STDIN) void stdin.push(payload);
    else if (channel === CLOSE && payload[0] === STDIN) stdin.close();
    else if (channel === RESIZE) sizes.set(readSize(payload.toString()));
  });
  socket.on('close', () => {
    stdin.close();
    abort.abort();
  });
  const send = (channel: number, bytes: Uint8Array | string): Promise<void> | undefined => {
    if (socket.readyState !== socket.OPEN) return undefined;
    if (socket.bufferedAmount > MAX_UNSENT) {
      socket.terminate();
      return undefined;
    }
    const payload = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    const frame = isBase64
      ? `${channel}${Buffer.from(payload).toString('base64')}`
      : Buffer.concat([Uint8Array.of(channel), payload]);
    if (socket.bufferedAmount < HIGH_WATER) {
      socket.send(frame);
      return undefined;
    }
    return new Promise((resolve) => socket.send(frame, () => resolve()));
  };
  const channel = (number: number, isWanted: boolean) => (bytes: Uint8Array | string) =>
    isWanted ? send(number, bytes) : undefined;
  // a real server opens every channel with an empty frame
  if (wanted.stdout) void send(STDOUT, '');
  if (wanted.stderr) void send(STDERR, '');
  return {
    stdin,
    stdout: channel(STDOUT, wanted.stdout),
    stderr: wanted.tty ? channel(STDOUT, wanted.stdout) : channel(STDERR, wanted.stderr),
    onResize: (listener) => sizes.listen(listener),
    signal: abort.signal,
    finish(status) {
      const isStructured = /^v[45]\./.test(socket.protocol);
      if (isStructured) void send(ERROR, JSON.stringify(status));
      else if (status.status !== 'Success') void send(ERROR, status.message ?? '');
      socket.close(1000);
    },
  };
}
