import { afterEach, expect, it, vi } from 'vitest';
import type { KubeObject } from '../kube-object.ts';
import { sessionStore } from '../session-store.ts';
import { readText } from './read-text.ts';
import { recreationHindrance, recreationText } from './recreation.ts';
import { isCreation, UndoMemory, undoMemory } from './undo-memory.ts';
import { isUndoable, stillThere, undoWrite } from './undo-write.ts';

const resource = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  singular: 'configmap',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const ref = (name: string) => ({ cluster: 'c', resource, namespace: 'n', name });
const map = (version: string, value: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'n', uid: 'u', resourceVersion: version, labels },
  data: { key: value },
});

afterEach(() => vi.unstubAllGlobals());

/** A server of one object; undefined: there is none. `refusals`: so many writes are answered with the status, all unless it is said. */
function serve(live: KubeObject | undefined, status = 200, refusals = Number.POSITIVE_INFINITY) {
  const sent: { method: string; body: string }[] = [];
  vi.stubGlobal('fetch', async (_path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method === 'GET')
      return live === undefined
        ? Response.json({ kind: 'Status', reason: 'NotFound', code: 404 }, { status: 404 })
        : Response.json(live);
    sent.push({ method, body: String(body) });
    return status === 200 || sent.length > refusals
      ? Response.json(live ?? {})
      : Response.json({ kind: 'Status', reason: 'Conflict', code: status }, { status });
  });
  return sent;
}

function remembered(...args: Parameters<UndoMemory['rememberObject']>) {
  const memory = new UndoMemory(() => 0);
  memory.rememberObject(...args);
  const [write] = memory.writes();
  if (write === undefined) throw new Error('nothing kept');
  return write;
}

it('puts the pre-image back under the lock of what it looked at', async () => {
  const write = remembered(ref('a'), map('1', 'old'), map('2', 'new'));
  const sent = serve(map('7', 'new'));
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'done' }]);
  expect(sent[0]?.method).toBe('PUT');
  expect(readText(sent[0]?.body ?? '').object).toMatchObject({
    metadata: { resourceVersion: '7' },
    data: { key: 'old' },
  });
});

it('leaves alone what was changed since, is gone, or is another object', async () => {
  const write = remembered(ref('a'), map('1', 'old'), map('2', 'new'));
  const sent = serve(map('7', 'theirs'));
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'changed' }]);
  serve(undefined);
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'gone' }]);
  expect(sent).toEqual([]);
  serve(map('7', 'new'), 409);
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'changed' }]);
});

it('what a controller and others wrote beside it since stays (OPS-066)', async () => {
  const write = remembered(ref('a'), map('1', 'old'), map('2', 'new'));
  const sent = serve({ ...map('7', 'new', { theirs: 'x' }), other: 1 });
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'done' }]);
  expect(readText(sent[0]?.body ?? '').object).toMatchObject({
    metadata: { resourceVersion: '7', labels: { theirs: 'x' } },
    data: { key: 'old' },
    other: 1,
  });
  const none = serve(map('7', 'old'));
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'done' }]);
  const leaving = map('7', 'new');
  serve({ ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'changed' }]);
  expect(none).toEqual([]);
});

it('looks again where only the status was written between', async () => {
  const write = remembered(ref('a'), map('1', 'old'), map('2', 'new'));
  const sent = serve(map('7', 'new'), 409, 1);
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'done' }]);
  expect(sent).toHaveLength(2);
});

it('labels of many objects are one write; each is put back by itself, with a lock', async () => {
  const memory = new UndoMemory(() => 0);
  for (const name of ['a', 'b'])
    memory.rememberPairs({
      ref: ref(name),
      uid: 'u',
      field: 'labels',
      before: { team: null, app: 'x' },
      after: { team: 'blue', app: null },
    });
  const [write] = memory.writes();
  expect(memory.writes()).toHaveLength(1);
  const sent = serve(map('5', '', { team: 'blue' }));
  expect((await undoWrite(write ?? remembered(ref('a'), undefined, undefined))).map(({ outcome }) => outcome)).toEqual([
    'done',
    'done',
  ]);
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
    metadata: { resourceVersion: '5', labels: { team: null, app: 'x' } },
  });
  serve(map('5', '', { team: 'red' }));
  expect((await undoWrite(write ?? remembered(ref('a'), undefined, undefined))).map(({ outcome }) => outcome)).toEqual([
    'changed',
    'changed',
  ]);
});

it('what was deleted is made again, unless it is there again', async () => {
  const write = remembered(ref('a'), map('1', 'old'), undefined);
  expect(isUndoable(write)).toBe(true);
  const sent = serve(undefined);
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'done' }]);
  expect(sent[0]?.method).toBe('POST');
  serve(map('9', 'new'));
  expect(await undoWrite(write)).toMatchObject([{ outcome: 'exists' }]);
});

it('what was made is undone by deleting it, wherever that is done; what is another by now is not it', async () => {
  const deletable = (name: string) => ({ ...ref(name), resource: { ...resource, verbs: ['delete'] } });
  const made = (name: string): KubeObject => ({ ...map('1', 'x'), metadata: { name, uid: `of-${name}` } });
  const memory = new UndoMemory(() => 0);
  memory.rememberObject(ref('old'), map('1', 'a'), map('2', 'b'));
  for (const name of ['a', 'b']) memory.rememberObject(deletable(name), undefined, made(name), 'plan');
  const [write, other] = memory.writes();
  if (write === undefined || other === undefined) throw new Error('nothing kept');
  expect(memory.writes()).toHaveLength(2);
  expect([write, other].map(isCreation)).toEqual([true, false]);
  expect(isUndoable(write)).toBe(true);
  expect(isUndoable(remembered(ref('a'), undefined, made('a')))).toBe(false);
  serve(made('a'));
  expect(await stillThere(write)).toMatchObject([{ ref: { name: 'a' } }]);
  serve(undefined);
  expect(await stillThere(write)).toEqual([]);
  memory.markGone('of-a');
  memory.markGone('u');
  expect(memory.writes().map(({ undone }) => undone)).toEqual([false, false]);
  memory.markGone('of-b');
  expect(memory.writes().map(({ undone }) => undone)).toEqual([true, false]);
});

it('is forgotten when the session ends: the next may be another person’s', async () => {
  serve(undefined);
  vi.stubGlobal('fetch', async () => Response.json({ user: { name: 'ann' }, csrf: 'x' }));
  await sessionStore.load('c');
  undoMemory.rememberObject(ref('a'), map('1', 'old'), map('2', 'new'));
  expect(undoMemory.writes()).toHaveLength(1);
  await sessionStore.signOut('c');
  expect(undoMemory.writes()).toEqual([]);
});

it('a copy to be made anew has nothing that the cluster lent the old one', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's', uid: 'u', resourceVersion: '1', finalizers: ['x'], deletionTimestamp: 'y' },
    spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [{ port: 80 }] },
    status: {},
  };
  expect(readText(recreationText(service)).object).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { ports: [{ port: 80 }] },
  });
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', uid: 'u', labels: { 'controller-uid': 'u', app: 'a' } },
    spec: {
      selector: { matchLabels: { 'controller-uid': 'u' } },
      template: {
        metadata: { labels: { 'controller-uid': 'u', 'job-name': 'j' } },
        spec: {
          containers: [{ name: 'c', volumeMounts: [{ name: 'kube-api-access-abcde' }, { name: 'data' }] }],
        },
      },
    },
  };
  expect(readText(recreationText(job)).object).toMatchObject({
    metadata: { labels: { app: 'a' } },
    spec: { template: { metadata: { labels: { 'job-name': 'j' } } } },
  });
  expect(recreationText(job)).not.toContain('controller-uid');
  expect(
    recreationHindrance({
      ...job,
      metadata: {
        ...job.metadata,
        ownerReferences: [{ apiVersion: 'v1', kind: 'A', name: 'a', uid: 'o', controller: true }],
      },
    }),
  ).toBe('owned');
});
