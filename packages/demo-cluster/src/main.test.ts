import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-cluster-'));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (...args: string[]) => spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);

test('says where it listens, writes private files, and stops when told', async () => {
  const files = [join(folder, 'kubeconfig'), join(folder, 'logins.json')] as const;
  const child = start('--kubeconfig', files[0], '--logins', files[1]);
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  expect(line).toMatch(/^Demo cluster is listening on https:\/\/127\.0\.0\.1:\d+\n$/);
  const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode & 0o777));
  const kubeconfig: unknown = parse(await readFile(files[0], 'utf8'));
  const logins = JSON.parse(await readFile(files[1], 'utf8')) as { id: string }[];
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect([modes, code, logins.map(({ id }) => id)]).toEqual([[0o600, 0o600], 0, ['admin', 'developer', 'viewer']]);
  expect(kubeconfig).toMatchObject({
    'current-context': 'demo',
    clusters: [{ cluster: { server: line.trim().split(' ').at(-1) } }],
  });
}, 30_000);

test.each([
  [['--port', 'http'], /--port must be a whole number up to 65535/],
  [['--pods', '-1'], /Usage/],
  [['--colour', 'red'], /Unknown option '--colour'/],
])(
  '%j is refused',
  async (args, message) => {
    const child = start(...args);
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(2);
    expect(text).toMatch(message);
  },
  30_000,
);
