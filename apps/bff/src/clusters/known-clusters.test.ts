import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../config.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { readClusterSettings } from './known-clusters.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-kubeconfig-'));
const log = pino({ level: 'silent' });
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const read = (kubeconfig: string, more: Partial<Config> = {}) =>
  readClusterSettings({ ...readConfig({ KUBECONFIG: kubeconfig }), ...more }, log);

file('ca.crt', testCertificates.authority);
const first = file(
  'first',
  `apiVersion: v1
kind: Config
current-context: b
clusters:
- {name: one, cluster: {server: 'https://one.example:6443/base', certificate-authority: ca.crt, tls-server-name: inner}}
- {name: loose, cluster: {server: 'https://loose.example', insecure-skip-tls-verify: true}}
contexts:
- {name: 'arn:aws/a', context: {cluster: one, user: u, namespace: home}}
- {name: b, context: {cluster: loose, user: imp}}
- {name: lost, context: {cluster: nowhere, user: u}}
users:
- {name: u, user: {token: user-token}}
- {name: imp, user: {token: user-token, as: root}}
`,
);
const second = file(
  'second',
  `clusters: [{name: one, cluster: {server: 'https://other.example'}}]
contexts: [{name: c, context: {cluster: one, user: basic}}]
users: [{name: basic, user: {username: x, password: y}}]
`,
);

describe('clusters of the kubeconfigs', () => {
  it('are its contexts, the current one first, files merged as kubectl does', async () => {
    const settings = await read([first, '/no/such/file', second].join(delimiter));
    expect(settings.map(({ name, server }) => [name, server.href])).toEqual([
      ['b', 'https://loose.example/'],
      ['arn:aws/a', 'https://one.example:6443/base'],
      ['c', 'https://one.example:6443/base'],
    ]);
    expect(settings[1]).toMatchObject({
      serverName: 'inner',
      ca: Buffer.from(testCertificates.authority),
      localUser: null,
    });
  });

  it('are verified unless kubeconfig and configuration both say otherwise', async () => {
    expect((await read(first))[0]?.insecure).toBe(false);
    const allowed = await read(first, { insecureTlsClusters: new Set(['b', 'arn:aws/a']) });
    expect(allowed.map(({ insecure }) => insecure)).toEqual([true, false]);
  });

  it('offer their user only when asked to, and never one who impersonates', async () => {
    const settings = await read([first, second].join(delimiter), { localUser: true });
    expect(settings.map(({ localUser }) => localUser?.name)).toEqual([undefined, 'u', 'basic']);
    expect(settings[1]?.localUser?.namespace).toBe('home');
    expect(await settings[1]?.localUser?.authenticate()).toEqual({ authorization: 'Bearer user-token' });
    expect(await settings[2]?.localUser?.authenticate()).toEqual({ authorization: 'Basic eDp5' });
  });

  it('make the start fail plainly when a file is broken, without quoting it', async () => {
    const broken = file('broken', 'users: [{name: x, user: {token: canary}]\n}}}');
    await expect(read(broken)).rejects.toThrow(/^KUBECONFIG: cannot read /);
    await expect(read(broken)).rejects.not.toThrow(/canary/);
    await expect(read('/no/such/file')).rejects.toThrow(/^KUBECONFIG: no cluster found/);
    const noCa = file(
      'no-ca',
      "clusters: [{name: a, cluster: {server: 'https://a', certificate-authority: gone}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nusers: []\n",
    );
    await expect(read(noCa)).rejects.toThrow(/certificate authority/);
  });
});

describe('the cluster of this pod', () => {
  const inCluster = (tokenFile: string) => ({
    server: 'https://10.0.0.1:443',
    caFile: join(folder, 'ca.crt'),
    tokenFile,
  });

  it('is taken with its authority and without any user', async () => {
    const [settings] = await read('/none', { inCluster: inCluster('/no/such/token') });
    expect(settings).toMatchObject({ name: 'in-cluster', insecure: false, localUser: null });
    expect(settings?.ca?.toString()).toBe(testCertificates.authority);
  });

  it('refuses a mounted service account unless the operator insists', async () => {
    const mounted = { inCluster: inCluster(file('token', 'canary')) };
    await expect(read('/none', mounted)).rejects.toThrow(/^QUARTERDECK_ALLOW_SERVICE_ACCOUNT: /);
    expect(await read('/none', { ...mounted, allowServiceAccount: true })).toHaveLength(1);
  });
});
