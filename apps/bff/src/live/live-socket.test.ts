import type { ServerResponse } from 'node:http';
import { CLOSE, type LiveQuery } from '@quarterdeck/shared/live-protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpstreamCluster } from '../clusters/upstream-cluster.ts';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { HandEndedSessions, type SocketServer, serveSockets, sessionOf, Tab } from '../test/socket-bench.ts';
import { fakeCluster } from '../test/test-server.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';

interface Frame {
  readonly type: string;
  readonly id?: number;
  readonly state?: string;
  readonly loaded?: number;
  readonly reset?: boolean;
  readonly upsert?: readonly (readonly unknown[])[];
  readonly remove?: readonly string[];
  readonly problem?: { readonly code: string };
}

const ada = sessionOf('ada');
const bob = sessionOf('bob');
const pods = (more: Partial<LiveQuery> = {}): LiveQuery => ({
  cluster: 'fake',
  resource: 'v1/pods',
  namespaces: ['ns'],
  fields: [],
  mode: 'rows',
  ...more,
});
const row = (name: string, version: string) => ({
  cells: [name],
  object: { metadata: { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion: version } },
});
const columnDefinitions = [{ name: 'Name', type: 'string', format: 'name', priority: 0, description: '' }];

type LiveTab = Tab<Frame>;

function namesIn(tab: LiveTab, id: number): string[] {
  const rows = new Map<string, string>();
  for (const frame of tab.frames) {
    if (frame.id !== id || frame.type !== 'rows') continue;
    if (frame.reset) rows.clear();
    for (const each of frame.upsert ?? []) rows.set(String(each[0]), String(each[2]));
    for (const uid of frame.remove ?? []) rows.delete(uid);
  }
  return [...rows.values()].sort();
}

function stateIn(tab: LiveTab, id: number): Frame | undefined {
  return tab.frames.findLast((frame) => frame.id === id && frame.type === 'state');
}

let api: FakeApiServer;
let upstream: UpstreamCluster;
let clock: FakeClock;
let sessions: HandEndedSessions;
let live: LiveSocket;
let server: SocketServer;
/** open watches, by the token that asked */
let watches: { readonly user: string; readonly response: ServerResponse }[];

beforeEach(async () => {
  api = await FakeApiServer.start();
  watches = [];
  api.users.set('token-of-ada', 'ada').set('token-of-bob', 'bob');
  api.answer = (request, response, { target }) => {
    const user = String(request.headers.authorization).replace('Bearer token-of-', '');
    if (target.includes('sendInitialEvents')) status(response, 422, 'Invalid', 'ListOptions');
    else if (target.includes('watch=1')) {
      const watch = { user, response };
      watches.push(watch);
      response.on('close', () => {
        watches = watches.filter((each) => each !== watch);
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
    } else
      json(response, 200, {
        kind: 'Table',
        metadata: { resourceVersion: '5' },
        columnDefinitions,
        rows: [row(`of-${user}`, '1')],
      });
  };
  upstream = new UpstreamCluster(fakeCluster(api), 'test');
  clock = new FakeClock();
  sessions = new HandEndedSessions();
  live = createLiveSocket({
    clusters: new Map([
      ['fake', upstream],
      ['second', upstream],
    ]),
    sessions,
    log: pino({ level: 'silent' }),
    clock,
  });
  server = await serveSockets((ws, path) => {
    const who = path === '/ada' || path === '/both' ? ada : path === '/bob' ? bob : null;
    const held = new Map(who ? [['fake', who]] : []);
    if (path === '/both') held.set('second', { ...bob, cluster: 'second' });
    live.handle(ws, held);
  });
});

afterEach(async () => {
  live.close();
  await server.close();
  await upstream.close();
  await api.close();
});

const open = (path: string, first: object | null) => Tab.open<Frame>(`${server.url}/${path}`, first);
const hello = (csrf: string) => ({ type: 'hello', csrf: { fake: csrf } });
const openAda = () => open('ada', hello(ada.csrf));
const isLive = (tab: LiveTab, id: number) =>
  vi.waitFor(() => expect(stateIn(tab, id)?.state).toBe('live'), { interval: 2 });
const watchCount = (count: number) => vi.waitFor(() => expect(watches).toHaveLength(count), { interval: 2 });

describe('a subscription', () => {
  it('gets columns, rows and changes', async () => {
    const tab = await openAda();
    tab.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(tab, 1);
    expect(tab.frames[0]).toMatchObject({ type: 'welcome' });
    expect(tab.frames.filter(({ type }) => type === 'columns')).toHaveLength(1);
    expect(namesIn(tab, 1)).toEqual(['of-ada']);
    await watchCount(1);
    const change = { type: 'ADDED', object: { kind: 'Table', rows: [row('new', '6')] } };
    watches[0]?.response.write(`${JSON.stringify(change)}\n`);
    await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0));
    await vi.waitFor(() => {
      clock.advance(50);
      expect(namesIn(tab, 1)).toEqual(['new', 'of-ada']);
    });
  });

  it('shares one watch with its like in the same session, which is closed half a minute after the last one left', async () => {
    const one = await openAda();
    const two = await openAda();
    one.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(one, 1);
    two.send({ type: 'subscribe', id: 9, query: pods() });
    one.send({ type: 'subscribe', id: 2, query: pods() });
    await Promise.all([isLive(two, 9), isLive(one, 2)]);
    expect(namesIn(two, 9)).toEqual(['of-ada']);
    await watchCount(1);

    one.send({ type: 'unsubscribe', id: 1 });
    one.ws.close();
    two.send({ type: 'unsubscribe', id: 9 });
    await vi.waitFor(() => expect(one.closed).toBeDefined());
    clock.advance(29_000);
    await watchCount(1);
    // back in time: no new list
    two.send({ type: 'subscribe', id: 10, query: pods() });
    await isLive(two, 10);
    two.send({ type: 'unsubscribe', id: 10 });
    two.send({ type: 'subscribe', id: 11, query: pods({ resource: '..' }) });
    await vi.waitFor(() => expect(stateIn(two, 11)?.state).toBe('denied'));
    clock.advance(30_000);
    await watchCount(0);
    expect(api.requests.filter(({ target }) => target.includes('limit='))).toHaveLength(1);
  });

  it('never shares with another session', async () => {
    const a = await openAda();
    const b = await open('bob', hello(bob.csrf));
    a.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(a, 1);
    b.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(b, 1);
    expect(namesIn(a, 1)).toEqual(['of-ada']);
    expect(namesIn(b, 1)).toEqual(['of-bob']);
    await watchCount(2);

    sessions.end(ada);
    await vi.waitFor(() => expect(a.closed).toBe(CLOSE.sessionEnded));
    await watchCount(1);
    expect(watches[0]?.user).toBe('bob');
    expect(b.closed).toBeUndefined();
    expect(sessions.watchers(ada)).toBe(0);
  });

  it.each([
    { name: 'a malformed query', query: pods({ namespaces: ['../x'] }), code: 'qd.live.query-invalid' },
    { name: 'a cluster without a session', query: pods({ cluster: 'other' }), code: 'qd.cluster.unknown' },
  ])('is denied with the reason: $name', async ({ query, code }) => {
    const tab = await openAda();
    tab.send({ type: 'subscribe', id: 1, query });
    await vi.waitFor(() => expect(stateIn(tab, 1)).toMatchObject({ state: 'denied', problem: { code } }));
    expect(api.requests).toHaveLength(0);
  });

  it.each([
    { name: 'a list', streams: false },
    { name: 'a streaming list', streams: true },
  ])('for one object gives nothing of a name in all namespaces: $name', async ({ streams }) => {
    const metadata = { name: 'token', namespace: 'a', uid: 'u', resourceVersion: '1' };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data: { token: 'c2VjcmV0' } };
    api.answer = (_request, response, { target }) => {
      const asksForStream = target.includes('sendInitialEvents');
      if (asksForStream && !streams) status(response, 422, 'Invalid', 'ListOptions');
      else if (asksForStream) response.writeHead(200).write(`${JSON.stringify({ type: 'ADDED', object: secret })}\n`);
      else json(response, 200, { kind: 'SecretList', apiVersion: 'v1', metadata: {}, items: [secret, secret] });
    };
    const tab = await openAda();
    const query = { resource: 'v1/secrets', namespaces: null, fieldSelector: 'metadata.name=token' };
    tab.send({ type: 'subscribe', id: 1, query: pods({ ...query, mode: 'objects' }) });
    await vi.waitFor(() =>
      expect(stateIn(tab, 1)).toMatchObject({ state: 'denied', problem: { code: 'qd.live.query-invalid' } }),
    );
    expect(JSON.stringify(tab.frames)).not.toContain('c2VjcmV0');
    const asked = api.requests.length;
    clock.advance(40_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(api.requests).toHaveLength(asked);
  });

  it('is one of twenty at most', async () => {
    const tab = await openAda();
    for (let id = 0; id < 21; id += 1) tab.send({ type: 'subscribe', id, query: pods({ labelSelector: `n=${id}` }) });
    await vi.waitFor(() => expect(stateIn(tab, 20)?.problem?.code).toBe('qd.live.too-many-subscriptions'));
    await isLive(tab, 19);
    await watchCount(20);
    // the same id again replaces, and takes no second place
    tab.send({ type: 'subscribe', id: 0, query: pods({ labelSelector: 'n=1' }) });
    await vi.waitFor(() => expect(stateIn(tab, 0)?.state).toBe('live'));
  });

  it('is refused in words when it asks for too much or for nonsense, and costs the others nothing', async () => {
    const tab = await openAda();
    tab.send({ type: 'subscribe', id: 1, query: pods() });
    const wrong: readonly (readonly [query: unknown, detail: string])[] = [
      [pods({ fields: Array.from({ length: 65 }, (_, i) => `metadata.annotations.a${i}`) }), 'fields: at most 64'],
      [pods({ fields: ['a.b.c.d.e.f.g.h.i'] }), '"a.b.c.d.e.f.g.h.i" is not a field path of at most 8 steps'],
      [pods({ namespaces: Array.from({ length: 51 }, (_, i) => `ns${i}`) }), 'namespaces: at most 50'],
      [pods({ labelSelector: 'x'.repeat(5000) }), 'labelSelector: at most 4096'],
      [{ ...pods(), mode: 'everything' }, 'mode: not as it must be'],
      ['pods', 'query: not as it must be'],
    ];
    for (const [i, [query]] of wrong.entries()) tab.send({ type: 'subscribe', id: 10 + i, query });
    for (const [i, [, detail]] of wrong.entries()) {
      const refusal = { state: 'denied', problem: { code: 'qd.live.query-invalid', detail } };
      await vi.waitFor(() => expect(stateIn(tab, 10 + i)).toMatchObject(refusal));
    }
    await isLive(tab, 1);
    expect(tab.closed).toBeUndefined();
  });

  it('is refused in words when the session watches two hundred namespaces already', async () => {
    const tab = await openAda();
    for (let id = 0; id < 5; id += 1) {
      const namespaces = Array.from({ length: 50 }, (_, i) => `ns-${id}-${i}`);
      tab.send({ type: 'subscribe', id, query: pods({ namespaces }) });
    }
    await vi.waitFor(() => expect(stateIn(tab, 4)?.problem?.code).toBe('qd.live.too-many-subscriptions'));
    await vi.waitFor(() => expect(watches).toHaveLength(200), { timeout: 20_000 });
  });

  it('gets only the difference after a 410, and no list after a cut', async () => {
    const tab = await openAda();
    tab.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(tab, 1);
    await watchCount(1);
    const cut = watches[0]?.response;
    cut?.destroy();
    await vi.waitFor(() => expect(stateIn(tab, 1)?.state).toBe('reconnecting'));
    clock.advance(500);
    await vi.waitFor(() => expect(watches.some(({ response }) => response !== cut)).toBe(true));
    clock.advance(250);
    await isLive(tab, 1);
    const lists = () => api.requests.filter(({ target }) => target.includes('limit=')).length;
    expect(lists()).toBe(1);

    const before = tab.frames.length;
    const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } };
    watches[0]?.response.write(`${JSON.stringify(gone)}\n`);
    await vi.waitFor(() => expect(stateIn(tab, 1)?.state).toBe('reconnecting'));
    clock.advance(1000);
    await vi.waitFor(() => expect(lists()).toBe(2));
    await vi.waitFor(() => {
      clock.advance(250);
      expect(stateIn(tab, 1)?.state).toBe('live');
    });
    expect(tab.frames.slice(before).filter(({ type }) => type === 'rows')).toEqual([]);
    expect(namesIn(tab, 1)).toEqual(['of-ada']);
  });
});

describe('a socket', () => {
  it.each([
    { name: 'a wrong CSRF value', first: { type: 'hello', csrf: { fake: 'wrong' } }, code: CLOSE.forbidden },
    { name: 'no CSRF value', first: { type: 'hello', csrf: {} }, code: CLOSE.forbidden },
    { name: 'another first frame', first: { type: 'subscribe', id: 1, query: pods() }, code: CLOSE.forbidden },
    { name: 'a frame that fits no schema', first: { type: 'hello' }, code: CLOSE.badFrame },
  ])('is closed after $name', async ({ first, code }) => {
    const tab = await open('ada', null);
    tab.send(first);
    await vi.waitFor(() => expect(tab.closed).toBe(code));
    expect(api.requests).toHaveLength(0);
  });

  it('is closed after bytes that are no JSON', async () => {
    const tab = await openAda();
    tab.ws.send(Buffer.from([1, 2, 3]));
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.badFrame));
  });

  it('is closed when no hello comes', async () => {
    const tab = await open('ada', null);
    await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0));
    clock.advance(5000);
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.forbidden));
  });

  it('serves the other clusters when the session of one ends', async () => {
    const tab = await open('both', { type: 'hello', csrf: { fake: ada.csrf, second: bob.csrf } });
    tab.send({ type: 'subscribe', id: 1, query: pods() });
    tab.send({ type: 'subscribe', id: 2, query: pods({ cluster: 'second' }) });
    await Promise.all([isLive(tab, 1), isLive(tab, 2)]);
    await watchCount(2);
    sessions.end(ada);
    await vi.waitFor(() =>
      expect(stateIn(tab, 1)).toMatchObject({ state: 'denied', problem: { code: 'qd.session.expired' } }),
    );
    await watchCount(1);
    expect([stateIn(tab, 2)?.state, tab.closed]).toEqual(['live', undefined]);
    tab.send({ type: 'subscribe', id: 3, query: pods() });
    await vi.waitFor(() => expect(stateIn(tab, 3)?.problem?.code).toBe('qd.session.required'));
    sessions.end(bob);
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.sessionEnded));
  });

  it('is told to sign in when there is no session', async () => {
    const tab = await open('nobody', hello('x'));
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.sessionEnded));
  });

  it('is closed when it floods', async () => {
    const tab = await openAda();
    for (let i = 0; i < 500; i += 1) tab.send({ type: 'beat' });
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.tooMany));
  });

  it('hears a beat, and is cut when it never answers', async () => {
    const tab = await openAda();
    await vi.waitFor(() => expect(tab.frames).toHaveLength(1));
    clock.advance(15_000);
    await vi.waitFor(() => expect(tab.frames.at(-1)).toEqual({ type: 'beat' }));
    tab.ws.pause();
    clock.advance(60_000);
    tab.ws.resume();
    await vi.waitFor(() => expect(tab.closed).toBe(1006));
  });

  it('is told to come again when the process goes', async () => {
    const tab = await openAda();
    tab.send({ type: 'subscribe', id: 1, query: pods() });
    await isLive(tab, 1);
    await watchCount(1);
    live.close();
    await vi.waitFor(() => expect(tab.closed).toBe(CLOSE.goingAway));
    await watchCount(0);
  });
});
