// @vitest-environment jsdom
import { problem } from '@quarterdeck/shared/problem';
import { afterEach, expect, it, vi } from 'vitest';
import { remember } from '../../api/browser-memory.ts';
import { sessionStore } from '../../api/session-store.ts';
import { drainOf, forgetDrain, interruptedDrain, startDrain } from './drain-runs.ts';

const OPTIONS = { force: true, deleteEmptyDir: false, graceSeconds: '5' };

const signedIn = (name: string) =>
  sessionStore.take({
    cluster: 'c',
    user: { name, groups: [] },
    kind: 'token',
    account: name,
    renewsItself: false,
    tokenExpiresAt: null,
    sessionExpiresAt: 0,
    idleTimeoutSeconds: 0,
    csrf: '',
    homeNamespace: null,
    serverVersion: null,
  });
const EXPIRED = problem('qd.session.expired', '');

afterEach(() => {
  vi.useRealTimers();
  drainOf('c', 'n')?.cancel();
  forgetDrain('c', 'n');
  localStorage.clear();
});

/** Whether the page asks before it is left. */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

it('leaving the page warns while a drain is under way, and the plan can be taken up again afterwards (OPS-183)', async () => {
  vi.stubGlobal('fetch', () => new Promise<Response>(() => {}));
  expect(asks()).toBe(false);
  startDrain('c', 'n', undefined, OPTIONS);
  expect(asks()).toBe(true);
  // the same page still has it
  expect(interruptedDrain('c', 'n')).toBeUndefined();
  // another page of this browser does not
  forgetDrain('c', 'n');
  expect(interruptedDrain('c', 'n')).toEqual(OPTIONS);
  expect(interruptedDrain('c', 'other')).toBeUndefined();
});

it('a drain that has ended is not taken up', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ items: [] }));
  startDrain('c', 'n', undefined, OPTIONS);
  await vi.waitFor(() => expect(drainOf('c', 'n')?.getSnapshot().phase).toBe('finished'));
  forgetDrain('c', 'n');
  await vi.waitFor(() => expect(interruptedDrain('c', 'n')).toBeUndefined());
});

it.each([
  ['', ''],
  ['30', '30'],
  ['0', ''],
  ['000', ''],
  ['-1', ''],
])('of what a browser remembers, seconds %j to shut down are %j', (kept, graceSeconds) => {
  remember('drain.c/n', `,,${kept}`);
  expect(interruptedDrain('c', 'n')?.graceSeconds).toBe(graceSeconds);
});

it.each<[string, () => unknown, string, boolean]>([
  ['their session expires', () => sessionStore.expire('c', EXPIRED), 'paused', true],
  ['they sign in again', () => signedIn('ann'), 'cordoning', true],
  ['they sign out', () => void sessionStore.signOut('c').catch(() => {}), 'cancelled', false],
  ['someone else is signed in', () => signedIn('bob'), 'cancelled', false],
])('a drain is of who began it: %s', (_, happens, phase, isKept) => {
  vi.stubGlobal('fetch', () => new Promise<Response>(() => {}));
  signedIn('ann');
  const run = startDrain('c', 'n', undefined, OPTIONS);
  happens();
  expect(run.getSnapshot().phase).toBe(phase);
  expect(drainOf('c', 'n') === run).toBe(isKept);
});

it('an ended drain is not shown to someone else', () => {
  vi.stubGlobal('fetch', () => new Promise<Response>(() => {}));
  signedIn('ann');
  startDrain('c', 'n', undefined, OPTIONS).cancel();
  sessionStore.expire('c', EXPIRED);
  expect(drainOf('c', 'n')).toBeDefined();
  signedIn('bob');
  expect(drainOf('c', 'n')).toBeUndefined();
});

it('asks for the version of Eviction again when it was not told', async () => {
  vi.useFakeTimers();
  const pods = [
    {
      metadata: { name: 'p', namespace: 'n', uid: 'p', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] },
    },
  ];
  const versions: unknown[] = [];
  let asked = 0;
  vi.stubGlobal('fetch', async (address: string, { body }: RequestInit = {}) => {
    if (address.endsWith('/k8s/api/v1')) {
      asked += 1;
      if (asked === 1) return new Response('', { status: 503 });
      return Response.json({ resources: [{ name: 'pods/eviction', version: 'v1beta1' }] });
    }
    if (address.endsWith('/eviction')) versions.push(JSON.parse(String(body)).apiVersion);
    return Response.json({ items: versions.length === 0 ? pods : [] });
  });
  const run = startDrain('c', 'n', undefined, OPTIONS);
  await vi.advanceTimersByTimeAsync(0);
  expect(run.getSnapshot().items[0]).toMatchObject({ state: 'blocked', answer: { kind: 'passing' } });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(versions).toEqual(['policy/v1beta1']);
  expect(run.getSnapshot().phase).toBe('finished');
});
