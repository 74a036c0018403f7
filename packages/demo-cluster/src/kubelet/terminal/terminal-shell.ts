import { executableFault } from '../executables.ts';
import { InputReader } from '../input-reader.ts';
import { exitCodeOf, Killed, type Process } from '../process.ts';
import { processWorld } from '../programs/run-program.ts';
import { ShellExit } from '../shell/builtins.ts';
import { Interpreter } from '../shell/interpreter.ts';
import { needsMore } from '../shell/needs-more.ts';
import { resolvePath, ShellState } from '../shell/shell-state.ts';
import type { ShellWorld, Streams } from '../shell/shell-world.ts';
import { type Completer, Terminal } from './terminal.ts';

const SHELL = /^(?:\/usr)?(?:\/local)?(?:\/?bin\/)?(ba|a|da)?sh$/;
const INTERRUPTED = 130;

/** Whether a command on a terminal is a shell to talk to, or a script that may end up in one. */
export function isInteractiveShell(command: readonly string[]): boolean {
  const [name = '', ...rest] = command;
  if (!SHELL.test(name)) return false;
  return rest.every((one) => one.startsWith('-')) || rest[0] === '-c';
}

/** An interactive shell on a terminal; resolves with its exit code. */
export async function terminalShell(process: Process): Promise<number> {
  const terminal = new Terminal(process);
  const session = new ShellSession(process, terminal);
  const name = (process.argv[0] ?? 'sh').split('/').at(-1) ?? 'sh';
  const state = new ShellState({
    env: process.env,
    cwd: process.cwd,
    name: name === 'bash' ? 'bash' : 'sh',
  });
  const script = process.argv.indexOf('-c');
  const ended = script >= 0 ? session.execute(process.argv[script + 1] ?? '', state) : session.loop(state);
  const killed = new Promise<number>((resolve) => {
    process.signal.addEventListener('abort', () => resolve(exitCodeOf(process.signal)), { once: true });
  });
  return Promise.race([ended, killed]);
}

/** Any other command on a terminal: what is typed is echoed and goes to it by lines, and Ctrl-C ends it. */
export async function terminalCommand(process: Process, run: (process: Process) => Promise<number>): Promise<number> {
  const terminal = new Terminal(process);
  const kill = new AbortController();
  const end = () => kill.abort(exitCodeOf(process.signal));
  process.signal.addEventListener('abort', end, { once: true });
  const out = (bytes: Uint8Array | string) => terminal.write(bytes);
  try {
    return await terminal.lend(
      () => kill.abort(INTERRUPTED),
      (stdin) => run({ ...process, signal: kill.signal, keys: terminal.keys, io: { stdin, out, err: out } }),
    );
  } finally {
    process.signal.removeEventListener('abort', end);
  }
}

class ShellSession {
  readonly #process: Process;
  readonly #terminal: Terminal;

  constructor(process: Process, terminal: Terminal) {
    this.#process = process;
    this.#terminal = terminal;
  }

  /** Prompt, read, run, until exit or the end of input. */
  async loop(state: ShellState): Promise<number> {
    const complete: Completer = (before) => this.#complete(before, state);
    let source = '';
    for (;;) {
      const line = await this.#terminal.readLine(source === '' ? this.#prompt(state) : '> ', complete);
      if (line.kind === 'end-of-input') {
        void this.#terminal.write(state.name === 'bash' ? 'exit\n' : '\n');
        return state.status;
      }
      if (line.kind === 'interrupt') {
        source = '';
        state.status = INTERRUPTED;
        continue;
      }
      source += line.text;
      if (needsMore(source)) {
        source += '\n';
        continue;
      }
      if (source.trim() !== '') {
        if (this.#terminal.history.at(-1) !== source) this.#terminal.history.push(source);
        const exit = await this.#run(source, state);
        if (exit !== undefined) return exit;
      }
      source = '';
    }
  }

  /** Runs a script on the terminal, outside of a prompt. */
  async execute(script: string, state: ShellState): Promise<number> {
    return (await this.#run(script, state)) ?? state.status;
  }

  /** Runs one command line; an exit code means that the shell is to end. */
  async #run(source: string, state: ShellState): Promise<number | undefined> {
    const kill = new AbortController();
    const interrupt = () => kill.abort(INTERRUPTED);
    const end = () => kill.abort(exitCodeOf(this.#process.signal));
    this.#process.signal.addEventListener('abort', end, { once: true });
    try {
      await this.#terminal.lend(interrupt, async (stdin) => {
        const io = this.#io(stdin);
        const streams: Streams = { in: new InputReader(stdin), out: io.out, err: io.err };
        const world = this.#world({ ...this.#process, signal: kill.signal, keys: this.#terminal.keys, io });
        state.status = await new Interpreter(world).evaluate(source, state, streams);
      });
    } catch (error) {
      if (error instanceof ShellExit) return error.exitCode;
      if (!(error instanceof Killed)) throw error;
      if (this.#process.signal.aborted) return error.exitCode;
      void this.#terminal.write('\n');
      state.status = error.exitCode;
    } finally {
      this.#process.signal.removeEventListener('abort', end);
    }
    if (/^\s*(?:function\s+)?\w+\s*\(\)\s*\{|^\s*alias\s/.test(source)) state.prelude += `${source}\n`;
    return undefined;
  }

  #io(stdin: AsyncIterable<Uint8Array>) {
    const out = (bytes: Uint8Array | string) => this.#terminal.write(bytes);
    return { stdin, out, err: out };
  }

  #world(process: Process): ShellWorld {
    const world = processWorld(process);
    return {
      ...world,
      runProgram: (argv, state, streams) => {
        const [name = ''] = argv;
        const isShell = SHELL.test(name) && argv.slice(1).every((one) => one.startsWith('-'));
        if (!isShell) {
          if (name !== 'history') return world.runProgram?.(argv, state, streams);
          this.#terminal.history.forEach((line, at) => {
            void this.#terminal.write(`${String(at + 1).padStart(5)}  ${line}\n`);
          });
          return Promise.resolve(0);
        }
        if (executableFault(name, process.sandbox.options.profile, false)) return undefined;
        const inner = new ShellState({
          env: state.environment(),
          cwd: state.cwd,
          name: name === 'bash' ? 'bash' : 'sh',
        });
        return this.loop(inner);
      },
    };
  }

  #prompt(state: ShellState): string {
    const { sandbox } = this.#process;
    const { distribution } = sandbox.options.profile;
    const home = state.get('HOME') ?? '/root';
    const cwd =
      state.cwd === home ? '~' : state.cwd.startsWith(`${home}/`) ? `~${state.cwd.slice(home.length)}` : state.cwd;
    if (state.name === 'bash') return `root@${sandbox.hostname}:${cwd}# `;
    return distribution === 'busybox' || distribution === 'alpine' ? `${cwd} # ` : '# ';
  }

  async #complete(before: string, state: ShellState): Promise<{ prefix: string; candidates: readonly string[] }> {
    const word = /\S*$/.exec(before)?.[0] ?? '';
    const slash = word.lastIndexOf('/') + 1;
    const directory = resolvePath(state.cwd, word.slice(0, slash) || '.');
    const { sandbox } = this.#process;
    const names = (await sandbox.names(directory)).filter(
      (name) => name.startsWith(word.slice(slash)) && name !== '.keep',
    );
    const candidates: string[] = [];
    for (const name of names.slice(0, 200)) {
      const kind = await sandbox.exists(`${directory === '/' ? '' : directory}/${name}`);
      candidates.push(word.slice(0, slash) + name + (kind === 'directory' ? '/' : ''));
    }
    return { prefix: word, candidates };
  }
}
