import type { Accounts, SessionInfo } from '@quarterdeck/shared/bff-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { cookieOf, fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

const jwt = (claims: object) =>
  [{ alg: 'none' }, claims, 'sig'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** A browser's cookie jar, as far as our cookies go. */
class Jar {
  readonly #cookies = new Map<string, string>();
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }
}

/** Class 2, 6, 9, 11 of security.md, for several accounts in one browser (OPS-009, OPS-011, OPS-022). */
describe('several accounts in one browser', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let jar: Jar;
  const clock = new FakeClock(Date.now());
  const audit: Record<string, unknown>[] = [];
  const at = (path: string, init: RequestInit = {}) => server.fetch(path, { ...init, cookie: jar.header });
  const signIn = async (token: string, mode?: string, cluster = 'fake') =>
    (await jar
      .take(await server.postSession({ token, ...(mode ? { mode } : {}) }, jar.header, cluster))
      .json()) as SessionInfo;
  const accounts = async () => ((await (await at('/api/accounts')).json()) as Accounts).accounts;
  const put = (account: string, headers: Record<string, string> = {}) =>
    at('/api/clusters/fake/account', {
      method: 'PUT',
      body: JSON.stringify({ account }),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const bearerAtPods = async () => {
    await at('/api/clusters/fake/k8s/api/v1/pods');
    return fake.requests.at(-1)?.headers['authorization'];
  };

  beforeAll(async () => {
    fake = await FakeApiServer.start();
    server = await TestServer.start(fake, {
      clusters: [fakeCluster(fake), fakeCluster(fake, { name: 'second' })],
      deps: {
        clock,
        failedSignInsPerMinute: 10_000,
        audit: (line) => audit.push(JSON.parse(line) as Record<string, unknown>),
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  beforeEach(() => {
    jar = new Jar();
    fake.requests.length = 0;
    audit.length = 0;
    fake.users.clear();
    for (const name of ['jane', 'vera', 'max', 'ida', 'ole', 'una']) fake.users.set(`${name}-token`, name);
    fake.users.set('jane-new-token', 'jane');
  });

  it('keeps them beside each other, switches, and never mixes their credentials', async () => {
    const jane = await signIn('jane-token');
    const vera = await signIn('vera-token', 'add');
    expect(vera.account).not.toBe(jane.account);
    expect(await bearerAtPods()).toBe('Bearer vera-token');
    expect((await accounts()).map(({ user, present }) => [user, present])).toEqual([
      ['vera', true],
      ['jane', false],
    ]);
    const back = jar.take(await put(jane.account));
    expect(await back.json()).toMatchObject({ user: { name: 'jane' }, csrf: jane.csrf });
    expect(await bearerAtPods()).toBe('Bearer jane-token');
    expect(audit.map(({ audit: event, user, result }) => [event, user, result])).toEqual([
      ['sign-in', 'jane', 'ok'],
      ['sign-in', 'vera', 'ok'],
      ['switch-account', 'jane', 'ok'],
    ]);
    expect(JSON.stringify(audit)).not.toMatch(/-token|csrf/);
  });

  it('refuses what a page asks as an account that is not the present one any more', async () => {
    const jane = await signIn('jane-token');
    await signIn('vera-token', 'add');
    fake.requests.length = 0;
    const late = await at('/api/clusters/fake/k8s/api/v1/pods', { headers: { 'x-quarterdeck-account': jane.account } });
    expect(late.status).toBe(409);
    expect(await problemCode(late)).toBe('qd.session.switched');
    expect(late.headers.getSetCookie()).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it('lets nobody take an account by its name alone', async () => {
    const jane = await signIn('jane-token');
    jar = new Jar();
    expect(await problemCode(await put(jane.account))).toBe('qd.session.required');
    await signIn('vera-token');
    expect(await problemCode(await put(jane.account))).toBe('qd.session.account-unknown');
    expect((await put(jane.account, { origin: 'https://evil.example' })).status).toBe(403);
    expect(await (await server.fetch('/api/accounts')).json()).toEqual({ accounts: [] });
  });

  it('holds one account of a person, and not more than fit', async () => {
    const first = await signIn('jane-token');
    const again = await signIn('jane-new-token', 'add');
    expect((await accounts()).map(({ account }) => account)).toEqual([again.account]);
    expect(again.account).not.toBe(first.account);
    for (const name of ['vera', 'max', 'ida', 'ole']) await signIn(`${name}-token`, 'add');
    const sixth = await server.postSession({ token: 'una-token', mode: 'add' }, jar.header);
    expect(await problemCode(sixth)).toBe('qd.session.too-many-accounts');
    expect(sixth.headers.getSetCookie()).toEqual([]);
    expect(await accounts()).toHaveLength(5);
  });

  it('signs out the present one alone, or all of them on every cluster (OPS-009)', async () => {
    await signIn('jane-token');
    await signIn('vera-token', 'add');
    await signIn('max-token', undefined, 'second');
    jar.take(await at('/api/clusters/fake/session', { method: 'DELETE' }));
    expect((await accounts()).map(({ user }) => user)).toEqual(['jane', 'max']);
    const before = jar.header;
    const out = jar.take(await at('/api/accounts', { method: 'DELETE' }));
    expect(out.status).toBe(204);
    expect(jar.header).toBe('');
    const stolen = await server.fetch('/api/clusters/second/session', { cookie: before });
    expect(await problemCode(stolen)).toBe('qd.session.expired');
    expect((await (await server.fetch('/api/accounts', { cookie: before })).json()) as Accounts).toEqual({
      accounts: [],
    });
    expect(
      audit.filter(({ audit: event }) => event === 'sign-out').map(({ user, everywhere }) => [user, everywhere]),
    ).toEqual([
      ['vera', false],
      ['jane', true],
      ['max', true],
    ]);
  });

  it('keeps the other accounts alive with the person, and lets them go idle with them', async () => {
    await signIn('jane-token');
    await signIn('vera-token', 'add');
    for (let i = 0; i < 4; i += 1) {
      clock.advance(20 * 60_000);
      jar.take(await at('/api/clusters/fake/session'));
    }
    expect(await accounts()).toHaveLength(2);
    for (let i = 0; i < 2; i += 1) {
      clock.advance(16 * 60_000);
      jar.take(await at('/api/clusters/fake/session', { headers: { 'x-quarterdeck-background': '1' } }));
    }
    expect(await accounts()).toEqual([]);
  });

  describe('renewing in place (OPS-008)', () => {
    it('keeps the session, its sockets’ proof and the person; the credential is the new one everywhere', async () => {
      const old = await signIn('jane-token');
      const olderCookie = jar.header;
      const renewed = await signIn('jane-new-token', 'renew');
      expect(renewed).toMatchObject({ account: old.account, csrf: old.csrf });
      expect(await bearerAtPods()).toBe('Bearer jane-new-token');
      // a request that was under way with the older cookie
      const late = await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie: olderCookie });
      expect(late.status).toBe(200);
      expect(fake.requests.at(-1)?.headers['authorization']).toBe('Bearer jane-new-token');
      clock.advance(61_000);
      const stolen = await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie: olderCookie });
      expect(await problemCode(stolen)).toBe('qd.session.expired');
      expect((await at('/api/clusters/fake/session')).status).toBe(200);
    });

    it('makes another session of another person, and ends the first', async () => {
      const jane = await signIn('jane-token');
      const before = jar.header;
      const vera = await signIn('vera-token', 'renew');
      expect(vera.account).not.toBe(jane.account);
      expect(vera.csrf).not.toBe(jane.csrf);
      expect(await problemCode(await server.fetch('/api/clusters/fake/session', { cookie: before }))).toBe(
        'qd.session.expired',
      );
    });

    it('moves the end of token and session', async () => {
      const now = Math.floor(clock.now() / 1000);
      const [short, long] = [now + 600, now + 7200].map((exp) => jwt({ sub: 'jane', exp }));
      fake.users.set(short ?? '', 'jane').set(long ?? '', 'jane');
      expect(await signIn(short ?? '')).toMatchObject({ tokenExpiresAt: now + 600, sessionExpiresAt: now + 600 });
      expect(await signIn(long ?? '', 'renew')).toMatchObject({ tokenExpiresAt: now + 7200 });
      clock.advance(601_000);
      expect((await at('/api/clusters/fake/session')).status).toBe(200);
    });
  });

  it('renews the idle time for a person alone, not for what a page asks by itself', async () => {
    await signIn('jane-token');
    for (let i = 0; i < 3; i += 1) {
      clock.advance(9 * 60_000);
      const own = await at('/api/clusters/fake/k8s/api/v1/pods', { headers: { 'x-quarterdeck-background': '1' } });
      expect(own.status).toBe(200);
      expect(cookieOf(own)).toBe('');
    }
    clock.advance(4 * 60_000);
    expect(await problemCode(await at('/api/clusters/fake/session'))).toBe('qd.session.expired');
  });

  it('does not renew it for sockets that come back by themselves', async () => {
    await signIn('jane-token');
    const target = new URL(server.url).host;
    const upgrade = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`ws://${target}/api/live`, {
          headers: { cookie: jar.header, origin: server.url },
        });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('error', () => {});
        socket.on('open', () => {
          socket.terminate();
          resolve(101);
        });
      });
    for (let i = 0; i < 3; i += 1) {
      clock.advance(9 * 60_000);
      expect(await upgrade()).toBe(101);
    }
    clock.advance(4 * 60_000);
    expect(await upgrade()).toBe(401);
  });

  it('tells the owner why a sign-in was refused, and the guesser nothing more than that', async () => {
    const bad = 'eyJhbGciOiJub25lIn0.c2VjcmV0.c2ln';
    const refused = await server.postSession({ token: bad });
    const text = await refused.text();
    expect(text).not.toContain(bad);
    expect(audit).toEqual([
      {
        time: expect.any(String),
        request: refused.headers.get('x-request-id'),
        audit: 'sign-in',
        result: 'refused',
        cluster: 'fake',
        user: null,
        address: '127.0.0.1',
        by: 'token',
        reason: 'qd.session.token-rejected',
        detail: 'Unauthorized',
      },
    ]);
  });
});
