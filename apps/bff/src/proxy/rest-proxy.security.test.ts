import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { problemCode, TestServer } from '../test/test-server.ts';

const K8S = '/api/clusters/fake/k8s';
const OWN = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'user-agent',
  'audit-id',
]);

describe('the proxy under attack', () => {
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
  beforeEach(() => {
    fake.requests.length = 0;
    fake.answer = (_request, response, { target }) => json(response, 200, { kind: 'Echo', target });
  });
  const raw = (target: string, headers: readonly string[] = []) =>
    server.raw(
      [`GET ${target} HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie}`, 'Connection: close', ...headers, '', ''].join(
        '\r\n',
      ),
    );

  it.each([
    `${K8S}/api/v1/../../../config`,
    `${K8S}/../session`,
    `${K8S}/api/v1/%2e%2e/%2e%2e/secrets`,
    `${K8S}/api/v1/namespaces/a%2f..%2f..`,
    `${K8S}/api/v1/namespaces/a%5c..`,
    `${K8S}//evil.example/`,
    `${K8S}/http://evil.example/`,
    `${K8S}/api/v1/namespaces/%252e%252e`,
    `${K8S}/api/v1/nodes/n/proxy/metrics`,
    `${K8S}/api/v1/namespaces/a/pods/p/exec?command=sh`,
    `${K8S}/api/v1/pods?unknown=1`,
    `${K8S}/api/v1/pods?watch=false&watch=true`,
    `http://evil.example${K8S}/api/v1/pods`,
    `//evil.example${K8S}/api/v1/pods`,
    `/api/clusters/..%2ffake/k8s/api/v1/pods`,
    `/API/clusters/fake/k8s/api/v1/pods`,
    `/api/clusters/fake/K8S/api/v1/pods`,
    `/api/clusters/__proto__/k8s/api/v1/pods`,
    `/api/clusters/%zz/k8s/api/v1/pods`,
    `${K8S}/metrics`,
    `${K8S}`,
    `${K8S}/`,
  ])('answers GET %s with a 4xx and asks the API server nothing', async (target) => {
    const answer = await raw(target);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toContain('application/problem+json');
    expect(fake.requests).toEqual([]);
  });

  it('sends upstream exactly its own headers', async () => {
    const answer = await raw(`${K8S}/api/v1/pods`, [
      'Accept: application/json',
      'Authorization: Bearer stolen',
      'Connection: Authorization, Impersonate-User, Cookie',
      'Impersonate-User: system:admin',
      'Impersonate-Group: system:masters',
      'Impersonate-Extra-Scopes: all',
      'Impersonate_User: system:admin',
      'X-Remote-User: system:admin',
      'X-Remote-Group: system:masters',
      'X-Forwarded-For: 10.0.0.1',
      'X-Forwarded-Host: evil.example',
      'Forwarded: for=10.0.0.1',
      'Via: 1.1 evil',
      'TE: trailers',
      'Trailer: X-Remote-User',
      'User-Agent: Mozilla/5.0',
      'Referer: http://x/',
      'X-Custom: 1',
      'Audit-ID: forged',
      'X-Request-Id: forged',
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(fake.requests).toHaveLength(1);
    const headers = fake.requests[0]?.headers ?? {};
    expect(Object.keys(headers).filter((name) => !OWN.has(name))).toEqual([]);
    expect(headers).toMatchObject({ authorization: 'Bearer good', 'user-agent': 'quarterdeck/0.0.0-test' });
    expect(headers['host']).toBe(new URL(fake.url).host);
    // ours, and the one that the browser is told
    expect(headers['audit-id']).toBe(/^x-request-id: (\S+)/im.exec(answer)?.[1]);
    expect(headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([['transfer-encoding and content-length', 'POST', ['Content-Length: 3', 'Transfer-Encoding: chunked']]])(
    'does not pass on a request with both %s',
    async (_name, method, headers) => {
      const own = Object.entries(server.ownHeaders).map(([name, value]) => `${name}: ${value}`);
      const head = [`${method} ${K8S}/api/v1/pods HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie}`, ...own, ...headers];
      const answer = await server.raw(`${[...head, '', ''].join('\r\n')}0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(fake.requests).toEqual([]);
    },
  );

  it('passes back only known headers, and nothing that runs', async () => {
    fake.answer = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        server: 'x',
        warning: '299 - "old"',
        'audit-id': 'a1',
        'x-extra': '1',
        refresh: '0;url=http://evil.example',
      });
      response.end('<script>alert(1)</script>');
    };
    const response = await server.fetch(`${K8S}/api/v1/pods`, { cookie });
    for (const name of ['set-cookie', 'access-control-allow-origin', 'server', 'x-extra', 'refresh'])
      expect(response.headers.get(name)).toBeNull();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      warning: '299 - "old"',
      'audit-id': 'a1',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('follows no redirect and does not show where it leads', async () => {
    const other = await FakeApiServer.start();
    fake.answer = (_request, response) => response.writeHead(302, { location: `${other.url}/steal` }).end();
    const response = await server.fetch(`${K8S}/api/v1/pods`, { cookie });
    expect(response.headers.get('location')).toBeNull();
    expect(await problemCode(response)).toBe('qd.cluster.bad-answer');
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it.each(['OPTIONS', 'TRACE', 'PROPFIND'])('refuses the method %s', async (method) => {
    const own = Object.entries(server.ownHeaders).map(([name, value]) => `${name}: ${value}`);
    const answer = await server.raw(
      [
        `${method} ${K8S}/api/v1/pods HTTP/1.1`,
        `Host: ${host}`,
        `Cookie: ${cookie}`,
        'Connection: close',
        ...own,
        '',
        '',
      ].join('\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(fake.requests).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'passes on no body of type %s',
    async (type) => {
      const response = await server.fetch(`${K8S}/api/v1/pods`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': type },
        cookie,
      });
      expect(await problemCode(response)).toBe('qd.request.invalid');
      expect(fake.requests).toEqual([]);
    },
  );

  it('keeps a body over the limit away from the API server, announced or not', async () => {
    const post = (body: BodyInit) =>
      server.fetch(`${K8S}/api/v1/configmaps`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        cookie,
        duplex: 'half',
      } as RequestInit);
    const announced = await post('x'.repeat(3 * 1024 * 1024 + 1));
    expect(announced.status).toBe(413);
    expect(await problemCode(announced)).toBe('qd.request.too-large');
    expect(fake.requests).toEqual([]);

    let finished = false;
    fake.answer = (request, response) =>
      request.on('end', () => {
        finished = true;
        response.end();
      });
    const piece = new Uint8Array(64 * 1024);
    let left = 64;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(piece);
      },
    });
    const streamed = await post(stream);
    expect(streamed.status).toBe(413);
    expect(await problemCode(streamed)).toBe('qd.request.too-large');
    expect(finished).toBe(false);
  });

  it('refuses headers beyond the limit', async () => {
    const answer = await raw(`${K8S}/api/v1/pods`, [`X-Big: ${'a'.repeat(140_000)}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(fake.requests).toEqual([]);
  });
});
