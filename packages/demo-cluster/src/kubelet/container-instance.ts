import { createHash, randomBytes } from 'node:crypto';
import type { Container } from '../controllers/kinds.ts';
import { ByteQueue } from './byte-queue.ts';
import { ContainerLog } from './container-log.ts';
import type { ContainerSandbox } from './container-sandbox.ts';
import { nodeCommand } from './node-command.ts';
import { crlf, Killed, type Program, pause } from './process.ts';
import { OUT_OF_MEMORY, runProgram, serviceLogFor } from './programs/run-program.ts';
import { terminalShell } from './terminal/terminal-shell.ts';

const FAREWELL_MS = 400;
const BACKFILL_TICKS = 120;
const FLOOD = 16 * 1024;
const FLOOD_PAUSE_MS = 10;

type OutputListener = (stream: 'stdout' | 'stderr', bytes: Uint8Array | string) => void;

/** One run of a container: its program, its log, its streams. */
export class ContainerInstance {
  readonly id = `containerd://${randomBytes(32).toString('hex')}`;
  readonly log = new ContainerLog();
  readonly stdin = new ByteQueue();
  readonly sandbox: ContainerSandbox;
  readonly startedAt: number;
  readonly isTty: boolean;
  readonly done: Promise<{ exitCode: number; isOutOfMemory: boolean }>;
  readonly size = { cols: 80, rows: 24 };
  readonly #argv: readonly string[];
  readonly #kill = new AbortController();
  readonly #outputs = new Set<OutputListener>();
  readonly #resizes = new Set<() => void>();
  #isRunning = true;

  constructor(
    container: Container,
    argv: readonly string[],
    sandbox: ContainerSandbox,
    startedAt: number,
    isResumed = false,
  ) {
    this.sandbox = sandbox;
    this.startedAt = startedAt;
    this.#argv = argv;
    this.isTty = container.tty === true;
    sandbox.mainCommand = argv.join(' ');
    // what has no handler is ignored: the first process of a namespace dies of nothing else
    sandbox.signalMain = () => {
      if (serviceLogFor(argv, sandbox.options.profile)) sandbox.options.timers.after(FAREWELL_MS, () => this.kill(0));
    };
    if (!container.stdin) this.stdin.close();
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const write = (stream: 'stdout' | 'stderr') => (bytes: Uint8Array | string) => {
      const text = typeof bytes === 'string' ? bytes : decoders[stream].decode(bytes, { stream: true });
      this.log.write(stream, text, sandbox.options.now());
      const shown = this.isTty ? crlf(bytes) : bytes;
      for (const listen of this.#outputs) listen(stream, shown);
      // the log takes everything, but nobody may fill it faster than it can be read
      return text.length < FLOOD ? undefined : pause(sandbox.options.timers, FLOOD_PAUSE_MS);
    };
    const inner = nodeCommand(argv);
    const isInteractive = this.isTty && container.stdin === true && inner.argv.length === 1;
    if (isResumed) this.#backfill();
    const program: Program =
      isInteractive && /(?:^|\/)(?:ba|a|da)?sh$/.test(inner.argv[0] ?? '') ? terminalShell : runProgram;
    this.done = program({
      argv: inner.argv,
      env: sandbox.options.env,
      cwd: inner.cwd ?? sandbox.options.workingDir,
      sandbox,
      io: { stdin: this.stdin, out: write('stdout'), err: write('stderr') },
      signal: this.#kill.signal,
      isResumed,
      tty: this.isTty ? this.size : undefined,
    })
      .catch((error: unknown) => {
        if (error instanceof Killed) return error.exitCode;
        void write('stderr')(`${error instanceof Error ? error.message : String(error)}\n`);
        return 1;
      })
      .then((exitCode) => {
        this.#isRunning = false;
        this.log.close(sandbox.options.now());
        return { exitCode: exitCode === OUT_OF_MEMORY ? 137 : exitCode, isOutOfMemory: exitCode === OUT_OF_MEMORY };
      });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** SIGTERM, and SIGKILL when the grace period is over. */
  terminate(graceSeconds: number): void {
    const { timers, profile } = this.sandbox.options;
    const handlesTerm = serviceLogFor(this.#argv, profile) !== undefined;
    const graceMs = graceSeconds * 1000;
    // the first process of a container that has no handler ignores SIGTERM
    const wait = handlesTerm ? Math.min(FAREWELL_MS, graceMs) : graceMs;
    timers.after(wait, () => this.kill(handlesTerm && graceSeconds > 0 ? 0 : 137));
  }

  kill(exitCode = 137): void {
    if (!this.#kill.signal.aborted) this.#kill.abort(exitCode);
  }

  onOutput(listener: OutputListener): () => void {
    this.#outputs.add(listener);
    return () => this.#outputs.delete(listener);
  }

  resize(cols: number, rows: number): void {
    Object.assign(this.size, { cols, rows });
    for (const listen of this.#resizes) listen();
  }

  /** Fills the log of a server that has been running since long before the demo started. */
  #backfill(): void {
    const { pod, profile, now } = this.sandbox.options;
    const log = serviceLogFor(this.#argv, profile);
    if (!log) return;
    const about = (at: number) => ({ now: at, pod, argv: this.#argv });
    const first = Math.max(this.startedAt, now() - BACKFILL_TICKS * log.everyMs);
    const add = (lines: readonly string[], at: number) => {
      for (const line of lines) this.log.write(log.stream, `${line}\n`, at);
    };
    if (first === this.startedAt) add(log.startup(about(first)), first);
    for (let at = first + log.everyMs; at < now(); at += Math.round(log.everyMs * (0.3 + 1.4 * Math.random())))
      add(log.tick(about(at), Math.random), at);
  }
}

/** The digest that a pulled image has; the same for the same name. */
export function imageId(reference: string): string {
  const repository = reference.slice(0, reference.lastIndexOf(':'));
  return `${repository}@sha256:${createHash('sha256').update(reference).digest('hex')}`;
}
