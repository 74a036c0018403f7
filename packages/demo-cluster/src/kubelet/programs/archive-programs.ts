import { posix } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { IFileSystem } from 'just-bash';
import { Killed, type Process, type Program } from '../process.ts';
import { resolvePath } from '../shell/shell-state.ts';
import { writeAll } from './byte-programs.ts';
import { fail, nameOf, pathIn, readCommandLine } from './command-line.ts';
import { decodeArchive, encodeEntry, TAR_END, type TarEntry, TarError } from './tar-archive.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

const VALUED = ['f', 'file', 'C', 'directory', 'exclude', 'T', 'X', 'strip-components'];

/** tar with the options that kubectl cp and people use: c, x, t, v, z, f, C, m, p, --exclude, --strip-components. */
const tar: Program = async (process) => {
  const [first = '', ...rest] = process.argv.slice(1);
  // "tar cf - x" is "tar -cf - x"; a value follows the letters in the old form as well
  const line = readCommandLine([/^[a-zA-Z]+$/.test(first) ? `-${first}` : first, ...rest], VALUED);
  const base = line.values('C', 'directory').reduce((cwd, path) => resolvePath(cwd, path), process.cwd);
  if ((await process.sandbox.exists(base)) !== 'directory' && base !== '/')
    return fail(
      process,
      `tar: ${line.value('C', 'directory')}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now`,
      2,
    );
  const job: TarJob = { process, line, base, files: await process.sandbox.files() };
  try {
    if (line.has('c', 'create')) return await create(job);
    if (line.has('x', 'extract', 'get')) return await extract(job);
    if (line.has('t', 'list')) return await list(job);
  } catch (error) {
    if (error instanceof TarError)
      return fail(process, `tar: ${error.message}\ntar: Exiting with failure status due to previous errors`, 2);
    throw error;
  }
  return fail(
    process,
    "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
    2,
  );
};

interface TarJob {
  readonly process: Process;
  readonly line: ReturnType<typeof readCommandLine>;
  readonly base: string;
  readonly files: IFileSystem;
}

async function create({ process, line, base, files }: TarJob): Promise<number> {
  const into = line.value('f', 'file') ?? '-';
  const isPacked = line.has('z', 'gzip') || /\.t?gz$/.test(into);
  const excluded = line.values('exclude');
  const kept: Buffer[] = [];
  const write = async (block: Buffer) => {
    if (into === '-' && !isPacked) await writeAll(process, block);
    else kept.push(block);
  };
  let status = 0;
  let isWarned = false;
  for (const operand of line.operands) {
    const path = resolvePath(base, operand);
    if (!(await files.exists(path))) {
      fail(process, `tar: ${operand}: Cannot stat: No such file or directory`);
      status = 2;
      continue;
    }
    if (operand.startsWith('/') && !isWarned) {
      fail(process, "tar: Removing leading `/' from member names");
      isWarned = true;
    }
    const name = operand === '.' ? './' : operand.replace(/^\/+/, '').replace(/\/+$/, '') || './';
    for await (const entry of entriesOf(files, path, name)) {
      if (process.signal.aborted) throw new Killed(137);
      if (excluded.some((pattern) => matches(pattern, entry.name))) continue;
      if (line.has('v', 'verbose')) await (into === '-' ? process.io.err : process.io.out)(`${entry.name}\n`);
      for (const block of encodeEntry(entry)) await write(block);
    }
  }
  if (status !== 0) fail(process, 'tar: Exiting with failure status due to previous errors');
  await write(TAR_END);
  if (into === '-' && !isPacked) return status;
  const all = Buffer.concat(kept);
  const bytes = isPacked ? await pack(all) : all;
  if (into === '-') await writeAll(process, bytes);
  else await files.writeFile(resolvePath(process.cwd, into), bytes);
  return status;
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`(?:^|/)${expression}(?:/|$)`).test(name.replace(/\/$/, ''));
}

async function* entriesOf(files: IFileSystem, path: string, name: string): AsyncGenerator<TarEntry> {
  const stat = await files.lstat(path);
  const common = { name, mode: stat.mode, mtime: Math.floor(stat.mtime.getTime() / 1000) };
  const none = new Uint8Array();
  if (stat.isSymbolicLink) {
    yield { ...common, kind: 'link', content: none, target: await files.readlink(path) };
  } else if (stat.isDirectory) {
    yield { ...common, name: name.endsWith('/') ? name : `${name}/`, kind: 'directory', content: none, target: '' };
    for (const child of await files.readdir(path))
      yield* entriesOf(files, posix.join(path, child), `${name.replace(/\/$/, '')}/${child}`);
  } else yield { ...common, kind: 'file', content: await files.readFileBuffer(path), target: '' };
}

async function* archiveOf({ process, line, files }: TarJob): AsyncGenerator<TarEntry> {
  const from = line.value('f', 'file') ?? '-';
  const path = resolvePath(process.cwd, from);
  if (from !== '-' && !(await files.exists(path)))
    throw new TarError(`${from}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now`);
  const source = from === '-' ? process.io.stdin : once(await files.readFileBuffer(path));
  yield* decodeArchive(line.has('z', 'gzip') || /\.t?gz$/.test(from) ? unpacked(source) : source);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  yield await unpack(Buffer.concat(chunks)).catch(() => {
    throw new TarError('gzip: stdin: not in gzip format');
  });
}

async function extract(job: TarJob): Promise<number> {
  const { process, line, base, files } = job;
  const strip = Number(line.value('strip-components') ?? 0);
  for await (const entry of archiveOf(job)) {
    const parts = entry.name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) {
      fail(process, `tar: ${entry.name}: Member name contains '..'`);
      continue;
    }
    const name = parts.slice(strip).join('/');
    if (name === '' || !isWanted(line.operands, name)) continue;
    if (line.has('v', 'verbose')) await process.io.out(`${entry.name}\n`);
    const path = posix.join(base, name);
    try {
      await place(files, path, entry, line.has('m', 'touch') ? undefined : new Date(entry.mtime * 1000));
    } catch (error) {
      const isReadOnly = error instanceof Error && error.message.startsWith('EROFS');
      const why = isReadOnly ? 'Read-only file system' : 'No such file or directory';
      fail(process, `tar: ${entry.name}: Cannot open: ${why}\ntar: Exiting with failure status due to previous errors`);
      return 2;
    }
  }
  return 0;
}

const isWanted = (operands: readonly string[], name: string) =>
  operands.length === 0 ||
  operands.some((one) => name === one.replace(/\/$/, '') || name.startsWith(`${one.replace(/\/$/, '')}/`));

async function place(files: IFileSystem, path: string, entry: TarEntry, mtime: Date | undefined): Promise<void> {
  if (entry.kind === 'directory') {
    await files.mkdir(path, { recursive: true });
    return;
  }
  await files.mkdir(posix.dirname(path), { recursive: true });
  if (entry.kind === 'link') {
    await files.rm(path, { force: true });
    await files.symlink(entry.target, path);
    return;
  }
  // a copy: the archive's chunk would be kept in memory by its smallest file
  await files.writeFile(path, Uint8Array.from(entry.content));
  await files.chmod(path, entry.mode & 0o777);
  if (mtime) await files.utimes(path, mtime, mtime);
}

async function list(job: TarJob): Promise<number> {
  const { process, line } = job;
  for await (const entry of archiveOf(job)) {
    const time = new Date(entry.mtime * 1000).toISOString().slice(0, 16).replace('T', ' ');
    const mode = entry.kind === 'directory' ? 'drwxr-xr-x' : '-rw-r--r--';
    const shown = line.has('v', 'verbose')
      ? `${mode} root/root ${String(entry.content.length).padStart(9)} ${time} ${entry.name}`
      : entry.name;
    await process.io.out(`${shown}\n`);
  }
  return 0;
}

/** gzip, gunzip and zcat, of files or from stdin to stdout. */
const gzipProgram: Program = async (process) => {
  const name = nameOf(process);
  const line = readCommandLine(process.argv.slice(1));
  const unpacks = name !== 'gzip' || line.has('d');
  const toOutput = name === 'zcat' || line.has('c', 'stdout') || line.operands.length === 0;
  const files = await process.sandbox.files();
  for (const operand of line.operands.length > 0 ? line.operands : ['-']) {
    const chunks: Uint8Array[] = [];
    const path = pathIn(process, operand);
    if (operand === '-') for await (const chunk of process.io.stdin) chunks.push(chunk);
    else if (await files.exists(path)) chunks.push(await files.readFileBuffer(path));
    else return fail(process, `${name}: ${operand}: No such file or directory`);
    let bytes: Buffer;
    try {
      bytes = await (unpacks ? unpack : pack)(Buffer.concat(chunks));
    } catch {
      return fail(process, `${name}: ${operand === '-' ? 'stdin' : operand}: not in gzip format`);
    }
    if (toOutput) await writeAll(process, bytes);
    else {
      await files.writeFile(unpacks ? path.replace(/\.gz$/, '') : `${path}.gz`, bytes);
      if (!line.has('k')) await files.rm(path);
    }
  }
  return 0;
};

/** Programs that pack and unpack. */
export const ARCHIVE_PROGRAMS: Readonly<Record<string, Program>> = {
  tar,
  gzip: gzipProgram,
  gunzip: gzipProgram,
  zcat: gzipProgram,
};
