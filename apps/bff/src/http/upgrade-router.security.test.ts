import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Session } from '../auth/session.ts';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { fakeCluster, TestServer } from '../test/test-server.ts';
import type { SocketHandlers } from './upgrade-router.ts';

const PATHS = ['/api/live', '/api/clusters/fake/terminal', '/api/clusters/fake/logs', '/api/clusters/fake/run'];

describe('upgrades', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let cookie: string;
  const opened: string[] = [];
  const take = (kind: string) => ({
    handle: (_ws: unknown, session: Session | ReadonlyMap<string, Session>) => {
      const names = session instanceof Map ? [...session.keys()] : [(session as Session).cluster];
      opened.push(`${kind} ${names.join()}`);
    },
    close: () => {},
  });
  const handlers: SocketHandlers = {
    live: take('live'),
    terminal: take('terminal'),
    log: take('log'),
    run: take('run'),
  };
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake, {
      clusters: [fakeCluster(fake), fakeCluster(fake, { name: 'arn:aws/second' })],
      deps: { handlers },
    });
    cookie = await server.signIn('good');
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  beforeEach(() => {
    opened.length = 0;
    fake.requests.length = 0;
  });

  const dial = (path: string, headers: Record<string, string> = {}) =>
    new WebSocket(`${server.url.replace('http', 'ws')}${path}`, {
      headers: { cookie, origin: server.url, ...headers },
    });
  const raw = (path: string, headers: readonly string[]) =>
    server.raw(
      [
        `GET ${path} HTTP/1.1`,
        'Host: x',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        `Cookie: ${cookie}`,
        ...headers,
        '',
        '',
      ].join('\r\n'),
    );

  it.each(PATHS)('opens %s for our own page and hands the session over', async (path) => {
    const ws = dial(path);
    await once(ws, 'open');
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    // rows are compressed, bytes of shells and logs are not
    expect(ws.extensions).toBe(path === '/api/live' ? 'permessage-deflate' : '');
    ws.terminate();
  });

  it('gives the live socket every session of the browser', async () => {
    const second = await server.signIn('good', 'arn:aws/second');
    const ws = dial('/api/live', { cookie: `${cookie}; ${second}` });
    await once(ws, 'open');
    await vi.waitFor(() => expect(opened).toEqual(['live fake,arn:aws/second']));
    ws.terminate();
    const log = dial('/api/clusters/arn%3Aaws%2Fsecond/logs', { cookie: second });
    await once(log, 'open');
    await vi.waitFor(() => expect(opened).toContain('log arn:aws/second'));
    log.terminate();
  });

  it('refuses a cluster that this browser has no session for', async () => {
    expect(await raw('/api/clusters/arn%3Aaws%2Fsecond/terminal', [`Origin: ${server.url}`])).toMatch(
      /^HTTP\/1\.1 401 /,
    );
  });

  const foreign = [
    [],
    ['Origin: null'],
    ['Origin: https://evil.example'],
    ['Origin: http://127.0.0.1:1'],
    ['Origin: http://127.0.0.1'],
    ['Origin: http://a.127.0.0.1'],
    ['Origin: own', 'Sec-Fetch-Site: same-site'],
    ['Origin: own', 'Sec-Fetch-Site: cross-site'],
    ['Origin: own', 'Sec-Fetch-Site: none'],
  ];
  it.each(PATHS.flatMap((path) => foreign.map((headers) => ({ path, headers }))))(
    'refuses $path with $headers by 403',
    async ({ path, headers }) => {
      const answer = await raw(
        path,
        headers.map((line) => line.replace('own', server.url)),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toContain('qd.request.cross-origin');
      expect(opened).toEqual([]);
      expect(fake.requests).toEqual([]);
    },
  );

  it.each([
    '/',
    '/api/live/',
    '/api/live?token=x',
    '/API/live',
    '/api/../api/live',
    '//api/live',
    '/api/clusters/fake/exec',
    '/api/clusters/fake/terminal/',
    '/api/clusters/fake/k8s/api/v1/namespaces/a/pods/b/exec',
    '/api/clusters/__proto__/terminal',
    '/api/clusters/%zz/terminal',
  ])('serves no socket at %s', async (path) => {
    expect(await raw(path, [`Origin: ${server.url}`])).toMatch(/^HTTP\/1\.1 404 /);
    expect(opened).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it('closes a socket that sends a message over the limit', async () => {
    const ws = dial('/api/live');
    await once(ws, 'open');
    const closed = once(ws, 'close');
    ws.send('x'.repeat(256 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
  });

  it('bounds the sockets of a session', async () => {
    const own = await server.signIn('good');
    const sockets: WebSocket[] = [];
    for (let i = 0; i < 80; i += 1) {
      const ws = dial('/api/live', { cookie: own });
      await once(ws, 'open');
      sockets.push(ws);
    }
    const refused = dial('/api/live', { cookie: own });
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).toBe(429);
    refused.on('error', () => {});
    refused.terminate();
    for (const ws of sockets) ws.terminate();
  });

  it('closes every socket with "going away" at shutdown', async () => {
    const other = await TestServer.start(fake, { deps: { handlers } });
    const own = await other.signIn('good');
    const ws = new WebSocket(`${other.url.replace('http', 'ws')}/api/live`, {
      headers: { cookie: own, origin: other.url },
    });
    await once(ws, 'open');
    const closed = once(ws, 'close');
    await other.close(2000);
    expect((await closed)[0]).toBe(1001);
  });
});
