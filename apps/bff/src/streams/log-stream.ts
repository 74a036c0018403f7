import type { LogClientFrame, LogLine, LogServerFrame } from '@quarterdeck/shared/log-protocol';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import type { WatchListMemory } from '../live/watch-list-memory.ts';
import { recheckLogs } from './log-access.ts';
import { LogGate } from './log-gate.ts';
import { MAX_LINE_BYTES } from './log-line.ts';
import { type LogItem, LogReader } from './log-reader.ts';
import type { LogShare } from './log-share.ts';

const FLUSH_MS = 50;
/** The first lines, and those after a pause, go out at once but for what comes in the same moment. */
const SOON_MS = 5;
const FRAME_LINES = 500;
const FRAME_BYTES = 256 * 1024;
/** A person should see something of many pods although the slowest of them has not answered yet. */
const PREVIEW_MS = 150;
/** Who has no line by then looks at something that is quiet, or is told of sources that do not answer. */
const PREVIEWS_FOR_MS = 3000;
const PREVIEW_LINES = 200;
const PREVIEW_BYTES = 128 * 1024;
const RECHECK_MS = 60_000;

export interface LogStreamOptions {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly request: Extract<LogClientFrame, { type: 'open' }>;
  readonly share: LogShare;
  readonly memory: WatchListMemory;
  readonly clock: Clock;
  readonly send: (frame: LogServerFrame) => void;
  /** what was sent has not all gone out yet */
  readonly isBehind: () => boolean;
}

/** The logs of one socket: frames of lines, at most twenty times a second, held back when the view does not keep up. */
export class LogStream {
  readonly #options: LogStreamOptions;
  readonly #gate = new LogGate();
  readonly #reader: LogReader;
  #cancelFlush: (() => void) | null = null;
  #cancelRecheck: () => void = () => {};
  #cancelPreview: () => void = () => {};
  #flushedAt = 0;
  #stopped = false;

  constructor(options: LogStreamOptions) {
    const { cluster, session, request, share, memory, clock, send } = options;
    this.#options = options;
    this.#reader = new LogReader({
      cluster,
      session,
      wish: request,
      exact: false,
      maxLineBytes: MAX_LINE_BYTES,
      share,
      memory,
      clock,
      ready: () => this.#soon(),
      query: (frame) => {
        if (!this.#stopped) send({ type: 'query', ...frame });
      },
    });
  }

  start(): void {
    const { clock, request, send } = this.#options;
    send({ type: 'opened', at: new Date(clock.now()).toISOString() });
    this.#reader.start();
    this.#recheckLater();
    if (request.preview && !request.resume) this.#previewLater(clock.now() + PREVIEWS_FOR_MS);
    this.#soon();
  }

  acknowledge(lines: number): void {
    this.#gate.acknowledge(lines);
    if (this.#reader.holds) this.#soon();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelFlush?.();
    this.#cancelRecheck();
    this.#cancelPreview();
    this.#reader.stop();
  }

  #soon(): void {
    if (this.#stopped || this.#cancelFlush !== null) return;
    const { clock } = this.#options;
    const wait = Math.max(SOON_MS, this.#flushedAt + FLUSH_MS - clock.now());
    this.#cancelFlush = clock.after(wait, () => this.#flush());
  }

  #flush(): void {
    const { clock, send } = this.#options;
    this.#cancelFlush = null;
    this.#flushedAt = clock.now();
    let lines: LogLine[] = [];
    let bytes = 0;
    const sendLines = (): void => {
      if (lines.length === 0) return;
      this.#cancelPreview();
      this.#gate.sent(lines.length, bytes);
      send({ type: 'lines', lines });
      lines = [];
      bytes = 0;
    };
    if (this.#gate.isOpen)
      this.#reader.release((item, source) => {
        if ('report' in item) {
          // a source's state stands behind the lines that came before it
          sendLines();
          send({ type: 'source', source, ...item.report });
          return true;
        }
        lines.push(lineOf(item, source));
        bytes += item.line.text.length;
        if (lines.length < FRAME_LINES && bytes < FRAME_BYTES) return true;
        sendLines();
        return this.#gate.isOpen;
      });
    sendLines();
    if (this.#reader.isOver) this.#end();
    // what is not due yet; what nobody takes waits for an acknowledgement
    else if (this.#reader.holds && this.#gate.isOpen) this.#soon();
  }

  /** Again and again until the first lines go out, in their order, or there is nothing that they would wait for. */
  #previewLater(until: number, last: readonly LogItem[] = []): void {
    const { clock, isBehind } = this.#options;
    if (clock.now() >= until || !this.#reader.isOpening) return;
    this.#cancelPreview = clock.after(PREVIEW_MS, () => {
      this.#previewLater(until, isBehind() ? last : this.#preview(last));
    });
  }

  /** Returns what it has shown; what was shown last is not sent again. */
  #preview(last: readonly LogItem[]): readonly LogItem[] {
    const shown: LogItem[] = [];
    const lines: LogLine[] = [];
    let bytes = 0;
    for (const { item, source } of this.#reader.newest(PREVIEW_LINES).toReversed()) {
      if (!('line' in item)) continue;
      bytes += item.line.text.length;
      if (bytes > PREVIEW_BYTES && lines.length > 0) break;
      shown.push(item);
      lines.push(lineOf(item, source));
    }
    const isNew = shown.length !== last.length || shown.some((item, at) => item !== last[at]);
    if (lines.length > 0 && isNew) this.#options.send({ type: 'preview', lines: lines.reverse() });
    return shown;
  }

  #end(): void {
    this.#options.send({ type: 'end' });
    this.stop();
  }

  #recheckLater(): void {
    const { cluster, session, clock } = this.#options;
    this.#cancelRecheck = clock.after(RECHECK_MS, () => {
      void recheckLogs(cluster, session, this.#reader).then(() => {
        if (!this.#stopped) this.#recheckLater();
      });
    });
  }
}

function lineOf({ line }: Extract<LogItem, { line: unknown }>, source: number): LogLine {
  const text = line.text.toString('utf8');
  return line.cut ? [source, line.time, text, true] : [source, line.time, text];
}
