import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startProgram } from './child-program.ts';
import { ROOT } from './run-step.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-start-'));
const kubeconfig = join(folder, 'config');
writeFileSync(
  kubeconfig,
  `clusters: [{name: other, cluster: {server: 'https://127.0.0.1:1'}}]
contexts: [{name: other, context: {cluster: other, user: other}}]
users: [{name: other, user: {token: x}}]
`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether something listens at that address. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(true)).on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
}

test('npm start -- --demo serves the demo whatever kubeconfig is named, and nothing of it is left when it is stopped', {
  timeout: 60_000,
}, async () => {
  const lines: string[] = [];
  const program = startProgram(
    [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'scripts/start.ts'), '--demo', '--port', '0'],
    {
      ready: /^Quarterdeck is listening on (\S+)/,
      onLine: (line) => lines.push(line),
      env: { ...process.env, QUARTERDECK_KUBECONFIG: kubeconfig, QUARTERDECK_DEMO_DIR: join(folder, 'demo') },
    },
  );
  const [, url = ''] = await program.ready;
  const demo = lines.join('\n').match(/^Demo cluster is listening on (\S+)/m)?.[1] ?? '';
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const { clusters } = (await (await fetch(`${url}/api/config`)).json()) as {
    clusters: { name: string; demo: boolean }[];
  };
  expect(clusters).toMatchObject([{ demo: true }]);
  // what the scripts alone know is no setting of the server
  expect(lines.join('\n')).not.toContain('is no setting');
  expect(await listens(demo)).toBe(true);
  await program.stop();
  expect(await listens(url)).toBe(false);
  expect(await listens(demo)).toBe(false);
});
