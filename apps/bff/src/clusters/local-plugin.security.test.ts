import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { problemCode, TestServer } from '../test/test-server.ts';
import { readClusterSettings } from './known-clusters.ts';

/** "Continue as" a kubeconfig's user who signs in by a credential plug-in: with the printed key, on loopback alone. */
describe('the local user of a credential plug-in', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let folder: string;
  const audit: Record<string, unknown>[] = [];
  const runs = () => readFileSync(join(folder, 'runs'), 'utf8').length;

  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('of-the-plugin', 'ida');
    folder = mkdtempSync(join(tmpdir(), 'qd-plugin-'));
    writeFileSync(join(folder, 'runs'), '');
    const status = { token: 'of-the-plugin', expirationTimestamp: new Date(Date.now() + 3_600_000).toISOString() };
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    const script = `require('fs').appendFileSync(${JSON.stringify(join(folder, 'runs'))}, '.'); console.log(${JSON.stringify(JSON.stringify(answer))})`;
    const failing = "console.error('sign in with the vendor first: Bearer eyJhbGciOi.c2VjcmV0.c2ln'); process.exit(1)";
    const user = (name: string, code: string) => ({
      name,
      user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', code] } },
    });
    const kubeconfig = {
      'current-context': 'good',
      clusters: [{ name: 'c', cluster: { server: fake.url } }],
      contexts: ['good', 'failing'].map((name) => ({ name, context: { cluster: 'c', user: name, namespace: 'shop' } })),
      users: [user('good', script), user('failing', failing)],
    };
    const file = join(folder, 'config');
    writeFileSync(file, JSON.stringify(kubeconfig));
    const env = { KUBECONFIG: file, QUARTERDECK_LOCAL_USER: '1' };
    server = await TestServer.start(fake, {
      env,
      clusters: readClusterSettings(readConfig(env), pino({ level: 'silent' })),
      deps: { audit: (line) => audit.push(JSON.parse(line) as Record<string, unknown>) },
    });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
    rmSync(folder, { recursive: true });
  });

  it('runs for whoever has the key, and once while its answer is good', async () => {
    expect(await problemCode(await server.postSession({ localKey: 'x'.repeat(43) }, undefined, 'good'))).toBe(
      'qd.session.local-key-wrong',
    );
    expect(runs()).toBe(0);
    for (let i = 0; i < 3; i += 1) {
      const response = await server.postSession({ localKey: server.localKey }, undefined, 'good');
      expect(await response.json()).toMatchObject({ kind: 'local-user', user: { name: 'ida' }, homeNamespace: 'shop' });
    }
    expect(fake.requests.at(-1)?.headers['authorization']).toBe('Bearer of-the-plugin');
    expect(runs()).toBe(1);
  });

  it('tells the owner what the plug-in said, without what looks like a credential, and the page that it failed', async () => {
    const response = await server.postSession({ localKey: server.localKey }, undefined, 'failing');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'qd.session.plugin-failed', params: { cluster: 'failing' } });
    expect(text).not.toMatch(/vendor|eyJ/);
    expect(audit.at(-1)).toMatchObject({ result: 'refused', by: 'local-user', reason: 'qd.session.plugin-failed' });
    expect(String(audit.at(-1)?.['detail'])).toMatch(/sign in with the vendor first/);
    expect(JSON.stringify(audit)).not.toContain('c2VjcmV0');
  });
});
