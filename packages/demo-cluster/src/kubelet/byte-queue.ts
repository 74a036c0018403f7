const HIGH_WATER = 1024 * 1024;
const COMPACT_FROM = 1024;

/** Bytes on their way from a writer to one reader at a time. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  #chunks: Uint8Array[] = [];
  /** index of the next chunk to read: shifting a long array one by one is slow */
  #next = 0;
  #size = 0;
  #isClosed = false;
  #wakeReader: (() => void) | undefined;
  #writers: (() => void)[] = [];

  /** A promise means that the writer should wait for it before it goes on. */
  push(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#isClosed) return undefined;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#wakeReader?.();
    return this.#size < HIGH_WATER ? undefined : new Promise((resolve) => this.#writers.push(resolve));
  }

  /** Nothing more comes; what is there can still be read. */
  close(): void {
    this.#isClosed = true;
    this.#wakeReader?.();
    this.#releaseWriters();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#take();
      if (chunk) yield chunk;
      else if (this.#isClosed) return;
      else
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
    }
  }

  #take(): Uint8Array | undefined {
    const chunk = this.#chunks[this.#next];
    if (!chunk) return undefined;
    this.#next++;
    this.#size -= chunk.length;
    if (this.#next === this.#chunks.length || this.#next > COMPACT_FROM) {
      this.#chunks = this.#chunks.slice(this.#next);
      this.#next = 0;
    }
    if (this.#size < HIGH_WATER) this.#releaseWriters();
    return chunk;
  }

  #releaseWriters(): void {
    for (const resolve of this.#writers.splice(0)) resolve();
  }
}
