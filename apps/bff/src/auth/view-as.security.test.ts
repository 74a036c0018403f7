import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { cookieOf, problemCode, TestServer } from '../test/test-server.ts';

const SESSION = '/api/clusters/fake/session';
const VIEW_AS = `${SESSION}/view-as`;
const PODS = '/api/clusters/fake/k8s/api/v1/pods';

describe('view as somebody else (security.md, class 5)', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let cookie: string;
  const clock = new FakeClock();
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake, { deps: { clock } });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  beforeEach(async () => {
    fake.review = undefined;
    cookie = await server.signIn('good');
    fake.requests.length = 0;
  });
  const put = (body: unknown, own = cookie) =>
    server.fetch(VIEW_AS, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      cookie: own,
    });
  const identityOf = (request: (typeof fake.requests)[number] | undefined) =>
    Object.fromEntries(Object.entries(request?.headers ?? {}).filter(([name]) => name.startsWith('impersonate')));

  it('asks the API server as the other one, on every request, and goes back', async () => {
    const response = await put({ user: 'joe', groups: ['dev', 'ops', 'dev'] });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ user: { name: 'joe' }, viewAs: { by: { name: 'jane' } } });
    const other = cookieOf(response);
    // the session before is over; what was under way with it does not take the new cookie from the browser
    const late = await server.fetch(SESSION, { cookie });
    expect(late.headers.getSetCookie()).toEqual([]);
    expect(await problemCode(late)).toBe('qd.session.expired');

    fake.requests.length = 0;
    await server.fetch(PODS, {
      cookie: other,
      headers: { 'impersonate-user': 'system:admin', 'impersonate-group': 'system:masters' },
    });
    expect(identityOf(fake.requests.at(-1))).toEqual({ 'impersonate-user': 'joe', 'impersonate-group': 'dev, ops' });

    const back = await server.fetch(VIEW_AS, { method: 'DELETE', cookie: other });
    expect(await back.json()).toMatchObject({ user: { name: 'jane' } });
    await server.fetch(PODS, { cookie: cookieOf(back) });
    expect(identityOf(fake.requests.at(-1))).toEqual({});
    expect(await problemCode(await server.fetch(SESSION, { cookie: other }))).toBe('qd.session.expired');
  });

  it('is not allowed where the API server refuses it, and leaves the session as it was', async () => {
    fake.review = (response) =>
      status(response, 403, 'Forbidden', 'users "joe" is forbidden: User "jane" cannot impersonate resource "users"');
    const response = await put({ user: 'joe', groups: [] });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    fake.review = undefined;
    expect(await (await server.fetch(SESSION, { cookie })).json()).toMatchObject({ user: { name: 'jane' } });
  });

  it('shows one who may do nothing at all', async () => {
    fake.review = (response) =>
      status(response, 403, 'Forbidden', 'User "joe" cannot create resource "selfsubjectaccessreviews"');
    expect(await (await put({ user: 'joe', groups: ['none'] })).json()).toMatchObject({
      user: { name: 'joe', groups: ['none'] },
    });
  });

  it('changes from one to another, and still goes back to the person', async () => {
    const first = cookieOf(await put({ user: 'joe', groups: [] }));
    const second = await put({ user: 'system:serviceaccount:a:ci', groups: [] }, first);
    expect(await second.json()).toMatchObject({ viewAs: { by: { name: 'jane' } }, homeNamespace: 'a' });
    const back = await server.fetch(VIEW_AS, { method: 'DELETE', cookie: cookieOf(second) });
    expect(await back.json()).not.toHaveProperty('viewAs');
  });

  it('makes no session last longer', async () => {
    const before = (await (await server.fetch(SESSION, { cookie })).json()) as { sessionExpiresAt: number };
    clock.advance(20 * 60_000);
    const after = (await (await put({ user: 'joe', groups: [] })).json()) as { sessionExpiresAt: number };
    expect(after.sessionExpiresAt).toBe(before.sessionExpiresAt);
  });

  it.each([
    {},
    { user: '' },
    { user: 'joe' },
    { user: ' joe', groups: [] },
    { user: 'joe\r\nImpersonate-Group: system:masters', groups: [] },
    { user: 'joe', groups: ['a\nb'] },
    { user: 'joe', groups: [''] },
    { user: 'jöe', groups: [] },
    { user: 'j'.repeat(300), groups: [] },
    { user: 'joe', groups: Array.from({ length: 21 }, (_, i) => `g${i}`) },
    { user: ['joe'], groups: [] },
    [],
  ])('refuses %j', async (body) => {
    expect(await problemCode(await put(body))).toBe('qd.request.invalid');
    expect(fake.requests).toEqual([]);
  });

  it('is nothing without a session, from another origin, or by a plain form', async () => {
    expect(await problemCode(await put({ user: 'joe', groups: [] }, ''))).toBe('qd.session.required');
    const foreign = await server.fetch(VIEW_AS, {
      method: 'PUT',
      body: '{"user":"joe","groups":[]}',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      cookie,
    });
    expect(foreign.status).toBe(403);
    const form = await server.fetch(VIEW_AS, { method: 'PUT', body: 'user=joe', cookie });
    expect(await problemCode(form)).toBe('qd.request.invalid');
    expect(fake.requests).toEqual([]);
  });

  it('speaks as the other one when it dials a stream', async () => {
    const other = cookieOf(await put({ user: 'joe', groups: ['dev'] }));
    fake.requests.length = 0;
    fake.answer = (_request, response) => json(response, 200, { kind: 'PodList', items: [] });
    const watch = await server.fetch(`${PODS}?watch=true`, { cookie: other });
    await watch.text();
    expect(identityOf(fake.requests.at(-1))).toEqual({ 'impersonate-user': 'joe', 'impersonate-group': 'dev' });
  });
});
