import type { CommandResult } from '../container-sandbox.ts';
import type { InputReader } from '../input-reader.ts';
import type { Output } from '../process.ts';
import type { ShellState } from './shell-state.ts';

/** What the interpreter runs in: a container seen from one process. */
export interface ShellWorld {
  /** rejects when the process is killed */
  sleep(ms: number): Promise<void>;
  now(): number;
  readonly signal: AbortSignal;
  hostname(): string;
  kindOf(path: string): Promise<'file' | 'directory' | undefined>;
  readFile(path: string): Promise<Uint8Array>;
  writeFile(path: string, content: Uint8Array, append: boolean): Promise<void>;
  /** whether there is such an executable in the container */
  has(name: string): boolean;
  /** whether a command of the sandbox reads stdin: what does not must not wait for the end of input */
  readsInput(script: string): boolean;
  runInSandbox(script: string, state: ShellState, stdin: Uint8Array): Promise<CommandResult>;
  /** A program of its own (cat, nginx, an interactive shell); undefined when there is none of that name. */
  runProgram?(argv: readonly string[], state: ShellState, streams: Streams): Promise<number> | undefined;
}

/** Where a command reads from and writes to. */
export interface Streams extends Output {
  readonly in: InputReader;
}
