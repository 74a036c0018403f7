import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { certificateUser, cookieOf, fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

const jwt = (claims: object) =>
  [{ alg: 'none' }, claims, 'sig'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
const now = Math.floor(Date.now() / 1000);
const serviceAccount = 'system:serviceaccount:shop:dev';

describe('signing in', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  const clock = new FakeClock();
  beforeAll(async () => {
    fake = await FakeApiServer.start({ tls: true });
    server = await TestServer.start(fake, {
      config: {
        localUser: true,
        readyLogins: [
          { id: 'viewer', label: 'Viewer', description: '', token: 'viewer-token', cluster: 'fake' },
          { id: 'elsewhere', label: 'X', description: '', token: 'viewer-token', cluster: 'other' },
        ],
      },
      clusters: [fakeCluster(fake, { localUser: certificateUser }), fakeCluster(fake, { name: 'second' })],
      deps: { clock, failedSignInsPerMinute: 10_000 },
    });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  beforeEach(() => {
    fake.requests.length = 0;
    fake.users.clear();
    fake.users.set('good', 'jane').set('viewer-token', 'vera');
  });

  it('proves the token and says who it is, without the token', async () => {
    const token = jwt({ sub: serviceAccount, exp: now + 3600 });
    fake.users.set(token, serviceAccount);
    const response = await server.postSession({ token });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      cluster: 'fake',
      user: { name: serviceAccount, groups: ['system:authenticated'] },
      kind: 'token',
      tokenExpiresAt: now + 3600,
      sessionExpiresAt: now + 3600,
      idleTimeoutSeconds: 1800,
      homeNamespace: 'shop',
      serverVersion: 'v1.99.0',
    });
    expect(text).not.toContain(token);
    expect(response.headers.getSetCookie().join()).not.toContain(token);
    expect(fake.requests[0]).toMatchObject({
      method: 'POST',
      target: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    });
    expect(fake.requests.every(({ headers }) => headers['authorization'] === `Bearer ${token}`)).toBe(true);
    const session = await server.fetch('/api/clusters/fake/session', { cookie: cookieOf(response) });
    expect(await session.json()).toMatchObject({ user: { name: serviceAccount } });
  });

  it.each([
    ['wrong', 'nobodys-token', 401, 'qd.session.token-rejected'],
    ['truncated', jwt({ sub: 'x', exp: now + 60 }).slice(0, -4), 401, 'qd.session.token-rejected'],
    ['expired', jwt({ sub: 'x', exp: now - 60 }), 401, 'qd.session.token-expired'],
    ['blank', ' \n', 400, 'qd.session.token-malformed'],
    ['binary', 'a\u0000b\u0007c', 400, 'qd.session.token-malformed'],
    ['beyond ASCII', 'tökén', 400, 'qd.session.token-malformed'],
    ['huge', 'x'.repeat(20_000), 400, 'qd.session.credential-too-large'],
  ])('refuses a %s token', async (_name, token, expected, code) => {
    const response = await server.postSession({ token });
    expect(response.status).toBe(expected);
    expect(response.headers.getSetCookie()).toEqual([]);
    const text = await response.text();
    expect(JSON.parse(text).code).toBe(code);
    if (token.trim().length > 3) expect(text).not.toContain(token);
  });

  it.each([
    ['{}'],
    ['[]'],
    ['null'],
    ['"token"'],
    ['{"token":1}'],
    ['{"token":{"$ne":""}}'],
    ['{"readyLogin":""}'],
    ['{"token":'],
    ['{"__proto__":{"token":"good"}}'],
  ])('refuses the body %s', async (body) => {
    const response = await server.fetch('/api/clusters/fake/session', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(await problemCode(response)).toBe('qd.request.invalid');
    expect(fake.requests).toEqual([]);
  });

  it('takes JSON alone and a body of modest size', async () => {
    const form = await server.fetch('/api/clusters/fake/session', {
      method: 'POST',
      body: 'token=good',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.status).toBe(400);
    const large = await server.postSession({ token: 'x'.repeat(200_000) });
    expect(await problemCode(large)).toBe('qd.request.too-large');
    expect(fake.requests).toEqual([]);
  });

  it('takes an 8 kB token and sends it upstream whole', async () => {
    const token =
      `${jwt({ sub: 'big' })}${Array.from({ length: 8192 }, () => Math.random().toString(36)[2] ?? 'a').join('')}`.slice(
        0,
        8192,
      );
    fake.users.set(token, 'big');
    const cookie = await server.signIn(token);
    const response = await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    expect(response.status).toBe(200);
    expect(fake.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${token}`);
  });

  it('says so when a token is too large for the cookies', async () => {
    const token = Array.from({ length: 16_000 }, () => Math.random().toString(36)[2] ?? 'a').join('');
    fake.users.set(token, 'big');
    const response = await server.postSession({ token });
    expect(await problemCode(response)).toBe('qd.session.credential-too-large');
  });

  it.each(['__proto__', 'constructor', 'toString', 'nosuch', 'fake/x', '%2e%2e', '%00'])(
    'knows no cluster %j',
    async (name) => {
      const response = await server.postSession({ token: 'good' }, undefined, name);
      expect(await problemCode(response)).toBe('qd.cluster.unknown');
      expect(fake.requests).toEqual([]);
    },
  );

  it('gives a new id each time; the first is dead after the second and after sign-out', async () => {
    const first = await server.postSession({ token: 'good' });
    const cookie = cookieOf(first);
    const second = await server.postSession({ token: 'good' }, cookie);
    const [a, b] = [(await first.json()) as { csrf: string }, (await second.json()) as { csrf: string }];
    expect(a.csrf).not.toBe(b.csrf);
    expect(await problemCode(await server.fetch('/api/clusters/fake/session', { cookie }))).toBe('qd.session.expired');

    const current = cookieOf(second);
    const out = await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: current });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie().every((line) => line.includes('Max-Age=0'))).toBe(true);
    fake.requests.length = 0;
    for (const path of ['/api/clusters/fake/session', '/api/clusters/fake/k8s/api/v1/pods']) {
      const late = await server.fetch(path, { cookie: current });
      // an answer that was under way may have put the cookie back
      expect(late.headers.getSetCookie().join()).toContain('Max-Age=0');
      expect(await problemCode(late)).toBe('qd.session.expired');
    }
    expect(fake.requests).toEqual([]);
  });

  it('does not come back by the renewal of a request that was under way at sign-out', async () => {
    const cookie = await server.signIn('good');
    clock.advance(61_000);
    let finish = () => {};
    const usual = fake.answer;
    const asked = new Promise<void>((resolve) => {
      fake.answer = (_request, response) => {
        finish = () => json(response, 200, {});
        resolve();
      };
    });
    const slow = server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    await asked;
    expect((await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie })).status).toBe(204);
    finish();
    fake.answer = usual;
    expect((await slow).headers.getSetCookie()).toEqual([]);
  });

  it('never lends one cluster’s session to another, even under the other’s cookie name', async () => {
    const cookie = await server.signIn('good');
    expect(await problemCode(await server.fetch('/api/clusters/second/session', { cookie }))).toBe(
      'qd.session.required',
    );
    const other = await server.signIn('viewer-token', 'second');
    const renamed = `${other.split('=')[0]}=${cookie.slice(cookie.indexOf('=') + 1)}`;
    const response = await server.fetch('/api/clusters/second/session', { cookie: renamed });
    expect(await problemCode(response)).toBe('qd.session.required');
  });

  it('offers ready logins by their id, to their own cluster', async () => {
    const response = await server.postSession({ readyLogin: 'viewer' });
    expect(await response.json()).toMatchObject({ kind: 'ready-login', user: { name: 'vera' } });
    for (const readyLogin of ['nosuch', 'elsewhere', '__proto__'])
      expect(await problemCode(await server.postSession({ readyLogin }))).toBe('qd.session.login-unknown');
  });

  it('lends the kubeconfig’s user to whoever holds the printed key', async () => {
    const wrong = await server.postSession({ localKey: 'x'.repeat(43) });
    expect(await problemCode(wrong)).toBe('qd.session.local-key-wrong');
    const none = await server.postSession({ localKey: server.localKey }, undefined, 'second');
    expect(await problemCode(none)).toBe('qd.session.login-unknown');
    expect(fake.requests).toEqual([]);
    const response = await server.postSession({ localKey: server.localKey });
    expect(await response.json()).toMatchObject({
      kind: 'local-user',
      user: { name: 'kubeconfig-admin' },
      homeNamespace: 'home',
    });
    const cookie = cookieOf(response);
    await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    expect(fake.requests.at(-1)).toMatchObject({ clientCertificate: 'kubeconfig-admin' });
    expect(fake.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('never sends the kubeconfig’s certificate along with a token', async () => {
    await server.postSession({ localKey: server.localKey });
    const cookie = await server.signIn('good');
    await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie });
    const withToken = fake.requests.filter(({ headers }) => headers['authorization'] !== undefined);
    expect(withToken.length).toBeGreaterThan(1);
    expect(withToken.every(({ clientCertificate }) => clientCertificate === null)).toBe(true);
  });

  it('ends by idleness and renews by use', async () => {
    let cookie = await server.signIn('good');
    clock.advance(20 * 60_000);
    const renewed = await server.fetch('/api/clusters/fake/session', { cookie });
    expect(renewed.status).toBe(200);
    cookie = cookieOf(renewed);
    expect(cookie).not.toBe('');
    clock.advance(20 * 60_000);
    const again = await server.fetch('/api/clusters/fake/session', { cookie });
    expect(again.status).toBe(200);
    cookie = cookieOf(again);
    clock.advance(31 * 60_000);
    const late = await server.fetch('/api/clusters/fake/session', { cookie });
    expect(late.status).toBe(401);
    expect(late.headers.getSetCookie().join()).toContain('Max-Age=0');
    expect(await problemCode(late)).toBe('qd.session.expired');
  });
});

describe('proving a token to servers of every age', () => {
  const proof = async (fake: FakeApiServer, token: string) => {
    const server = await TestServer.start(fake);
    const response = await server.postSession({ token });
    const body = (await response.json()) as { code?: string; user?: { name: string } };
    await server.close();
    await fake.close();
    return body.user?.name ?? body.code;
  };

  it('falls back to an access review and the token’s own subject', async () => {
    const fake = await FakeApiServer.start({ withoutSelfSubjectReview: true });
    const token = jwt({ sub: serviceAccount });
    fake.users.set(token, serviceAccount);
    expect(await proof(fake, token)).toBe(serviceAccount);
    expect(fake.requests.map(({ target }) => target)).toEqual([
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      '/apis/authentication.k8s.io/v1beta1/selfsubjectreviews',
      '/apis/authentication.k8s.io/v1alpha1/selfsubjectreviews',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      '/version',
    ]);
  });

  it('asks nothing more once a token is rejected', async () => {
    const fake = await FakeApiServer.start({ withoutSelfSubjectReview: true });
    expect(await proof(fake, 'x')).toBe('qd.session.token-rejected');
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ['names the user', 403, 'selfsubjectreviews is forbidden: User "jane" cannot create resource "x"', 'jane'],
    ['names nobody', 403, 'access denied by the gateway', 'qd.api.forbidden'],
    [
      'names the anonymous user',
      403,
      'x is forbidden: User "system:anonymous" cannot create x',
      'qd.session.token-rejected',
    ],
    ['is a failure', 500, 'etcd is down', 'qd.api.internal'],
    ['is throttling', 429, 'slow down', 'qd.api.too-many-requests'],
  ])('judges an answer that %s', async (_name, code, message, expected) => {
    const reasons: Record<number, string> = { 403: 'Forbidden', 429: 'TooManyRequests', 500: 'InternalError' };
    const fake = await FakeApiServer.start();
    fake.users.set('t', 'jane');
    fake.review = (response) => status(response, code, reasons[code] ?? '', message);
    expect(await proof(fake, 't')).toBe(expected);
  });

  it.each([
    ['HTML', '<html>', 'text/html'],
    ['an empty object', '{}', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a wrong type', '{"status":{"userInfo":{"username":7}}}', 'application/json'],
  ])('accepts no 200 with %s', async (_name, body, type) => {
    const fake = await FakeApiServer.start();
    fake.users.set('t', 'jane');
    fake.review = (response) => response.writeHead(200, { 'content-type': type }).end(body);
    expect(await proof(fake, 't')).toBe('qd.cluster.bad-answer');
  });

  it('accepts no anonymous review', async () => {
    const fake = await FakeApiServer.start();
    fake.users.set('t', 'jane');
    fake.review = (response) => json(response, 201, { status: { userInfo: { username: 'system:anonymous' } } });
    expect(await proof(fake, 't')).toBe('qd.session.token-rejected');
  });
});

describe('trying tokens', () => {
  it('is slowed down after too many failures, but success is not counted', async () => {
    const fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    const server = await TestServer.start(fake, { deps: { failedSignInsPerMinute: 3 } });
    for (let i = 0; i < 5; i += 1) expect((await server.postSession({ token: 'good' })).status).toBe(200);
    for (let i = 0; i < 3; i += 1) expect((await server.postSession({ token: 'bad' })).status).toBe(401);
    const response = await server.postSession({ token: 'bad' });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await problemCode(response)).toBe('qd.session.too-many-attempts');
    await server.close();
    await fake.close();
  });
});
