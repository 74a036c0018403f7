import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { problem } from '@quarterdeck/shared/problem';
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { announceSessionOver } from '../api/api-fetch.ts';
import { sessionStore } from '../api/session-store.ts';
import { startAllWords } from '../i18n/test/start-all-words.ts';
import type { LiveSource } from '../live/live-source.ts';
import { App } from './app.tsx';

const silent: LiveSource = { subscribe: () => () => undefined };

function sessionOf(cluster: string, user: string): SessionInfo {
  return {
    cluster,
    user: { name: user, groups: ['devs'] },
    kind: 'token',
    account: 'a',
    renewsItself: false,
    tokenExpiresAt: null,
    sessionExpiresAt: Math.floor(Date.now() / 1000) + 3600,
    idleTimeoutSeconds: 1800,
    csrf: 'c',
    homeNamespace: 'team-a',
    serverVersion: 'v1.20.2',
  };
}

/** The BFF and a small cluster: which session there is decides what is answered. */
let signedIn: Record<string, string>;
let allowed: boolean;
/** What an access review waits for before it answers. */
let reviewing: Promise<void>;
const asked: string[] = [];

function answer(path: string, init: RequestInit | undefined): Response {
  if (path === '/api/config')
    return Response.json({
      version: '0',
      clusters: [
        { name: 'one', demo: false, readyLogins: [], localUser: null },
        { name: 'two', demo: false, readyLogins: [], localUser: null },
      ],
    });
  const [, cluster = '', rest = ''] = /^\/api\/clusters\/([^/]+)\/(.*)$/.exec(path) ?? [];
  if (cluster !== 'one' && cluster !== 'two')
    return Response.json(problem('qd.cluster.unknown', 'unknown'), { status: 404 });
  if (rest === 'session' && init?.method === 'POST') signedIn[cluster] = 'jane';
  if (rest === 'session' && init?.method === 'DELETE') {
    delete signedIn[cluster];
    return new Response(null, { status: 204 });
  }
  const user = signedIn[cluster];
  if (user === undefined) return Response.json(problem('qd.session.required', 'none'), { status: 401 });
  if (rest === 'session') return Response.json(sessionOf(cluster, user));
  if (rest === 'k8s/api')
    return Response.json({
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: {},
          versions: [
            {
              version: 'v1',
              resources: [
                { resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced', verbs: ['list', 'watch'] },
                { resource: 'configmaps', responseKind: { kind: 'ConfigMap' }, scope: 'Namespaced', verbs: ['list'] },
                { resource: 'nodes', responseKind: { kind: 'Node' }, scope: 'Cluster', verbs: ['list', 'watch'] },
              ],
            },
          ],
        },
      ],
    });
  if (rest === 'k8s/apis') return Response.json({ kind: 'APIGroupDiscoveryList', items: [] });
  if (rest.endsWith('selfsubjectaccessreviews')) return Response.json({ status: { allowed } });
  if (rest.endsWith('selfsubjectrulesreviews'))
    return Response.json({
      status: {
        resourceRules: [
          { verbs: ['list'], apiGroups: [''], resources: ['pods', 'configmaps'] },
          // who may not read a namespace is refused, and cannot be told that there is none
          { verbs: ['get'], apiGroups: [''], resources: ['namespaces'] },
        ],
        incomplete: false,
      },
    });
  if (rest === 'k8s/api/v1/namespaces/nope')
    return Response.json({ kind: 'Status', reason: 'NotFound', code: 404 }, { status: 404 });
  return Response.json({ items: [] });
}

// what is loaded lazily takes its time on a busy machine
configure({ asyncUtilTimeout: 20_000 });
beforeAll(() => startAllWords());
beforeEach(() => {
  signedIn = { one: 'jane' };
  allowed = false;
  reviewing = Promise.resolve();
  asked.length = 0;
  localStorage.clear();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push(path);
    if (path.endsWith('selfsubjectaccessreviews')) await reviewing;
    return answer(path, init);
  });
});
afterEach(async () => {
  cleanup();
  await Promise.all(sessionStore.signedIn().map((cluster) => sessionStore.signOut(cluster)));
  vi.unstubAllGlobals();
});

async function open(path: string): Promise<void> {
  history.replaceState(null, '', path);
  for (const cluster of ['one', 'two']) await sessionStore.load(cluster);
  render(<App live={silent} />);
}

describe('the app', () => {
  it('asks who has no session to sign in, and remembers where they wanted to go', async () => {
    await open('/clusters/two/core/nodes?q=x');
    await waitFor(() => expect(location.pathname).toBe('/sign-in'));
    expect(new URLSearchParams(location.search).get('next')).toBe('/clusters/two/core/nodes?q=x');
    await userEvent.type(await screen.findByLabelText('Token'), 'abc');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(location.pathname + location.search).toBe('/clusters/two/core/nodes?q=x'));
  });

  it('lands who may see the cluster on its overview', async () => {
    allowed = true;
    await open('/clusters/one');
    await waitFor(() => expect(location.pathname).toBe('/clusters/one/overview'));
  });

  it('does not call back who has gone on before it was known where to land', async () => {
    allowed = true;
    let answerReview: () => void = () => undefined;
    reviewing = new Promise((resolve) => {
      answerReview = resolve;
    });
    await open('/clusters/one');
    await waitFor(() => expect(asked.some((path) => path.endsWith('selfsubjectaccessreviews'))).toBe(true));
    history.pushState({}, '', '/clusters/one/wizards/login');
    answerReview();
    expect(await screen.findByRole('heading', { level: 1, name: /login/i })).toBeTruthy();
    expect(location.pathname).toBe('/clusters/one/wizards/login');
  });

  it('lands the others on the pods of their namespace', async () => {
    await open('/clusters/one');
    await waitFor(() => expect(location.pathname).toBe('/clusters/one/namespaces/team-a/core/pods'));
  });

  it('hides cluster-wide kinds that may not be listed, and says why when they are shown', async () => {
    await open('/clusters/one/namespaces/team-a/core/pods');
    const sidebar = await screen.findByRole('navigation', { name: 'Kinds of resources' });
    await userEvent.click(await within(sidebar).findByText('Show 1 hidden kind'));
    expect(within(sidebar).getByText('You may not list nodes: needs list on nodes, cluster-wide')).toBeTruthy();
    expect(within(sidebar).queryByRole('link', { name: 'Nodes' })).toBeNull();
    expect(within(sidebar).getByRole('link', { name: 'Pods' })).toBeTruthy();
  });

  it('takes the label selector along to other kinds of namespaced objects, and nothing else', async () => {
    allowed = true;
    await open('/clusters/one/namespaces/team-a/core/pods?l=app%3Dweb&f=spec.nodeName%3Dn&q=x&sort=name');
    const sidebar = await screen.findByRole('navigation', { name: 'Kinds of resources' });
    const to = (name: string) => within(sidebar).getByRole('link', { name }).getAttribute('href');
    await within(sidebar).findByRole('link', { name: 'ConfigMaps' });
    expect(to('ConfigMaps')).toBe('/clusters/one/namespaces/team-a/core/configmaps?l=app%3Dweb');
    expect(to('All workloads')).toBe('/clusters/one/namespaces/team-a/workloads?l=app%3Dweb');
    expect(to('Nodes')).toBe('/clusters/one/core/nodes');
    // where one is: anew
    expect(to('Pods')).toBe('/clusters/one/namespaces/team-a/core/pods');
  });

  it.each([
    ['/clusters/one/namespaces/team-a/apps/gizmos', /does not serve “gizmos”/],
    ['/clusters/one/namespaces/nope/core/pods', /no namespace “nope” on one/],
    ['/clusters/one/namespaces/Bad_Name/core/pods', /“Bad_Name” cannot be the name/],
    ['/clusters/three/core/nodes', /no cluster “three”/],
    ['/somewhere/else', /no page at this address/],
  ])('says in words what is wrong with %s', async (path, title) => {
    await open(path);
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(localStorage.getItem('quarterdeck.namespaces.one')).toBeNull();
  });

  it('goes from a scope that does not fit the kind to the right address', async () => {
    await open('/clusters/one/namespaces/team-a/core/nodes');
    await waitFor(() => expect(location.pathname).toBe('/clusters/one/core/nodes'));
  });

  it('searches for an object when the address names several namespaces', async () => {
    await open('/clusters/one/namespaces/a,b/core/pods/web-1');
    await waitFor(() =>
      expect(location.pathname + location.search).toBe('/clusters/one/namespaces/a,b/core/pods?q=web-1'),
    );
  });

  it('signs in again in place: the page stays where it is', async () => {
    await open('/clusters/one/namespaces/team-a/core/pods?q=typed');
    await screen.findByRole('navigation', { name: 'Kinds of resources' });
    act(() => announceSessionOver('one', problem('qd.session.expired', 'over')));
    const dialog = await screen.findByRole('dialog', { name: 'Sign in again to one' }, { timeout: 5000 });
    expect(within(dialog).getByText('Your session has ended')).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText('Token'), 'abc');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(location.pathname + location.search).toBe('/clusters/one/namespaces/team-a/core/pods?q=typed');
  });

  it('signs out to the sign-in page, and the session is ended at the BFF', async () => {
    await open('/clusters/one/namespaces/team-a/core/pods');
    await userEvent.click(await screen.findByRole('button', { name: 'Signed in as jane' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(location.pathname).toBe('/sign-in'));
    expect(location.search).toBe('?cluster=one');
    await waitFor(() => expect(signedIn['one']).toBeUndefined());
  });
});
