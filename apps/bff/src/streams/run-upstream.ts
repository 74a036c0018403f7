import { apiPath } from '@quarterdeck/shared/resource-path';
import type { RunStream } from '@quarterdeck/shared/run-protocol';
import type { WebSocket } from 'ws';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { bytesOf } from '../live/client-frame.ts';
import {
  CHANNEL,
  CHANNEL_PROTOCOLS,
  channelMessage,
  type ExecEnd,
  isCommandMissing,
  looksLikeRuntime,
  readExecEnd,
} from './channel-protocol.ts';
import type { ContainerName } from './exec-problem.ts';

/** What a runtime says about a failed start is shorter. */
const HEAD_BYTES = 1024;

export interface RunHandlers {
  readonly output: (stream: RunStream, bytes: Buffer) => void;
  /** once; null: the connection was lost without a word about the command */
  readonly ended: (end: RunEnd | null) => void;
}

export interface RunEnd extends ExecEnd {
  /** it never ran: the container has no such file */
  readonly isMissing: boolean;
}

/** A command that runs without a terminal. */
export interface Run {
  /** For a command with stdin: one frame. Resolves when the network has taken it, or the connection is no more. */
  write(parts: readonly Uint8Array[]): Promise<void>;
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * Starts a command in a container, stdout and stderr apart, without stdin unless it is asked for; its end cannot be told before v5 of
 * the protocol. Rejects with a ProblemError when the server does not switch protocols.
 */
export async function startRun(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  command: readonly string[],
  handlers: RunHandlers,
  { stdin = false }: { readonly stdin?: boolean } = {},
): Promise<Run> {
  const socket = await cluster.openSocket(session.credential, runPath(target, command, stdin), CHANNEL_PROTOCOLS);
  listen(socket, handlers);
  let spare: Buffer = Buffer.alloc(0);
  return {
    write: (parts) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) {
          resolve();
          return;
        }
        // a hundred megabytes of them would keep the collector busy
        const room = spare;
        spare = Buffer.alloc(0);
        const message = channelMessage(CHANNEL.stdin, parts, room);
        socket.send(message, () => {
          spare = message.length > room.length ? message : room;
          resolve();
        });
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.terminate(),
  };
}

function runPath({ namespace, pod, container }: ContainerName, command: readonly string[], stdin: boolean): string {
  const query = new URLSearchParams({ container, stdin: `${stdin}`, stdout: 'true', stderr: 'true', tty: 'false' });
  for (const argument of command) query.append('command', argument);
  const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod, subresource: 'exec' });
  return `${path}?${query}`;
}

function listen(socket: WebSocket, handlers: RunHandlers): void {
  let end: ExecEnd | null = null;
  let head: Buffer = Buffer.alloc(0);
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    const channel = bytes[0];
    const payload = bytes.subarray(1);
    if (channel === CHANNEL.error) end = readExecEnd(payload);
    if ((channel !== CHANNEL.stdout && channel !== CHANNEL.stderr) || payload.length === 0) return;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, payload.subarray(0, HEAD_BYTES)]);
    handlers.output(channel === CHANNEL.stdout ? 'stdout' : 'stderr', payload);
  });
  socket.on('error', () => {});
  socket.on('close', () => handlers.ended(end === null ? null : { ...end, isMissing: isMissing(end, head) }));
}

/**
 * Whether the runtime could not start it. A shell that was started and did not find a program ends with 126 or 127 as well: there,
 * only the words of the runtime itself count (the old dockershim writes them as output).
 */
function isMissing(end: ExecEnd, head: Buffer): boolean {
  return end.code === null ? isCommandMissing(end, head) : looksLikeRuntime(head) && isCommandMissing(end, head);
}
