/** stdin of a shell and its commands: by lines, by chunks, or whatever is left. */
export class InputReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** somebody feeds it: a command that could read will find its end */
  readonly isPiped: boolean;
  #buffer: Buffer = Buffer.alloc(0);
  #isDone = false;

  constructor(source: AsyncIterable<Uint8Array>, isPiped = false) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.isPiped = isPiped;
  }

  static of(bytes: Uint8Array): InputReader {
    return new InputReader(
      (async function* () {
        yield bytes;
      })(),
      true,
    );
  }

  /** The next line without its line feed; undefined at the end. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf(0x0a);
      if (end >= 0) {
        const line = this.#buffer.toString('utf8', 0, end);
        this.#buffer = this.#buffer.subarray(end + 1);
        return line;
      }
      const chunk = await this.#next();
      if (!chunk) break;
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
    }
    if (this.#buffer.length === 0) return undefined;
    const line = this.#buffer.toString();
    this.#buffer = Buffer.alloc(0);
    return line;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.#buffer.length > 0) {
      const buffered = this.#buffer;
      this.#buffer = Buffer.alloc(0);
      yield buffered;
    }
    for (let chunk = await this.#next(); chunk; chunk = await this.#next()) yield chunk;
  }

  async rest(): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.chunks()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#isDone) return undefined;
    const next = await this.#chunks.next();
    if (next.done) this.#isDone = true;
    return next.done ? undefined : next.value;
  }
}
