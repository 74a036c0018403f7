import { ByteQueue } from '../byte-queue.ts';
import { InputReader } from '../input-reader.ts';
import { BrokenPipe } from '../process.ts';
import { BUILTINS, type BuiltinWorld, dateOutput, LoopJump, ShellExit } from './builtins.ts';
import { Expander } from './expand.ts';
import { Pacer } from './pacer.ts';
import { parseScript } from './parse.ts';
import { openRedirects } from './redirects.ts';
import { quoted, ShellState } from './shell-state.ts';
import type { ShellWorld, Streams } from './shell-world.ts';
import { Incomplete, type Redirect, type Statement, Unsupported } from './syntax.ts';

/**
 * A small sh that streams: it runs control flow and its builtins itself, piece by piece, and hands what it does not know to the
 * sandbox, which only answers when it is done. An endless loop yields to the event loop and stops at a signal.
 */
export class Interpreter {
  readonly #world: ShellWorld;
  readonly #pacer: Pacer;

  constructor(world: ShellWorld) {
    this.#world = world;
    this.#pacer = new Pacer((ms) => world.sleep(ms));
  }

  /** Runs a script; resolves with its exit code, rejects only when the process is killed. */
  async run(source: string, state: ShellState, streams: Streams): Promise<number> {
    try {
      state.status = await this.evaluate(source, state, streams);
    } catch (error) {
      if (error instanceof ShellExit) {
        state.hasExited = true;
        state.status = error.exitCode;
        return error.exitCode;
      }
      if (error instanceof BrokenPipe) return BROKEN_PIPE;
      if (!(error instanceof LoopJump)) throw error;
    }
    return state.status;
  }

  /** As run, but exit and loop jumps pass through as exceptions. */
  async evaluate(source: string, state: ShellState, streams: Streams): Promise<number> {
    let script: Statement;
    try {
      script = parseScript(source);
    } catch (error) {
      // the sandbox either knows the syntax or has the words for the mistake
      if (error instanceof Unsupported || error instanceof Incomplete) return this.#foreign(source, state, streams);
      throw error;
    }
    return this.#statement(script, state, streams);
  }

  async #statement(node: Statement, state: ShellState, streams: Streams): Promise<number> {
    switch (node.type) {
      case 'list': {
        let status = 0;
        for (const item of node.items) {
          status = await this.#statement(item, state, streams);
          state.status = status;
        }
        return status;
      }
      case 'and':
      case 'or': {
        const left = await this.#statement(node.left, state, streams);
        state.status = left;
        return (left === 0) === (node.type === 'and') ? this.#statement(node.right, state, streams) : left;
      }
      case 'pipe':
        return this.#pipe(node.stages, state, streams);
      case 'not':
        return (await this.#statement(node.body, state, streams)) === 0 ? 1 : 0;
      case 'if':
        for (const { test, body } of node.branches)
          if ((await this.#statement(test, state, streams)) === 0) return this.#statement(body, state, streams);
        return node.otherwise ? this.#statement(node.otherwise, state, streams) : 0;
      case 'loop': {
        const goesOn = async () => ((await this.#statement(node.test, state, streams)) === 0) !== node.isUntil;
        return this.#loop(goesOn, node.body, state, streams);
      }
      case 'for': {
        const values = await this.#expander(state, streams).words(node.words);
        let at = 0;
        const next = async () => {
          const value = values[at++];
          if (value !== undefined) state.set(node.name, value);
          return value !== undefined;
        };
        return this.#loop(next, node.body, state, streams);
      }
      case 'group':
        return this.#group(node, state, streams);
      case 'foreign':
        await this.#pacer.pace();
        return this.#foreign(node.source, state, streams);
      case 'simple':
        await this.#pacer.pace();
        return this.#simple(node, state, streams);
    }
  }

  /** All stages run at once; each one's output is the next one's input. */
  async #pipe(stages: readonly Statement[], state: ShellState, streams: Streams): Promise<number> {
    let input = streams.in;
    let closeInput = () => {};
    const runs = stages.map((stage, at) => {
      const closeOwn = closeInput;
      const own: { in: InputReader; out: Streams['out']; err: Streams['err'] } = { ...streams, in: input };
      let close = () => {};
      if (at < stages.length - 1) {
        const pipe = new ByteQueue();
        let isRead = true;
        own.out = (bytes) => {
          if (!isRead) throw new BrokenPipe();
          return pipe.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
        };
        close = () => pipe.close();
        closeInput = () => {
          isRead = false;
          pipe.close();
        };
        input = new InputReader(pipe, true);
      }
      return this.#stage(stage, state.fork(), own).finally(() => {
        close();
        closeOwn();
      });
    });
    return (await Promise.all(runs)).at(-1) ?? 0;
  }

  async #stage(stage: Statement, state: ShellState, streams: Streams): Promise<number> {
    try {
      return await this.#statement(stage, state, streams);
    } catch (error) {
      if (error instanceof ShellExit) return error.exitCode;
      if (error instanceof BrokenPipe) return BROKEN_PIPE;
      throw error;
    }
  }

  async #loop(goesOn: () => Promise<boolean>, body: Statement, state: ShellState, streams: Streams): Promise<number> {
    let status = 0;
    while (await goesOn()) {
      await this.#pacer.pace();
      try {
        status = await this.#statement(body, state, streams);
        state.status = status;
      } catch (error) {
        if (!(error instanceof LoopJump)) throw error;
        if (--error.levels > 0) throw error;
        status = 0;
        if (error.kind === 'break') break;
      }
    }
    return status;
  }

  async #group(node: Extract<Statement, { type: 'group' }>, state: ShellState, streams: Streams): Promise<number> {
    const inner = node.isSubshell ? state.fork() : state;
    const run = async (redirected: Streams) => {
      try {
        return await this.#statement(node.body, inner, redirected);
      } catch (error) {
        if (node.isSubshell && error instanceof ShellExit) return error.exitCode;
        throw error;
      }
    };
    return node.redirects.length === 0 ? run(streams) : this.#with(node.redirects, inner, streams, run);
  }

  #expander(state: ShellState, streams: Streams): Expander {
    return new Expander(state, async (body) => {
      const pieces: Buffer[] = [];
      const capture: Streams = {
        in: streams.in,
        out: (piece) => {
          pieces.push(Buffer.from(piece));
          return undefined;
        },
        err: streams.err,
      };
      const inner = state.fork();
      try {
        state.status = await this.#statement(body, inner, capture);
      } catch (error) {
        if (!(error instanceof ShellExit)) throw error;
        state.status = error.exitCode;
      }
      return Buffer.concat(pieces).toString().replace(/\n+$/, '');
    });
  }

  async #simple(node: Extract<Statement, { type: 'simple' }>, state: ShellState, streams: Streams): Promise<number> {
    if (node.words.some((word) => word.isPattern)) return this.#foreign(node.source, state, streams);
    const expander = this.#expander(state, streams);
    let argv: string[];
    try {
      argv = await expander.words(node.words);
      const values: [string, string][] = [];
      for (const { name, value } of node.assignments) values.push([name, await expander.text(value)]);
      if (argv.length === 0) {
        for (const [name, value] of values) state.set(name, value);
        return 0;
      }
      if (values.length > 0) {
        const inner = state.fork();
        for (const [name, value] of values) {
          inner.set(name, value);
          inner.exported.add(name);
        }
        return await this.#redirected(node.redirects, argv, inner, streams);
      }
    } catch (error) {
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      void streams.err(`${state.name}: ${error.message}\n`);
      return 1;
    }
    return this.#redirected(node.redirects, argv, state, streams);
  }

  async #redirected(
    redirects: readonly Redirect[],
    argv: readonly string[],
    state: ShellState,
    streams: Streams,
  ): Promise<number> {
    if (redirects.length === 0) return this.#command(argv, state, streams);
    return this.#with(redirects, state, streams, (redirected) => this.#command(argv, state, redirected));
  }

  /** Runs something with its redirections in place, and writes what went to files when it ends. */
  async #with(
    redirects: readonly Redirect[],
    state: ShellState,
    streams: Streams,
    run: (streams: Streams) => Promise<number>,
  ): Promise<number> {
    let opened: { streams: Streams; finish(): Promise<boolean> };
    try {
      const expander = this.#expander(state, streams);
      opened = await openRedirects(redirects, {
        world: this.#world,
        state,
        streams,
        text: (word) => expander.text(word),
      });
    } catch (error) {
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      void streams.err(`${state.name}: ${error.message}\n`);
      return 1;
    }
    try {
      const status = await run(opened.streams);
      return (await opened.finish()) ? status : 1;
    } catch (error) {
      await opened.finish();
      throw error;
    }
  }

  async #command(argv: readonly string[], state: ShellState, streams: Streams): Promise<number> {
    const [name = '', ...args] = argv;
    if (name === 'exec' && args.length > 0) throw new ShellExit(await this.#command(args, state, streams));
    if (name === 'exec' || name === 'set') return 0;
    if ((name === 'command' || name === 'nohup' || name === 'nice') && !args[0]?.startsWith('-'))
      return this.#command(args, state, streams);
    if (name === 'env' && args.length > 0 && !args[0]?.startsWith('-')) return this.#environment(args, state, streams);
    const base = name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, '');
    if (base === 'date') {
      const text = dateOutput(args, this.#world.now());
      if (text !== undefined) {
        void streams.out(text);
        return 0;
      }
    }
    if (base === 'hostname' && args.length === 0) {
      void streams.out(`${this.#world.hostname()}\n`);
      return 0;
    }
    const script = isShell(base) ? args.indexOf('-c') : -1;
    if (script >= 0 && this.#world.has(base)) return this.#nested(base, args.slice(script + 1), state, streams);
    if (isShell(base) && !this.#world.has(base)) return this.#notFound(base, state, streams);
    if ((name === 'command' && args[0] === '-v') || (base === 'which' && args.length === 1)) {
      const wanted = args.at(-1) ?? '';
      const isThere = this.#world.has(wanted) || Object.hasOwn(BUILTINS, wanted);
      if (isThere) void streams.out(`/bin/${wanted}\n`);
      return isThere ? 0 : 1;
    }
    const builtin = Object.hasOwn(BUILTINS, base) ? BUILTINS[base] : undefined;
    if (builtin) return builtin(args, this.#builtinWorld(state, streams));
    const program = this.#world.runProgram?.([base, ...args], state, streams);
    if (program) return program;
    const isOwn = name.includes('/') || SHELL_OWN.has(name) || state.prelude.includes(name);
    if (!isOwn && !this.#world.has(name)) return this.#notFound(name, state, streams);
    return this.#foreign(argv.map(quoted).join(' '), state, streams);
  }

  /** env NAME=value command */
  #environment(args: readonly string[], state: ShellState, streams: Streams): Promise<number> {
    const inner = state.fork();
    const first = args.findIndex((arg) => !/^\w+=/.test(arg));
    for (const arg of first < 0 ? args : args.slice(0, first)) {
      const [name = '', ...value] = arg.split('=');
      inner.set(name, value.join('='));
      inner.exported.add(name);
    }
    return this.#command(first < 0 ? ['env'] : args.slice(first), inner, streams);
  }

  #notFound(name: string, state: ShellState, streams: Streams): number {
    void streams.err(state.name === 'bash' ? `bash: ${name}: command not found\n` : `sh: ${name}: not found\n`);
    return 127;
  }

  async #nested(name: string, args: readonly string[], state: ShellState, streams: Streams): Promise<number> {
    const env = state.environment();
    const inner = new ShellState({
      env,
      cwd: state.cwd,
      name: args[1] ?? name,
      args: args.slice(2),
      pid: state.pid + 7,
    });
    try {
      return await this.evaluate(args[0] ?? '', inner, streams);
    } catch (error) {
      if (error instanceof ShellExit) return error.exitCode;
      throw error;
    }
  }

  #builtinWorld(state: ShellState, streams: Streams): BuiltinWorld {
    const world = this.#world;
    return {
      state,
      out: streams.out,
      err: streams.err,
      sleep: (ms) => world.sleep(ms),
      now: () => world.now(),
      kindOf: (path) => world.kindOf(path),
      readLine: () => streams.in.line(),
      evaluate: (source) => this.evaluate(source, state, streams),
    };
  }

  /** Hands source to the sandbox and takes over the variables that it leaves. */
  async #foreign(source: string, state: ShellState, streams: Streams): Promise<number> {
    const takesInput = streams.in.isPiped || this.#world.readsInput(source);
    const stdin = takesInput ? await streams.in.rest() : new Uint8Array();
    const result = await this.#world.runInSandbox(state.prelude + source, state, stdin);
    if (result.stdout !== '') await streams.out(result.stdout);
    if (result.stderr !== '') await streams.err(result.stderr);
    for (const [name, value] of Object.entries(result.env))
      if (/^[A-Za-z]\w*$/.test(name) && name !== 'PWD') state.variables.set(name, value);
    const cwd = result.env['PWD'];
    if (cwd && cwd !== state.cwd) state.chdir(cwd);
    if (/^\s*(?:exit|exec)\b/m.test(source)) throw new ShellExit(result.exitCode);
    return result.exitCode;
  }
}

/** Exit code of who writes to nobody: 128 + SIGPIPE. */
const BROKEN_PIPE = 141;

/** Words of the shell that only the sandbox knows. */
const SHELL_OWN = new Set(
  'alias bg bind builtin caller case command declare dirs disown enable esac exec fg for function getopts hash help history if jobs let local logout mapfile popd pushd readarray readonly return select set shopt source suspend time times type typeset unalias until while .'.split(
    ' ',
  ),
);

const isShell = (name: string) => name === 'sh' || name === 'bash' || name === 'ash' || name === 'dash';
