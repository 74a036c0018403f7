import type { Timers } from '../controllers/timers.ts';
import type { ContainerSandbox } from './container-sandbox.ts';

/** What a simulated program sees: its arguments, its streams, time, and its container. Nothing of the machine. */
export interface Process {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly sandbox: ContainerSandbox;
  readonly io: ProcessIo;
  /** aborted by a signal; the reason is the exit code */
  readonly signal: AbortSignal;
  readonly tty: TerminalSize | undefined;
  /** the keys of its terminal as they are pressed, for a program that draws a screen */
  readonly keys?: RawKeys | undefined;
  /** it has been running since before the demo started */
  readonly isResumed?: boolean;
}

/** A terminal's line discipline, put off: no echo, no lines, Ctrl-C is a byte. */
export interface RawKeys {
  take(): AsyncIterable<Uint8Array>;
  /** everything is as before */
  give(): void;
}

interface ProcessIo extends Output {
  readonly stdin: AsyncIterable<Uint8Array>;
}

export interface Output {
  /** A promise means that the writer should wait for it before it goes on. */
  out(bytes: Uint8Array | string): Promise<void> | undefined;
  err(bytes: Uint8Array | string): Promise<void> | undefined;
}

export interface TerminalSize {
  cols: number;
  rows: number;
}

/** A program of the demo: runs until it ends or is told to, resolves with its exit code. */
export type Program = (process: Process) => Promise<number>;

/** Thrown where a process stands when its signal comes. */
export class Killed extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`killed: ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Resolves after `ms`, or rejects with Killed as soon as the signal comes. */
export function sleep(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const kill = () => {
      cancel();
      reject(new Killed(exitCodeOf(signal)));
    };
    const cancel = timers.after(ms, () => {
      signal.removeEventListener('abort', kill);
      resolve();
    });
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill, { once: true });
  });
}

/** Resolves after `ms`, whatever happens meanwhile. */
export function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => void timers.after(ms, resolve));
}

/** Thrown where a process writes to somebody who no longer reads. */
export class BrokenPipe extends Error {}

/** Never resolves; rejects with Killed when the signal comes. */
export function untilKilled(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const kill = () => reject(new Killed(exitCodeOf(signal)));
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill, { once: true });
  });
}

export function exitCodeOf(signal: AbortSignal): number {
  return typeof signal.reason === 'number' ? signal.reason : 137;
}

/** Output as a terminal shows it: every line feed returns the carriage. */
export function crlf(bytes: Uint8Array | string): Uint8Array | string {
  if (typeof bytes === 'string') return bytes.replace(/\r?\n/g, '\r\n');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1');
}
