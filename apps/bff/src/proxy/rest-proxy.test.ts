import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

const K8S = '/api/clusters/fake/k8s';

describe('the proxy', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let cookie: string;
  const clock = new FakeClock();
  beforeAll(async () => {
    fake = await FakeApiServer.start({ tls: true });
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake, { deps: { clock } });
    cookie = await server.signIn('good');
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  beforeEach(() => {
    fake.requests.length = 0;
    fake.aborted = 0;
  });

  it.each([
    ['POST', 'application/yaml', 'a: no\nb: 012\n'],
    ['PATCH', 'application/apply-patch+yaml', 'a: no\n'],
    // an object as large as the cluster's store takes, with line feeds of Windows
    ['PUT', 'application/yaml', `a: ${'x'.repeat(1_400_000)}\r\nb: no\r\n`],
    ['PATCH', 'application/apply-patch+yaml', `a: ${'x'.repeat(1_400_000)}\r\n`],
    ['PATCH', 'application/merge-patch+json', '{}'],
    ['PUT', 'application/json; charset=utf-8', '{"a":1}'],
    ['DELETE', 'application/json', '{"preconditions":{"uid":"x"}}'],
  ])('passes %s with %s as it is', async (method, type, body) => {
    fake.answer = (request, response) => request.on('end', () => json(response, 201, { ok: true }));
    const response = await server.fetch(
      `${K8S}/api/v1/namespaces/a/configmaps/b%3Ac?dryRun=All&fieldManager=quarterdeck`,
      {
        method,
        body,
        headers: { 'content-type': type },
        cookie,
      },
    );
    expect(response.status).toBe(201);
    expect(fake.requests[0]).toMatchObject({
      method,
      target: '/api/v1/namespaces/a/configmaps/b%3Ac?dryRun=All&fieldManager=quarterdeck',
      body,
    });
    expect(fake.requests[0]?.headers['content-type']).toBe(type);
  });

  it('passes the API server’s refusal unchanged', async () => {
    fake.answer = (_request, response) =>
      status(response, 403, 'Forbidden', 'pods is forbidden: User "jane" cannot list');
    const response = await server.fetch(`${K8S}/api/v1/pods`, { cookie });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'Forbidden' });
  });

  it('passes a log as plain text', async () => {
    fake.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('<b>line</b>\n');
    const response = await server.fetch(`${K8S}/api/v1/namespaces/a/pods/b/log?container=c&tailLines=5`, { cookie });
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('content-disposition')).toBeNull();
    expect(await response.text()).toBe('<b>line</b>\n');
  });

  it('answers HEAD without a body', async () => {
    fake.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '2' }).end();
    const response = await server.fetch(`${K8S}/api/v1/pods`, { method: 'HEAD', cookie });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('2');
  });

  it('streams a watch piece by piece and lets go upstream when the browser leaves', async () => {
    fake.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"type":"ADDED"}\n');
    };
    const controller = new AbortController();
    const response = await server.fetch(`${K8S}/api/v1/pods?watch=true`, { cookie, signal: controller.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"type":"ADDED"}\n');
    controller.abort();
    await vi.waitFor(() => expect(fake.aborted).toBe(1));
  });

  it('lets go upstream when the browser leaves before the answer', async () => {
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    fake.answer = () => asked();
    const controller = new AbortController();
    const pending = server.fetch(`${K8S}/api/v1/pods`, { cookie, signal: controller.signal }).catch(() => 'aborted');
    await arrived;
    controller.abort();
    expect(await pending).toBe('aborted');
    await vi.waitFor(() => expect(fake.aborted).toBe(1));
  });

  it('keeps no more than twenty watches of a session open, and takes others when they are gone', async () => {
    fake.answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{}\n');
    const controller = new AbortController();
    const watch = (init: RequestInit = {}) => server.fetch(`${K8S}/api/v1/pods?watch=1`, { cookie, ...init });
    await Promise.all(Array.from({ length: 20 }, () => watch({ signal: controller.signal })));
    expect(await problemCode(await watch())).toBe('qd.request.too-many');
    expect(fake.requests).toHaveLength(20);
    controller.abort();
    await vi.waitFor(async () => {
      const again = await watch();
      await again.body?.cancel();
      expect(again.status).toBe(200);
    });
    await vi.waitFor(() => expect(fake.aborted).toBe(fake.requests.length));
  });

  it('ends a watch when its session is signed out', async () => {
    fake.answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{}\n');
    const own = await server.signIn('good');
    const response = await server.fetch(`${K8S}/api/v1/pods?watch=true`, { cookie: own });
    const ended = response.text().catch(() => 'cut');
    await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: own });
    expect(await ended).toBe('cut');
    await vi.waitFor(() => expect(fake.aborted).toBe(1));
  });

  it('ends a watch when its session has been idle', async () => {
    fake.answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{}\n');
    const own = await server.signIn('good');
    const response = await server.fetch(`${K8S}/api/v1/pods?watch=true`, { cookie: own });
    const ended = response.text().catch(() => 'cut');
    clock.advance(31 * 60_000);
    expect(await ended).toBe('cut');
    cookie = await server.signIn('good');
  });

  it('holds back when the browser reads slowly', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    let written = 0;
    fake.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (written < 200) {
          written += 1;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    };
    const response = await server.fetch(`${K8S}/api/v1/pods`, { cookie });
    const reader = response.body?.getReader();
    await reader?.read();
    // written stands still once every buffer on the way is full
    let before = -1;
    await vi.waitFor(
      () => {
        const still = written === before;
        before = written;
        expect(still).toBe(true);
      },
      { interval: 100 },
    );
    expect(written).toBeLessThan(100);
    await reader?.cancel();
  });

  it('cuts the connection when the API server’s answer breaks off, so that half is not taken for whole', async () => {
    fake.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"items":[', () => response.destroy());
    };
    const response = await server.fetch(`${K8S}/api/v1/pods`, { cookie });
    await expect(response.text()).rejects.toThrow();
  });
});

describe('an API server in trouble', () => {
  const ask = async (url: string, more: Parameters<typeof fakeCluster>[1] = {}) => {
    const server = await TestServer.start({ url }, { clusters: [fakeCluster({ url }, more)] });
    const response = await server.postSession({ token: 'good' });
    const text = await response.text();
    await server.close();
    return { code: (JSON.parse(text) as { code: string }).code, status: response.status, text };
  };

  it('that is down is called unreachable', async () => {
    const fake = await FakeApiServer.start();
    await fake.close();
    expect(await ask(fake.url)).toMatchObject({ code: 'qd.cluster.unreachable', status: 502 });
  });

  it('that has another authority’s certificate is refused, and nothing is sent to it', async () => {
    const { testCertificates } = await import('../test/test-certificates.ts');
    const fake = await FakeApiServer.start({ tls: true });
    const answer = await ask(fake.url, { ca: Buffer.from(testCertificates.otherAuthority) });
    expect(answer).toMatchObject({ code: 'qd.cluster.tls', status: 502 });
    expect(fake.requests).toEqual([]);
    await fake.close();
  });

  it('that has a certificate for another name is refused', async () => {
    const fake = await FakeApiServer.start({ tls: true });
    expect(await ask(fake.url, { serverName: 'other.example' })).toMatchObject({ code: 'qd.cluster.tls' });
    expect(await ask(fake.url, { serverName: 'localhost' })).toMatchObject({ code: 'qd.session.token-rejected' });
    await fake.close();
  });

  it.each([
    ['garbage', 'NOT HTTP AT ALL\r\n\r\n', 'qd.cluster.bad-answer'],
    ['nothing', '', 'qd.cluster.unreachable'],
  ])('that says %s', async (_name, bytes, code) => {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(bytes));
    }).listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as { port: number };
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({ code });
    tcp.close();
  });

  it.each([
    ['refuses before it has read the body', false],
    ['is down', true],
  ])('that %s leaves the connection free for the next request', async (_name, down) => {
    const fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    const server = await TestServer.start(fake);
    const cookie = await server.signIn('good');
    fake.answer = (_request, response) => status(response, 403, 'Forbidden', 'no');
    if (down) await fake.close();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (method: string, path: string, body = '') =>
      new Promise<string>((resolve, reject) => {
        const headers = { ...server.ownHeaders, cookie, 'content-type': 'application/json' };
        const request = httpRequest(`${server.url}${path}`, { agent, method, headers }, (response) => {
          response.resume().on('end', () => resolve(`${response.statusCode} ${request.reusedSocket}`));
        });
        request.on('error', reject).end(body);
      });
    expect(await send('POST', `${K8S}/api/v1/pods`, ' '.repeat(2_000_000))).toBe(down ? '502 false' : '403 false');
    expect(await send('GET', '/healthz')).toBe('200 true');
    agent.destroy();
    await server.close();
    if (!down) await fake.close();
  });

  it('that comes back is asked again without a restart', async () => {
    const fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    const server = await TestServer.start(fake);
    const cookie = await server.signIn('good');
    fake.answer = (_request, response) => response.destroy();
    expect(await problemCode(await server.fetch(`${K8S}/api/v1/pods`, { cookie }))).toBe('qd.cluster.unreachable');
    fake.answer = (_request, response) => json(response, 200, {});
    expect((await server.fetch(`${K8S}/api/v1/pods`, { cookie })).status).toBe(200);
    await server.close();
    await fake.close();
  });
});
