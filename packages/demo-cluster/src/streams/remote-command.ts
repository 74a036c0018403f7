import { isTrue } from '../http/api-request.ts';
import { toStatusError } from '../http/send.ts';
import type { ExecIo, PodRuntime } from '../runtime.ts';
import type { PodTarget } from './pod-target.ts';

/** What a client asked for in the query of exec or attach. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** A terminal has one stream only: stderr goes the way of stdout. */
export function wantedStreams(query: URLSearchParams): WantedStreams {
  const tty = isTrue(query.get('tty'));
  return {
    stdin: isTrue(query.get('stdin')),
    stdout: isTrue(query.get('stdout')),
    stderr: isTrue(query.get('stderr')) && !tty,
    tty,
  };
}

/** The open streams of an exec or attach, however they travel. */
export interface CommandChannels extends ExecIo {
  /** Tells the outcome on the error channel and ends everything. */
  finish(status: CommandStatus): void;
}

/** A metav1.Status as the error channel carries it. */
interface CommandStatus {
  readonly metadata: object;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** Plays exec or attach over open streams. Every way it ends is told on the error channel. */
export async function playRemoteCommand(
  runtime: PodRuntime,
  verb: 'exec' | 'attach',
  { pod, container }: PodTarget,
  query: URLSearchParams,
  channels: CommandChannels,
): Promise<void> {
  const { stdin, tty } = wantedStreams(query);
  const command = query.getAll('command');
  try {
    const code =
      verb === 'exec'
        ? await runtime.exec(pod, { container, command, stdin, tty }, channels)
        : await runtime.attach(pod, { container, stdin, tty }, channels);
    channels.finish(code === 0 ? { metadata: {}, status: 'Success' } : exited(command, code));
  } catch (error) {
    const { kind: _kind, apiVersion: _apiVersion, ...status } = toStatusError(error).toStatus();
    channels.finish({ metadata: {}, status: 'Failure', ...status });
  }
}

function exited(command: readonly string[], code: number): CommandStatus {
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

/** A terminal's size as clients send it; undefined when it is none. */
export function readSize(text: string): { cols: number; rows: number } | undefined {
  try {
    const { Width, Height } = JSON.parse(text) as { Width?: unknown; Height?: unknown };
    return typeof Width === 'number' && typeof Height === 'number' ? { cols: Width, rows: Height } : undefined;
  } catch {
    return undefined;
  }
}

/** Tells listeners the latest size, those that come late as well. */
export class SizeBoard {
  readonly #listeners: ((cols: number, rows: number) => void)[] = [];
  #size: { cols: number; rows: number } | undefined;

  set(size: { cols: number; rows: number } | undefined): void {
    if (!size) return;
    this.#size = size;
    for (const listener of this.#listeners) listener(size.cols, size.rows);
  }

  listen(listener: (cols: number, rows: number) => void): void {
    this.#listeners.push(listener);
    if (this.#size) listener(this.#size.cols, this.#size.rows);
  }
}
