import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { cookieOf, problemCode, TestServer } from '../test/test-server.ts';

/** A trusted proxy's header: class 5 of security.md (CVE-2025-64484, CVE-2026-40575). */
describe('the token of a trusted proxy', () => {
  let fake: FakeApiServer;
  let trusting: TestServer;
  let elsewhere: TestServer;
  let plain: TestServer;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    const start = (from: string) =>
      TestServer.start(fake, {
        env: { QUARTERDECK_PROXY_TOKEN_HEADER: 'X-Forwarded-Access-Token', QUARTERDECK_PROXY_TOKEN_FROM: from },
        deps: { failedSignInsPerMinute: 10_000 },
      });
    trusting = await start('127.0.0.0/8');
    elsewhere = await start('10.1.2.3,fd00::/8');
    plain = await TestServer.start(fake);
  });
  afterAll(async () => {
    for (const server of [trusting, elsewhere, plain]) await server.close();
    await fake.close();
  });
  beforeEach(() => {
    fake.requests.length = 0;
    fake.users.set('jane-1', 'jane').set('jane-2', 'jane').set('vera-1', 'vera');
  });

  const header = (token: string) => ({ 'x-forwarded-access-token': token });
  const signIn = (server: TestServer, headers: Record<string, string>) =>
    server.fetch('/api/clusters/fake/session', {
      method: 'POST',
      body: '{"proxy":true}',
      headers: { 'content-type': 'application/json', ...headers },
    });
  const get = (cookie: string, headers: Record<string, string>) =>
    trusting.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie, headers });

  it('signs in with it, and follows it while it is the same person’s', async () => {
    const config = await trusting.fetch('/api/config', { headers: header('jane-1') });
    expect(await config.json()).toMatchObject({ proxyLogin: true });
    const response = await signIn(trusting, header('Bearer jane-1'));
    expect(await response.json()).toMatchObject({ kind: 'proxy', user: { name: 'jane' }, renewsItself: true });
    const cookie = cookieOf(response);
    expect((await get(cookie, header('jane-1'))).status).toBe(200);
    const renewed = await get(cookie, header('jane-2'));
    expect(renewed.status).toBe(200);
    expect(fake.requests.at(-1)?.headers['authorization']).toBe('Bearer jane-2');
    expect(cookieOf(renewed)).not.toBe('');
    expect(fake.requests.at(-1)?.headers).not.toHaveProperty('x-forwarded-access-token');
  });

  it('ends the session when the proxy says nothing, or names somebody else', async () => {
    for (const headers of [{}, header('vera-1')]) {
      const cookie = cookieOf(await signIn(trusting, header('jane-1')));
      fake.requests.length = 0;
      expect((await get(cookie, headers)).status).toBe(401);
      expect(fake.requests.some(({ target }) => target.endsWith('/pods'))).toBe(false);
      expect((await get(cookie, header('jane-1'))).status).toBe(401);
    }
  });

  it('does not believe it from another address, by forwarded headers, twice, or when it is not configured', async () => {
    const forged = { 'x-forwarded-for': '10.1.2.3', forwarded: 'for=10.1.2.3', 'x-real-ip': '10.1.2.3' };
    expect(await problemCode(await signIn(elsewhere, { ...header('jane-1'), ...forged }))).toBe(
      'qd.session.proxy-silent',
    );
    expect(await problemCode(await signIn(plain, header('jane-1')))).toBe('qd.session.proxy-silent');
    expect(await problemCode(await signIn(trusting, { x_forwarded_access_token: 'jane-1' }))).toBe(
      'qd.session.proxy-silent',
    );
    for (const server of [elsewhere, plain])
      expect(await (await server.fetch('/api/config', { headers: header('jane-1') })).json()).not.toHaveProperty(
        'proxyLogin',
      );
    const twice = await trusting.raw(
      `POST /api/clusters/fake/session HTTP/1.1\r\nHost: ${new URL(trusting.url).host}\r\nConnection: close\r\n` +
        `Origin: ${trusting.url}\r\nX-Quarterdeck: 1\r\nContent-Type: application/json\r\nContent-Length: 14\r\n` +
        'X-Forwarded-Access-Token: jane-1\r\nX-Forwarded-Access-Token: vera-1\r\n\r\n{"proxy":true}',
    );
    expect(twice).toContain('proxy-silent');
    expect(fake.requests).toEqual([]);
  });
});
