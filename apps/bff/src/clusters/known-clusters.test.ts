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
  it('are its contexts, the current one first, files merged as kubectl does', () => {
    const settings = read([first, '/no/such/file', second].join(delimiter));
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

  it('are verified unless kubeconfig and configuration both say otherwise', () => {
    expect(read(first)[0]?.insecure).toBe(false);
    const allowed = read(first, { insecureTlsClusters: new Set(['b', 'arn:aws/a']) });
    expect(allowed.map(({ insecure }) => insecure)).toEqual([true, false]);
  });

  it('offer their user only when asked to, and never one who impersonates', async () => {
    const settings = read([first, second].join(delimiter), { localUser: true });
    expect(settings.map(({ localUser }) => localUser?.name)).toEqual([undefined, 'u', 'basic']);
    expect(settings[1]?.localUser?.namespace).toBe('home');
    expect(await settings[1]?.localUser?.authenticate()).toEqual({ authorization: 'Bearer user-token' });
    expect(await settings[2]?.localUser?.authenticate()).toEqual({ authorization: 'Basic eDp5' });
  });

  it('read tokens, certificates and keys from files beside the kubeconfig, at each sign-in', async () => {
    file('user.token', ' first-token\n');
    file('user.crt', 'CERT');
    const kubeconfig = file(
      'files',
      `clusters: [{name: a, cluster: {server: 'https://a'}}]
contexts: [{name: t, context: {cluster: a, user: t}}, {name: c, context: {cluster: a, user: c}}]
users:
- {name: t, user: {tokenFile: user.token, token: old}}
- {name: c, user: {client-certificate: user.crt, client-key-data: ${Buffer.from('KEY').toString('base64')}}}
`,
    );
    const [byToken, byCertificate] = read(kubeconfig, { localUser: true });
    expect(await byToken?.localUser?.authenticate()).toEqual({ authorization: 'Bearer first-token' });
    file('user.token', 'second-token');
    expect(await byToken?.localUser?.authenticate()).toEqual({ authorization: 'Bearer second-token' });
    expect(await byCertificate?.localUser?.authenticate()).toEqual({
      cert: Buffer.from('CERT'),
      key: Buffer.from('KEY'),
    });
  });

  it('run the credential plugin that a user names', async () => {
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from-plugin' },
    };
    const kubeconfig = file(
      'exec',
      JSON.stringify({
        clusters: [{ name: 'a', cluster: { server: 'https://a' } }],
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'p' } }],
        users: [
          {
            name: 'p',
            user: {
              exec: {
                apiVersion: answer.apiVersion,
                command: process.execPath,
                args: ['-e', `console.log(${JSON.stringify(JSON.stringify(answer))})`],
              },
            },
          },
        ],
      }),
    );
    const [settings] = read(kubeconfig, { localUser: true });
    expect(await settings?.localUser?.authenticate()).toEqual({ authorization: 'Bearer from-plugin' });
  });

  it('make the start fail plainly when a file is broken, without quoting it', () => {
    const broken = file('broken', 'users: [{name: x, user: {token: canary}]\n}}}');
    expect(() => read(broken)).toThrow(/^KUBECONFIG: cannot read /);
    expect(() => read(broken)).not.toThrow(/canary/);
    expect(() => read('/no/such/file')).toThrow(/^KUBECONFIG: no cluster found/);
    const noCa = file(
      'no-ca',
      "clusters: [{name: a, cluster: {server: 'https://a', certificate-authority: gone}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nusers: []\n",
    );
    expect(() => read(noCa)).toThrow(/certificate authority/);
  });
});

describe('the cluster of this pod', () => {
  const inCluster = (tokenFile: string) => ({
    server: 'https://10.0.0.1:443',
    caFile: join(folder, 'ca.crt'),
    tokenFile,
  });

  it('is taken with its authority and without any user', () => {
    const [settings] = read('/none', { inCluster: inCluster('/no/such/token') });
    expect(settings).toMatchObject({ name: 'in-cluster', insecure: false, localUser: null });
    expect(settings?.ca?.toString()).toBe(testCertificates.authority);
  });

  it('refuses a mounted service account unless the operator insists', () => {
    const mounted = { inCluster: inCluster(file('token', 'canary')) };
    expect(() => read('/none', mounted)).toThrow(/^QUARTERDECK_ALLOW_SERVICE_ACCOUNT: /);
    expect(read('/none', { ...mounted, allowServiceAccount: true })).toHaveLength(1);
  });
});
