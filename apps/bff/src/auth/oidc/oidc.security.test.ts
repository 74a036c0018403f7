import { randomBytes } from 'node:crypto';
import type { OidcStart, SessionInfo } from '@quarterdeck/shared/bff-api';
import { readTokenClaims } from '@quarterdeck/shared/service-account-token';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer, json } from '../../test/fake-api-server.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { TestOidcProvider } from '../../test/test-oidc-provider.ts';
import { cookieOf, fakeCluster, problemCode, TestServer } from '../../test/test-server.ts';

const ID_TOKEN_SECONDS = 600;
const START = '/api/clusters/fake/oidc/house';

/** Signing in at a real OpenID provider (oidc-provider): class 6, 9, 10 and 11 of security.md. */
describe('signing in at an OpenID provider', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let provider: TestOidcProvider;
  let replicas: [TestServer, TestServer];
  const fresh = new FakeClock(Date.now());
  const audit: Record<string, unknown>[] = [];
  const lines: string[] = [];
  const clock = new FakeClock(Date.now());

  beforeAll(async () => {
    fake = await FakeApiServer.start();
    // as --oidc-username-claim=sub would; whether it is the provider's own is the API server's business
    fake.users.get = (token) => {
      const { subject } = readTokenClaims(token);
      return subject === null ? undefined : `oidc:${subject}`;
    };
    provider = await TestOidcProvider.start();
    const { issuer, clientId, clientSecret, ca } = provider;
    const common = { issuer, clientId, clientSecret, ca, token: 'id_token' as const, logout: true };
    const scopes = ['openid', 'offline_access'];
    const sessionKey = randomBytes(32);
    const oidc = [
      { ...common, id: 'house', title: 'House', scopes, clusters: ['fake'] },
      { ...common, id: 'nowhere', title: 'Nowhere', scopes, clusters: null, issuer: 'https://localhost:1' },
    ];
    const start = () => TestServer.start(fake, { config: { sessionKey }, deps: { clock: fresh, oidc } });
    replicas = [await start(), await start()];
    server = await TestServer.start(fake, {
      config: { sessionKey },
      clusters: [fakeCluster(fake), fakeCluster(fake, { name: 'second' })],
      onLog: (line) => lines.push(line),
      deps: {
        clock,
        failedSignInsPerMinute: 10_000,
        audit: (line) => audit.push(JSON.parse(line) as Record<string, unknown>),
        oidc,
      },
    });
    provider.register(server.url, ID_TOKEN_SECONDS);
  });
  afterAll(async () => {
    await server.close();
    await Promise.all(replicas.map((replica) => replica.close()));
    await provider.close();
    await fake.close();
  });
  beforeEach(() => {
    audit.length = 0;
  });

  const start = (path = START, body: object = {}) =>
    server.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  /** to the provider and back; what the finish answers, and the cookies of the way */
  const signIn = async (body: object = {}, person = 'ida') => {
    const begun = await start(START, body);
    const { url } = (await begun.json()) as OidcStart;
    const way = cookieOf(begun);
    const callback = new URL(await provider.walk(url, person));
    const finished = await server.fetch(`/oidc/finish${callback.search}`, { cookie: way });
    return { begun, url, way, callback, finished, cookie: cookieOf(finished) };
  };
  const session = async (cookie: string) =>
    (await (await server.fetch('/api/clusters/fake/session', { cookie })).json()) as SessionInfo;
  const usedToken = async (cookie: string) => {
    await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    return String(fake.requests.at(-1)?.headers['authorization']).replace('Bearer ', '');
  };

  it('uses the code flow with PKCE, state and nonce, and gives the API server the ID token', async () => {
    const { url, begun, callback, finished, cookie } = await signIn({ next: '/clusters/fake/core/nodes' });
    const asked = new URL(url).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('redirect_uri')).toBe(`${server.url}/oidc/callback`);
    expect(asked.get('state')?.length).toBeGreaterThan(40);
    expect(asked.get('nonce')?.length).toBeGreaterThan(40);
    expect(begun.headers.getSetCookie()[0]).toMatch(/; Max-Age=600;.*HttpOnly; SameSite=Lax/);
    expect(finished.status).toBe(200);
    expect(await finished.text()).toContain('url=/clusters/fake/core/nodes"');
    expect(
      finished.headers
        .getSetCookie()
        .filter((line) => !/Max-Age=0/.test(line))
        .join(),
    ).toMatch(/SameSite=Strict/);
    expect(await session(cookie)).toMatchObject({ kind: 'oidc', user: { name: 'oidc:ida' }, renewsItself: true });
    const token = await usedToken(cookie);
    expect(readTokenClaims(token).subject).toBe('ida');
    // nothing of it shows: not in addresses, cookies, logs or the audit log
    const said = [url, callback.href, ...finished.headers.getSetCookie(), ...lines, JSON.stringify(audit)].join();
    expect(said).not.toContain(token);
    expect(lines.join()).not.toContain(callback.searchParams.get('code'));
    expect(audit).toMatchObject([{ audit: 'sign-in', result: 'ok', by: 'oidc', user: 'oidc:ida', cluster: 'fake' }]);
  });

  it('comes back by a page of ours, since the provider’s redirect carries no Strict cookie', async () => {
    const { callback } = await signIn();
    const page = await server.fetch(`/oidc/callback${callback.search}&next=https://evil.example&x="><script>`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toMatch(/http-equiv="refresh" content="0;url=\/oidc\/finish\?code=[\w-]+&amp;state=/);
    expect(html).not.toMatch(/evil|script>/);
    expect(page.headers.getSetCookie()).toEqual([]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('refuses an answer twice, in another browser, too late, or with another state', async () => {
    const { way, callback } = await signIn();
    const finish = (search: string, cookie: string, headers = {}) =>
      server.fetch(`/oidc/finish${search}`, { cookie, headers });
    const refused = async (response: Response) => {
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('/sign-in?fault=qd.session.oidc-state');
      expect(cookieOf(response)).toBe('');
    };
    await refused(await finish(callback.search, way));
    const begun = await start();
    const back = new URL(await provider.walk(((await begun.json()) as OidcStart).url, 'ida'));
    await refused(await finish(back.search, ''));
    await refused(await finish(back.search, way));
    await refused(await finish(back.search.replace(/state=[^&]+/, 'state=forged'), cookieOf(begun)));
    await refused(await finish(back.search, cookieOf(begun), { 'sec-fetch-site': 'cross-site' }));
    await refused(await finish(`${back.search}&state=x`, cookieOf(begun)));
    expect(audit.at(-1)).toMatchObject({ result: 'refused', by: 'oidc', reason: 'qd.session.oidc-state' });
    expect(audit.at(-1)?.['request']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes no code of its own making, and says what the provider refused', async () => {
    const begun = await start();
    const state = new URL(((await begun.json()) as OidcStart).url).searchParams.get('state');
    const iss = encodeURIComponent(provider.issuer);
    const forged = await server.fetch(`/oidc/finish?code=forged&state=${state}&iss=${iss}`, {
      cookie: cookieOf(begun),
    });
    expect(await forged.text()).toContain('fault=qd.session.oidc-refused');
    expect(forged.status).toBe(401);
    expect(audit.at(-1)).toMatchObject({ reason: 'qd.session.oidc-refused', detail: 'invalid_grant' });
    const denied = await start(START, { next: '/clusters/fake/core/nodes', mode: 'add' });
    const other = new URL(((await denied.json()) as OidcStart).url).searchParams.get('state');
    const answer = await server.fetch(`/oidc/finish?error=access_denied&state=${other}&iss=${iss}`, {
      cookie: cookieOf(denied),
    });
    const sentTo = await answer.text();
    expect(sentTo).toContain('fault=qd.session.oidc-refused');
    // another attempt goes where this one would have gone
    expect(sentTo).toContain('next=%2Fclusters%2Ffake%2Fcore%2Fnodes&amp;mode=add');
    expect(audit.at(-1)).toMatchObject({ detail: 'access_denied' });
    // mix-up (RFC 9207): an answer that another issuer signed
    const mixed = await start();
    const third = new URL(((await mixed.json()) as OidcStart).url).searchParams.get('state');
    const strange = await server.fetch(`/oidc/finish?code=x&state=${third}&iss=https://evil.example`, {
      cookie: cookieOf(mixed),
    });
    expect(await strange.text()).toContain('fault=qd.session.oidc-untrusted');
  });

  it('begins only from our own page, for a provider that the cluster trusts', async () => {
    expect(await problemCode(await start('/api/clusters/second/oidc/house'))).toBe('qd.session.login-unknown');
    expect(await problemCode(await start('/api/clusters/fake/oidc/__proto__'))).toBe('qd.session.login-unknown');
    expect(await problemCode(await start('/api/clusters/fake/oidc/nowhere'))).toBe('qd.session.oidc-unreachable');
    const cross = await server.fetch(START, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(cross.status).toBe(403);
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/clusters/\\evil',
      '/sign-in',
      '/clusters/a\u0000',
    ]) {
      const { finished } = await signIn({ next });
      expect(await finished.text()).toContain('url=/clusters/fake"');
    }
  });

  it('renews the token without the person, on requests and for sockets alone', async () => {
    const { cookie } = await signIn();
    const first = await usedToken(cookie);
    // a stream that hangs on the session, as a live socket or a terminal does
    fake.answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{}');
    const stream = await server.fetch('/api/clusters/fake/k8s/api/v1/pods?watch=true', { cookie });
    let over = false;
    const closed = stream.text().catch(() => (over = true));
    fake.answer = (_request, response, { target }) => json(response, 200, { target });
    // a minute before its end; nobody asks, the socket is enough
    const renewed = provider.tokens;
    clock.advance((ID_TOKEN_SECONDS - 30) * 1000);
    await expect.poll(() => provider.tokens).toBe(renewed + 1);
    await expect.poll(() => usedToken(cookie)).not.toBe(first);
    const later = await server.fetch('/api/clusters/fake/session', {
      cookie,
      headers: { 'x-quarterdeck-background': '1' },
    });
    // the cookie is behind what the process holds: it is sealed anew although nobody was here
    expect(cookieOf(later)).not.toBe('');
    expect(over).toBe(false);
    const out = await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: cookieOf(later) });
    expect(await closed).toBe(true);
    const { logoutUrl } = (await out.json()) as { logoutUrl: string };
    const leave = new URL(logoutUrl);
    expect(leave.origin).toBe(provider.issuer);
    expect(leave.searchParams.get('post_logout_redirect_uri')).toBe(`${server.url}/sign-in`);
    expect(leave.searchParams.has('id_token_hint')).toBe(false);
  });

  it('ends the session when the provider refuses to renew it', async () => {
    const { cookie } = await signIn({}, 'max');
    fresh.advance((ID_TOKEN_SECONDS - 30) * 1000);
    // the other replica renews it; this refresh token is spent, and who comes with it again is not trusted any more
    expect((await replicas[0].fetch('/api/clusters/fake/session', { cookie })).status).toBe(200);
    const refused = await replicas[1].fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    expect(await problemCode(refused)).toBe('qd.session.expired');
    expect(cookieOf(refused)).toBe('');
  });

  it('knows a way for ten minutes', async () => {
    const begun = await start();
    const back = new URL(await provider.walk(((await begun.json()) as OidcStart).url, 'ida'));
    clock.advance(601_000);
    const late = await server.fetch(`/oidc/finish${back.search}`, { cookie: cookieOf(begun) });
    expect(late.status).toBe(400);
  });
});
