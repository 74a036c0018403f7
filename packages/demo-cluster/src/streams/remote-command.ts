import type { WebSocket } from 'ws';
import { isTrue } from '../http/api-request.ts';
import { toStatusError } from '../http/send.ts';
import { ByteQueue } from '../kubelet/byte-queue.ts';
import type { ExecIo, PodRuntime } from '../runtime.ts';

import type { PodTarget } from './pod-target.ts';

/** Channels of v4.channel.k8s.io; v5 adds CLOSE, whose one byte of payload names the channel that ends. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const CLOSE = 255;

const MAX_UNSENT = 64 * 1024 * 1024;

/** newest first */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The protocol to speak, out of those that a client offers. */
export function chooseProtocol(offered: Iterable<string>): string | undefined {
  const all = [...offered];
  return PROTOCOLS.find((protocol) => all.includes(protocol));
}

/** Plays exec or attach over an open socket, then closes it. Every way it ends is told on the error channel. */
export async function playRemoteCommand(
  runtime: PodRuntime,
  verb: 'exec' | 'attach',
  { pod, container }: PodTarget,
  query: URLSearchParams,
  socket: WebSocket,
): Promise<void> {
  const abort = new AbortController();
  const stdin = new ByteQueue();
  const tty = isTrue(query.get('tty'));
  const wantsStdin = isTrue(query.get('stdin'));
  if (!wantsStdin) stdin.close();
  const resizeListeners: ((cols: number, rows: number) => void)[] = [];
  let size: { cols: number; rows: number } | undefined;
  socket.on('message', (data: Buffer) => {
    const [channel] = data;
    const payload = data.subarray(1);
    if (channel === STDIN) stdin.push(payload);
    else if (channel === CLOSE && payload[0] === STDIN) stdin.close();
    else if (channel === RESIZE) {
      size = readSize(payload) ?? size;
      if (size) for (const listener of resizeListeners) listener(size.cols, size.rows);
    }
  });
  socket.on('close', () => {
    stdin.close();
    abort.abort();
  });
  const send = (channel: number, wanted: boolean) => (bytes: Uint8Array | string) => {
    if (!wanted || socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNSENT) socket.terminate();
    else socket.send(Buffer.concat([Uint8Array.of(channel), Buffer.from(bytes)]));
  };
  const io: ExecIo = {
    stdin,
    stdout: send(STDOUT, isTrue(query.get('stdout'))),
    // a terminal has one stream only
    stderr: tty ? send(STDOUT, isTrue(query.get('stdout'))) : send(STDERR, isTrue(query.get('stderr'))),
    onResize: (listener) => {
      resizeListeners.push(listener);
      if (size) listener(size.cols, size.rows);
    },
    signal: abort.signal,
  };
  // a real server opens every channel with an empty frame
  for (const [channel, open] of [
    [STDOUT, isTrue(query.get('stdout'))],
    [STDERR, isTrue(query.get('stderr')) && !tty],
  ] as const)
    if (open) socket.send(Uint8Array.of(channel));
  const status = await run(runtime, verb, { pod, container }, query, io, { stdin: wantsStdin, tty });
  if (socket.readyState !== socket.OPEN) return;
  send(ERROR, true)(JSON.stringify(status));
  socket.close(1000);
}

async function run(
  runtime: PodRuntime,
  verb: 'exec' | 'attach',
  { pod, container }: PodTarget,
  query: URLSearchParams,
  io: ExecIo,
  { stdin, tty }: { stdin: boolean; tty: boolean },
): Promise<object> {
  try {
    const command = query.getAll('command');
    const code =
      verb === 'exec'
        ? await runtime.exec(pod, { container, command, stdin, tty }, io)
        : await runtime.attach(pod, { container, stdin, tty }, io);
    if (code === 0) return { metadata: {}, status: 'Success' };
    return {
      metadata: {},
      status: 'Failure',
      message: `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${code}`,
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
    };
  } catch (error) {
    const { kind: _kind, apiVersion: _apiVersion, ...status } = toStatusError(error).toStatus();
    return status;
  }
}

function readSize(payload: Buffer): { cols: number; rows: number } | undefined {
  try {
    const { Width, Height } = JSON.parse(payload.toString()) as { Width?: unknown; Height?: unknown };
    return typeof Width === 'number' && typeof Height === 'number' ? { cols: Width, rows: Height } : undefined;
  } catch {
    return undefined;
  }
}
