import type { FileEntry, FileType } from '@quarterdeck/shared/files-protocol';

/** The four upper bits of a mode: S_IFMT of stat(2). */
const TYPES: ReadonlyMap<number, FileType> = new Map([
  [0o10, 'file'],
  [0o04, 'directory'],
  [0o12, 'link'],
  [0o01, 'fifo'],
  [0o14, 'socket'],
  [0o06, 'block'],
  [0o02, 'character'],
]);

const typeOf = (mode: number): FileType => TYPES.get(mode >> 12) ?? 'unknown';

/**
 * Reads what find and stat print for a directory: records that begin with the directory's own path, then
 * a name, then "/". A name may hold line breaks and anything else but "/", so that no name can look like the end of a record. What is
 * after a broken record, as at the end of a cut listing, is left out.
 */
export function parseFound(output: Buffer, directory: string): FileEntry[] {
  const prefix = Buffer.from(directory === '/' ? '/' : `${directory}/`);
  const entries = new Map<string, FileEntry>();
  let at = 0;
  while (output.subarray(at, at + prefix.length).equals(prefix)) {
    const nameEnd = output.indexOf(0x2f, at + prefix.length);
    if (nameEnd < 0) break;
    const bytes = output.subarray(at + prefix.length, nameEnd);
    const key = bytes.toString('latin1');
    const end = recordEnd(output, nameEnd + 1, prefix);
    if (end === undefined) break;
    const text = output.toString('utf8', nameEnd + 1, end);
    const known = entries.get(key);
    const entry = known === undefined ? statEntry(bytes, text) : linkEntry(known, text, `${prefix}${known.name}`);
    if (entry) entries.set(key, entry);
    at = end + 1;
  }
  return [...entries.values()];
}

/** Where the line break is that ends a record: what follows it is the next record, or nothing. A link's target may hold one too. */
function recordEnd(output: Buffer, from: number, prefix: Buffer): number | undefined {
  for (let end = output.indexOf(0x0a, from); end >= 0; end = output.indexOf(0x0a, end + 1)) {
    const next = output.subarray(end + 1, end + 1 + prefix.length);
    if (next.length === 0 || next.equals(prefix)) return end;
  }
  return undefined;
}

/** "81a4 12 1795299345 0 0 root root": mode, size, time, owner's and group's ids and names */
function statEntry(bytes: Buffer, text: string): FileEntry | undefined {
  const [, hex, size, time, uid, gid, owner, group] =
    /^([0-9a-f]+) (\d+) (-?\d+)(?:\.\d+)? (\d+) (\d+) (\S*) (\S*)/.exec(text) ?? [];
  if (hex === undefined) return undefined;
  const mode = Number.parseInt(hex, 16);
  return {
    ...nameOf(bytes),
    type: typeOf(mode),
    mode: mode & 0o7777,
    size: Number(size),
    modified: Number(time),
    owner: named(owner, uid),
    group: named(group, gid),
  };
}

const named = (name: string | undefined, id: string | undefined) =>
  name === undefined || name === '' || name === 'UNKNOWN' ? (id ?? '') : name;

/** The second record of a link: the quoted name and target, or the mode of what it leads to. */
function linkEntry(entry: FileEntry, text: string, path: string): FileEntry {
  if (entry.type !== 'link') return entry;
  if (/^[0-9a-f]+$/.test(text)) return { ...entry, leadsTo: typeOf(Number.parseInt(text, 16)) };
  const plain = `'${path}' -> `;
  if (text.startsWith(plain)) return { ...entry, target: unquoted(text.slice(plain.length)) };
  const arrow = /['"] -> /.exec(text);
  return arrow === null ? entry : { ...entry, target: unquoted(text.slice(arrow.index + 5)) };
}

/** 'a', 'it'\''s' or 'a'$'\n''b', as coreutils quotes for a shell; busybox puts quotes around it and leaves the rest. */
function unquoted(text: string): string {
  return text
    .replace(/\$'((?:\\.|[^'])*)'/g, (_all, inner: string) => `'${unescaped(inner)}'`)
    .replace(/^'([\s\S]*)'$/, '$1')
    .replaceAll("''", '')
    .replaceAll("'\\'", "'");
}

/**
 * Reads "ls -lA --quoting-style=c --time-style=+%s" of coreutils: a line an entry, names quoted as in C, so that none can look like
 * another line.
 */
export function parseListed(output: Buffer): FileEntry[] {
  const entries: FileEntry[] = [];
  for (const line of output.toString('latin1').split('\n')) {
    const match =
      /^([-dlpsbcDC?])([-rwxsStTlL]{9})\S? +\d+ +(\S+) +(\S+) +(?:\d+, +)?(\d+) +(-?\d+) +"((?:[^"\\]|\\.)*)"(?: -> "((?:[^"\\]|\\.)*)")?/.exec(
        line,
      );
    if (!match) continue;
    const [, letter = '', permissions = '', owner = '', group = '', size, time, name = '', target] = match;
    entries.push({
      ...nameOf(cBytes(name)),
      type: BY_LETTER[letter] ?? 'unknown',
      mode: modeOf(permissions),
      size: letter === 'b' || letter === 'c' ? 0 : Number(size),
      modified: Number(time),
      owner: Buffer.from(owner, 'latin1').toString(),
      group: Buffer.from(group, 'latin1').toString(),
      ...(target === undefined ? {} : { target: cBytes(target).toString() }),
    });
  }
  return entries;
}

const BY_LETTER: Readonly<Record<string, FileType>> = {
  '-': 'file',
  d: 'directory',
  l: 'link',
  p: 'fifo',
  s: 'socket',
  b: 'block',
  c: 'character',
};

function modeOf(letters: string): number {
  let mode = 0;
  for (let at = 0; at < 9; at += 1) if (/[rwxst]/.test(letters[at] ?? '')) mode |= 0o400 >> at;
  if (/[sS]/.test(letters[2] ?? '')) mode |= 0o4000;
  if (/[sS]/.test(letters[5] ?? '')) mode |= 0o2000;
  if (/[tT]/.test(letters[8] ?? '')) mode |= 0o1000;
  return mode;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  e: '\x1b',
};

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (_all, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (ESCAPES[code] ?? code),
  );
}

const cBytes = (text: string): Buffer => Buffer.from(unescaped(text), 'latin1');

function nameOf(bytes: Buffer): Pick<FileEntry, 'name' | 'garbled'> {
  const name = bytes.toString('utf8');
  return Buffer.from(name).equals(bytes) ? { name } : { name: bytes.toString('latin1'), garbled: true };
}
