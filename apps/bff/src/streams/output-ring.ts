/** The last bytes of an endless output, addressed by their position since its beginning. */
export class OutputRing {
  readonly #bytes: Buffer;
  #end = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
  }

  /** Position after the last byte: the length of all output so far. */
  get end(): number {
    return this.#end;
  }

  /** Position of the oldest byte that is still here. */
  get start(): number {
    return Math.max(0, this.#end - this.#bytes.length);
  }

  write(chunk: Buffer): void {
    const capacity = this.#bytes.length;
    const kept = chunk.subarray(Math.max(0, chunk.length - capacity));
    const at = (this.#end + chunk.length - kept.length) % capacity;
    const first = kept.copy(this.#bytes, at);
    kept.copy(this.#bytes, 0, first);
    this.#end += chunk.length;
  }

  /** A copy of the bytes from `from` on, at most `limit` of them. `from` is between start and end. */
  read(from: number, limit: number): Buffer {
    const capacity = this.#bytes.length;
    const length = Math.min(limit, this.#end - from);
    const at = from % capacity;
    const head = this.#bytes.subarray(at, Math.min(capacity, at + length));
    return Buffer.concat([head, this.#bytes.subarray(0, length - head.length)], length);
  }
}
