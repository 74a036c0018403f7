import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

interface TypeDeclaration {
  readonly description?: string;
  readonly fields: ReadonlyMap<string, { readonly type: string; readonly description?: string }>;
}

/** What kubernetes-types declares. */
export interface TypeFiles {
  /** The only group that declares the type; with a version, only among that version's. */
  groupOf(version: string | undefined, name: string): string | undefined;
  find(group: string, version: string, name: string): TypeDeclaration | undefined;
}

const COMMENT = String.raw`(?:/\*\*((?:[^*]|\*(?!/))*)\*/\s*)?`;
const DECLARATION = new RegExp(String.raw`${COMMENT}export (?:interface|declare type|type) (\w+) ?(?:=|\{)`, 'g');
const FIELD = new RegExp(String.raw`${COMMENT}^ {4}(?:readonly )?"?([$\w]+)"?\??: ((?:[^;{]|\{[^}]*\})+);`, 'gm');

/** The text of a comment without its stars; the blanks at the end of its lines go too. */
function textOf(comment: string | undefined): string | undefined {
  if (comment === undefined) return undefined;
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  return lines.join('\n').trim().replaceAll('*\\/', '*/');
}

function readFile(path: string): Map<string, TypeDeclaration> {
  const text = readFileSync(path, 'utf8');
  const result = new Map<string, TypeDeclaration>();
  for (const match of text.matchAll(DECLARATION)) {
    const description = textOf(match[1]);
    const start = match.index + match[0].length;
    const body = match[0].endsWith('{') ? text.slice(start, text.indexOf('\n}', start)) : '';
    const fields = new Map(
      [...body.matchAll(FIELD)].map(([, comment, name = '', type = '']) => {
        const words = textOf(comment);
        return [name, { type, ...(words ? { description: words } : {}) }] as const;
      }),
    );
    result.set(match[2] ?? '', { ...(description ? { description } : {}), fields });
  }
  return result;
}

/** Reads the declarations below a folder: one folder per group, one file per version. */
export function readTypeFiles(folder: string): TypeFiles {
  const files = new Map<string, Map<string, TypeDeclaration>>();
  for (const group of readdirSync(folder)) {
    const path = join(folder, group);
    if (group.endsWith('.d.ts')) files.set(`${basename(group, '.d.ts')}/v1`, readFile(path));
    else if (existsSync(path) && statSync(path).isDirectory())
      for (const file of readdirSync(path).filter((name) => name.endsWith('.d.ts')))
        files.set(`${group}/${file === 'resource.d.ts' ? 'v1' : basename(file, '.d.ts')}`, readFile(join(path, file)));
  }
  return {
    groupOf(version, name) {
      const found = new Set<string>();
      for (const [id, types] of files) {
        const [group = '', ofVersion] = id.split('/');
        if ((version === undefined || version === ofVersion) && types.has(name)) found.add(group);
      }
      return found.size === 1 ? [...found][0] : undefined;
    },
    find: (group, version, name) => files.get(`${group}/${version}`)?.get(name),
  };
}
