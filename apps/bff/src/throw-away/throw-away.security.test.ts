import type { IncomingMessage, ServerResponse } from 'node:http';
import { THROW_AWAY_LABEL } from '@quarterdeck/shared/bff-api';
import { ProblemError } from '@quarterdeck/shared/problem';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, sessionOf } from '../test/socket-bench.ts';
import { fakeCluster, problemCode, TestServer } from '../test/test-server.ts';
import { throwAwayManifest } from './throw-away-manifest.ts';
import { ThrowAwayPods } from './throw-away-pods.ts';

const pod = (spec: object = {}, metadata: object = { name: 'dns-test' }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { restartPolicy: 'Never', containers: [{ name: 'dns-test', image: 'busybox:1.28' }], ...spec },
});
const made = (_request: IncomingMessage, response: ServerResponse) =>
  json(response, 201, { kind: 'Pod', metadata: { name: 'dns-test', namespace: 'ns', uid: 'uid-1' } });

let api: FakeApiServer;
beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('token-of-ada', 'ada').set('token-of-bob', 'bob');
  api.answer = made;
});
afterEach(() => api.close());

const deletions = () => api.requests.filter(({ method }) => method === 'DELETE');
const until = (check: () => void) => vi.waitFor(check, { interval: 2, timeout: 5000 });

describe('a pod that is thrown away (TUT-31, OPS-109)', () => {
  const ada = sessionOf('ada');
  let upstream: UpstreamCluster;
  let clock: FakeClock;
  let sessions: HandEndedSessions;
  let pods: ThrowAwayPods;
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    upstream = new UpstreamCluster(fakeCluster(api), 'test');
    clock = new FakeClock();
    sessions = new HandEndedSessions();
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    pods = new ThrowAwayPods({ sessions, log, clock });
  });
  afterEach(() => upstream.close());
  const create = () => pods.create(upstream, ada, 'ns', pod());
  const holdOf = (id: string): (() => void) => {
    const held = pods.hold(id, ada);
    if (typeof held === 'string') throw new Error(`held by ${held}`);
    return held;
  };

  it('is deleted when its last terminal ends, that very pod alone', async () => {
    const { id, name } = await create();
    expect(name).toBe('dns-test');
    const [first, second] = [holdOf(id), holdOf(id)];
    clock.advance(3_600_000);
    first();
    first();
    expect(deletions()).toHaveLength(0);
    second();
    await until(() => expect(deletions()).toHaveLength(1));
    const [deletion] = deletions();
    expect(deletion?.target).toBe('/api/v1/namespaces/ns/pods/dns-test');
    expect(deletion?.headers.authorization).toBe('Bearer token-of-ada');
    expect(JSON.parse(deletion?.body ?? '')).toMatchObject({ preconditions: { uid: 'uid-1' } });
    expect(pods.hold(id, ada)).toBe('nobody');
    expect(sessions.watchers(ada)).toBe(0);
  });

  it('is deleted when the browser dies before it had a terminal', async () => {
    await create();
    clock.advance(59_000);
    expect(deletions()).toHaveLength(0);
    clock.advance(1000);
    await until(() => expect(deletions()).toHaveLength(1));
  });

  it('is deleted when the session ends, and when we shut down', async () => {
    const { id } = await create();
    pods.hold(id, ada);
    sessions.end(ada);
    await until(() => expect(deletions()).toHaveLength(1));
    const next = await create();
    pods.hold(next.id, ada);
    await pods.close();
    expect(deletions()).toHaveLength(2);
    await expect(create()).rejects.toBeInstanceOf(ProblemError);
  });

  it('is tried again while the API server is away, and left with a word when it refuses', async () => {
    const { id } = await create();
    const release = holdOf(id);
    api.answer = (_request, response) => status(response, 503, 'ServiceUnavailable', 'later');
    release();
    await until(() => expect(deletions()).toHaveLength(1));
    api.answer = (_request, response) => json(response, 200, {});
    await until(() => {
      clock.advance(1000);
      expect(deletions()).toHaveLength(2);
    });
    await until(() => expect(lines.join()).toContain('throw-away pod deleted'));

    api.answer = made;
    await create();
    api.answer = (_request, response) => status(response, 403, 'Forbidden', 'no');
    clock.advance(60_000);
    await until(() => expect(lines.join()).toContain('left to its deadline'));
    expect(deletions()).toHaveLength(3);
  });

  it('belongs to the session that made it', async () => {
    const { id } = await create();
    expect(pods.hold(id, sessionOf('bob'))).toBe('nobody');
    expect(pods.hold(`${id}x`, ada)).toBe('nobody');
    clock.advance(60_000);
    await until(() => expect(deletions()).toHaveLength(1));
  });

  it('of another replica is told from one that has gone', async () => {
    const replica = (place: string) => new ThrowAwayPods({ sessions, log: pino({ level: 'silent' }), clock, place });
    const here = replica('here');
    const { id } = await here.create(upstream, ada, 'ns', pod());
    expect(replica('there').hold(id, ada)).toBe('elsewhere');
    // who served here before has ended
    expect(replica('here').hold(id, ada)).toBe('nobody');
    expect(here.hold(id, ada)).toBeInstanceOf(Function);
    await here.close();
  });

  it('is refused by the API server in its own words, and then there is none', async () => {
    api.answer = (_request, response) => status(response, 403, 'Forbidden', 'pods is forbidden');
    await expect(create()).rejects.toMatchObject({ problem: { code: 'qd.api.forbidden' } });
    expect(clock.pending).toBe(0);
    expect(sessions.watchers(ada)).toBe(0);
  });

  it('ten at a time', async () => {
    for (let count = 0; count < 10; count += 1) await create();
    await expect(create()).rejects.toMatchObject({ problem: { code: 'qd.request.too-many' } });
  });
});

describe('its manifest', () => {
  const limits = { namespace: 'ns', nodeShell: false, maxSeconds: 600 };

  it('gets a label and a deadline, and no longer one than is allowed', () => {
    const spec = (given: object) => throwAwayManifest(pod(given), limits)['spec'];
    expect(throwAwayManifest(pod(), limits)['metadata']).toEqual({
      name: 'dns-test',
      namespace: 'ns',
      labels: { [THROW_AWAY_LABEL]: 'true' },
    });
    expect(spec({})).toMatchObject({ activeDeadlineSeconds: 600 });
    expect(spec({ activeDeadlineSeconds: 60 })).toMatchObject({ activeDeadlineSeconds: 60 });
    expect(spec({ activeDeadlineSeconds: 1e9 })).toMatchObject({ activeDeadlineSeconds: 600 });
    expect(spec({ activeDeadlineSeconds: '60' })).toMatchObject({ activeDeadlineSeconds: 600 });
  });

  it.each([
    ['another kind', { ...pod(), kind: 'Secret' }],
    ['another version', { ...pod(), apiVersion: 'v2' }],
    ['another namespace', pod({}, { name: 'a', namespace: 'kube-system' })],
    ['a pod that is restarted', pod({ restartPolicy: 'Always' })],
    ['an owner', pod({}, { name: 'a', ownerReferences: [] })],
    ['a finalizer', pod({}, { name: 'a', finalizers: ['x/y'] })],
    ['no spec', { apiVersion: 'v1', kind: 'Pod', metadata: {} }],
  ])('refuses %s', (_name, given) => {
    expect(() => throwAwayManifest(given, limits)).toThrow(ProblemError);
  });

  it('reaches the node only where that is turned on', () => {
    const privileged = [{ name: 'shell', securityContext: { privileged: true } }];
    const nodeShell = pod({ hostPID: true, containers: privileged });
    expect(() => throwAwayManifest(nodeShell, limits)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'qd.throw-away.node-shell-off' }) }),
    );
    expect(throwAwayManifest(nodeShell, { ...limits, nodeShell: true })['kind']).toBe('Pod');
    // the copy of a pod that is privileged has no more than it had
    expect(throwAwayManifest(pod({ containers: privileged }), limits)['kind']).toBe('Pod');
  });
});

describe('POST /api/clusters/{cluster}/throw-away', () => {
  let server: TestServer;
  let cookie: string;
  beforeEach(async () => {
    server = await TestServer.start(api, { config: { nodeShell: false } });
    cookie = await server.signIn('token-of-ada');
    api.requests.length = 0;
  });
  afterEach(() => server.close());
  const post = (body: unknown, init: RequestInit & { cookie?: string } = { cookie }) =>
    server.fetch('/api/clusters/fake/throw-away', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
    });

  it('makes the pod with the credential of the session', async () => {
    const answer = await post({ namespace: 'ns', pod: pod() });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ id: expect.any(String), namespace: 'ns', name: 'dns-test', uid: 'uid-1' });
    const [creation] = api.requests;
    expect(creation).toMatchObject({ method: 'POST', target: '/api/v1/namespaces/ns/pods' });
    expect(creation?.headers.authorization).toBe('Bearer token-of-ada');
    expect(JSON.parse(creation?.body ?? '')).toMatchObject({ spec: { activeDeadlineSeconds: 4 * 3600 } });
  });

  it.each([
    ['without a session', { headers: {} }, 401],
    ['from another origin', { headers: { origin: 'https://evil.example' } }, 403],
    ['from a sibling', { headers: { 'sec-fetch-site': 'same-site' } }, 403],
    ['without our header', { headers: { 'x-quarterdeck': '' } }, 403],
  ])('is refused %s', async (name, init, code) => {
    const answer = await post(
      { namespace: 'ns', pod: pod() },
      name === 'without a session' ? init : { ...init, cookie },
    );
    expect(answer.status).toBe(code);
    expect(api.requests).toHaveLength(0);
  });

  it.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['no pod', { namespace: 'ns' }],
    ['a pod of words', { namespace: 'ns', pod: 'x' }],
    ['a path for a namespace', { namespace: '../../apis', pod: pod() }],
    ['a namespace with a query', { namespace: 'ns?dryRun=All', pod: pod() }],
    ['dots', { namespace: '..', pod: pod() }],
    ['a deployment', { namespace: 'ns', pod: { ...pod(), kind: 'Deployment' } }],
  ])('refuses %s', async (_name, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await problemCode(answer)).toBe('qd.request.invalid');
    expect(api.requests).toHaveLength(0);
  });

  it('refuses a body that is too large, and a node shell while those are off', async () => {
    const large = await post({ namespace: 'ns', pod: pod({}, { name: 'a', annotations: { a: 'x'.repeat(300_000) } }) });
    expect(large.status).toBe(413);
    const shell = pod({ hostPID: true, containers: [{ name: 'a', securityContext: { privileged: true } }] });
    expect(await problemCode(await post({ namespace: 'ns', pod: shell }))).toBe('qd.throw-away.node-shell-off');
    expect(api.requests).toHaveLength(0);
    expect(await (await server.fetch('/api/config')).json()).toMatchObject({ nodeShell: false });
  });
});
