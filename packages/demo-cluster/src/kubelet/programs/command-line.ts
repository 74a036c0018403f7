import type { Process } from '../process.ts';
import { resolvePath } from '../shell/shell-state.ts';

/** Options and operands of a command line. */
export interface CommandLine {
  has(...names: string[]): boolean;
  /** the last value of an option that takes one */
  value(...names: string[]): string | undefined;
  values(...names: string[]): readonly string[];
  readonly operands: readonly string[];
}

/** Reads a command line as getopt does: short options may be joined, `valued` ones take the rest or the next argument. */
export function readCommandLine(args: readonly string[], valued: readonly string[] = []): CommandLine {
  const found: { name: string; value: string | undefined }[] = [];
  const operands: string[] = [];
  const takesValue = new Set(valued);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', ...rest] = arg.slice(2).split('=');
      const value = arg.includes('=') ? rest.join('=') : takesValue.has(name) ? args[++at] : undefined;
      found.push({ name, value });
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let letter = 1; letter < arg.length; letter++) {
        const name = arg.charAt(letter);
        if (!takesValue.has(name)) {
          found.push({ name, value: undefined });
          continue;
        }
        const rest = arg.slice(letter + 1);
        found.push({ name, value: rest === '' ? args[++at] : rest });
        break;
      }
    } else operands.push(arg);
  }
  return {
    operands,
    has: (...names) => found.some(({ name }) => names.includes(name)),
    value: (...names) => found.findLast(({ name }) => names.includes(name))?.value,
    values: (...names) =>
      found.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? [value] : [])),
  };
}

/** A path as the process means it. */
export const pathIn = (process: Process, path: string) => resolvePath(process.cwd, path);

export const nameOf = ({ argv }: Process) => (argv[0] ?? '').split('/').at(-1) ?? '';

/** Says a sentence on stderr and returns the exit code. */
export function fail(process: Process, words: string, exitCode = 1): number {
  void process.io.err(`${words}\n`);
  return exitCode;
}
