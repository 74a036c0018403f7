import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { problemCode, TestServer } from '../test/test-server.ts';

/** CVE-2018-18264, CVE-2026-53487, CVE-2025-14269: nothing is reachable without a session of one's own. */
describe('without a session', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let another: TestServer;
  let foreignCookie: string;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake);
    another = await TestServer.start(fake, { config: { sessionKey: randomBytes(32) } });
    foreignCookie = await another.signIn('good');
    fake.requests.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await another.close();
    await fake.close();
  });

  const paths = [
    '/session',
    '/files/ns/pod/main/list?path=/',
    '/files/ns/pod/main/file?path=/etc/passwd',
    '/ports',
    '/k8s/api',
    '/k8s/api/v1/pods',
    '/k8s/api/v1/pods?watch=true',
    '/k8s/version',
    '/k8s/livez',
    '/k8s/x%2f..%2f',
  ];
  const requests = [
    ...paths.map((path) => ['GET', path] as const),
    ['DELETE', '/session'] as const,
    ['PUT', '/account'] as const,
    ['POST', '/fetch-url'] as const,
    ['PUT', '/files/ns/pod/main/upload?path=/x'] as const,
    ['POST', '/ports'] as const,
    ['POST', '/ports/x/visit'] as const,
    ['DELETE', '/ports/x'] as const,
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method) => [method, '/k8s/api/v1/pods'] as const),
  ];
  it.each(requests)('%s %s is 401 and asks the API server nothing', async (method, path) => {
    const name = foreignCookie.split('=')[0];
    for (const cookie of ['', foreignCookie, `${name}=x`, `${name}=${'a.'.repeat(4)}b`, `${name}=`]) {
      const response = await server.fetch(`/api/clusters/fake${path}`, { method, cookie });
      expect(response.status).toBe(401);
      if (method !== 'HEAD') expect(await problemCode(response)).toBe('qd.session.required');
    }
    expect(fake.requests).toEqual([]);
  });

  it.each(['/api/live', '/api/clusters/fake/terminal', '/api/clusters/fake/logs'])(
    'the socket %s is 401',
    async (path) => {
      for (const cookie of ['', `Cookie: ${foreignCookie}\r\n`]) {
        const answer = await server.raw(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${server.url}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${cookie}` +
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
        );
        expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      }
      expect(fake.requests).toEqual([]);
    },
  );

  it('tells the sign-in page what it needs and nothing secret', async () => {
    const response = await server.fetch('/api/config');
    expect(await response.json()).toEqual({
      version: '0.0.0-test',
      addresses: ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${new URL(server.url).port}`),
      fetchUrl: true,
      files: { viewBytes: 2 ** 20, downloadBytes: 2 ** 30, uploadBytes: 2 ** 30 },
      logs: { lines: 50_000, bytes: 32 * 2 ** 20 },
      ports: false,
      nodeShell: true,
      debugImage: 'busybox:1.36',
      throwAwaySeconds: 4 * 3600,
      clusters: [{ name: 'fake', demo: false, readyLogins: [], localUser: null }],
    });
  });
});
