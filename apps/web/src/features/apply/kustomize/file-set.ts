import { readDocuments } from '../../../api/schema/read-documents.ts';
import { isMap, type JsonMap } from '../kube-yaml.ts';
import { KustomizeError } from './kustomize-error.ts';

/** Files that a person brought, by path ("overlays/dev/kustomization.yaml"), without a leading "./". */
export type FileSet = ReadonlyMap<string, Uint8Array>;

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com[/:])|\?ref=/i;

/** The folder of a path; "" is the top. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** The kustomization file of a folder; undefined where there is none. */
export function kustomizationIn(files: FileSet, folder: string): string | undefined {
  return NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`)).find((path) => files.has(path));
}

/** Folders with a kustomization that no other one of them names: what a person means by "this folder". */
export function rootKustomizations(files: FileSet): string[] {
  const folders = [...new Set([...files.keys()].map(folderOf))].filter((folder) => kustomizationIn(files, folder));
  const named = new Set<string>();
  for (const folder of folders) {
    const path = kustomizationIn(files, folder) ?? '';
    for (const field of ['resources', 'bases', 'components'])
      for (const entry of listOf(readMaps(files, path)[0]?.[field]))
        if (typeof entry === 'string' && !REMOTE.test(entry)) {
          const target = resolvePath(folder, entry);
          if (target !== undefined && target !== folder) named.add(target);
        }
  }
  return folders.filter((folder) => !named.has(folder)).sort();
}

/** "overlays/dev" and "../../base" → "base"; undefined when it leads out of what was brought. */
function resolvePath(folder: string, entry: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of entry.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}

/** The path that an entry of the kustomization in `folder` names. Throws for what is not among the files and never can be. */
export function pathFrom(folder: string, entry: string): string {
  if (REMOTE.test(entry)) throw new KustomizeError('remote', { entry });
  const path = entry.startsWith('/') ? undefined : resolvePath(folder, entry);
  if (path === undefined) throw new KustomizeError('outside', { entry });
  return path;
}

/** The bytes of a file; throws when it was not brought. */
export function bytesOf(files: FileSet, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new KustomizeError('noFile', { file: path });
  return bytes;
}

/** The text of a file; throws when it was not brought. */
export function textOf(files: FileSet, path: string): string {
  return new TextDecoder().decode(bytesOf(files, path));
}

/** The objects of a file. */
export function readMaps(files: FileSet, path: string): JsonMap[] {
  return mapsOf(textOf(files, path), path);
}

/** The objects of a text; `file` stands in the complaint. */
export function mapsOf(text: string, file: string): JsonMap[] {
  return readDocuments(text).flatMap(({ parsed, value, failure }) => {
    const why = parsed.errors[0]?.message ?? failure;
    if (why !== undefined) throw new KustomizeError('notYaml', { file, why });
    if (value === null || value === undefined) return [];
    if (!isMap(value)) throw new KustomizeError('notYaml', { file, why: 'not a map' });
    return [value];
  });
}

/** A list as it is, nothing as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
