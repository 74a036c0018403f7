import { Duplex } from 'node:stream';

/** One end of a connection that never leaves this process: what is written here is read at the other end. */
class PairEnd extends Duplex {
  other: PairEnd | undefined;
  /** set while the other end is too slow */
  #resume: (() => void) | undefined;

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.other || this.other.destroyed) done();
    else if (this.other.push(chunk)) setImmediate(done);
    else this.other.#resume = done;
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
    this.#resume?.();
    this.#resume = undefined;
    const { other } = this;
    this.other = undefined;
    if (other && !other.destroyed) setImmediate(() => other.hangUp());
  }

  /** The other end is gone: what has arrived can still be read. */
  hangUp(): void {
    if (this.destroyed) return;
    if (!this.readableEnded) this.push(null);
    if (!this.writableEnded) this.end();
  }
}

/** Two ends of a connection in memory. */
export function duplexPair(): [Duplex, Duplex] {
  const left = new PairEnd({ allowHalfOpen: true });
  const right = new PairEnd({ allowHalfOpen: true });
  left.other = right;
  right.other = left;
  return [left, right];
}
