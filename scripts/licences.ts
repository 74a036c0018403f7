/** The licences of what is in the image, as its THIRD-PARTY-LICENSES.txt: most of them want their text to go with every copy. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './run-step.ts';
import { debianPackageOf, type Materials } from './sbom.ts';

/** By a name of what it is for; several have the same text. */
type Texts = Map<string, Set<string>>;

const LICENCE_FILE = /^(?:licen[cs]es?|copying|notice)(?:[.-][\w.-]*)?$/i;
const COMMON = '/usr/share/common-licenses';

/** What a package says of its licence: its files, else its manifest and who wrote it. */
function ofNpmPackage(folder: string): { readonly name: string; readonly texts: readonly string[] } {
  const place = join(ROOT, folder);
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: unknown;
    author?: string | { name?: string };
  };
  const { version, license, author } = manifest;
  const name = `${manifest.name} ${version}`;
  const files = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name) && !/\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => readFileSync(join(place, entry.name), 'utf8'));
  if (files.length > 0) return { name, texts: files.sort() };
  if (typeof license !== 'string') throw new Error(`${folder} says nothing of its licence`);
  const writer = typeof author === 'string' ? author : author?.name;
  return { name, texts: [`License: ${license}${writer === undefined ? '' : `\nAuthor: ${writer}`}`] };
}

/** Node's own file holds the texts of all that is compiled into it. */
function ofNode(program: string): string {
  const prefix = dirname(dirname(program));
  const places = ['LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/node/LICENSE', 'share/doc/nodejs/copyright'];
  const file = places.map((place) => join(prefix, place)).find((path) => existsSync(path));
  if (file === undefined)
    throw new Error(`The licence of Node is not beside ${program}: looked for ${places.join(', ')}`);
  return readFileSync(file, 'utf8');
}

/** A Debian package's own words, and the common licences that they point to. */
function ofDebianPackage(name: string, add: (name: string, text: string) => void): void {
  const file = join('/usr/share/doc', name, 'copyright');
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  add(name, text);
  for (const [, common = ''] of text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z]+(?:-[\d.]*\d)?)/g))
    if (existsSync(join(COMMON, common))) add(common, readFileSync(join(COMMON, common), 'utf8'));
}

/** One document; texts that several have in common are in it once. */
export function licenceTexts({ packages, libraries }: Pick<Materials, 'packages' | 'libraries'>): string {
  const texts: Texts = new Map();
  const add = (name: string, text: string): void => {
    const plain = text.replaceAll('\r\n', '\n').trim();
    texts.set(plain, (texts.get(plain) ?? new Set()).add(name));
  };
  add(`Node.js ${process.versions.node}`, ofNode(realpathSync(process.execPath)));
  for (const library of libraries) {
    const owner = debianPackageOf(library);
    if (owner !== undefined) ofDebianPackage(owner, add);
  }
  for (const { name, texts: own } of [...new Set(packages)].sort().map(ofNpmPackage))
    for (const text of own) add(name, text);
  const rule = '='.repeat(80);
  const parts = [...texts].map(([text, names]) => `${rule}\n${[...names].join('\n')}\n${rule}\n\n${text}\n`);
  return `Quarterdeck (LICENSE) comes with the following, each under a licence of its own.\n\n${parts.join('\n\n')}`;
}
