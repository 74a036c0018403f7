import { executableFault } from '../executables.ts';
import { type Process, sleep, untilKilled } from '../process.ts';
import type { ShellWorld } from '../shell/interpreter.ts';

/** A container as its processes' shells see it. */
export function shellWorld(
  process: Process,
  startServer: (argv: readonly string[]) => Promise<number> | undefined,
): ShellWorld {
  const { sandbox, io, signal } = process;
  const { timers, now } = sandbox.options;
  const input = new LineInput(io.stdin);
  return {
    out: io.out,
    err: io.err,
    signal,
    now,
    sleep: (ms) => sleep(timers, ms, signal),
    has: (name) => executableFault(name, sandbox.options.profile, false) === undefined,
    hostname: () => sandbox.hostname,
    kindOf: (path) => sandbox.exists(path),
    writeFile: (path, text, append) => sandbox.writeFile(path, text, append),
    readLine: () => input.line(),
    restOfStdin: (script) => (readsInput(script) ? input.rest() : Promise.resolve('')),
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
    runProgram(argv) {
      if (argv[0] === 'tail' && argv.some((one) => /^-[a-z0-9]*[fF]/.test(one))) return untilKilled(signal);
      return startServer(argv);
    },
  };
}

/** stdin by lines, and then whatever is left. */
class LineInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #buffer = '';
  #isDone = false;

  constructor(stdin: AsyncIterable<Uint8Array>) {
    this.#chunks = stdin[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done) this.#isDone = true;
    else this.#buffer += this.#decoder.decode(next.value, { stream: true });
  }

  async line(): Promise<string | undefined> {
    while (!this.#buffer.includes('\n') && !this.#isDone) await this.#more();
    if (this.#buffer === '') return undefined;
    const end = this.#buffer.indexOf('\n');
    const line = end < 0 ? this.#buffer : this.#buffer.slice(0, end);
    this.#buffer = end < 0 ? '' : this.#buffer.slice(end + 1);
    return line;
  }

  async rest(): Promise<string> {
    while (!this.#isDone) await this.#more();
    const text = this.#buffer;
    this.#buffer = '';
    return text;
  }
}

const WITHOUT_OPERANDS = new Set(
  'cat wc sort uniq head tail base64 md5sum sha1sum sha256sum od nl rev tac cut fold gzip gunzip sh bash'.split(' '),
);
const WITH_ONE_OPERAND = new Set(['grep', 'egrep', 'fgrep', 'sed', 'awk', 'jq']);
const ALWAYS = new Set(['tee', 'tr', 'xargs']);

/** Whether a command reads its stdin, judged by its first words: what does not must not wait for the end of input. */
function readsInput(script: string): boolean {
  const [first = ''] = script.split(/[|;\n]|&&/);
  const words = first.trim().split(/\s+/);
  const name = (words[0] ?? '').replaceAll("'", '').split('/').at(-1) ?? '';
  if (first.includes('<')) return false;
  const operands = words.slice(1).filter((word) => !/^(?:-.+|\d+|>+.*)$/.test(word));
  if (ALWAYS.has(name)) return true;
  if (name === 'tar') return /^-?[a-z]*x/.test(words[1] ?? '') && words.includes('-');
  if (operands.includes('-')) return true;
  if (WITHOUT_OPERANDS.has(name)) return operands.length === 0;
  return WITH_ONE_OPERAND.has(name) && operands.length <= 1 && !words.some((word) => /^-\w*[rR]/.test(word));
}
