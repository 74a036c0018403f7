import type { Bash, InMemoryFs } from 'just-bash';
import type { Pod } from '../controllers/kinds.ts';
import type { Timers } from '../controllers/timers.ts';
import type { ImageProfile } from './image-table.ts';

/** One container's world: who it is, its environment, and a file system in memory that lives as long as the container. */
export interface SandboxOptions {
  readonly pod: Pod;
  readonly container: string;
  readonly profile: ImageProfile;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  /** absolute path → content */
  readonly files: Readonly<Record<string, string>>;
  readonly timers: Timers;
  now(): number;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly signal: AbortSignal;
  readonly size: { cols: number; rows: number } | undefined;
}

/**
 * The sandbox in which exec'd commands run: just-bash, an interpreter without processes, on an in-memory file system, without
 * network, Python or JavaScript. It is loaded when the first command comes.
 */
export class ContainerSandbox {
  readonly options: SandboxOptions;
  #files: Promise<{ bash: Bash; fs: InMemoryFs }> | undefined;
  #size = { cols: 80, rows: 24 };
  /** what a simulated database in the container remembers */
  readonly memory = new Map<string, string>();

  constructor(options: SandboxOptions) {
    this.options = options;
  }

  get hostname(): string {
    const { pod } = this.options;
    return pod.spec.hostNetwork
      ? (pod.spec.nodeName ?? 'localhost')
      : (pod.spec.hostname ?? pod.metadata.name).slice(0, 63);
  }

  get terminalSize(): { cols: number; rows: number } {
    return this.#size;
  }

  /** Runs a script to its end. */
  async run(script: string, options: CommandOptions): Promise<CommandResult> {
    const { bash } = await this.#open();
    if (options.size) this.#size = options.size;
    const { stdout, stderr, exitCode, env } = await bash.exec(script, {
      cwd: options.cwd,
      env: { ...options.env },
      replaceEnv: true,
      stdin: options.stdin,
      rawScript: true,
      signal: options.signal,
    });
    const name =
      this.options.profile.distribution === 'busybox' || this.options.profile.distribution === 'alpine' ? 'sh' : 'bash';
    // its files have an owner that containers do not have
    const listed = /\bl[sl]\b/.test(script)
      ? stdout.replace(/^([-a-z]{10}\s+\d+) user user /gm, '$1 root root ')
      : stdout;
    return { stdout: listed, stderr: name === 'bash' ? stderr : asBusybox(stderr), exitCode, env };
  }

  async writeFile(path: string, content: string, append: boolean): Promise<void> {
    const { fs } = await this.#open();
    await (append ? fs.appendFile(path, content) : fs.writeFile(path, content));
  }

  async exists(path: string): Promise<'file' | 'directory' | undefined> {
    const { fs } = await this.#open();
    if (!(await fs.exists(path))) return undefined;
    return (await fs.stat(path)).isDirectory ? 'directory' : 'file';
  }

  /** Files below a path that start with a prefix: what Tab completes. */
  async names(directory: string): Promise<string[]> {
    const { fs } = await this.#open();
    try {
      return await fs.readdir(directory);
    } catch {
      return [];
    }
  }

  #open(): Promise<{ bash: Bash; fs: InMemoryFs }> {
    this.#files ??= this.#create();
    return this.#files;
  }

  async #create(): Promise<{ bash: Bash; fs: InMemoryFs }> {
    const [{ Bash: BashClass, InMemoryFs: Files }, { containerCommands }] = await Promise.all([
      import('just-bash'),
      import('./container-commands.ts'),
    ]);
    const fs = new Files({ ...this.options.files });
    const bash = new BashClass({
      fs,
      cwd: this.options.workingDir,
      env: { ...this.options.env },
      customCommands: containerCommands(this),
      processInfo: { pid: 7, ppid: 0, uid: 0, gid: 0 },
      executionLimits: {
        maxCommandCount: 50_000,
        maxLoopIterations: 50_000,
        maxFileSystemBytes: 64 * 2 ** 20,
        maxOutputSize: 16 * 2 ** 20,
        maxExecutionTimeMs: 600_000,
        maxLiveBytes: 128 * 2 ** 20,
      },
      sleep: (ms) => new Promise((resolve) => void this.options.timers.after(ms, resolve)),
    });
    return { bash, fs };
  }
}

/** busybox' ash says it its own way. */
function asBusybox(stderr: string): string {
  return stderr.replace(/^bash: (.*): command not found$/gm, 'sh: $1: not found').replace(/^bash: /gm, 'sh: ');
}
