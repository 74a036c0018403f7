import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { freePort } from '../test/free-port.ts';
import { TestServer } from '../test/test-server.ts';

describe('requests of other origins', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let cookie: string;
  let host: string;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake);
    cookie = await server.signIn('good');
    host = new URL(server.url).host;
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });

  const OWN = 'own';
  const origins = [
    undefined,
    OWN,
    'null',
    'https://evil.example',
    'other-port',
    'other-scheme',
    'sub-domain',
    'own/',
  ] as const;
  const sites = [undefined, 'none', 'same-origin', 'same-site', 'cross-site', 'nonsense'] as const;
  const originOf = (name: string | undefined) =>
    new Map([
      [OWN, server.url],
      ['other-port', 'http://127.0.0.1:1'],
      ['other-scheme', server.url.replace('http:', 'https:')],
      ['sub-domain', server.url.replace('//', '//a.')],
      ['own/', `${server.url}/`],
    ]).get(name ?? '') ?? name;
  const cases = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
    origins.flatMap((origin) => sites.map((site) => ({ method, origin, site }))),
  );
  const isSafe = (method: string) => method === 'GET' || method === 'HEAD';

  it.each(cases)('$method from origin $origin, site $site', async ({ method, origin, site }) => {
    fake.requests.length = 0;
    const given = originOf(origin);
    const answer = await server.raw(
      [
        `${method} /api/clusters/fake/k8s/api/v1/pods HTTP/1.1`,
        `Host: ${host}`,
        `Cookie: ${cookie}`,
        'Connection: close',
        'X-Quarterdeck: 1',
        ...(given === undefined ? [] : [`Origin: ${given}`]),
        ...(site === undefined ? [] : [`Sec-Fetch-Site: ${site}`]),
        '',
        '',
      ].join('\r\n'),
    );
    const allowed = isSafe(method)
      ? (origin === undefined || origin === OWN) && (site === undefined || site === 'none' || site === 'same-origin')
      : origin === OWN && (site === undefined || site === 'same-origin');
    expect(answer.slice(9, 12)).toBe(allowed ? '200' : '403');
    expect(fake.requests).toHaveLength(allowed ? 1 : 0);
    expect(answer.toLowerCase()).not.toContain('access-control-allow');
  });

  it.each([undefined, '0', 'true'])('refuses an unsafe request whose own header is %s', async (value) => {
    const { 'x-quarterdeck': _own, ...rest } = server.ownHeaders;
    const response = await fetch(`${server.url}/api/clusters/fake/session`, {
      method: 'DELETE',
      headers: { ...rest, cookie, ...(value === undefined ? {} : { 'x-quarterdeck': value }) },
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'qd.request.csrf' });
  });

  it('refuses signing in from elsewhere as well (login CSRF)', async () => {
    const response = await fetch(`${server.url}/api/clusters/fake/session`, {
      method: 'POST',
      body: '{"token":"good"}',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example', 'x-quarterdeck': '1' },
    });
    expect(response.status).toBe(403);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1:1', ''])(
    'refuses a name that was pointed at us: Host %s',
    async (name) => {
      const answer = await server.raw(`GET /api/config HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  it('takes the configured origins alone, whatever a proxy makes of Host', async () => {
    const behind = await TestServer.start(fake, { env: { QUARTERDECK_PUBLIC_URL: 'https://deck.example.com' } });
    expect(behind.url).toBe('https://deck.example.com');
    await behind.close();
  });

  it('tells who comes by another address where it is at home', async () => {
    const port = await freePort();
    const url = `http://localhost:${port}/deck`;
    const env = { PORT: `${port}`, QUARTERDECK_PUBLIC_URL: `${url},http://10.0.0.1:8080/deck` };
    const behind = await TestServer.start(fake, { env });
    const ask = (line: string) =>
      behind.raw(`${line} HTTP/1.1\r\nHost: 10.0.0.2\r\nOrigin: http://10.0.0.2\r\nConnection: close\r\n\r\n`);
    const refused = await ask('DELETE /api/clusters/fake/session');
    expect(refused).toContain('"code":"qd.request.cross-origin"');
    expect(refused).toContain(`"addresses":"${url}, http://10.0.0.1:8080/deck"`);
    // the sign-in page's own look is no request of another page
    const looked = await behind.raw('GET /api/config HTTP/1.1\r\nHost: 10.0.0.2\r\nConnection: close\r\n\r\n');
    expect(looked).toContain(`"addresses":["${url}","http://10.0.0.1:8080/deck"]`);
    await behind.close();
  });
});
