import { executableFault } from '../executables.ts';
import { type Process, sleep, untilKilled } from '../process.ts';
import type { ShellWorld, Streams } from '../shell/shell-world.ts';
import { findListing } from './find-listing.ts';
import { programNamed } from './program-table.ts';

/** A container as its processes' shells see it. `startServer` starts what is a server of the image; undefined when it is none. */
export function shellWorld(
  process: Process,
  startServer: (process: Process) => Promise<number> | undefined,
): ShellWorld {
  const { sandbox, signal } = process;
  const { timers, now, profile } = sandbox.options;
  return {
    signal,
    now,
    sleep: (ms) => sleep(timers, ms, signal),
    has: (name) => executableFault(name, profile, false) === undefined,
    hostname: () => sandbox.hostname,
    kindOf: (path) => sandbox.exists(path),
    readFile: (path) => sandbox.readFile(path),
    writeFile: (path, content, append) => sandbox.writeFile(path, content, append),
    readsInput,
    async runInSandbox(script, state, stdin) {
      const result = await sandbox.run(script, {
        cwd: state.cwd,
        env: Object.fromEntries(state.variables),
        stdin,
        signal,
        size: process.tty,
      });
      if (signal.aborted) await untilKilled(signal);
      return result;
    },
    runProgram(argv, state, streams) {
      const inner = () => ({ ...process, argv, env: state.environment(), cwd: state.cwd, io: ioOf(streams) });
      const server = startServer({ ...process, argv });
      if (server) return server;
      const [name = ''] = argv;
      const isThere = executableFault(name, profile, false) === undefined;
      return isThere ? (programNamed(name) ?? findListing(argv))?.(inner()) : undefined;
    },
  };
}

const ioOf = ({ in: input, out, err }: Streams) => ({ stdin: input.chunks(), out, err });

const WITHOUT_OPERANDS = new Set('sort uniq od nl rev tac cut fold hexdump xxd sh bash ash dash'.split(' '));
const WITH_ONE_OPERAND = new Set(['grep', 'egrep', 'fgrep', 'sed', 'awk', 'jq']);
const ALWAYS = new Set(['tr', 'xargs']);

/** Whether a command reads its stdin, judged by its first words: what does not must not wait for the end of input. */
function readsInput(script: string): boolean {
  const [first = ''] = script.split(/[|;\n]|&&/);
  const words = first.trim().split(/\s+/);
  const name = (words[0] ?? '').replaceAll("'", '').split('/').at(-1) ?? '';
  if (first.includes('<')) return false;
  const operands = words.slice(1).filter((word) => !/^(?:-.+|\d+|>+.*)$/.test(word));
  if (ALWAYS.has(name)) return true;
  if (operands.includes('-')) return true;
  if (WITHOUT_OPERANDS.has(name)) return operands.length === 0;
  return WITH_ONE_OPERAND.has(name) && operands.length <= 1 && !words.some((word) => /^-\w*[rR]/.test(word));
}
