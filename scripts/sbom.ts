/** A bill of materials (CycloneDX 1.5) of what is really in the image: the packages in its two bundles, Node, and the libraries that it loads. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './run-step.ts';

interface Component {
  readonly type: 'library' | 'platform' | 'application';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses?: readonly ({ readonly expression: string } | { readonly license: { readonly name: string } })[];
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
}

/** The packages' folders out of those of their files; our own sources are no package. */
export function packagesOf(files: Iterable<string>): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const [, folder] = /^(?:\.\/)?((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

interface LockFile {
  readonly packages: Record<string, { readonly integrity?: string }>;
}

function npmComponent(folder: string, lock: LockFile): Component {
  const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
  };
  const { name, version, license } = manifest;
  const expression = typeof license === 'string' ? license : license?.type;
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const integrity = lock.packages[folder]?.integrity;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(expression === undefined ? {} : { licenses: [{ expression }] }),
    ...(integrity?.startsWith('sha512-')
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }
      : {}),
  };
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const owners = new Map<string, string | undefined>();

/** The Debian package that a file of this machine is of; undefined where there is none, or this is no Debian. */
export function debianPackageOf(path: string): string | undefined {
  if (!owners.has(path)) owners.set(path, askDebian(path));
  return owners.get(path);
}

function askDebian(path: string): string | undefined {
  const file = realpathSync(path);
  return [file, path, file.replace(/^\/usr/, '')]
    .map(
      (name) =>
        spawnSync('/usr/bin/dpkg', ['-S', name], { encoding: 'utf8' }).stdout?.match(/^([^:,\s]+)(?::\S+)?: /)?.[1],
    )
    .find((name) => name !== undefined);
}

/** A shared library, with the name and version of the Debian package that it is of where there is one. */
function libraryComponent(path: string): Component {
  const file = realpathSync(path);
  const owner = debianPackageOf(path);
  const about = owner === undefined ? '' : spawnSync('/usr/bin/dpkg', ['-s', owner], { encoding: 'utf8' }).stdout;
  const version = /^Version: (\S+)$/m.exec(about)?.[1];
  return {
    type: 'library',
    'bom-ref': `file:${path}`,
    name: owner ?? basename(path),
    version: version ?? 'unknown',
    ...(owner && version ? { purl: `pkg:deb/debian/${owner}@${encodeURIComponent(version)}` } : {}),
    hashes: [{ alg: 'SHA-256', content: sha256(file) }],
  };
}

export interface Materials {
  readonly version: string;
  /** folders of npm packages below the repository */
  readonly packages: readonly string[];
  /** files of shared libraries */
  readonly libraries: readonly string[];
}

/** The document; its packages are in order of their names. */
export function billOfMaterials({ version, packages, libraries }: Materials): Record<string, unknown> {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as LockFile;
  const node: Component = {
    type: 'platform',
    'bom-ref': `pkg:generic/node@${process.versions.node}`,
    name: 'node',
    version: process.versions.node,
    purl: `pkg:generic/node@${process.versions.node}`,
    hashes: [{ alg: 'SHA-256', content: sha256(realpathSync(process.execPath)) }],
  };
  // one package may lie in two folders
  const byRef = new Map(
    [...new Set(packages)].map((folder) => npmComponent(folder, lock)).map((one) => [one['bom-ref'], one]),
  );
  const components = [
    node,
    ...libraries.map(libraryComponent),
    ...[...byRef.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
  ];
  const product = `pkg:generic/quarterdeck@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': product, name: 'quarterdeck', version, purl: product },
    },
    components,
    dependencies: [{ ref: product, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}
