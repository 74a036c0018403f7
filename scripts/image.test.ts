import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../e2e/fixtures/product.ts';
import { IMAGE, imageLabels } from './image-config.ts';
import { makeRoot } from './image-root.ts';
import { ROOT } from './run-step.ts';
import { packagesOf } from './sbom.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-image-test-'));
const root = join(folder, 'root');

beforeAll(async () => {
  const web = join(folder, 'web');
  mkdirSync(join(web, '.vite'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>the web app</title>');
  writeFileSync(join(web, '.vite/packages.json'), '["node_modules/react"]');
  await makeRoot(root, { web, version: '7.8.9' });
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How a Dockerfile reads an argument. */
const argument = (name: string) => `\${${name}}`;

/** The Dockerfile's instructions, continued lines joined. */
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const last = dockerfile.slice(dockerfile.findLastIndex((line) => line.startsWith('FROM ')));
const said = (instruction: string) =>
  last.flatMap((line) => (line.startsWith(`${instruction} `) ? [line.slice(instruction.length + 1)] : []));
const pairs = (text: string) =>
  Object.fromEntries([...text.matchAll(/([\w.]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));

test('the Dockerfile puts the files of this script, and nothing else, into an empty image', () => {
  expect(said('FROM')).toEqual(['scratch']);
  expect(said('COPY')).toEqual(['--from=build /root-of-image/ /']);
  expect(dockerfile).toContain('RUN npx tsx scripts/image.ts root /root-of-image');
  for (const instruction of ['ADD', 'RUN', 'VOLUME', 'CMD', 'SHELL']) expect(said(instruction)).toEqual([]);
});

test('the Dockerfile and the script say the same of the image', () => {
  expect(said('USER')).toEqual([IMAGE.user]);
  expect(said('EXPOSE')).toEqual([IMAGE.ports.join(' ')]);
  expect(pairs(said('ENV').join(' '))).toEqual(IMAGE.env);
  expect(JSON.parse(said('ENTRYPOINT').join())).toEqual(IMAGE.entrypoint);
  expect(
    JSON.parse(
      said('HEALTHCHECK')
        .join()
        .replace(/^.* CMD /, ''),
    ),
  ).toEqual(IMAGE.healthcheck);
  const facts = { version: argument('VERSION'), revision: argument('REVISION'), source: argument('SOURCE') };
  expect(pairs(said('LABEL').join(' '))).toEqual(imageLabels(facts));
});

test('no image is taken from a registry that is named here', () => {
  expect(dockerfile.filter((line) => /^FROM/.test(line))).toEqual([
    `FROM ${argument('NODE_IMAGE')} AS build`,
    'FROM scratch',
  ]);
  expect(dockerfile.join('\n')).not.toMatch(/NODE_IMAGE=\S*\.\S*\//);
});

test('the root holds a runtime, the server, the web app, and who runs it', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(root, file)).isFile(),
  );
  const expected = [
    /^usr\/local\/bin\/node$/,
    /^(?:usr\/)?lib(?:64)?\/.*\.so[.\d]*$/,
    /^etc\/(?:passwd|group|nsswitch\.conf)$/,
    /^app\/server\/(?:main|healthcheck|chunk-\w+|[\w-]+-\w{8})\.js$/,
    /^app\/server\/package\.json$/,
    /^app\/web\/index\.html$/,
    /^app\/(?:LICENSE|THIRD-PARTY-LICENSES\.txt|sbom\.cdx\.json)$/,
  ];
  expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
  for (const pattern of expected)
    expect(
      files.some((file) => pattern.test(file)),
      String(pattern),
    ).toBe(true);
  // 200 MB are promised: 30 are left to the web app, which has 10
  expect(files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0)).toBeLessThan(170e6);
  expect(statSync(join(root, 'tmp')).mode & 0o7777).toBe(0o1777);
});

test('the bill of materials names every package in the bundles, and no tool of the build', () => {
  const sbom = JSON.parse(readFileSync(join(root, 'app/sbom.cdx.json'), 'utf8')) as {
    bomFormat: string;
    metadata: { component: { version: string } };
    components: {
      'bom-ref': string;
      name: string;
      version: string;
      licenses?: unknown[];
      purl?: string;
      hashes?: unknown[];
    }[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  expect(sbom.metadata.component.version).toBe('7.8.9');
  const names = sbom.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['node', 'express', 'ws', 'undici', 'jose', 'zod', 'react']));
  for (const tool of ['vitest', 'esbuild', 'vite', 'typescript', 'tsx', '@playwright/test'])
    expect(names).not.toContain(tool);
  const npm = sbom.components.filter(({ purl }) => purl?.startsWith('pkg:npm/'));
  expect(npm.filter(({ licenses, hashes }) => licenses === undefined || hashes === undefined)).toEqual([]);
  expect(new Set(sbom.components.map((component) => component['bom-ref'])).size).toBe(sbom.components.length);
});

test('the licence of everything in the bill of materials goes with it, each text once', () => {
  const { components } = JSON.parse(readFileSync(join(root, 'app/sbom.cdx.json'), 'utf8')) as {
    components: { name: string; version: string; purl?: string }[];
  };
  const text = readFileSync(join(root, 'app/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const heads = new Set(text.split('\n'));
  const missing = components
    .filter(({ purl }) => purl?.startsWith('pkg:npm/'))
    .map(({ name, version }) => `${name} ${version}`)
    .filter((head) => !heads.has(head));
  expect(missing).toEqual([]);
  expect(heads).toContain(`Node.js ${process.versions.node}`);
  for (const words of [
    'Copyright (c) Meta Platforms',
    'Copyright Node.js contributors',
    'Copyright (c) Matteo Collina',
  ])
    expect(text).toContain(words);
  const parts = text.split(/^={80}$/m).filter((_, i) => i > 0 && i % 2 === 0);
  expect(new Set(parts).size).toBe(parts.length);
});

test('a package is known by its files, wherever it lies', () => {
  const files = [
    'apps/bff/src/main.ts',
    'node_modules/a/x.js',
    'node_modules/a/node_modules/@s/b/y.js',
    './node_modules/a/z.js',
  ];
  expect(packagesOf(files)).toEqual(['node_modules/a', 'node_modules/a/node_modules/@s/b']);
});

/** The image's program, by the root's own loader and libraries. */
function inRoot(args: readonly string[]): readonly [string, readonly string[]] {
  const loader = readdirSync(join(root, 'lib64'))[0] ?? '';
  const folders = ['lib/x86_64-linux-gnu', 'lib64', 'usr/lib', 'lib'].map((name) => join(root, name)).join(':');
  const inside = args.map((arg) => (arg.startsWith('/') ? join(root, arg) : arg));
  return [join(root, 'lib64', loader), ['--library-path', folders, ...inside]];
}

test('what is in the root serves, without the repository, and its health check says so', {
  timeout: 60_000,
}, async () => {
  const port = await freePort();
  const metrics = await freePort();
  const env = {
    ...IMAGE.env,
    HOST: 'localhost',
    PORT: `${port}`,
    QUARTERDECK_WEB_ROOT: join(root, IMAGE.env.QUARTERDECK_WEB_ROOT),
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    // what is loaded only when it is wanted is in the bundle, too
    QUARTERDECK_METRICS_PORT: `${metrics}`,
    QUARTERDECK_LOG_LEVEL: 'warn',
  };
  const check = () => {
    const [program, args] = inRoot(IMAGE.healthcheck);
    return spawnSync(program, args, { env, cwd: folder }).status;
  };
  expect(check()).toBe(1);
  const [program, args] = inRoot(IMAGE.entrypoint);
  const server = spawn(program, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      const [, address] = /listening on (\S+)/.exec(text) ?? [];
      if (address) resolve(address);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  expect(url).toContain(`:${port}`);
  expect(check()).toBe(0);
  expect(await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()).toContain('nodejs_version_info');
  server.kill('SIGTERM');
  expect(await ended).toBe(0);
});
