import { resolvePath, type ShellState } from './shell-state.ts';
import { testCommand } from './test-command.ts';
import { date, echo, printf } from './text-output.ts';

/** What builtins need of the world around the shell. */
export interface BuiltinWorld {
  readonly state: ShellState;
  out(text: string): Promise<void> | undefined;
  err(text: string): Promise<void> | undefined;
  sleep(ms: number): Promise<void>;
  now(): number;
  kindOf(path: string): Promise<'file' | 'directory' | undefined>;
  readLine(): Promise<string | undefined>;
  evaluate(source: string): Promise<number>;
}

type Builtin = (args: readonly string[], world: BuiltinWorld) => number | Promise<number>;

/** exit, break and continue leave the statement they stand in. */
export class ShellExit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

export class LoopJump extends Error {
  readonly kind: 'break' | 'continue';
  levels: number;

  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
// what a browser of the demo will ever wait for
const FOREVER_MS = 10 * 365 * 86_400_000;

function seconds(text: string): number | undefined {
  if (text === 'infinity' || text === 'inf') return FOREVER_MS / 1000;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2] || 's'] ?? 1) : undefined;
}

function exportNames(args: readonly string[], { state }: BuiltinWorld): number {
  for (const arg of args) {
    const [name = '', ...value] = arg.split('=');
    if (arg.includes('=')) state.set(name, value.join('='));
    state.exported.add(name);
  }
  return 0;
}

async function changeDirectory(args: readonly string[], { state, out, err, kindOf }: BuiltinWorld): Promise<number> {
  const target = args[0] === '-' ? state.get('OLDPWD') : (args[0] ?? state.get('HOME') ?? '/');
  const path = resolvePath(state.cwd, target ?? '/');
  const kind = path === '/' ? 'directory' : await kindOf(path);
  if (kind === 'directory') {
    state.chdir(path);
    if (args[0] === '-') void out(`${path}\n`);
    return 0;
  }
  const why = kind === 'file' ? 'Not a directory' : 'No such file or directory';
  void err(state.name === 'bash' ? `bash: cd: ${target}: ${why}\n` : `sh: cd: can't cd to ${target}: ${why}\n`);
  return state.name === 'bash' ? 1 : 2;
}

async function sleepFor(args: readonly string[], { err, sleep }: BuiltinWorld): Promise<number> {
  const times = args.map(seconds);
  if (args.length === 0 || times.includes(undefined)) {
    void err(
      args.length === 0
        ? 'sleep: missing operand\n'
        : `sleep: invalid time interval '${args[times.indexOf(undefined)]}'\n`,
    );
    return 1;
  }
  await sleep(times.reduce((sum: number, one) => sum + (one ?? 0), 0) * 1000);
  return 0;
}

async function read(args: readonly string[], { state, readLine, out }: BuiltinWorld): Promise<number> {
  const prompt = args.indexOf('-p');
  if (prompt >= 0) void out(args[prompt + 1] ?? '');
  const names = args.filter((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-p' && args[at - 1] !== '-t');
  const line = await readLine();
  const fields = (line ?? '').split(/[ \t]+/);
  names.forEach((name, at) => {
    state.set(name, at === names.length - 1 ? fields.slice(at).join(' ') : (fields[at] ?? ''));
  });
  return line === undefined ? 1 : 0;
}

function jump(kind: 'break' | 'continue'): Builtin {
  return (args) => {
    throw new LoopJump(kind, Number(args[0] ?? 1) || 1);
  };
}

const test: Builtin = (args, world) => testCommand(args, (path) => world.kindOf(resolvePath(world.state.cwd, path)));

/** Commands that the shell runs itself, so that their output streams and a signal reaches them. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  echo: (args, { out }) => {
    void out(echo(args));
    return 0;
  },
  printf: (args, { out }) => {
    const [format = '', ...rest] = args[0] === '--' ? args.slice(1) : args;
    void out(printf(format, rest));
    return 0;
  },
  test,
  '[': (args, world) => {
    if (args.at(-1) === ']') return test(args.slice(0, -1), world);
    void world.err(`${world.state.name}: [: missing ]\n`);
    return 2;
  },
  sleep: sleepFor,
  exit: (args, { state }) => {
    throw new ShellExit((args[0] === undefined ? state.status : Number(args[0]) || 0) & 255);
  },
  break: jump('break'),
  continue: jump('continue'),
  pwd: (_args, { state, out }) => {
    void out(`${state.cwd}\n`);
    return 0;
  },
  cd: changeDirectory,
  export: exportNames,
  unset: (args, { state }) => {
    for (const name of args) state.unset(name);
    return 0;
  },
  read,
  trap: () => 0,
  wait: () => 0,
  umask: () => 0,
  ulimit: () => 0,
  eval: (args, { evaluate }) => evaluate(args.join(' ')),
  shift: (args, { state }) => {
    state.args = state.args.slice(Number(args[0] ?? 1));
    return 0;
  },
  seq: (args, { out }) => {
    const [separator, numbers] = args[0] === '-s' ? [args[1] ?? '\n', args.slice(2)] : ['\n', args];
    const [start, end = start] = numbers.length === 1 ? ['1', numbers[0]] : [numbers[0], numbers.at(-1)];
    const by = numbers.length > 2 ? Number(numbers[1]) || 1 : 1;
    const said: number[] = [];
    for (let at = Number(start); by > 0 ? at <= Number(end) : at >= Number(end); at += by) {
      said.push(at);
      if (said.length >= 1_000_000) break;
    }
    if (said.length > 0) void out(`${said.join(separator)}\n`);
    return 0;
  },
};

/** date as a builtin; undefined for options that only the sandbox's date knows. */
export function dateOutput(args: readonly string[], now: number): string | undefined {
  const rest = args.filter((one) => one !== '-u' && one !== '--utc');
  if (rest.some((one) => !one.startsWith('+')))
    return rest[0]?.startsWith('-I') && rest.length === 1
      ? `${date(now, rest[0] === '-I' || rest[0] === '-Idate' ? '%F' : '%FT%T+00:00')}\n`
      : undefined;
  return `${date(now, rest[0]?.slice(1))}\n`;
}
