import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from './child-program.ts';
import { ROOT } from './run-step.ts';

/** Whether something listens at that address. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(true)).on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
  });
}

test('npm start serves the demo, and nothing of it is left when it is stopped', { timeout: 60_000 }, async () => {
  const lines: string[] = [];
  const program = startProgram(
    [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'scripts/start.ts'), '--demo', '--port', '0'],
    { ready: /^Quarterdeck is listening on (\S+)/, onLine: (line) => lines.push(line) },
  );
  const [, url = ''] = await program.ready;
  const demo = lines.join('\n').match(/^Demo cluster is listening on (\S+)/m)?.[1] ?? '';
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await listens(demo)).toBe(true);
  await program.stop();
  expect(await listens(url)).toBe(false);
  expect(await listens(demo)).toBe(false);
});
