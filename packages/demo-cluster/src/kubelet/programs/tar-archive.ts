/** The ustar format, with GNU's and POSIX' ways for long names: what kubectl cp and the tars of images write and read. */

const BLOCK = 512;

export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly mode: number;
  /** epoch seconds */
  readonly mtime: number;
  readonly content: Uint8Array;
  /** what a symbolic link points at */
  readonly target: string;
}

/** The blocks of one entry. */
export function encodeEntry(entry: TarEntry): Buffer[] {
  const name = entry.kind === 'directory' && !entry.name.endsWith('/') ? `${entry.name}/` : entry.name;
  const long: Buffer[] = [];
  if (Buffer.byteLength(name) > 100) long.push(...encodeLong('L', name));
  if (Buffer.byteLength(entry.target) > 100) long.push(...encodeLong('K', entry.target));
  const type = { file: '0', directory: '5', link: '2' }[entry.kind];
  const size = entry.kind === 'file' ? entry.content.length : 0;
  return [...long, header({ ...entry, name, type, size }), ...(size > 0 ? [padded(entry.content)] : [])];
}

/** The end of an archive. */
export const TAR_END = Buffer.alloc(BLOCK * 2);

function encodeLong(type: 'L' | 'K', text: string): Buffer[] {
  const content = Buffer.from(`${text}\0`);
  const head = header({ name: '././@LongLink', type, size: content.length, mode: 0, mtime: 0, target: '' });
  return [head, padded(content)];
}

function padded(content: Uint8Array): Buffer {
  const rest = content.length % BLOCK;
  return rest === 0 ? Buffer.from(content) : Buffer.concat([content, Buffer.alloc(BLOCK - rest)]);
}

function header(entry: {
  name: string;
  type: string;
  size: number;
  mode: number;
  mtime: number;
  target: string;
}): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) => {
    block.write(
      `${Math.floor(value)
        .toString(8)
        .padStart(length - 1, '0')}\0`,
      at,
      'latin1',
    );
  };
  block.write(entry.name, 0, 100);
  octal(entry.mode & 0o7777, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(entry.size, 124, 12);
  octal(entry.mtime, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(entry.type, 156, 'latin1');
  block.write(entry.target, 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  block.write('root', 265, 'latin1');
  block.write('root', 297, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** What a broken archive is: tar's own words come from the program. */
export class TarError extends Error {}

/** Reads an archive as it comes. */
export async function* decodeArchive(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = new BlockSource(chunks);
  let longName: string | undefined;
  let longTarget: string | undefined;
  for (;;) {
    const block = await source.take(BLOCK);
    if (!block) return;
    if (block.every((byte) => byte === 0)) {
      await source.drain();
      return;
    }
    if (checksum(block) !== number(block, 148, 8)) throw new TarError('This does not look like a tar archive');
    const size = number(block, 124, 12);
    const type = String.fromCharCode(block[156] ?? 0);
    const content = await source.take(Math.ceil(size / BLOCK) * BLOCK);
    if (!content) throw new TarError('Unexpected EOF in archive');
    const bytes = content.subarray(0, size);
    if (type === 'L') longName = text(bytes, 0, size);
    else if (type === 'K') longTarget = text(bytes, 0, size);
    else if (type === 'x') {
      const fields = paxFields(bytes);
      longName = fields.get('path') ?? longName;
      longTarget = fields.get('linkpath') ?? longTarget;
    } else if (type !== 'g') {
      const prefix = text(block, 257, 6).startsWith('ustar') ? text(block, 345, 155) : '';
      const short = text(block, 0, 100);
      const name = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
      const kind = type === '5' || name.endsWith('/') ? 'directory' : type === '2' || type === '1' ? 'link' : 'file';
      yield {
        name,
        kind,
        mode: number(block, 100, 8),
        mtime: number(block, 136, 12),
        content: kind === 'file' ? bytes : new Uint8Array(),
        target: longTarget ?? text(block, 157, 100),
      };
      longName = undefined;
      longTarget = undefined;
    }
  }
}

/** "27 path=some/name\n", one after the other */
function paxFields(bytes: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, blank));
    if (blank < 0 || !Number.isInteger(length) || length <= 0) break;
    const record = bytes.toString('utf8', blank + 1, at + length - 1);
    const equals = record.indexOf('=');
    fields.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return fields;
}

function text(block: Buffer, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

function number(block: Buffer, at: number, length: number): number {
  // GNU's way for what is too large for octal digits
  if (((block[at] ?? 0) & 0x80) !== 0) return Number(block.readBigUInt64BE(at + length - 8));
  return Number.parseInt(text(block, at, length).trim() || '0', 8);
}

function checksum(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum;
}

class BlockSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Exactly `size` bytes; undefined when there are fewer. */
  async take(size: number): Promise<Buffer | undefined> {
    while (this.#size < size) {
      const next = await this.#chunks.next();
      if (next.done) return undefined;
      this.#parts.push(next.value);
      this.#size += next.value.length;
    }
    const [first] = this.#parts;
    const isWhole = this.#parts.length === 1 && first;
    const all = isWhole ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(this.#parts);
    this.#parts = [all.subarray(size)];
    this.#size = all.length - size;
    return all.subarray(0, size);
  }

  /** Reads on to the end: who writes an archive pads it. */
  async drain(): Promise<void> {
    this.#parts = [];
    for (let next = await this.#chunks.next(); !next.done; next = await this.#chunks.next());
  }
}
