import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { freePort } from '../test/free-port.ts';
import { TestOidcProvider } from '../test/test-oidc-provider.ts';
import { cookieOf, problemCode, TestServer } from '../test/test-server.ts';
import { withoutBasePath } from './base-path.ts';

const PAGE = { accept: 'text/html' };

describe('a prefix in the public address', () => {
  let fake: FakeApiServer;
  let provider: TestOidcProvider;
  let server: TestServer;
  let origin: string;
  let cookie: string;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.get = (token) => (token === 'good' ? 'jane' : 'oidc:ida');
    provider = await TestOidcProvider.start();
    const root = mkdtempSync(join(tmpdir(), 'quarterdeck-web-'));
    mkdirSync(join(root, 'assets'));
    writeFileSync(
      join(root, 'index.html'),
      '<html><head><link href="/favicon.svg"><script src="/assets/app.js"></script></head><a href="//x">/y</a></html>',
    );
    writeFileSync(join(root, 'assets', 'app-12345678.js'), 'x');
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const { issuer, clientId, clientSecret, ca } = provider;
    const settings = { issuer, clientId, clientSecret, ca, token: 'id_token' as const, logout: true };
    server = await TestServer.start(fake, {
      env: { PORT: String(port), QUARTERDECK_PUBLIC_URL: `${origin}/tools/deck`, QUARTERDECK_WEB_ROOT: root },
      deps: { oidc: [{ ...settings, id: 'house', title: 'House', scopes: ['openid'], clusters: null }] },
    });
    provider.register(server.url, 600);
    cookie = await server.signIn('good');
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await provider.close();
    await fake.close();
  });
  /** The target as it stands, which fetch would tidy up. */
  const get = (target: string, headers: readonly string[] = []) =>
    server.raw(
      [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1`, `Cookie: ${cookie}`, 'Connection: close', ...headers, '', ''].join(
        '\r\n',
      ),
    );

  it('is part of the address that is printed, and is understood with it and without', async () => {
    expect(server.url).toBe(`${origin}/tools/deck`);
    for (const base of [origin, `${origin}/tools/deck`]) {
      expect(await (await fetch(`${base}/healthz`)).text()).toBe('ok');
      expect((await fetch(`${base}/api/config`)).status).toBe(200);
      const pods = await fetch(`${base}/api/clusters/fake/k8s/api/v1/pods`, { headers: { cookie } });
      expect(pods.status).toBe(200);
      expect(fake.requests.at(-1)?.target).toBe('/api/v1/pods');
      const ws = new WebSocket(`${base.replace('http', 'ws')}/api/live`, { headers: { cookie }, origin });
      await new Promise((resolve, reject) => ws.on('open', resolve).on('error', reject));
      ws.close();
    }
  });

  it('leads the index page’s files, and tells it', async () => {
    for (const path of ['/tools/deck', '/tools/deck/', '/tools/deck/clusters/a', '/clusters/a', '/tools/deck?key=x']) {
      const answer = await fetch(origin + path, { headers: PAGE });
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toBe(
        '<html><head><meta name="quarterdeck-base" content="/tools/deck"><link href="/tools/deck/favicon.svg">' +
          '<script src="/tools/deck/assets/app.js"></script></head><a href="//x">/y</a></html>',
      );
      const etag = answer.headers.get('etag') ?? '';
      expect((await fetch(origin + path, { headers: { ...PAGE, 'if-none-match': etag } })).status).toBe(304);
    }
    const script = await fetch(`${origin}/tools/deck/assets/app-12345678.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${origin}/tools/deck/assets/none-12345678.js`, { headers: PAGE })).status).toBe(404);
  });

  it('is where cookies belong, and the origin is still what requests must come from', async () => {
    const answer = await server.postSession({ token: 'good' });
    expect(answer.headers.getSetCookie()[0]).toContain('; Path=/tools/deck; HttpOnly; SameSite=Strict');
    for (const foreign of ['http://127.0.0.1', `${origin}/tools/deck`, 'http://127.0.0.1:1', 'null']) {
      const refused = await server.fetch('/api/clusters/fake/session', {
        method: 'DELETE',
        cookie,
        headers: { origin: foreign },
      });
      expect(await problemCode(refused)).toBe('qd.request.cross-origin');
    }
    const out = await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: cookieOf(answer) });
    expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0; Path=\/tools\/deck;/);
  });

  it('opens no way around the guards', async () => {
    const before = fake.requests.length;
    const pods = '/api/clusters/fake/k8s/api/v1/pods';
    for (const target of [
      `/tools/deck/${pods}`,
      `/tools/deck//evil.example${pods}`,
      `//tools/deck${pods}`,
      `http://evil.example/tools/deck${pods}`,
      `/tools/deck/tools/deck${pods}`,
      `/tools/deckx${pods}`,
      `/tools/deck%2f${pods}`,
      `/tools/%64eck${pods}`,
      `/Tools/deck${pods}`,
      `/tools/deck/../deck${pods}`,
      '/tools/deck/api/clusters/fake/k8s/api/v1/../../healthz',
      '/tools/deck/api/clusters/fake/k8s/api/v1/%2e%2e/secrets',
      '/api/clusters/fake/k8s/tools/deck/api/v1/pods',
    ])
      expect(await get(target), target).toMatch(/^HTTP\/1\.1 (?:400|404) /);
    expect(fake.requests.length).toBe(before);
    const foreign = await get('/tools/deck/api/live', [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Origin: http://127.0.0.1:1',
    ]);
    expect(foreign).not.toContain('101');
  });

  it('is taken off once, and only as whole segments', () => {
    const off = (target: string) => withoutBasePath(target, '/deck');
    expect(['/deck', '/deck/', '/deck?a', '/deck/a?b', '/decks', '/a/deck', '', '/deck/deck'].map(off)).toEqual([
      '/',
      '/',
      '/?a',
      '/a?b',
      '/decks',
      '/a/deck',
      '',
      '/deck',
    ]);
    expect(withoutBasePath('/deck', '')).toBe('/deck');
  });

  it('is in the addresses that an OpenID provider is given, and on the way back', async () => {
    const begun = await server.fetch('/api/clusters/fake/oidc/house', {
      method: 'POST',
      body: JSON.stringify({ next: '/clusters/fake/core/nodes' }),
      headers: { 'content-type': 'application/json' },
    });
    const { url } = (await begun.json()) as { url: string };
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(`${origin}/tools/deck/oidc/callback`);
    expect(begun.headers.getSetCookie()[0]).toContain('Path=/tools/deck;');
    const callback = await provider.walk(url, 'ida');
    expect(callback.startsWith(`${origin}/tools/deck/oidc/callback?`)).toBe(true);
    const page = await (await fetch(callback)).text();
    const [, next = ''] = /content="0;url=([^"]*)"/.exec(page) ?? [];
    expect(next.startsWith('/tools/deck/oidc/finish?')).toBe(true);
    const finished = await fetch(origin + next.replaceAll('&amp;', '&'), { headers: { cookie: cookieOf(begun) } });
    expect(finished.status).toBe(200);
    expect(await finished.text()).toContain('url=/tools/deck/clusters/fake/core/nodes"');
    const leaving = await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: cookieOf(finished) });
    const { logoutUrl } = (await leaving.json()) as { logoutUrl: string };
    expect(new URL(logoutUrl).searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/tools/deck/sign-in`);

    const forged = await fetch(`${origin}/tools/deck/oidc/finish?code=x&state=forged`);
    expect(await forged.text()).toContain('url=/tools/deck/sign-in?fault=');
  });
});
