import { Readable } from 'node:stream';
import { ProblemError } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { type ContainerName, execProblem } from '../streams/exec-problem.ts';
import { runProblem } from '../streams/run-problem.ts';
import { type Run, type RunEnd, startRun } from '../streams/run-upstream.ts';
import { lostProblem } from './file-problem.ts';

const MAX_STDERR_BYTES = 16 * 1024;
const GATHERED_BYTES = 256 * 1024;

/** Whose container, and until when: everything that a tool in it needs. */
export interface ToolPlace {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly target: ContainerName;
  /** aborted when the browser leaves, the session ends or the right to exec is gone */
  readonly signal: AbortSignal;
}

/** A plain tool that runs in a container: no terminal, no shell around its arguments. */
export interface Tool {
  /** What it writes, as fast as it is read. Ends when the tool has ended, however it did. */
  readonly stdout: Readable;
  /** null: the connection broke without a word about the tool */
  readonly ended: Promise<RunEnd | null>;
  /** what it has written to stderr so far */
  stderr(): string;
  /** Resolves when the network has taken the bytes, or the tool has ended. */
  write(parts: readonly Uint8Array[]): Promise<void>;
  close(): void;
}

/** Starts a tool. Rejects with a ProblemError when it could not be asked for; that it is not there is told at its end. */
export async function startTool(place: ToolPlace, command: readonly string[], stdin = false): Promise<Tool> {
  const { cluster, session, target, signal } = place;
  let run: Run | undefined;
  let complaint = '';
  let settle: (end: RunEnd | null) => void = () => {};
  const ended = new Promise<RunEnd | null>((resolve) => {
    settle = resolve;
  });
  const stdout = new Readable({
    highWaterMark: 1024 * 1024,
    read: () => run?.resume(),
    destroy(error, done) {
      run?.close();
      done(error);
    },
  });
  // whoever waits for `ended` need not listen to the stream as well
  stdout.on('error', () => {});
  // frames are of some kB, and each would be a write to the browser of its own
  let gathered: Buffer[] = [];
  let size = 0;
  const flush = () => {
    if (size === 0) return;
    const bytes = Buffer.concat(gathered);
    gathered = [];
    size = 0;
    if (!stdout.destroyed && !stdout.push(bytes)) run?.pause();
  };
  const gather = (bytes: Buffer) => {
    if (size === 0) setImmediate(flush);
    gathered.push(bytes);
    size += bytes.length;
    if (size >= GATHERED_BYTES) flush();
  };
  run = await startRun(
    cluster,
    session,
    target,
    command,
    {
      output(stream, bytes) {
        if (stream === 'stderr') complaint = (complaint + bytes.toString('utf8')).slice(0, MAX_STDERR_BYTES);
        else gather(bytes);
      },
      ended(end) {
        settle(end);
        flush();
        if (!stdout.destroyed) stdout.push(null);
      },
    },
    { stdin },
  ).catch((error: unknown) => {
    if (signal.aborted) throw new ProblemError(lostProblem(target, ''));
    const fault = runProblem(error, target, command);
    if (fault.code !== 'qd.run.command-missing') throw new ProblemError(execProblem(error, target));
    settle({ code: null, message: fault.detail ?? '', isMissing: true });
    stdout.push(null);
    return undefined;
  });
  const started = run;
  const stop = () => started?.close();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  void ended.then(() => signal.removeEventListener('abort', stop));
  return {
    stdout,
    ended,
    stderr: () => complaint,
    write: (parts) => started?.write(parts) ?? Promise.resolve(),
    close: () => started?.close(),
  };
}

export interface ToolOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly end: RunEnd | null;
  /** there was more than was asked for: the tool was ended */
  readonly cut: boolean;
}

/** Runs a tool to its end, or until it has written more than `maxBytes`. */
export async function toolOutput(place: ToolPlace, command: readonly string[], maxBytes: number): Promise<ToolOutput> {
  const tool = await startTool(place, command);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of tool.stdout as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  const stdout = Buffer.concat(chunks);
  if (size > maxBytes) {
    tool.close();
    return { stdout: stdout.subarray(0, maxBytes), stderr: tool.stderr(), end: null, cut: true };
  }
  const end = await tool.ended;
  if (end === null && place.signal.aborted) throw new ProblemError(lostProblem(place.target, ''));
  return { stdout, stderr: tool.stderr(), end, cut: false };
}
