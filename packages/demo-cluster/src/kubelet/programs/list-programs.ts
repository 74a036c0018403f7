import { posix } from 'node:path';
import type { FsStat, IFileSystem } from 'just-bash';
import type { Process, Program } from '../process.ts';
import { nameOf, pathIn, readCommandLine } from './command-line.ts';
import { stat } from './stat-program.ts';

interface Shown {
  readonly name: string;
  readonly path: string;
  readonly stat: FsStat;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const YEAR_MS = 182 * 86_400_000;

/** ls -l -a -A -1 -h -R -d -t -r -S, as GNU prints it. */
const ls: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1));
  const files = await process.sandbox.files();
  const operands = line.operands.length > 0 ? line.operands : ['.'];
  const single: Shown[] = [];
  const directories: Shown[] = [];
  let status = 0;
  for (const operand of operands) {
    const path = pathIn(process, operand);
    if (!(await isThere(files, path))) {
      void process.io.err(`${nameOf(process)}: ${missing(process, operand)}\n`);
      status = isBusybox(process) ? 1 : 2;
      continue;
    }
    const shown = { name: operand, path, stat: await statOf(files, path, !line.has('l')) };
    (shown.stat.isDirectory && !line.has('d') ? directories : single).push(shown);
  }
  if (single.length > 0) await print(process, files, single, line);
  let isFirst = single.length === 0;
  const pending = [...directories];
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (operands.length > 1 || line.has('R')) await process.io.out(`${isFirst ? '' : '\n'}${next.name}:\n`);
    isFirst = false;
    const entries = await entriesIn(files, next.path, line.has('a'), line.has('a', 'A'));
    if (line.has('l')) await process.io.out(`total ${entries.reduce((sum, one) => sum + blocks(one.stat), 0)}\n`);
    await print(process, files, entries, line);
    if (line.has('R'))
      pending.unshift(
        ...entries
          .filter((one) => one.stat.isDirectory && one.name !== '.' && one.name !== '..')
          .map((one) => ({ ...one, name: posix.join(next.name, one.name) })),
      );
  }
  return status;
};

const isBusybox = ({ sandbox }: Process) => ['busybox', 'alpine'].includes(sandbox.options.profile.distribution);

const missing = (process: Process, operand: string) =>
  isBusybox(process)
    ? `${operand}: No such file or directory`
    : `cannot access '${operand}': No such file or directory`;

async function isThere(files: IFileSystem, path: string): Promise<boolean> {
  return (
    (await files.exists(path)) ||
    (await files.lstat(path).then(
      () => true,
      () => false,
    ))
  );
}

async function statOf(files: IFileSystem, path: string, follows: boolean): Promise<FsStat> {
  if (!follows) return files.lstat(path);
  return files.stat(path).catch(() => files.lstat(path));
}

async function entriesIn(files: IFileSystem, path: string, withDots: boolean, withHidden: boolean): Promise<Shown[]> {
  const names = (await files.readdir(path)).filter((name) => withHidden || !name.startsWith('.')).sort();
  const all = [...(withDots ? ['.', '..'] : []), ...names];
  return Promise.all(
    all.map(async (name) => {
      const where = posix.join(path, name);
      return { name, path: where, stat: await files.lstat(where) };
    }),
  );
}

const blocks = (stat: FsStat) => (stat.isDirectory ? 4 : Math.ceil(stat.size / 4096) * 4);

async function print(
  process: Process,
  files: IFileSystem,
  entries: readonly Shown[],
  line: ReturnType<typeof readCommandLine>,
): Promise<void> {
  const sorted = [...entries];
  if (line.has('t')) sorted.sort((a, b) => b.stat.mtime.getTime() - a.stat.mtime.getTime());
  if (line.has('S')) sorted.sort((a, b) => b.stat.size - a.stat.size);
  if (line.has('r')) sorted.reverse();
  if (!line.has('l')) {
    const isColumns = process.tty !== undefined && !line.has('1');
    const text = isColumns
      ? columns(
          sorted.map((one) => one.name),
          process.tty?.cols ?? 80,
        )
      : sorted.map((one) => `${one.name}\n`).join('');
    if (text !== '') await process.io.out(text);
    return;
  }
  const sizes = sorted.map(({ stat }) => sizeText(stat, line.has('h')));
  const width = Math.max(0, ...sizes.map((one) => one.length));
  for (const [at, { name, path, stat }] of sorted.entries()) {
    const target = stat.isSymbolicLink ? ` -> ${await files.readlink(path)}` : '';
    const links = stat.isDirectory ? 2 : 1;
    await process.io.out(
      `${modeText(stat)} ${links} root root ${(sizes[at] ?? '').padStart(width)} ${timeText(stat.mtime, process.sandbox.options.now())} ${name}${target}\n`,
    );
  }
}

function columns(names: readonly string[], width: number): string {
  if (names.length === 0) return '';
  const cell = Math.max(...names.map((name) => name.length)) + 2;
  const perLine = Math.max(1, Math.floor(width / cell));
  if (names.join('  ').length <= width) return `${names.join('  ')}\n`;
  const rows = Math.ceil(names.length / perLine);
  return Array.from({ length: rows }, (_, row) =>
    names
      .filter((_name, at) => at % rows === row)
      .map((name) => name.padEnd(cell))
      .join('')
      .trimEnd(),
  )
    .map((row) => `${row}\n`)
    .join('');
}

function sizeText(stat: FsStat, isHuman: boolean): string {
  const size = stat.isDirectory ? 4096 : stat.size;
  if (!isHuman || size < 1024) return String(size);
  const power = Math.min(4, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.ceil(value)}${'KMGT'.charAt(power - 1)}`;
}

function modeText(stat: FsStat): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => ((stat.mode >> (8 - at)) & 1 ? letter : '-')).join('');
  return `${stat.isSymbolicLink ? 'l' : stat.isDirectory ? 'd' : '-'}${letters}`;
}

function timeText(time: Date, now: number): string {
  const day = `${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)}`;
  const isRecent = Math.abs(now - time.getTime()) < YEAR_MS;
  return `${day} ${isRecent ? time.toISOString().slice(11, 16) : ` ${time.getUTCFullYear()}`}`;
}

/** Programs that show directories. */
export const LIST_PROGRAMS: Readonly<Record<string, Program>> = { ls, stat };
