import type { Duplex } from 'node:stream';
import type { DemoObject } from './store.ts';

/**
 * The seam between the HTTP side (log, exec, attach sub-resources) and the kubelet's simulated containers. Errors are
 * StatusErrors with the words that a real kubelet uses ("container \"x\" in pod \"y\" is waiting to start: ContainerCreating").
 */
export interface PodRuntime {
  /**
   * Lines without line feed, each with its time; the HTTP side formats them (timestamps, limitBytes).
   * Ends when the container ends, or at once after the stored lines unless `follow`.
   */
  logs(pod: DemoObject, options: LogOptions, signal: AbortSignal): AsyncIterable<LogEntry>;
  /** Resolves with the exit code; rejects with a StatusError when the container does not run or the command is not found. */
  exec(pod: DemoObject, options: ExecOptions, io: ExecIo): Promise<number>;
  attach(pod: DemoObject, options: { container: string; stdin: boolean; tty: boolean }, io: ExecIo): Promise<number>;
  /** A connection to a port of the pod, in memory. Throws PortClosed when nothing listens there. */
  connect(pod: DemoObject, port: number): Duplex;
}

/** Nothing listens on a port: "connection refused". */
export class PortClosed extends Error {
  constructor(address: string, port: number) {
    super(`dial tcp ${address}:${port}: connect: connection refused`);
  }
}

export interface LogEntry {
  /** epoch milliseconds */
  readonly time: number;
  readonly text: string;
}

export interface LogOptions {
  readonly container: string;
  readonly previous: boolean;
  readonly follow: boolean;
  readonly tailLines: number | undefined;
  readonly sinceMs: number | undefined;
}

export interface ExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

export interface ExecIo {
  /** Chunks as they arrive; ends when the client half-closes. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** A promise means that the writer should wait for it before it goes on. */
  stdout(bytes: Uint8Array | string): Promise<void> | undefined;
  stderr(bytes: Uint8Array | string): Promise<void> | undefined;
  onResize(listener: (cols: number, rows: number) => void): void;
  /** aborted when the connection is gone */
  readonly signal: AbortSignal;
}
