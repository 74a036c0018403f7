import type { ApiStatus } from '@quarterdeck/shared/api-status';
import { problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import type { KubeObject } from '../kube-object.ts';
import { editableText } from './editable-text.ts';
import { readText } from './read-text.ts';
import { type ReviewPorts, ReviewSession, type ReviewSubject } from './review-session.ts';
import type { Write, WriteAnswer } from './send-write.ts';

const resource = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  singular: 'deployment',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target = { cluster: 'c', resource, namespace: 'n', name: 'web' };

const web = (version: string, replicas: number, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'n', uid: 'u', resourceVersion: version },
  spec: { replicas, ...more },
});

const refused = (code: 'qd.api.conflict' | 'qd.api.invalid', status?: ApiStatus): WriteAnswer => ({
  ok: false,
  problem: problem(code, 'refused'),
  status,
  warnings: [],
});

/** A server of one object that takes what it is sent, under the lock that it is sent with. */
function bench(
  first: KubeObject | undefined,
  { controller }: { controller?: (object: KubeObject) => KubeObject } = {},
) {
  let live = first;
  const sent: Write[] = [];
  const written: KubeObject[] = [];
  const next: WriteAnswer[] = [];
  let reads: (KubeObject | undefined)[] = [];
  const ports: ReviewPorts = {
    send: async (write) => {
      sent.push(write);
      const forced = next.shift();
      if (forced) return forced;
      const object = readText(write.text).object as KubeObject;
      const lock = object.metadata.resourceVersion;
      if (lock !== undefined && lock !== live?.metadata.resourceVersion) return refused('qd.api.conflict');
      const version = String(Number(live?.metadata.resourceVersion ?? 0) + 1);
      const result = { ...object, metadata: { ...object.metadata, uid: 'u', resourceVersion: version } };
      if (!write.dryRun) live = controller ? controller(result) : result;
      return { ok: true, object: result, warnings: [] };
    },
    read: async () => (reads.length > 0 ? reads.shift() : live),
    sleep: async () => {},
    problemOf: (error) => problem('qd.internal', String(error)),
  };
  return {
    sent,
    next,
    written,
    set: (object: KubeObject | undefined) => {
      live = object;
    },
    session: (subject: Partial<ReviewSubject> & { text: string }) =>
      new ReviewSession(
        { target, base: first, method: 'replace', onWritten: (_, after) => written.push(after), ...subject },
        ports,
      ),
    live: () => live,
    readNext: (...objects: (KubeObject | undefined)[]) => {
      reads = objects;
    },
  };
}

const step = (session: ReviewSession) => session.getSnapshot().step;

it('a dry run first, then the write with the lock of what was looked at; then a look whether it stays', async () => {
  const { session: make, sent, written } = bench(web('5', 1));
  const session = make({ text: `# mine\n${editableText(web('5', 2))}` });
  await session.check();
  expect(session.getSnapshot()).toMatchObject({
    step: 'ready',
    review: { changes: [{ path: ['spec', 'replicas'], before: 1, after: 2 }] },
  });
  expect(sent.map(({ dryRun }) => dryRun)).toEqual([true]);
  expect(written).toEqual([]);
  await session.write({ force: false });
  expect(session.getSnapshot()).toMatchObject({ step: 'written', followed: { state: 'kept' } });
  expect(sent[1]?.text).toContain('# mine');
  expect(readText(sent[1]?.text ?? '').object).toMatchObject({ metadata: { resourceVersion: '5' } });
  expect(written).toHaveLength(1);
});

it('somebody was faster: nothing is sent before it was merged', async () => {
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('5', 2)) });
  at.set(web('6', 3));
  await session.check();
  expect(session.getSnapshot()).toMatchObject({ step: 'changed', live: { spec: { replicas: 3 } } });
  expect(at.sent).toEqual([]);
  await session.checkMerged(editableText(web('6', 2)), web('6', 3));
  await session.write({ force: false });
  expect(step(session)).toBe('written');
  expect(at.live()?.['spec']).toEqual({ replicas: 2 });
});

it('between dry run and write only the status changed: the write is made; the spec: it is not', async () => {
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('5', 2)) });
  await session.check();
  at.set({ ...web('6', 1), status: { ready: 1 } });
  await session.write({ force: false });
  expect(step(session)).toBe('written');

  const other = bench(web('5', 1));
  const second = other.session({ text: editableText(web('5', 2)) });
  await second.check();
  other.set(web('6', 7));
  await second.write({ force: false });
  expect(step(second)).toBe('changed');
  expect(other.live()?.['spec']).toEqual({ replicas: 7 });
});

it('a controller that turns it back is named by the fields', async () => {
  const at = bench(web('5', 1), { controller: (object) => ({ ...object, spec: { replicas: 1 } }) });
  const session = at.session({ text: editableText(web('5', 2)) });
  await session.check();
  await session.write({ force: false });
  expect(session.getSnapshot()).toMatchObject({
    step: 'written',
    followed: { state: 'turned-back', fields: [{ path: ['spec', 'replicas'], wrote: 2, now: 1 }] },
  });
});

it('the object is gone, or another one has its name', async () => {
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('5', 2)) });
  at.set(undefined);
  await session.check();
  expect(step(session)).toBe('gone');
  await session.checkAsNew();
  expect(at.sent.map(({ method }) => method)).toEqual(['create']);
  const other = bench(web('5', 1));
  const second = other.session({ text: editableText(web('5', 2)) });
  other.set({ ...web('9', 1), metadata: { ...web('9', 1).metadata, uid: 'other' } });
  await second.check();
  expect(step(second)).toBe('changed');
});

it('several documents, and keys that stand twice, are not sent: old servers would drop them without a word', async () => {
  const at = bench(web('5', 1));
  for (const text of ['a: 1\n---\nb: 2\n', 'a: 1\na: 2\n', '# nothing\n']) {
    const session = at.session({ text });
    await session.check();
    expect(step(session)).toBe('unreadable');
  }
  expect(at.sent).toEqual([]);
});

it('server-side apply: others’ fields need a word, or are left out of the text', async () => {
  const status: ApiStatus = {
    kind: 'Status',
    details: {
      causes: [
        { reason: 'FieldManagerConflict', field: '.spec.replicas', message: 'conflict with "hpa" using apps/v1' },
      ],
    },
  };
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('', 2, { paused: true })), method: 'apply' });
  at.next.push(refused('qd.api.conflict', status));
  await session.check();
  expect(session.getSnapshot()).toMatchObject({
    step: 'ready',
    review: { needsForce: true, taken: [{ manager: 'hpa' }] },
  });
  expect(at.sent.map(({ dryRun, force }) => [dryRun, force])).toEqual([
    [true, false],
    [true, true],
  ]);
  await session.checkWithout([['spec', 'replicas']]);
  expect(readText(session.text).object?.['spec']).toEqual({ paused: true });
  expect(session.getSnapshot()).toMatchObject({ review: { needsForce: false } });
});

it('what a server leaves out is told before it is written', async () => {
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('5', 2, { foo: 1 })) });
  at.next.push({ ok: true, object: web('5', 2), warnings: ['old'] });
  await session.check();
  expect(session.getSnapshot()).toMatchObject({ review: { dropped: [['spec', 'foo']], warnings: ['old'] } });
});

it('a status that the kind does not keep apart goes with the text', async () => {
  const live = { ...web('5', 1), status: { lit: true } };
  const at = bench(live);
  const session = at.session({ text: editableText(web('5', 2)) });
  await session.check();
  await session.write({ force: false });
  expect(at.live()?.['status']).toEqual({ lit: true });
});

it('what cannot be reached is a refusal, to be tried again', async () => {
  const at = bench(web('5', 1));
  const session = at.session({ text: editableText(web('5', 2)) });
  at.next.push(refused('qd.api.invalid'));
  await session.check();
  expect(step(session)).toBe('refused');
  await session.check();
  expect(step(session)).toBe('ready');
});
