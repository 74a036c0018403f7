const LINE_FEED = 10;

/**
 * Splits a byte stream into lines without ever decoding a chunk: a character cut in two by the network stays whole.
 * A line longer than `limit` bytes is given once, cut at the limit; what follows of it is skipped.
 */
export class LineSplitter {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #length = 0;
  #skipping = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Hands over each line (without its line feed) that the chunk completes. */
  push(chunk: Buffer, onLine: (line: Buffer, cut: boolean) => void): void {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      const piece = chunk.subarray(from, at);
      from = at + 1;
      if (this.#skipping) this.#skipping = false;
      else if (this.#length === 0 && piece.length <= this.#limit) onLine(piece, false);
      else {
        this.#add(piece, onLine);
        if (this.#skipping) this.#skipping = false;
        else this.#emit(onLine, false);
      }
    }
    if (from < chunk.length && !this.#skipping) this.#add(chunk.subarray(from), onLine);
  }

  /** Hands over what stands after the last line feed, if anything. */
  end(onLine: (line: Buffer, cut: boolean) => void): void {
    if (this.#length > 0) this.#emit(onLine, false);
    this.#skipping = false;
  }

  #add(piece: Buffer, onLine: (line: Buffer, cut: boolean) => void): void {
    const room = this.#limit - this.#length;
    this.#parts.push(piece.length > room ? piece.subarray(0, room) : piece);
    this.#length += Math.min(piece.length, room);
    if (piece.length <= room) return;
    this.#skipping = true;
    this.#emit(onLine, true);
  }

  #emit(onLine: (line: Buffer, cut: boolean) => void, cut: boolean): void {
    const line = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    onLine(line, cut);
  }
}
