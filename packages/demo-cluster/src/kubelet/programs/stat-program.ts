import { posix } from 'node:path';
import type { FsStat, IFileSystem } from 'just-bash';
import type { Process, Program } from '../process.ts';
import { fail, nameOf, pathIn, readCommandLine } from './command-line.ts';

const FORMATS = { directory: 0o040000, link: 0o120000, file: 0o100000 } as const;

const kindOf = (stat: FsStat) => (stat.isSymbolicLink ? 'link' : stat.isDirectory ? 'directory' : 'file');
const TITLES = { directory: 'directory', link: 'symbolic link', file: 'regular file' } as const;

/** stat -c FORMAT and -L, as far as scripts ask for it: names, kinds, modes, sizes, times, owners. */
export const stat: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), ['c', 'format', 'printf']);
  const format = line.value('c', 'format', 'printf');
  const files = await process.sandbox.files();
  let status = 0;
  for (const operand of line.operands) {
    const path = pathIn(process, operand);
    try {
      const found = line.has('L', 'dereference') ? await files.stat(path) : await files.lstat(path);
      await process.io.out(`${await told(files, { operand, path, found }, format)}\n`);
    } catch {
      const words = isBusybox(process) ? `can't stat '${operand}'` : `cannot statx '${operand}'`;
      status = fail(process, `${nameOf(process)}: ${words}: No such file or directory`);
    }
  }
  return status;
};

const isBusybox = ({ sandbox }: Process) => ['busybox', 'alpine'].includes(sandbox.options.profile.distribution);

interface Found {
  readonly operand: string;
  readonly path: string;
  readonly found: FsStat;
}

async function told(files: IFileSystem, { operand, path, found }: Found, format: string | undefined): Promise<string> {
  const kind = kindOf(found);
  const seconds = Math.floor(found.mtime.getTime() / 1000);
  const quoted = kind === 'link' ? `'${operand}' -> '${await files.readlink(path)}'` : `'${operand}'`;
  const mode = FORMATS[kind] | (found.mode & 0o7777);
  const values: Readonly<Record<string, string>> = {
    n: operand,
    N: quoted,
    F: found.isFile && found.size === 0 ? 'regular empty file' : TITLES[kind],
    f: mode.toString(16),
    a: (mode & 0o7777).toString(8),
    s: String(found.isDirectory ? 4096 : found.size),
    Y: String(seconds),
    y: found.mtime.toISOString().replace('T', ' ').replace('Z', '000000 +0000'),
    u: '0',
    g: '0',
    U: 'root',
    G: 'root',
    '%': '%',
  };
  if (format !== undefined) return format.replace(/%([a-zA-Z%])/g, (all, letter: string) => values[letter] ?? all);
  return `  File: ${operand}\n  Size: ${values['s']}\tBlocks: 8\tIO Block: 4096\t${TITLES[kind]}\nAccess: (0${values['a']})\tUid: (0/root)\tGid: (0/root)\nModify: ${values['y']}\n Name: ${posix.basename(path)}`;
}
