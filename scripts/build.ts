import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { writeAsset } from '../packages/demo-cluster/src/schema/load-definitions.ts';

const ROOT = join(import.meta.dirname, '..');

export const OUTPUTS = {
  web: join(ROOT, 'apps/web/dist'),
  bff: join(ROOT, 'apps/bff/dist/main.js'),
  demoCluster: join(ROOT, 'packages/demo-cluster/dist/main.js'),
} as const;

interface Part {
  readonly name: string;
  readonly output: string;
  /** folders and files whose content decides whether the part is stale */
  readonly inputs: readonly string[];
  build(): Promise<void>;
}

const PARTS: readonly Part[] = [
  {
    name: 'web',
    output: OUTPUTS.web,
    inputs: ['apps/web', 'packages/shared', 'package-lock.json'],
    build: async () => {
      const { build } = await import('vite');
      const before = process.env['NODE_ENV'];
      // under a test runner it says "test", and the pages would have React's development build
      process.env['NODE_ENV'] = 'production';
      try {
        await build({ root: join(ROOT, 'apps/web'), logLevel: 'warn' });
      } finally {
        if (before === undefined) delete process.env['NODE_ENV'];
        else process.env['NODE_ENV'] = before;
      }
    },
  },
  nodePart('bff', 'apps/bff', OUTPUTS.bff, ['packages/shared']),
  withSchemas(nodePart('demo cluster', 'packages/demo-cluster', OUTPUTS.demoCluster, ['packages/shared'])),
];

/** The built demo cluster has no libraries to derive the built-in types from: they are written beside it. */
function withSchemas(part: Part): Part {
  return {
    ...part,
    build: async () => {
      await part.build();
      writeAsset(dirname(part.output));
    },
  };
}

/** A Node program: our own sources in one file, libraries left in node_modules. */
function nodePart(name: string, folder: string, output: string, more: readonly string[]): Part {
  return {
    name,
    output,
    inputs: [folder, ...more, 'package-lock.json'],
    build: async () => {
      const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      await bundle({
        entryPoints: [join(ROOT, folder, 'src/main.ts')],
        outfile: output,
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'esm',
        sourcemap: 'linked',
        external: [
          ...Object.keys(manifest.dependencies).filter((dependency) => !dependency.startsWith('@quarterdeck/')),
          'zod',
        ],
        logLevel: 'warning',
      });
    },
  };
}

function* filesBelow(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (entry === 'node_modules' || entry === 'dist' || entry.endsWith('.test.ts') || entry.endsWith('.test.tsx'))
      continue;
    yield* filesBelow(join(path, entry));
  }
}

function fingerprint(part: Part): string {
  const hash = createHash('sha256');
  for (const input of part.inputs)
    for (const file of filesBelow(join(ROOT, input))) hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Builds what is missing or older than its sources; says what it does. */
export async function buildStale(say: (line: string) => void): Promise<void> {
  for (const part of PARTS) {
    const stamp = join(ROOT, '.cache', `${part.name.replace(' ', '-')}.build`);
    const now = fingerprint(part);
    if (existsSync(part.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) continue;
    const started = performance.now();
    await part.build();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, now);
    say(`built the ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildStale((line) => process.stdout.write(`${line}\n`));
