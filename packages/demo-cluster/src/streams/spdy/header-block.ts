import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { DICTIONARY } from './dictionary.ts';
import { ProtocolError } from './frames.ts';

/** Names in lower case; several values of a name are kept apart by NUL. */
export type Headers = ReadonlyMap<string, string>;

const MAX_PAIRS = 256;
const MAX_BYTES = 256 * 1024;

/**
 * Header blocks share one zlib stream per direction, so they are packed and unpacked one after the other, in the order of the
 * frames.
 */
export class HeaderPacker {
  readonly #zlib: Deflate = createDeflate({ dictionary: DICTIONARY });
  readonly #output: Buffer[] = [];

  constructor() {
    this.#zlib.on('data', (chunk: Buffer) => this.#output.push(chunk));
  }

  async pack(headers: Headers): Promise<Buffer> {
    await new Promise<void>((resolve, reject) => {
      this.#zlib.once('error', reject);
      this.#zlib.write(encodePairs(headers));
      this.#zlib.flush(constants.Z_SYNC_FLUSH, () => {
        this.#zlib.off('error', reject);
        // what zlib has left to say comes before the next turn
        setImmediate(resolve);
      });
    });
    return Buffer.concat(this.#output.splice(0));
  }

  close(): void {
    this.#zlib.destroy();
  }
}

export class HeaderUnpacker {
  readonly #zlib: Inflate = createInflate({ dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
  #output: Buffer[] = [];
  #size = 0;

  constructor() {
    this.#zlib.on('data', (chunk: Buffer) => {
      this.#size += chunk.length;
      // a bomb is not kept: the block is refused as broken
      if (this.#size <= MAX_BYTES) this.#output.push(chunk);
    });
  }

  async unpack(block: Uint8Array): Promise<Headers> {
    this.#size = 0;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) => reject(new ProtocolError(error.message));
      this.#zlib.once('error', fail);
      this.#zlib.write(block, () => {
        this.#zlib.off('error', fail);
        setImmediate(resolve);
      });
    });
    const bytes = Buffer.concat(this.#output);
    this.#output = [];
    return decodePairs(bytes);
  }

  close(): void {
    this.#zlib.destroy();
  }
}

function encodePairs(headers: Headers): Buffer {
  const parts: Buffer[] = [];
  const number = (value: number) => {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeUInt32BE(value);
    parts.push(bytes);
  };
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    number(bytes.length);
    parts.push(bytes);
  };
  number(headers.size);
  for (const [name, value] of headers) {
    text(name.toLowerCase());
    text(value);
  }
  return Buffer.concat(parts);
}

function decodePairs(bytes: Buffer): Headers {
  let at = 0;
  const number = () => {
    if (at + 4 > bytes.length) throw new ProtocolError('a header block that is cut off');
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (at + length > bytes.length) throw new ProtocolError('a header block that is cut off');
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const count = number();
  if (count > MAX_PAIRS) throw new ProtocolError('too many headers');
  const headers = new Map<string, string>();
  for (let pair = 0; pair < count; pair++) {
    const name = text().toLowerCase();
    headers.set(name, text());
  }
  return headers;
}
