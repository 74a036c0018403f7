import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildProgram {
  readonly process: ChildProcess;
  /** Resolves with the first match of `ready` in its output; rejects when it ends before. */
  readonly ready: Promise<RegExpMatchArray>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Asks it to stop (SIGTERM), insists after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
}

/** Starts a Node program of ours and watches its output line by line. */
export function startProgram(
  args: readonly string[],
  options: {
    readonly ready: RegExp;
    readonly env?: NodeJS.ProcessEnv;
    readonly cwd?: string;
    readonly onLine?: (line: string) => void;
  },
): ChildProgram {
  const child = spawn(process.execPath, args, {
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const recent: string[] = [];
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const ready = new Promise<RegExpMatchArray>((resolve, reject) => {
    const read = (line: string): void => {
      recent.push(line);
      if (recent.length > 30) recent.shift();
      options.onLine?.(line);
      const match = line.match(options.ready);
      if (match) resolve(match);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    void ended.then((code) => reject(new Error(`${args.join(' ')} ended with code ${code}:\n${recent.join('\n')}`)));
  });
  ready.catch(() => undefined);
  return {
    process: child,
    ready,
    ended,
    async stop(patienceMs = 12_000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}
