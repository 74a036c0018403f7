import { InputReader } from '../input-reader.ts';
import { type Process, type Program, sleep } from '../process.ts';
import { fail, nameOf, pathIn, readCommandLine } from './command-line.ts';

const CHUNK = 64 * 1024;
const FOLLOW_MS = 500;
/** What `yes` says in one go: enough for a fast pipe, and what a screen can take. */
const FLOOD = 256 * 1024;
const TERMINAL_FLOOD = 4 * 1024;
const FLOOD_PAUSE_MS = 5;

/** Writes a lot of bytes piece by piece, so that a slow reader slows the writer down and a signal comes through. */
export async function writeAll(process: Process, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length && !process.signal.aborted; at += CHUNK)
    await process.io.out(bytes.subarray(at, at + CHUNK));
}

/** The bytes of an operand ("-" is stdin), or a word about why not. */
async function* contents(process: Process, operand: string): AsyncGenerator<Uint8Array> {
  if (operand === '-' || operand === '/dev/stdin') yield* process.io.stdin;
  else if (operand === '/dev/zero' || operand === '/dev/urandom' || operand === '/dev/random')
    yield* endless(process, operand);
  else if (operand !== '/dev/null') yield await process.sandbox.readFile(pathIn(process, operand));
}

async function* endless(process: Process, device: string): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(CHUNK);
  for (;;) {
    if (device !== '/dev/zero') globalThis.crypto.getRandomValues(block);
    await sleep(process.sandbox.options.timers, 1, process.signal);
    yield block;
  }
}

async function isDirectory(process: Process, operand: string): Promise<boolean> {
  return operand !== '-' && (await process.sandbox.exists(pathIn(process, operand))) === 'directory';
}

/** Runs `use` for every operand; a file that is not there is told, and the rest goes on. */
async function eachInput(
  process: Process,
  operands: readonly string[],
  use: (chunks: AsyncIterable<Uint8Array>, operand: string) => Promise<void>,
): Promise<number> {
  let status = 0;
  for (const operand of operands.length > 0 ? operands : ['-']) {
    const name = nameOf(process);
    if (await isDirectory(process, operand)) {
      status = fail(process, `${name}: ${name === 'cat' ? '' : 'error reading '}${operand}: Is a directory`);
      continue;
    }
    const isThere =
      operand === '-' || operand.startsWith('/dev/') || (await process.sandbox.exists(pathIn(process, operand)));
    if (isThere) await use(contents(process, operand), operand);
    else status = fail(process, missing(process, operand));
  }
  return status;
}

function missing(process: Process, operand: string): string {
  const name = nameOf(process);
  const { distribution } = process.sandbox.options.profile;
  const isBusybox = distribution === 'busybox' || distribution === 'alpine';
  if (name === 'cat')
    return isBusybox
      ? `cat: can't open '${operand}': No such file or directory`
      : `cat: ${operand}: No such file or directory`;
  if (name === 'head' || name === 'tail')
    return isBusybox
      ? `${name}: ${operand}: No such file or directory`
      : `${name}: cannot open '${operand}' for reading: No such file or directory`;
  return `${name}: ${operand}: No such file or directory`;
}

const cat: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1));
  let number = 0;
  return eachInput(process, line.operands, async (chunks) => {
    if (!line.has('n', 'b', 'A', 'e', 'E', 'v', 't')) {
      for await (const chunk of chunks) {
        if (process.signal.aborted) return;
        await writeAll(process, chunk);
      }
      return;
    }
    const reader = new InputReader(chunks);
    for (let text = await reader.line(); text !== undefined; text = await reader.line()) {
      const shown = line.has('A', 'e', 'E') ? `${text.replaceAll('\t', line.has('A') ? '^I' : '\t')}$` : text;
      const isNumbered = line.has('n') || (line.has('b') && text !== '');
      await process.io.out(isNumbered ? `${String(++number).padStart(6)}\t${shown}\n` : `${shown}\n`);
    }
  });
};

const SIZES: Readonly<Record<string, number>> = {
  b: 512,
  k: 1024,
  K: 1024,
  m: 2 ** 20,
  M: 2 ** 20,
  G: 2 ** 30,
  kB: 1000,
  MB: 1e6,
};

/** 10, 4k, 1M */
function sizeOf(text: string): number {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text);
  return match ? Number(match[1]) * (SIZES[match[2] ?? ''] ?? 1) : Number.NaN;
}

/** head and tail understand -5 for -n 5. */
const withCount = (args: readonly string[]) => args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));

const head: Program = async (process) => {
  const line = readCommandLine(withCount(process.argv.slice(1)), ['n', 'c', 'lines', 'bytes']);
  const bytes = line.value('c', 'bytes');
  let isFirst = true;
  return eachInput(process, line.operands, async (chunks, operand) => {
    if (line.operands.length > 1 && !line.has('q')) {
      await process.io.out(`${isFirst ? '' : '\n'}==> ${operand} <==\n`);
      isFirst = false;
    }
    let left = bytes === undefined ? Number(line.value('n', 'lines') ?? 10) : sizeOf(bytes);
    for await (const chunk of chunks) {
      const end = bytes === undefined ? endOfLines(chunk, left) : Math.min(left, chunk.length);
      left -= bytes === undefined ? countLines(chunk.subarray(0, end)) : end;
      await writeAll(process, chunk.subarray(0, end));
      if (left <= 0) return;
    }
  });
};

/** Where the first `count` lines of a chunk end. */
function endOfLines(chunk: Uint8Array, count: number): number {
  let at = 0;
  for (let left = count; left > 0; left--) {
    const next = chunk.indexOf(0x0a, at);
    if (next < 0) return chunk.length;
    at = next + 1;
  }
  return at;
}

function countLines(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) count++;
  return count;
}

const tail: Program = async (process) => {
  const line = readCommandLine(withCount(process.argv.slice(1)), ['n', 'c', 'lines', 'bytes']);
  const bytes = line.value('c', 'bytes');
  const lines = bytes === undefined ? (line.value('n', 'lines') ?? '10') : undefined;
  const follows = line.has('f', 'F', 'follow');
  const status = await eachInput(process, line.operands, async (chunks) => {
    // `tail -c +N` streams: kubectl cp resumes with it
    if ((bytes ?? lines ?? '').startsWith('+'))
      return skip(process, chunks, sizeOf((bytes ?? lines ?? '').slice(1)), lines !== undefined);
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    const content = Buffer.concat(all);
    if (bytes !== undefined)
      return writeAll(process, sizeOf(bytes) === 0 ? new Uint8Array() : content.subarray(-sizeOf(bytes)));
    await writeAll(process, lastLines(content, Number(lines)));
  });
  if (follows) await follow(process, line.operands);
  return status;
};

async function skip(
  process: Process,
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  isLines: boolean,
): Promise<void> {
  let left = Math.max(0, from - 1);
  for await (const chunk of chunks) {
    const start = isLines ? endOfLines(chunk, left) : Math.min(left, chunk.length);
    left -= isLines ? countLines(chunk.subarray(0, start)) : start;
    await writeAll(process, chunk.subarray(start));
  }
}

function lastLines(content: Buffer, count: number): Buffer {
  if (count === 0) return Buffer.alloc(0);
  let at = content.at(-1) === 0x0a ? content.length - 1 : content.length;
  for (let left = count; left > 0; left--) {
    at = content.lastIndexOf(0x0a, at - 1);
    if (at < 0) return content;
  }
  return content.subarray(at + 1);
}

/** Waits for more at the end of files, until it is killed. */
async function follow(process: Process, operands: readonly string[]): Promise<never> {
  const { sandbox, signal } = process;
  const sizes = new Map<string, number>();
  for (let isFirst = true; ; isFirst = false) {
    for (const operand of operands) {
      if (!(await sandbox.exists(pathIn(process, operand)))) continue;
      const content = await sandbox.readFile(pathIn(process, operand));
      const before = isFirst ? content.length : (sizes.get(operand) ?? 0);
      if (content.length > before) await writeAll(process, content.subarray(before));
      sizes.set(operand, content.length);
    }
    await sleep(sandbox.options.timers, FOLLOW_MS, signal);
  }
}

const tee: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1));
  const pieces: Uint8Array[] = [];
  for await (const chunk of process.io.stdin) {
    pieces.push(chunk);
    await process.io.out(chunk);
  }
  let status = 0;
  for (const operand of line.operands)
    try {
      await process.sandbox.writeFile(pathIn(process, operand), Buffer.concat(pieces), line.has('a'));
    } catch {
      status = fail(process, `tee: ${operand}: No such file or directory`);
    }
  return status;
};

const wc: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1));
  const total = { lines: 0, words: 0, bytes: 0 };
  const all = !line.has('l', 'w', 'c', 'm');
  const show = (count: typeof total, name: string) => {
    const columns = [
      ...(all || line.has('l') ? [count.lines] : []),
      ...(all || line.has('w') ? [count.words] : []),
      ...(all || line.has('c', 'm') ? [count.bytes] : []),
    ].map(String);
    const isAlone = columns.length === 1;
    const cells = isAlone ? columns : columns.map((cell) => cell.padStart(name === '' ? 7 : 2));
    return process.io.out(`${cells.join(' ')}${name === '' ? '' : ` ${name}`}\n`);
  };
  const status = await eachInput(process, line.operands, async (chunks, operand) => {
    const count = { lines: 0, words: 0, bytes: 0 };
    let isInWord = false;
    for await (const chunk of chunks) {
      count.bytes += chunk.length;
      count.lines += countLines(chunk);
      if (!all && !line.has('w')) continue;
      for (const byte of chunk) {
        const isBlank = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
        if (!isBlank && !isInWord) count.words++;
        isInWord = !isBlank;
      }
    }
    for (const key of ['lines', 'words', 'bytes'] as const) total[key] += count[key];
    await show(count, line.operands.length === 0 ? '' : operand);
  });
  if (line.operands.length > 1) await show(total, 'total');
  return status;
};

const yes: Program = async (process) => {
  const text = `${process.argv.length > 1 ? process.argv.slice(1).join(' ') : 'y'}\n`;
  const size = process.tty ? TERMINAL_FLOOD : FLOOD;
  const block = Buffer.from(text.repeat(Math.ceil(size / text.length)));
  for (;;) {
    await process.io.out(block);
    // a turn for everybody else, and for the signal
    await sleep(process.sandbox.options.timers, FLOOD_PAUSE_MS, process.signal);
  }
};

const dd: Program = async (process) => {
  const given = new Map(process.argv.slice(1).map((arg) => [arg.split('=')[0] ?? '', arg.slice(arg.indexOf('=') + 1)]));
  const block = sizeOf(given.get('bs') ?? '512');
  const isInBytes = given.get('iflag')?.split(',').includes('count_bytes') === true;
  const count = given.has('count') ? sizeOf(given.get('count') ?? '0') : Number.POSITIVE_INFINITY;
  const limit = isInBytes ? count : block * count;
  const pieces: Uint8Array[] = [];
  const into = given.get('of');
  let size = 0;
  if (limit > 0)
    for await (const chunk of contents(process, given.get('if') ?? '-')) {
      const piece = chunk.slice(0, Math.min(chunk.length, limit - size));
      size += piece.length;
      if (into === undefined) await process.io.out(piece);
      else if (into !== '/dev/null') pieces.push(piece);
      if (size >= limit) break;
    }
  if (into !== undefined && into !== '/dev/null')
    await process.sandbox.writeFile(pathIn(process, into), Buffer.concat(pieces), false);
  const full = Math.floor(size / block);
  const part = size % block > 0 ? 1 : 0;
  if (given.get('status') === 'none') return 0;
  void process.io.err(
    `${full}+${part} records in\n${full}+${part} records out\n${size} bytes copied, 0.01 s, ${(size / 10_000).toFixed(1)} MB/s\n`,
  );
  return 0;
};

/** Programs that move bytes without looking at them. */
export const BYTE_PROGRAMS: Readonly<Record<string, Program>> = { cat, head, tail, tee, wc, yes, dd };
