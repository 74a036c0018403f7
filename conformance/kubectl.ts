import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

export interface Ran {
  /** exit code; 124 after a timeout, as of timeout(1) */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** what it reads from stdin; without it, stdin is empty */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

interface KubectlOptions {
  readonly version: string;
  readonly minor: number;
  /** folder that holds nothing but this kubectl */
  readonly bin: string;
  /** its caches */
  readonly home: string;
  readonly kubeconfig: string;
  readonly cwd: string;
  readonly namespace: string;
}

/** Something that runs on while the test does something else: a watch, a port-forward, a log that is followed. */
export interface Running {
  /** stdout and stderr as they came */
  output(): string;
  /** Waits until the output matches; throws after the timeout, or when the command has ended without it. */
  until(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Writes to its stdin. */
  write(text: string): void;
  /** Ends it (SIGINT, as Ctrl-C does) and returns what came. */
  stop(signal?: NodeJS.Signals): Promise<Ran>;
  readonly ended: Promise<Ran>;
}

const TIMEOUT_MS = 60_000;
const POLL_MS = 150;

/** One version of kubectl on one cluster, in one namespace and folder. */
export class Kubectl {
  readonly #options: KubectlOptions;

  constructor(options: KubectlOptions) {
    this.#options = options;
  }

  get version(): string {
    return this.#options.version;
  }

  get minor(): number {
    return this.#options.minor;
  }

  get kubeconfig(): string {
    return this.#options.kubeconfig;
  }

  get namespace(): string {
    return this.#options.namespace;
  }

  at(place: Pick<KubectlOptions, 'cwd' | 'kubeconfig' | 'namespace'>): Kubectl {
    return new Kubectl({ ...this.#options, ...place });
  }

  /** Runs kubectl with these arguments. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.#spawn('kubectl', args, options).ended;
  }

  /** Runs a shell line in which `kubectl` is this one, `$NS` its namespace, and the current folder its place's. */
  shell(line: string, options: RunOptions = {}): Promise<Ran> {
    return this.#spawn('sh', ['-c', line], options).ended;
  }

  /** Starts a shell line that runs on. */
  start(line: string, options: RunOptions = {}): Running {
    // exec: signals reach kubectl itself
    return this.#spawn('sh', ['-c', `exec ${line}`], { timeoutMs: 5 * TIMEOUT_MS, ...options }, true);
  }

  /** Starts a shell line on a terminal of its own (util-linux's script), which echoes what is written to it. */
  terminal(line: string, options: RunOptions = {}): Running {
    return this.#spawn('script', ['-qec', line, '/dev/null'], { timeoutMs: 2 * TIMEOUT_MS, ...options }, true);
  }

  /** Repeats until the answer is accepted; throws with the last one. */
  async until(args: readonly string[], accept: (ran: Ran) => boolean, timeoutMs = TIMEOUT_MS): Promise<Ran> {
    return repeat(() => this.run(args), accept, timeoutMs);
  }

  async untilShell(line: string, accept: (ran: Ran) => boolean, timeoutMs = TIMEOUT_MS): Promise<Ran> {
    return repeat(() => this.shell(line), accept, timeoutMs);
  }

  #spawn(program: string, args: readonly string[], options: RunOptions, keepInput = false): Running {
    const { bin, home, kubeconfig, cwd, namespace } = this.#options;
    const child = spawn(program, args, {
      cwd,
      // a group of its own, so that all of a pipeline ends
      detached: true,
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        LANG: 'C.UTF-8',
        TZ: 'UTC',
        SHELL: '/bin/sh',
        TERM: 'xterm',
        HOME: home,
        KUBECONFIG: kubeconfig,
        NS: namespace,
        ...options.env,
      },
    });
    return follow(child, options, keepInput);
  }
}

async function repeat(run: () => Promise<Ran>, accept: (ran: Ran) => boolean, timeoutMs: number): Promise<Ran> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const ran = await run();
    if (accept(ran)) return ran;
    if (Date.now() > end) throw new Error(`waited in vain; last answer:\n${ran.stdout}${ran.stderr}`);
    await pause(POLL_MS);
  }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // it has ended already
  }
}

function follow(child: ChildProcess, options: RunOptions, keepInput: boolean): Running {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let both = '';
  let done = false;
  const listeners = new Set<() => void>();
  const told = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
    both += chunk.toString();
    told();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
    both += chunk.toString();
    told();
  });
  // a program that ends early does not read what was meant for it
  child.stdin?.on('error', () => undefined);
  if (options.input !== undefined) child.stdin?.write(options.input);
  if (!keepInput) child.stdin?.end();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signal(child, 'SIGKILL');
  }, options.timeoutMs ?? TIMEOUT_MS);
  const ended = new Promise<Ran>((resolve) => {
    const finish = (code: number): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      resolve({
        code: late ? 124 : code,
        stdout: Buffer.concat(stdout).toString(),
        stderr: `${Buffer.concat(stderr).toString()}${late ? 'timed out\n' : ''}`,
      });
      told();
    };
    child.once('error', (error) => {
      stderr.push(Buffer.from(`${error.message}\n`));
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 130));
  });
  return {
    output: () => both,
    write: (text) => child.stdin?.write(text),
    ended,
    until: (pattern, timeoutMs = TIMEOUT_MS) =>
      new Promise((resolve, reject) => {
        const settle = (work: () => void): void => {
          listeners.delete(look);
          clearTimeout(patience);
          work();
        };
        const look = (): void => {
          const match = pattern.exec(both);
          if (match) settle(() => resolve(match));
          else if (done) settle(() => reject(new Error(`ended without ${pattern}:\n${both}`)));
        };
        const patience = setTimeout(
          () => settle(() => reject(new Error(`no ${pattern} within ${timeoutMs} ms:\n${both}`))),
          timeoutMs,
        );
        listeners.add(look);
        look();
      }),
    stop: (name = 'SIGINT') => {
      child.stdin?.end();
      signal(child, name);
      return ended;
    },
  };
}
