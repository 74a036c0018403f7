import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { cookieOf, fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const certificate = base64(testCertificates.client.cert);
const key = base64(testCertificates.client.key);

/** OPS-002, OPS-003: a kubeconfig's credential, and no way to make us talk to its server (CVE-2024-6538). */
describe('signing in with a kubeconfig', () => {
  let fake: FakeApiServer;
  let other: FakeApiServer;
  let server: TestServer;
  beforeAll(async () => {
    fake = await FakeApiServer.start({ tls: true });
    other = await FakeApiServer.start({ tls: true });
    server = await TestServer.start(fake, {
      clusters: [
        fakeCluster(fake, { addresses: [new URL('https://k8s.example.com:6443/')] }),
        fakeCluster(other, { name: 'other', ca: Buffer.from(testCertificates.authority) }),
      ],
      deps: { failedSignInsPerMinute: 10_000 },
    });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
    await other.close();
  });
  beforeEach(() => {
    fake.requests.length = 0;
    other.requests.length = 0;
    fake.users.set('good', 'jane');
    other.users.set('good', 'jane');
  });

  const post = (user: object, more: object = {}, cluster = 'fake', to = server) =>
    to.postSession({ kubeconfig: { server: fake.url, user, ...more } }, undefined, cluster);
  const asked = () => [...fake.requests, ...other.requests];

  it('takes a token, and the context’s namespace', async () => {
    const response = await post({ token: 'good' }, { namespace: 'shop' });
    const session = (await response.json()) as SessionInfo;
    expect(session).toMatchObject({
      kind: 'kubeconfig',
      cluster: 'fake',
      homeNamespace: 'shop',
      user: { name: 'jane' },
    });
    const odd = await post({ token: 'good' }, { namespace: '../x' });
    expect(((await odd.json()) as SessionInfo).homeNamespace).toBeNull();
  });

  it('takes a client certificate for this session alone, and says until when', async () => {
    const response = await post({ certificate, key });
    const session = (await response.json()) as SessionInfo;
    expect(session).toMatchObject({ user: { name: 'kubeconfig-admin' }, kind: 'kubeconfig' });
    expect(session.tokenExpiresAt).toBeGreaterThan(Date.now() / 1000 + 365 * 24 * 3600);
    const cookie = cookieOf(response);
    await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    expect(fake.requests.at(-1)).toMatchObject({ clientCertificate: 'kubeconfig-admin' });
    expect(fake.requests.at(-1)?.headers).not.toHaveProperty('authorization');
    const bearer = await server.signIn('good');
    await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie: bearer });
    expect(fake.requests.at(-1)).toMatchObject({ clientCertificate: null });
    expect(response.headers.getSetCookie().join()).not.toContain(key.slice(40, 80));
  });

  it('takes basic data', async () => {
    const refused = await post({ username: 'ann', password: 'pass word' });
    expect(await problemCode(refused)).toBe('qd.session.token-rejected');
    expect(fake.requests[0]?.headers['authorization']).toBe(`Basic ${base64('ann:pass word')}`);
  });

  it('finds the cluster by address, by another address of it, or by its authority; wherever one began', async () => {
    for (const named of [`${fake.url}/`, 'https://K8S.example.com:6443']) {
      const response = await post({ token: 'good' }, { server: named }, 'other');
      expect(await response.json()).toMatchObject({ cluster: 'fake' });
    }
    const byAuthority = await post(
      { token: 'good' },
      { server: 'https://10.96.0.1', authority: base64(testCertificates.authority) },
      'other',
    );
    expect(await byAuthority.json()).toMatchObject({ cluster: 'other' });
  });

  it('never talks to the file’s own server', async () => {
    let heard = 0;
    const stranger = createServer((_request, response) => {
      heard += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    const servers = [
      `http://127.0.0.1:${port}`,
      'http://169.254.169.254/latest/meta-data',
      `${fake.url}@127.0.0.1:${port}`,
      `${fake.url}/../x`,
      `${fake.url.replace('127.0.0.1', '127.1')}/x`,
      'https://k8s.example.com',
      'file:///etc/passwd',
      'x',
      '//',
    ];
    for (const named of servers) {
      const response = await post({ token: 'good' }, { server: named });
      expect(response.status, named).toBe(403);
      expect(await problemCode(response)).toBe('qd.session.kubeconfig-cluster');
    }
    const wrongAuthority = await post(
      { token: 'good' },
      { server: 'https://10.0.0.1', authority: base64(testCertificates.otherAuthority) },
    );
    expect(wrongAuthority.status).toBe(403);
    expect(asked()).toEqual([]);

    // configured otherwise: the credential goes to the chosen cluster, and still not to the file's address
    const lax = await TestServer.start(fake, { config: { anyKubeconfigServer: true } });
    const response = await post({ token: 'good' }, { server: `http://127.0.0.1:${port}` }, 'fake', lax);
    expect(response.status).toBe(200);
    expect(asked().length).toBeGreaterThan(0);
    expect(heard).toBe(0);
    await lax.close();
    stranger.close();
  });

  it.each([
    ['nothing', {}, 'qd.session.kubeconfig-empty'],
    ['a certificate without its key', { certificate }, 'qd.session.kubeconfig-empty'],
    [
      'a certificate with another key',
      { certificate, key: base64(testCertificates.server.key) },
      'qd.session.certificate-invalid',
    ],
    ['rubbish', { certificate: 'eA==', key: 'eA==' }, 'qd.session.certificate-invalid'],
    ['a token with control characters', { token: 'a\u0000b' }, 'qd.session.token-malformed'],
    ['a user name with a colon', { username: 'a:b' }, 'qd.session.kubeconfig-empty'],
    ['a program', { exec: { command: 'touch /tmp/pwned' } }, 'qd.session.kubeconfig-empty'],
    ['a file', { tokenFile: '/etc/passwd' }, 'qd.session.kubeconfig-empty'],
    ['another shape', { token: { $ne: '' } }, 'qd.request.invalid'],
  ])('refuses a user with %s, and asks nobody', async (_name, user, code) => {
    const response = await post(user);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await problemCode(response)).toBe(code);
    expect(asked()).toEqual([]);
  });
});
