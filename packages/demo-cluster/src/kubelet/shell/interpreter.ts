import type { CommandResult } from '../container-sandbox.ts';
import { BUILTINS, type BuiltinWorld, dateOutput, LoopJump, ShellExit } from './builtins.ts';
import { Expander } from './expand.ts';
import { Pacer } from './pacer.ts';
import { parseScript } from './parse.ts';
import { quoted, resolvePath, ShellState } from './shell-state.ts';
import { Incomplete, type Redirect, type Statement, Unsupported } from './syntax.ts';

/** What the interpreter runs in: a container seen from one process. */
export interface ShellWorld {
  out(text: string): void;
  err(text: string): void;
  /** rejects when the process is killed */
  sleep(ms: number): Promise<void>;
  now(): number;
  readonly signal: AbortSignal;
  hostname(): string;
  kindOf(path: string): Promise<'file' | 'directory' | undefined>;
  writeFile(path: string, text: string, append: boolean): Promise<void>;
  readLine(): Promise<string | undefined>;
  /** what is left of stdin, for a command of the sandbox */
  restOfStdin(script: string): Promise<string>;
  /** whether there is such an executable in the container */
  has(name: string): boolean;
  runInSandbox(script: string, state: ShellState, stdin: string): Promise<CommandResult>;
  /** A program of its own (nginx, an interactive shell); undefined when there is none of that name. */
  runProgram?(argv: readonly string[], state: ShellState): Promise<number> | undefined;
}

interface Streams {
  out(text: string): void;
  err(text: string): void;
}

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
  async run(source: string, state: ShellState): Promise<number> {
    const streams = { out: this.#world.out, err: this.#world.err };
    try {
      state.status = await this.evaluate(source, state, streams);
    } catch (error) {
      if (error instanceof ShellExit) return error.exitCode;
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
    const { streams: redirected, finish } = await this.#redirect(node.redirects, inner, streams);
    try {
      return await this.#statement(node.body, inner, redirected);
    } catch (error) {
      if (node.isSubshell && error instanceof ShellExit) return error.exitCode;
      throw error;
    } finally {
      await finish();
    }
  }

  #expander(state: ShellState, streams: Streams): Expander {
    return new Expander(state, async (body) => {
      let text = '';
      const capture = {
        out: (piece: string) => {
          text += piece;
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
      return text.replace(/\n+$/, '');
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
      streams.err(`${state.name}: ${error.message}\n`);
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
    const { streams: redirected, finish } = await this.#redirect(redirects, state, streams);
    try {
      return await this.#command(argv, state, redirected);
    } finally {
      await finish();
    }
  }

  async #redirect(redirects: readonly Redirect[], state: ShellState, streams: Streams) {
    const current: Streams = { ...streams };
    const files: { path: string; append: boolean; text: string }[] = [];
    for (const { stream, to } of redirects) {
      let sink: (text: string) => void;
      if (to === 'stdout') sink = current.out;
      else if (to === 'stderr') sink = current.err;
      else {
        const path = resolvePath(state.cwd, await this.#expander(state, streams).text(to.file));
        // what goes to the terminal or the main process' streams is seen
        if (path === '/dev/null') sink = () => {};
        else if (path === '/dev/stderr' || path === '/proc/1/fd/2') sink = streams.err;
        else if (path === '/dev/stdout' || path === '/proc/1/fd/1') sink = streams.out;
        else {
          const file = { path, append: to.append, text: '' };
          files.push(file);
          sink = (text) => {
            file.text += text;
          };
        }
      }
      if (stream !== 'stderr') current.out = sink;
      if (stream !== 'stdout') current.err = sink;
    }
    const finish = async () => {
      for (const { path, append, text } of files) {
        try {
          await this.#world.writeFile(path, text, append);
        } catch {
          streams.err(`${state.name}: can't create ${path}: nonexistent directory\n`);
        }
      }
    };
    return { streams: current, finish };
  }

  async #command(argv: readonly string[], state: ShellState, streams: Streams): Promise<number> {
    const [name = '', ...args] = argv;
    if (name === 'exec' && args.length > 0) throw new ShellExit(await this.#command(args, state, streams));
    if (name === 'exec' || name === 'set') return 0;
    if ((name === 'command' || name === 'nohup' || name === 'nice') && !args[0]?.startsWith('-'))
      return this.#command(args, state, streams);
    const base = name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, '');
    if (base === 'date') {
      const text = dateOutput(args, this.#world.now());
      if (text !== undefined) {
        streams.out(text);
        return 0;
      }
    }
    if (base === 'hostname' && args.length === 0) {
      streams.out(`${this.#world.hostname()}\n`);
      return 0;
    }
    const script = isShell(base) ? args.indexOf('-c') : -1;
    if (script >= 0 && this.#world.has(base)) return this.#nested(base, args.slice(script + 1), state, streams);
    if (isShell(base) && !this.#world.has(base)) return this.#notFound(base, state, streams);
    if ((name === 'command' && args[0] === '-v') || (base === 'which' && args.length === 1)) {
      const wanted = args.at(-1) ?? '';
      const isThere = this.#world.has(wanted) || Object.hasOwn(BUILTINS, wanted);
      if (isThere) streams.out(`/bin/${wanted}\n`);
      return isThere ? 0 : 1;
    }
    const builtin = Object.hasOwn(BUILTINS, base) ? BUILTINS[base] : undefined;
    if (builtin) return builtin(args, this.#builtinWorld(state, streams));
    const program = this.#world.runProgram?.([base, ...args], state);
    if (program) return program;
    return this.#foreign(argv.map(quoted).join(' '), state, streams);
  }

  #notFound(name: string, state: ShellState, streams: Streams): number {
    streams.err(state.name === 'bash' ? `bash: ${name}: command not found\n` : `sh: ${name}: not found\n`);
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
      readLine: () => world.readLine(),
      evaluate: (source) => this.evaluate(source, state, streams),
    };
  }

  /** Hands source to the sandbox and takes over the variables that it leaves. */
  async #foreign(source: string, state: ShellState, streams: Streams): Promise<number> {
    const stdin = await this.#world.restOfStdin(source);
    const result = await this.#world.runInSandbox(state.prelude + source, state, stdin);
    if (result.stdout !== '') streams.out(result.stdout);
    if (result.stderr !== '') streams.err(result.stderr);
    for (const [name, value] of Object.entries(result.env))
      if (/^[A-Za-z]\w*$/.test(name) && name !== 'PWD') state.variables.set(name, value);
    const cwd = result.env['PWD'];
    if (cwd && cwd !== state.cwd) state.chdir(cwd);
    if (/^\s*(?:exit|exec)\b/m.test(source)) throw new ShellExit(result.exitCode);
    return result.exitCode;
  }
}

const isShell = (name: string) => name === 'sh' || name === 'bash' || name === 'ash' || name === 'dash';
