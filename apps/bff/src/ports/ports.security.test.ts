import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { OpenPort, PortVisit } from '@quarterdeck/shared/ports-protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { assertPagePath } from '../clusters/upstream-path.ts';
import { readConfig } from '../config.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { problemCode, TestServer } from '../test/test-server.ts';
import { isApart, parsePreviewHosts, previewId } from './preview-hosts.ts';

const PREFIX = '/api/v1/namespaces/ns/pods/web:8080/proxy';
const ENCODED = '/api/v1/namespaces/ns/pods/web%3A8080/proxy';

let fake: FakeApiServer;
let server: TestServer;
let cookie: string;

beforeEach(async () => {
  fake = await FakeApiServer.start();
  fake.users.set('good', 'jane');
  fake.users.set('other', 'joe');
  server = await TestServer.start(fake, { env: { QUARTERDECK_PORTS_PORT: '0' } });
  cookie = await server.signIn('good');
  fake.requests.length = 0;
});

afterEach(async () => {
  await server.close();
  await fake.close();
});

const open = (more: object = {}, as = cookie, at = server) =>
  at.fetch('/api/clusters/fake/ports', {
    method: 'POST',
    cookie: as,
    body: JSON.stringify({ namespace: 'ns', resource: 'pods', name: 'web', port: 8080, scheme: 'http', ...more }),
    headers: { 'content-type': 'application/json' },
  });
const opened = async (more: object = {}) => (await (await open(more)).json()) as PortVisit;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly host?: string;
}

/** As a browser would that finds *.localhost on this machine. */
function ask(origin: string, path: string, { method = 'GET', headers = {}, body, host }: Asked = {}): Promise<Answer> {
  const { port, host: own } = new URL(origin);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: { host: host ?? own, ...headers }, agent: false };
    const sent = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Follows the address that the dashboard was given; the cookie that lets this browser in. */
async function enter({ url }: PortVisit): Promise<{ origin: string; headers: { cookie: string } }> {
  const { origin, pathname, search } = new URL(url);
  const answer = await ask(origin, `${pathname}${search}`);
  expect(answer.status).toBe(200);
  return { origin, headers: { cookie: answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '' } };
}

describe('who may open a port', () => {
  it('nobody where it is not configured', async () => {
    const off = await TestServer.start(fake);
    const own = await off.signIn('good');
    const body = JSON.stringify({ namespace: 'ns', resource: 'pods', name: 'web', port: 80, scheme: 'http' });
    const init = { method: 'POST', cookie: own, body, headers: { 'content-type': 'application/json' } };
    expect(await problemCode(await off.fetch('/api/clusters/fake/ports', init))).toBe('qd.ports.off');
    expect(await (await off.fetch('/api/config')).json()).toMatchObject({ ports: false });
    await off.close();
  });

  it('nobody without a session, and no page of another origin', async () => {
    expect((await open({}, '')).status).toBe(401);
    for (const path of ['ports', 'ports/x/visit', 'ports/x'])
      for (const method of ['POST', 'DELETE']) {
        const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
        expect((await server.fetch(`/api/clusters/fake/${path}`, { method, cookie, headers })).status).toBe(403);
      }
    expect(fake.requests).toEqual([]);
  });

  it('nobody who lacks the right', async () => {
    fake.review = (response) => json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed: false } });
    expect(await problemCode(await open())).toBe('qd.api.forbidden');
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toMatchObject({
      spec: {
        resourceAttributes: { namespace: 'ns', name: 'web:8080', verb: 'get', resource: 'pods', subresource: 'proxy' },
      },
    });
  });

  it.each([
    { name: '..' },
    { name: 'a/b' },
    { name: 'web:80' },
    { namespace: '../kube-system' },
    { port: 0 },
    { port: 65_536 },
    { port: 'a/b' },
    { port: '8080' },
    { resource: 'nodes' },
    { scheme: 'https:' },
    { more: 1 },
  ])('nobody by %j', async (more) => {
    expect(await problemCode(await open(more))).toBe('qd.request.invalid');
  });

  it('ten at a time, each on an origin of its own; another session sees and stops none', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => opened()));
    expect(new Set(all.map(({ port }) => port.origin)).size).toBe(10);
    expect(await problemCode(await open())).toBe('qd.ports.too-many');
    const joe = await server.signIn('other');
    const get = async (as: string) =>
      (await (await server.fetch('/api/clusters/fake/ports', { cookie: as })).json()) as OpenPort[];
    expect(await get(joe)).toEqual([]);
    expect((await get(cookie)).length).toBe(10);
    const id = all[0]?.port.id;
    const stop = (as: string) => server.fetch(`/api/clusters/fake/ports/${id}`, { method: 'DELETE', cookie: as });
    expect((await stop(joe)).status).toBe(404);
    expect((await server.fetch(`/api/clusters/fake/ports/${id}/visit`, { method: 'POST', cookie: joe })).status).toBe(
      404,
    );
    expect((await stop(cookie)).status).toBe(204);
    expect((await get(cookie)).length).toBe(9);
  });
});

describe('who may see an open port', () => {
  it('the browser that came by the ticket, which is good once and for a minute', async () => {
    const visit = await opened();
    const { origin, pathname, search } = new URL(visit.url);
    expect((await ask(origin, '/')).status).toBe(403);
    expect((await ask(origin, `${pathname}?ticket=x`)).status).toBe(403);
    const first = await ask(origin, `${pathname}${search}`);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^qd-port=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(first.headers['referrer-policy']).toBe('no-referrer');
    expect((await ask(origin, `${pathname}${search}`)).status).toBe(403);
    expect(fake.requests.filter(({ target }) => target.includes('/proxy'))).toEqual([]);
    const headers = { cookie: first.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '' };
    expect((await ask(origin, '/', { headers })).status).toBe(200);
    expect((await ask(origin, '/', { headers: { cookie: 'qd-port=x' } })).status).toBe(403);
  });

  it('nobody by the cookie of another port, by another host, or by the dashboard’s own', async () => {
    const one = await enter(await opened());
    const two = await enter(await opened());
    expect((await ask(one.origin, '/', { headers: two.headers })).status).toBe(403);
    const { port } = new URL(one.origin);
    for (const host of [
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      `evil.example:${port}`,
      `${new URL(one.origin).hostname}:1`,
      '',
    ])
      expect((await ask(one.origin, '/', { headers: one.headers, host })).status, host).toBe(404);
    // nothing of the dashboard is here
    for (const path of ['/api/config', '/api/clusters/fake/session', '/sign-in'])
      expect((await ask(one.origin, path, { host: `localhost:${port}`, headers: { cookie } })).status).toBe(404);
    expect((await ask(one.origin, '/api/config', { headers: { cookie } })).status).toBe(403);
  });

  it('nobody from another page but by a link', async () => {
    const { origin, headers } = await enter(await opened());
    const from = (more: Record<string, string>, method = 'GET') =>
      ask(origin, '/', { method, headers: { ...headers, ...more } }).then((answer) => answer.status);
    expect(await from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
    expect(await from({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'POST')).toBe(403);
    expect(await from({ origin: 'http://evil.example' }, 'POST')).toBe(403);
    expect(await from({ origin: server.url }, 'POST')).toBe(403);
    expect(await from({ origin, 'sec-fetch-site': 'same-origin' }, 'POST')).toBe(200);
  });

  it('nobody at another replica, which says so and leaves alone what the page has kept', async () => {
    const { port } = await opened();
    const replica = await TestServer.start(fake, { env: { QUARTERDECK_PORTS_PORT: '0' } });
    const there = ((await (await open({}, await replica.signIn('good'), replica)).json()) as PortVisit).port;
    const at = (id: string) => {
      const { port: number, hostname } = new URL(there.origin);
      return ask(there.origin, '/', { host: `${hostname.replace(there.id, id)}:${number}` });
    };
    const elsewhere = await at(port.id);
    expect(elsewhere.status).toBe(503);
    expect(elsewhere.text).toContain('Another server of Quarterdeck has this port');
    expect(elsewhere.headers['clear-site-data']).toBeUndefined();
    const gone = await at(`${there.id.slice(0, -1)}${there.id.endsWith('a') ? 'b' : 'a'}`);
    expect(gone.status).toBe(404);
    expect(gone.headers['clear-site-data']).toBe('"cache", "storage"');
    await replica.close();
  });

  it('nobody after it was stopped, or after signing out', async () => {
    const visit = await opened();
    const one = await enter(visit);
    await server.fetch(`/api/clusters/fake/ports/${visit.port.id}`, { method: 'DELETE', cookie });
    const gone = await ask(one.origin, '/', { headers: one.headers });
    expect(gone.status).toBe(404);
    expect(gone.headers['clear-site-data']).toContain('storage');
    const two = await enter(await opened());
    await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie });
    expect((await ask(two.origin, '/', { headers: two.headers })).status).toBe(404);
  });
});

describe('what goes to the port', () => {
  it('is the page’s own, with the person’s credential and nothing of the dashboard', async () => {
    const { origin, headers } = await enter(await opened());
    const { host } = new URL(fake.url);
    await ask(origin, '/a%2Fb//c?x=%2e%2e&y', {
      method: 'POST',
      body: '{"a":1}',
      headers: {
        cookie: `theirs=1; ${headers.cookie}; qd-1234abcd.0=sealed; __Host-qd-1234abcd.0=sealed; more=2`,
        origin,
        referer: `${origin}/from`,
        'content-type': 'application/json',
        'x-csrf-token': 'theirs',
        authorization: 'Bearer evil',
        'x-remote-user': 'admin',
        'x-forwarded-for': '1.2.3.4',
        'impersonate-user': 'admin',
        'x-quarterdeck': '1',
        x_remote_user: 'admin',
        connection: 'x-csrf-token',
        'service-worker-allowed': '/',
      },
    });
    const seen = fake.requests.at(-1);
    expect(seen).toMatchObject({ method: 'POST', target: `${ENCODED}/a%2Fb//c?x=%2e%2e&y`, body: '{"a":1}' });
    expect(seen?.headers).toEqual({
      authorization: 'Bearer good',
      host,
      'user-agent': expect.stringMatching(/^quarterdeck/),
      cookie: 'theirs=1; more=2',
      origin: `http://${host}`,
      referer: `http://${host}/from`,
      'content-type': 'application/json',
      'content-length': '7',
      'x-csrf-token': 'theirs',
      'accept-encoding': 'identity',
      'x-forwarded-host': new URL(origin).host,
      'x-forwarded-proto': 'http',
      connection: 'keep-alive',
    });
  });

  it('takes links that the API server wrote anew to the same place', async () => {
    const { origin, headers } = await enter(await opened());
    for (const path of [`${PREFIX}/x?y`, '/x?y']) await ask(origin, path, { headers });
    expect(fake.requests.slice(-2).map(({ target }) => target)).toEqual([`${ENCODED}/x?y`, `${ENCODED}/x?y`]);
    await ask(origin, '/api/v1/namespaces/ns/secrets', { headers });
    expect(fake.requests.at(-1)?.target).toBe(`${ENCODED}/api/v1/namespaces/ns/secrets`);
  });

  it.each([
    '/../../../secrets',
    '/..',
    '/a/../../x',
    '/%2e%2e/%2e%2e/secrets',
    '/%252e%252e/x',
    '/..%2f..%2fx',
    '/..%5c..%5cx',
    '/%00',
    '/a%2F..%2Fx',
    `${PREFIX}/../../../secrets`,
    `${PREFIX}/%2e%2e/x`,
    '/%25252525252e%25252525252e/x',
  ])('never %s', async (path) => {
    const { origin, headers } = await enter(await opened());
    fake.requests.length = 0;
    expect((await ask(origin, path, { headers })).status).toBe(400);
    expect(fake.requests).toEqual([]);
  });

  it('stays below the proxy sub-resource, whatever the path (property)', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E',
      '%252e',
      '/',
      '%2f',
      '%5c',
      '\\',
      'a',
      '%',
      ';',
      '?',
      '#',
      '%00',
      '//',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const path = `/${parts.join('')}`;
        let passed: string;
        try {
          passed = assertPagePath(path);
        } catch {
          return;
        }
        let plain = passed.split('?', 1)[0] ?? '';
        for (let round = 0; round < 10; round += 1)
          plain = plain.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          );
        expect(plain.split(/[/\\]/)).not.toContain('..');
        expect(new URL(`http://x${PREFIX}${passed}`).pathname.startsWith(PREFIX)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what comes back', () => {
  const answer = async (code: number, own: Record<string, string | string[]>, body = '<p>hi') => {
    fake.answer = (_request, response) => {
      response.writeHead(code, own);
      response.end(body);
    };
    const { origin, headers } = await enter(await opened());
    return { origin, ...(await ask(origin, '/', { headers })) };
  };

  it('is a page in a sandbox, without what reaches beyond it', async () => {
    const { headers } = await answer(200, {
      'content-type': 'text/html',
      'content-security-policy': "default-src 'self'",
      'strict-transport-security': 'max-age=1',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
      'service-worker-allowed': '/',
      'cross-origin-opener-policy': 'unsafe-none',
      'www-authenticate': 'Basic',
      'alt-svc': 'h3=":1"',
      'set-cookie': ['a=1; Domain=localhost; Path=/', 'qd-port=x', '__Host-qd-12345678.0=x; Secure', 'b=2; HttpOnly'],
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'self', sandbox (?=.*allow-same-origin)(?!.*top-navigation)/,
    );
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; HttpOnly']);
    for (const name of [
      'strict-transport-security',
      'access-control-allow-origin',
      'access-control-allow-credentials',
      'service-worker-allowed',
      'www-authenticate',
      'alt-svc',
    ])
      expect(headers[name], name).toBeUndefined();
  });

  it.each([
    ['/login?x#y', '/login?x#y'],
    [`${PREFIX}/login/`, '/login/'],
    ['http://HOST/login', '/login'],
    [`https://HOST${PREFIX}/login`, '/login'],
  ])('a redirect to %s stays on the origin', async (location, path) => {
    const host = new URL(fake.url).host;
    const { origin, status: code, headers } = await answer(302, { location: location.replace('HOST', host) });
    expect(code).toBe(302);
    expect(headers.location).toBe(`${origin}${path}`);
  });

  it.each([
    ['next', 'next'],
    ['https://example.org/x', 'https://example.org/x'],
    ['javascript:alert(1)', '/'],
  ])('a redirect to %s', async (location, shown) => {
    expect((await answer(302, { location })).headers.location).toBe(shown);
  });

  it('no service worker is given out', async () => {
    const { origin, headers } = await enter(await opened());
    const worker = await ask(origin, '/sw.js', { headers: { ...headers, 'service-worker': 'script' } });
    expect(worker.status).toBe(403);
  });

  it('the API server’s refusal is a page of words, as text', async () => {
    const { origin, headers } = await enter(await opened());
    fake.answer = (_request, response) =>
      status(response, 503, 'ServiceUnavailable', 'error trying to reach service: <script>alert(1)</script>');
    const page = await ask(origin, '/', { headers: { ...headers, accept: 'text/html', 'accept-language': 'zh-CN' } });
    expect(page.status).toBe(503);
    expect(page.text).toContain('API 服务器没有返回页面');
    expect(page.text).toContain('&#60;script&#62;');
    const asked = await ask(origin, '/', { headers: { ...headers, accept: 'application/json' } });
    expect(JSON.parse(asked.text)).toMatchObject({ kind: 'Status' });
  });
});

describe('WebSockets', () => {
  const echo = new WebSocketServer({ noServer: true });
  echo.on('connection', (ws) => {
    ws.send('hello');
    ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
  });
  const dial = (origin: string, headers: Record<string, string>, more: object = {}) => {
    const { port, host } = new URL(origin);
    return new WebSocket(`ws://127.0.0.1:${port}/socket?x`, ['chat', 'more'], {
      headers: { host, origin, ...headers },
      ...more,
    });
  };
  const refusal = (ws: WebSocket) =>
    new Promise<number>((resolve) =>
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0)).on('error', () => {}),
    );

  beforeEach(() => {
    fake.upgrade = (request, socket, head) => {
      socket.removeAllListeners('data');
      echo.handleUpgrade(request, socket, head, (ws) => echo.emit('connection', ws, request));
    };
  });

  it('pass in both directions, and end with the port', async () => {
    const visit = await opened();
    const { origin, headers } = await enter(visit);
    const ws = dial(origin, headers);
    const heard: string[] = [];
    ws.on('message', (data, isBinary) => heard.push(`${isBinary ? 'b' : 't'}:${String(data)}`));
    await new Promise((resolve) => ws.on('open', resolve));
    ws.send('text');
    ws.send(Buffer.from('bytes'));
    await vi.waitFor(() => expect(heard).toEqual(['t:hello', 't:text', 'b:bytes']));
    expect(ws.protocol).toBe('chat');
    expect(fake.requests.at(-1)).toMatchObject({
      target: `${ENCODED}/socket?x`,
      headers: { authorization: 'Bearer good' },
    });
    expect(fake.requests.at(-1)?.headers['cookie']).toBeUndefined();
    const closed = new Promise((resolve) => ws.on('close', resolve));
    await server.fetch(`/api/clusters/fake/ports/${visit.port.id}`, { method: 'DELETE', cookie });
    await closed;
  });

  it('are for the page of that origin alone, and nothing is dialed before', async () => {
    const { origin, headers } = await enter(await opened());
    fake.requests.length = 0;
    expect(await refusal(dial(origin, headers, { origin: 'http://evil.example' }))).toBe(403);
    expect(await refusal(dial(origin, headers, { origin: server.url }))).toBe(403);
    expect(await refusal(dial(origin, {}))).toBe(403);
    expect(await refusal(dial(origin, { ...headers, host: 'localhost' }))).toBe(404);
    expect(fake.requests).toEqual([]);
  });

  it('that the port refuses are refused with its status', async () => {
    fake.upgrade = undefined;
    const { origin, headers } = await enter(await opened());
    expect(await refusal(dial(origin, headers))).toBe(403);
  });
});

describe('the configuration', () => {
  it.each([
    [{ QUARTERDECK_PORTS_PORT: '0' }, { listen: 0, hosts: { scheme: 'http', domain: 'localhost', port: null } }],
    [{}, null],
    [
      { QUARTERDECK_PORTS_PORT: '9000', QUARTERDECK_PORTS_URL: 'https://*.ports.example.com' },
      { listen: 9000, hosts: { scheme: 'https', domain: 'ports.example.com', port: 443 } },
    ],
  ])('%j', (env, ports) => {
    expect(readConfig({ HOST: '127.0.0.1', KUBECONFIG: '/none', ...env }).ports).toEqual(ports);
  });

  it.each([
    [{ HOST: '0.0.0.0', QUARTERDECK_PUBLIC_URL: 'https://deck.example.com' }],
    [
      {
        HOST: '0.0.0.0',
        QUARTERDECK_PUBLIC_URL: 'https://deck.example.com',
        QUARTERDECK_PORTS_URL: 'https://*.deck.example.com',
      },
    ],
    [
      {
        HOST: '0.0.0.0',
        QUARTERDECK_PUBLIC_URL: 'https://deck.example.com',
        QUARTERDECK_PORTS_URL: 'https://*.example.com',
      },
    ],
    [
      {
        HOST: '0.0.0.0',
        QUARTERDECK_PUBLIC_URL: 'https://deck.example.com',
        QUARTERDECK_PORTS_URL: 'https://ports.example.com',
      },
    ],
  ])('refuses %j', (env) => {
    expect(() => readConfig({ KUBECONFIG: '/none', QUARTERDECK_PORTS_PORT: '9000', ...env })).toThrow(
      /QUARTERDECK_PORTS_URL/,
    );
  });

  it('knows its own hosts by their whole name', () => {
    const hosts = parsePreviewHosts('https://*.ports.example.com:8443');
    if (!hosts) throw new Error('not read');
    const id = 'a'.repeat(26);
    expect(previewId(hosts, `${id}.ports.example.com:8443`, 1)).toBe(id);
    for (const host of [
      `${id}.ports.example.com`,
      `x.${id}.ports.example.com:8443`,
      `${id}.ports.example.com.evil:8443`,
      'ports.example.com:8443',
      undefined,
    ])
      expect(previewId(hosts, host, 1)).toBeUndefined();
    expect(isApart(hosts, 'https://deck.example.com')).toBe(true);
    expect(isApart(hosts, 'https://ports.example.com')).toBe(false);
  });
});
