import { LOG_WINDOW_LINES } from '@quarterdeck/shared/log-protocol';

/** Bytes of text that may be on their way without an acknowledgement. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Counts lines that were sent and not yet taken by the view. While there are too many, nothing is sent, so that nothing is
 * read: the API server is held back by its own connections, and nothing is collected here.
 */
export class LogGate {
  #lines = 0;
  #bytes = 0;
  #acked = 0;
  /** what was sent, to turn acknowledged lines into bytes */
  readonly #sent: { lines: number; bytes: number }[] = [];

  get isOpen(): boolean {
    return this.#lines < LOG_WINDOW_LINES && this.#bytes < WINDOW_BYTES;
  }

  /** A frame of lines went out. */
  sent(lines: number, bytes: number): void {
    this.#lines += lines;
    this.#bytes += bytes;
    this.#sent.push({ lines, bytes });
  }

  /** The view has taken this many lines in total; more than were sent count as those. */
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
  }
}
