import { liveClientFrame } from '@quarterdeck/shared/live-protocol';
import { logClientFrame } from '@quarterdeck/shared/log-protocol';
import { runClientFrame } from '@quarterdeck/shared/run-protocol';
import { terminalClientFrame } from '@quarterdeck/shared/stream-protocol';
import express, { type Application } from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { Browser, closeOf } from '../test/stream-browser.ts';
import { TestServer } from '../test/test-server.ts';
import { CLUSTER_SOCKETS } from './upgrade-router.ts';

/**
 * CVE-2018-18264, CVE-2026-53487, CVE-2025-14269. What is served is read from the routers themselves: a route that somebody adds is
 * attacked here without being named, and one that is open to all has to be added to the list below by hand.
 */
const OPEN_TO_ALL = [
  'get /healthz',
  'get /readyz',
  'get /api/config',
  'post /api/clusters/:cluster/session',
  'post /api/clusters/:cluster/oidc/:provider',
  'get /api/accounts',
  'delete /api/accounts',
  'get /oidc/callback',
  'get /oidc/finish',
];

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: object;
}

function routesOf(router: object, prefix: string): string[] {
  if (!('stack' in router)) return [];
  return (router.stack as readonly Layer[]).flatMap(({ route, handle }) => {
    if (!route) return routesOf(handle, prefix);
    const methods = Object.keys(route.methods).flatMap((method) =>
      method === '_all' ? ['get', 'head', 'post', 'put', 'patch', 'delete'] : [method],
    );
    return methods.map((method) => `${method} ${prefix}${route.path}`);
  });
}

const names: Readonly<Record<string, string>> = { cluster: 'fake', path: 'api/v1/pods' };
const fill = (route: string) => route.replace(/[:*](\w+)/g, (_all, name: string) => names[name] ?? 'x');

describe('everything that is served', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let browser: Browser;
  let routes: string[];
  beforeAll(async () => {
    const mounted: [path: string, router: object][] = [];
    const { application } = express;
    const { use } = application;
    const spy = vi.spyOn(application, 'use').mockImplementation(function (this: Application, ...given) {
      const list: readonly unknown[] = given;
      const [path, rest] = typeof list[0] === 'string' ? [list[0], list.slice(1)] : ['', list];
      for (const each of rest) if (typeof each === 'function') mounted.push([path, each]);
      return use.apply(this, given);
    });
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake);
    spy.mockRestore();
    routes = [...new Set(mounted.flatMap(([path, router]) => routesOf(router, path)))];
    browser = await Browser.signIn(server, 'good');
    fake.requests.length = 0;
  });
  afterAll(async () => {
    browser.close();
    await server.close();
    await fake.close();
  });

  it('is known, and but for what signing in needs, 401 without a session; the API server is asked nothing', async () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes).toContain('get /api/clusters/:cluster/k8s/*path');
    const open: string[] = [];
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const response = await server.fetch(fill(path), { method: method.toUpperCase() });
      if (response.status !== 401) open.push(route);
      await response.body?.cancel();
    }
    expect(open.toSorted()).toEqual(OPEN_TO_ALL.toSorted());
    expect(fake.requests).toEqual([]);
  });

  it('is refused to a page of another origin wherever it is below /api', async () => {
    for (const route of routes.filter((each) => each.includes(' /api/'))) {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(`${server.url}${fill(path)}`, {
        method: method.toUpperCase(),
        headers: { cookie: browser.cookie, origin: 'https://evil.example', 'x-quarterdeck': '1' },
      });
      expect([route, response.status]).toEqual([route, 403]);
      await response.body?.cancel();
    }
    expect(fake.requests).toEqual([]);
  });

  const SOCKETS = ['/api/live', ...Object.keys(CLUSTER_SOCKETS).map((kind) => `/api/clusters/fake/${kind}`)];
  it.each(SOCKETS)('the socket %s is 401 without a session', async (path) => {
    const answer = await server.raw(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${server.url}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(fake.requests).toEqual([]);
  });

  const protocols = { live: liveClientFrame, terminal: terminalClientFrame, log: logClientFrame, run: runClientFrame };
  const byPath = { live: 'live', ...CLUSTER_SOCKETS } as const;
  const query = { cluster: 'fake', group: '', version: 'v1', resource: 'pods', mode: 'rows', fields: [] };
  const filled = {
    csrf: 'wrong',
    namespace: 'ns',
    pod: 'web',
    container: 'main',
    command: ['sh'],
    cols: 80,
    rows: 24,
    session: 'x',
    offset: 0,
    bytes: 1,
    lines: 1,
    id: 1,
    query,
    targets: [{ namespace: 'ns', pod: 'web', container: 'main' }],
    sources: [{ namespace: 'ns', pod: 'web', container: 'main' }],
    timeoutSeconds: 5,
  };
  const messages = Object.entries(byPath).flatMap(([path, kind]) =>
    protocols[kind].def.options.map((option) => [path, option.def.shape.type.def.values[0] ?? ''] as const),
  );
  it.each(messages)(
    'the socket %s: the message "%s" does nothing without the session’s CSRF value',
    async (path, type) => {
      const ws = await browser.dial(path);
      const closed = closeOf(ws);
      const csrf = path === 'live' ? { fake: 'wrong' } : 'wrong';
      ws.send(JSON.stringify({ type, ...filled, csrf }));
      // 4400: a frame that says too little is not looked at further
      expect([4403, 4400]).toContain(await closed);
      expect(fake.requests).toEqual([]);
    },
  );

  it('knows the messages of all four protocols', () => {
    expect(new Set(messages.map(([path]) => path)).size).toBe(4);
    expect(messages.length).toBeGreaterThanOrEqual(12);
  });

  it('goes upstream as the person of the session, and as nobody else', async () => {
    fake.users.set('other', 'joe');
    const joe = await Browser.signIn(server, 'other');
    const socket = await joe.open('live');
    for (const [who, token] of [
      [browser, 'good'],
      [joe, 'other'],
    ] as const) {
      fake.requests.length = 0;
      for (const route of routes.filter((each) => /^get \/api\/clusters\/:cluster\/(?!logs|ports)/.test(each)))
        await (await server.fetch(fill(route.split(' ')[1] ?? ''), { cookie: who.cookie })).body?.cancel();
      expect(fake.requests.length).toBeGreaterThan(0);
      expect(new Set(fake.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${token}`]));
    }
    socket.terminate();
    joe.close();
  });
});
