import type { FileSet } from './kustomize/file-set.ts';
import { folderOf, rootKustomizations, textOf } from './kustomize/file-set.ts';

/** What a person dropped: an entry of the file system where the browser gives one, else the file. */
export type Dropped = FileSystemEntry | File;

/** More than this is no folder of manifests. */
const MOST_FILES = 2000;
const MOST_BYTES = 3 * 1024 * 1024;
const MANIFEST = /\.(?:ya?ml|json)$/i;

/** Files that were brought, and those that were left where they are. */
export interface Brought {
  readonly files: FileSet;
  /** paths of files that are too large */
  readonly tooLarge: readonly string[];
  /** there were more than are read */
  readonly cut: boolean;
}

/** Reads files and folders, hidden ones left out. */
export async function readDropped(dropped: readonly Dropped[]): Promise<Brought> {
  const files = new Map<string, Uint8Array>();
  const tooLarge: string[] = [];
  let total = 0;
  let cut = false;
  const add = async (path: string, file: File): Promise<void> => {
    if (file.size > MOST_BYTES || total + file.size > 4 * MOST_BYTES) {
      tooLarge.push(path);
      return;
    }
    total += file.size;
    files.set(path, new Uint8Array(await file.arrayBuffer()));
  };
  const visit = async (entry: FileSystemEntry, folder: string): Promise<void> => {
    if (files.size >= MOST_FILES) cut = true;
    if (cut || entry.name.startsWith('.')) return;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (isFolder(entry)) for (const child of await childrenOf(entry)) await visit(child, path);
    else if (isFile(entry)) await add(path, await fileOf(entry));
  };
  for (const one of dropped) {
    if (!(one instanceof File)) await visit(one, '');
    // a chosen folder's files say where they were
    else if (files.size >= MOST_FILES) cut = true;
    else if (!/(?:^|\/)\./.test(one.webkitRelativePath)) await add(one.webkitRelativePath || one.name, one);
  }
  return { files, tooLarge, cut };
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred at a time, and none when it is done. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name, 'en'));
    all.push(...some);
  }
}

/** The manifests among files as one text, each under its path; and what is no manifest. Kustomizations are built elsewhere. */
export function manifestText(files: FileSet): { readonly text: string; readonly others: readonly string[] } {
  const paths = [...files.keys()].sort();
  const others = paths.filter((path) => !MANIFEST.test(path));
  const texts = paths
    .filter((path) => MANIFEST.test(path))
    .map((path) => ({ path, text: textOf(files, path).replace(/^\uFEFF/, '') }));
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return { text: only.text, others };
  return { text: texts.map(({ path, text }) => joined('', text, path)).join(''), others };
}

/** `text` behind `before`, as a document of its own, under the name of where it comes from. */
export function joined(before: string, text: string, from?: string): string {
  const head = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  // a text that begins with its own mark, or a directive, keeps it
  const mark = /^(?:%|---(?:\s|$))/.test(text) ? '' : '---\n';
  const name = from === undefined ? '' : `# ${from.replaceAll(/[\r\n]/g, ' ')}\n`;
  const tail = text.endsWith('\n') ? text : `${text}\n`;
  return mark === '' ? `${head}${tail}` : `${head}${mark}${name}${tail}`;
}

/** The kustomizations that may be meant, and the files that belong to none of them. */
export function kustomizationsIn(files: FileSet): readonly string[] {
  return rootKustomizations(files).sort((a, b) => folderOf(a).localeCompare(folderOf(b)));
}
