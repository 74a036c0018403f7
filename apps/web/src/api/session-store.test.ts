import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { SessionStore } from './session-store.ts';

function sessionOf(name: string, csrf = 'csrf-1'): SessionInfo {
  return {
    cluster: 'demo',
    user: { name, groups: [] },
    kind: 'token',
    account: 'a',
    renewsItself: false,
    tokenExpiresAt: null,
    sessionExpiresAt: 2_000_000_000,
    idleTimeoutSeconds: 1800,
    csrf,
    homeNamespace: null,
    serverVersion: 'v1.20.2',
  };
}

const expired = problem('qd.session.expired', 'over');

/** A BFF whose next answers are given one by one. */
function storeWith(...answers: (SessionInfo | ProblemError)[]) {
  const calls: { path: string; method: string | undefined; body: unknown }[] = [];
  const store = new SessionStore(async (path, init) => {
    calls.push({ path, method: init?.method, body: init?.body });
    const answer = answers.shift();
    if (answer === undefined) return new Response(null, { status: 204 });
    if (answer instanceof ProblemError) throw answer;
    return new Response(JSON.stringify(answer));
  });
  return { store, calls };
}

describe('SessionStore', () => {
  it('loads a session once for callers at the same time', async () => {
    const { store, calls } = storeWith(sessionOf('jane'));
    await Promise.all([store.load('demo'), store.load('demo')]);
    expect(calls).toEqual([{ path: '/api/clusters/demo/session', method: 'GET', body: undefined }]);
    expect(store.session('demo')?.user.name).toBe('jane');
    expect(store.csrf()).toEqual({ demo: 'csrf-1' });
  });

  it('is signed out when the BFF knows no session', async () => {
    const { store } = storeWith(new ProblemError(problem('qd.session.required', 'no session')));
    expect(await store.load('demo')).toEqual({ status: 'signed-out' });
  });

  it('says that a cluster failed, and keeps a living session through such a failure', async () => {
    const down = new ProblemError(problem('qd.cluster.unreachable', 'down'));
    const { store } = storeWith(down, sessionOf('jane'), down);
    expect((await store.load('demo')).status).toBe('failed');
    expect((await store.load('demo')).status).toBe('signed-in');
    expect((await store.load('demo')).status).toBe('signed-in');
  });

  it('keeps the page’s session when it expires, without its CSRF value, and is whole again after signing in', async () => {
    const { store, calls } = storeWith(sessionOf('jane'), sessionOf('jane', 'csrf-2'));
    await store.load('demo');
    store.expire('demo', expired);
    expect(store.state('demo')).toMatchObject({ status: 'expired', problem: expired });
    expect(store.session('demo')?.user.name).toBe('jane');
    expect(store.csrf()).toEqual({});
    await store.signIn('demo', { token: 't' });
    expect(store.csrf()).toEqual({ demo: 'csrf-2' });
    expect(calls.at(-1)).toMatchObject({ method: 'POST', body: '{"token":"t"}' });
  });

  it('expires when a keep-alive finds the session gone', async () => {
    const { store } = storeWith(sessionOf('jane'), new ProblemError(expired));
    await store.load('demo');
    expect((await store.load('demo')).status).toBe('expired');
  });

  it('does not turn a stranger into an expired session', () => {
    const { store } = storeWith();
    store.expire('demo', expired);
    expect(store.state('demo')).toEqual({ status: 'unknown' });
  });

  it('leaves the state alone when signing in is refused', async () => {
    const rejected = new ProblemError(problem('qd.session.token-rejected', 'no'));
    const { store } = storeWith(rejected);
    await expect(store.signIn('demo', { token: 'x' })).rejects.toBe(rejected);
    expect(store.state('demo')).toEqual({ status: 'unknown' });
  });

  it('signs out at once, and tells the listeners what was before', async () => {
    const { store, calls } = storeWith(sessionOf('jane'));
    await store.load('demo');
    const seen: string[] = [];
    store.subscribe(({ before, after }) => seen.push(`${before.status} → ${after.status}`));
    const told = store.signOut('demo');
    expect(store.session('demo')).toBeUndefined();
    await told;
    expect(calls.at(-1)).toMatchObject({ method: 'DELETE' });
    expect(seen).toEqual(['signed-in → signed-out']);
  });

  it('keeps clusters apart', async () => {
    const { store } = storeWith(sessionOf('jane'));
    await store.load('demo');
    expect(store.session('other')).toBeUndefined();
    expect(store.signedIn()).toEqual(['demo']);
  });

  it('loads the session anew when another account was chosen in another tab', async () => {
    const other = { ...sessionOf('vera', 'csrf-2'), account: 'b' };
    const { store } = storeWith(sessionOf('jane'), other);
    await store.load('demo');
    store.expire('demo', problem('qd.session.switched', 'switched'));
    await expect.poll(() => store.session('demo')?.user.name).toBe('vera');
  });

  it('takes the session of the cluster that a kubeconfig means', async () => {
    const { store, calls } = storeWith({ ...sessionOf('jane'), cluster: 'prod' });
    const kubeconfig = { server: 'https://prod', user: { token: 't' } };
    expect((await store.signIn('demo', { kubeconfig })).cluster).toBe('prod');
    expect(calls[0]?.path).toBe('/api/clusters/demo/session');
    expect(store.signedIn()).toEqual(['prod']);
  });

  it('signs out everywhere, and says where a provider ends its session', async () => {
    const logoutUrl = 'https://id.example.com/logout';
    const answers = [Response.json(sessionOf('jane')), Response.json({ logoutUrl })];
    const store = new SessionStore(async () => answers.shift() ?? new Response(null, { status: 204 }));
    await store.load('demo');
    const told = store.signOutEverywhere();
    let left = false;
    const waiting = store.left().then(() => {
      left = true;
    });
    expect(left).toBe(false);
    expect(await told).toBe(logoutUrl);
    await waiting;
    expect(store.state('demo').status).toBe('signed-out');
    expect(await store.signOut('demo')).toBeNull();
  });
});
