import { LOG_WINDOW_LINES } from '@quarterdeck/shared/stream-protocol';

/** Bytes of text that may be on their way without an acknowledgement. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Counts lines that were read and not yet taken by the view. While there are too many, nobody reads on: the API server is
 * held back by its own connection, and nothing is collected here.
 */
export class LogGate {
  #lines = 0;
  #bytes = 0;
  #acked = 0;
  /** what was sent, to turn acknowledged lines into bytes */
  readonly #sent: { lines: number; bytes: number }[] = [];
  #waiting: (() => void)[] = [];
  #ended = false;

  get isOpen(): boolean {
    return this.#lines < LOG_WINDOW_LINES && this.#bytes < WINDOW_BYTES;
  }

  /** A line was read. */
  take(bytes: number): void {
    this.#lines += 1;
    this.#bytes += bytes;
  }

  /** A frame of lines went out. */
  sent(lines: number, bytes: number): void {
    this.#sent.push({ lines, bytes });
  }

  /** The view has taken this many lines in total. */
  acknowledge(total: number): void {
    let lines = total - this.#acked;
    while (lines > 0) {
      const first = this.#sent[0];
      if (!first) break;
      const part = Math.min(lines, first.lines);
      const bytes = part === first.lines ? first.bytes : Math.floor((first.bytes * part) / first.lines);
      lines -= part;
      this.#acked += part;
      this.#lines -= part;
      this.#bytes -= bytes;
      first.lines -= part;
      first.bytes -= bytes;
      if (first.lines === 0) this.#sent.shift();
    }
    if (this.isOpen) this.#release();
  }

  /** Resolves when reading may go on. */
  async opened(): Promise<void> {
    while (!this.isOpen && !this.#ended) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** For good: nobody reads on, everybody ends. */
  end(): void {
    this.#ended = true;
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
