import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-main-'));
const kubeconfig = join(folder, 'config');
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
writeFileSync(
  kubeconfig,
  `clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1'}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
users: [{name: a, user: {token: canary-token}}]
`,
);

/** Starts the program as an operator would and collects what it prints. */
function start(env: Record<string, string>): { child: ChildProcess; out: () => string; err: () => string } {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { PATH: process.env['PATH'], HOME: '/none', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk));
  return { child, out: () => out, err: () => err };
}

describe('the program', { timeout: 60_000 }, () => {
  it('says when it listens, offers the key, answers while its API server is down, and ends cleanly on SIGTERM', async () => {
    const { child, out, err } = start({
      KUBECONFIG: kubeconfig,
      QUARTERDECK_LOCAL_USER: '1',
      QUARTERDECK_WEB_ROOT: folder,
    });
    while (!out().includes('key=')) await once(child.stdout ?? child, 'data');
    const url = /^Quarterdeck is listening on (http:\/\/localhost:\d+)\n/.exec(out())?.[1];
    expect(out()).toMatch(new RegExp(`\\nOpen ${url}/sign-in\\?key=[A-Za-z0-9_-]{43}\\n$`));
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('ok');
    const config = await (await fetch(`${url}/api/config`)).json();
    expect(config).toMatchObject({ clusters: [{ name: 'a', localUser: 'a' }] });
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(out() + err()).not.toContain('canary');
  });

  it('does not start when that would be unsafe, and names the variable', async () => {
    const { child, err } = start({ KUBECONFIG: kubeconfig, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(err()).toContain('Quarterdeck cannot start. NODE_TLS_REJECT_UNAUTHORIZED: ');
  });
});
