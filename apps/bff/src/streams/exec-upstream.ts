import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { WebSocket } from 'ws';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { bytesOf } from '../live/client-frame.ts';
import type { Clock } from '../live/clock.ts';
import {
  CHANNEL,
  CHANNEL_PROTOCOLS,
  channelMessage,
  type ExecEnd,
  isCommandMissing,
  looksLikeRuntime,
  readExecEnd,
  resizeMessage,
} from './channel-protocol.ts';
import { keepExecAwake } from './exec-heartbeat.ts';
import type { ContainerName } from './exec-problem.ts';

/** A shell that says nothing for this long has started: one without a prompt is waiting for input. */
const STARTED_AFTER_MS = 1500;
/** A runtime's words about a failed start are shorter: anything longer is a command's own output. */
const MAX_HELD_BYTES = 64 * 1024;

export interface ExecHandlers {
  readonly output: (bytes: Buffer) => void;
  /** once; null: the connection was lost without a word about the command */
  readonly ended: (end: ExecEnd | null) => void;
}

/** A running command and its connection. */
export interface Exec {
  readonly command: readonly string[];
  /** whether it has a terminal, and whether what is typed reaches it */
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Bytes written and not yet taken by the network. */
  readonly unsent: number;
  input(bytes: Buffer): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  close(): void;
}

export interface ExecRequest extends ContainerName {
  readonly cluster: Cluster;
  readonly session: Session;
  /** tried in this order until one starts; null: attach to the main process */
  readonly commands: readonly (readonly string[])[] | null;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly cols: number;
  readonly rows: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens a terminal in a container with the first of the commands that is there. Rejects with a ProblemError: what the server
 * refused, or qd.terminal.no-shell when no command could be started.
 */
export async function openExec(request: ExecRequest, handlers: ExecHandlers): Promise<Exec> {
  let last: ExecEnd = { code: null, message: '' };
  const { commands } = request;
  for (const command of commands ?? [[]]) {
    const path = commands === null ? attachPath(request) : execPath(request, command);
    const socket = await request.cluster.openSocket(request.session.credential, path, CHANNEL_PROTOCOLS);
    if (request.signal.aborted) {
      socket.terminate();
      throw new ProblemError(problem('qd.terminal.lost', 'The terminal was closed'));
    }
    const started = await startExec(socket, command, request, handlers);
    if (!('code' in started)) return started;
    last = started;
  }
  const { namespace, pod, container } = request;
  throw new ProblemError(
    problem('qd.terminal.no-shell', 'The container has no such command', {
      ...(last.message ? { detail: last.message } : {}),
      params: { namespace, pod, container, commands: (commands ?? []).map(([name]) => name).join(', ') },
    }),
  );
}

function execPath({ namespace, pod, container }: ContainerName, command: readonly string[]): string {
  // with a TTY the error output comes on the same channel as the output
  const query = new URLSearchParams({ container, stdin: 'true', stdout: 'true', stderr: 'false', tty: 'true' });
  for (const argument of command) query.append('command', argument);
  const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod, subresource: 'exec' });
  return `${path}?${query}`;
}

function attachPath({ namespace, pod, container, tty, stdin }: ExecRequest): string {
  const streams = { stdin: String(stdin), stdout: 'true', stderr: String(!tty), tty: String(tty) };
  const query = new URLSearchParams({ container, ...streams });
  const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod, subresource: 'attach' });
  return `${path}?${query}`;
}

/**
 * Resolves with the running command as soon as it gives a sign of life, or with how it ended when it could not be started: the
 * server switches protocols either way (a real v1.20 reports the missing file on the error channel).
 */
function startExec(
  socket: WebSocket,
  command: readonly string[],
  request: ExecRequest,
  handlers: ExecHandlers,
): Promise<Exec | ExecEnd> {
  return new Promise((resolve) => {
    let started = false;
    /** the caller has the exec: output may be handed over */
    let ready = false;
    let end: ExecEnd | null = null;
    let held: Buffer = Buffer.alloc(0);
    const { tty, stdin } = request;
    const exec: Exec = {
      command,
      tty,
      stdin,
      get unsent() {
        return socket.bufferedAmount;
      },
      input: (bytes) => {
        if (stdin) send(socket, channelMessage(CHANNEL.stdin, bytes));
      },
      resize: (cols, rows) => {
        if (tty) send(socket, resizeMessage(cols, rows));
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close: () => socket.terminate(),
    };
    const start = (): void => {
      if (started) return;
      started = true;
      cancel();
      resolve(exec);
      setImmediate(() => {
        ready = true;
        if (held.length > 0) handlers.output(held);
        if (socket.readyState === socket.CLOSED) handlers.ended(end);
        else socket.resume();
      });
      socket.pause();
    };
    const cancel = request.clock.after(STARTED_AFTER_MS, start);
    socket.on('message', (data) => {
      const bytes = bytesOf(data);
      const channel = bytes[0];
      const payload = bytes.subarray(1);
      if (channel === CHANNEL.error) end = readExecEnd(payload);
      if ((channel !== CHANNEL.stdout && channel !== CHANNEL.stderr) || payload.length === 0) return;
      if (ready) {
        handlers.output(payload);
        return;
      }
      held = Buffer.concat([held, payload]);
      if (!looksLikeRuntime(held) || held.length > MAX_HELD_BYTES) start();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (ready) handlers.ended(end);
      if (started) return;
      if (end !== null && isCommandMissing(end, held)) {
        cancel();
        started = true;
        resolve(end);
        return;
      }
      start();
    });
    request.signal.addEventListener('abort', () => socket.terminate(), { once: true });
    keepExecAwake(socket, request.clock);
    // a shell that has printed its prompt long ago prints it again when its size changes
    if (request.commands === null) exec.resize(request.cols, Math.max(1, request.rows - 1));
    exec.resize(request.cols, request.rows);
    // a main process is there already, and may be silent
    if (request.commands === null) start();
    else socket.resume();
  });
}

function send(socket: WebSocket, message: Buffer): void {
  if (socket.readyState === socket.OPEN) socket.send(message);
}
