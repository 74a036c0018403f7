/** Makes the image's root file system: a Node runtime with its shared libraries, the server in one bundle, the web app's files; no more. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build as bundle, type Plugin } from 'esbuild';
import { OUTPUTS } from './build.ts';
import { licenceTexts } from './licences.ts';
import { ROOT } from './run-step.ts';
import { billOfMaterials, packagesOf } from './sbom.ts';

export interface RootOptions {
  /** folder of the built web app */
  readonly web?: string;
  readonly version: string;
}

/** CommonJS packages ask for Node's own modules by `require`, which a bundle in ESM has to be given. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * A CommonJS package that is loaded when it is needed has the names in Node that Node finds in it, and esbuild, when it splits a bundle,
 * leaves only `default` of them: they are written out.
 */
const NAMES_OF_LAZY_PACKAGES: Plugin = {
  name: 'names-of-lazy-packages',
  setup(build) {
    const namespace = 'lazy-package';
    build.onResolve({ filter: /^[@a-z][^:]*$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path, namespace, pluginData: resolveDir } : undefined,
    );
    build.onLoad({ filter: /./, namespace }, async ({ path, pluginData }: { path: string; pluginData: string }) => {
      const names = Object.keys((await import(path)) as object).filter(
        (name) => name !== 'default' && /^[\w$]+$/.test(name),
      );
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: pluginData };
    });
  },
};

/** Bundles the server with every library in it; answers the packages that are in there, as folders below the repository. */
async function bundleServer(folder: string): Promise<readonly string[]> {
  const { metafile } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: ['apps/bff/src/main.ts', 'apps/bff/src/healthcheck.ts'],
    outdir: folder,
    bundle: true,
    // what the server loads only when it is asked for stays apart, and out of its memory
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    // names stay: they are in the stack traces of its log
    keepNames: true,
    // whole, in THIRD-PARTY-LICENSES.txt
    legalComments: 'none',
    metafile: true,
    plugins: [NAMES_OF_LAZY_PACKAGES],
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
  return packagesOf(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
}

/** The shared libraries that a program loads, the loader among them, by the paths under which it looks for them. */
function sharedLibraries(program: string): readonly string[] {
  const { stdout, status } = spawnSync('/usr/bin/ldd', [program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ldd ${program} failed: this is no dynamic program of a Linux`);
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path ?? '');
}

/** Whoever runs it has a name, and names are found in /etc/hosts before DNS. */
const ETC = {
  passwd: 'root:x:0:0:root:/:/nonexistent\nquarterdeck:x:65532:65532:quarterdeck:/:/nonexistent\n',
  group: 'root:x:0:\nquarterdeck:x:65532:\n',
  'nsswitch.conf': 'hosts: files dns\n',
};

/** Fills the folder, which is emptied first. The web app has been built before. */
export async function makeRoot(folder: string, { web = OUTPUTS.web, version }: RootOptions): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const place = (from: string, to: string): void => {
    const target = join(folder, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(realpathSync(from), target);
    chmodSync(target, 0o755);
  };
  place(process.execPath, '/usr/local/bin/node');
  const libraries = sharedLibraries(process.execPath);
  for (const library of libraries) place(library, library);
  mkdirSync(join(folder, 'etc'));
  for (const [name, text] of Object.entries(ETC)) writeFileSync(join(folder, 'etc', name), text);
  mkdirSync(join(folder, 'tmp'));
  chmodSync(join(folder, 'tmp'), 0o1777);

  const inServer = await bundleServer(join(folder, 'app/server'));
  writeFileSync(join(folder, 'app/server/package.json'), '{"type":"module"}\n');
  // Vite's own records are for the build
  cpSync(web, join(folder, 'app/web'), { recursive: true, filter: (file) => !file.endsWith('/.vite') });
  const inWeb = JSON.parse(readFileSync(join(web, '.vite/packages.json'), 'utf8')) as string[];
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'app/LICENSE'));
  const packages = [...inServer, ...inWeb];
  writeFileSync(join(folder, 'app/THIRD-PARTY-LICENSES.txt'), licenceTexts({ packages, libraries }));
  const sbom = billOfMaterials({ version, packages, libraries });
  writeFileSync(join(folder, 'app/sbom.cdx.json'), `${JSON.stringify(sbom, null, 1)}\n`);
}
