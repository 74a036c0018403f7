// @vitest-environment jsdom
import { problem } from '@quarterdeck/shared/problem';
import { expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { Wish } from '../../api/tell-when.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import { followWish } from './follow-wish.ts';
import { TitleBadge } from './title-badge.ts';

const wish: Wish = {
  id: 'w',
  uid: 'u1',
  when: 'ready',
  armed: true,
  ref: {
    cluster: 'c',
    namespace: 'shop',
    name: 'web-1',
    resource: fakeResource('v1/pods', 'Pod'),
  },
};
const pod = (ready: string, uid = 'u1') => ({
  metadata: { name: 'web-1', namespace: 'shop', uid },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] },
});

function follow(own: Wish = wish) {
  const source = new FakeLiveSource();
  const news = { arm: vi.fn(), tell: vi.fn() };
  const stop = followWish(source, own, news);
  return { source, stop, ...news };
}

it('tells once when it has come, of this one object', () => {
  const { source, tell } = follow();
  expect(source.queries).toMatchObject([
    { resource: 'v1/pods', namespaces: ['shop'], fieldSelector: 'metadata.name=web-1' },
  ]);
  source.objects([pod('False')]);
  expect(tell).not.toHaveBeenCalled();
  source.objects([pod('True')]);
  source.objects([pod('True')]);
  expect(tell).toHaveBeenCalledTimes(1);
  expect(tell).toHaveBeenCalledWith(expect.objectContaining({ said: 'said.ready', good: true }));
});

it('waits until it becomes so anew where it is so already', () => {
  const { source, tell, arm } = follow({ ...wish, armed: false });
  source.objects([pod('True')]);
  expect(tell).not.toHaveBeenCalled();
  source.objects([pod('False')]);
  expect(arm).toHaveBeenCalledTimes(1);
  source.objects([pod('True')]);
  expect(tell).toHaveBeenCalledTimes(1);
});

it.each<[string, (source: FakeLiveSource) => void]>([
  ['it was deleted', (source) => [source.objects([pod('False')]), source.objects([], ['u1'])]],
  ['another one has its name', (source) => source.objects([pod('True', 'u2')])],
  ['it was not there any more when the list came', (source) => source.status({ state: 'live' })],
  ['its kind is not served any more', (source) => source.status({ state: 'gone' })],
])('tells that it can never come: %s', (_what, happen) => {
  const { source, tell } = follow();
  happen(source);
  expect(tell).toHaveBeenCalledWith(expect.objectContaining({ said: 'said.gone', good: false }));
});

it('tells that it may no longer be watched', () => {
  const { source, tell } = follow();
  source.objects([pod('False')]);
  source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden', { detail: 'no' }) });
  source.status({ state: 'denied' });
  expect(tell).toHaveBeenCalledTimes(1);
  expect(tell).toHaveBeenCalledWith(expect.objectContaining({ said: 'said.denied', good: false, detail: 'no' }));
});

it('goes on waiting while the session is renewed', () => {
  const { source, tell } = follow();
  source.status({ state: 'denied', problem: problem('qd.session.expired', 'The session is over') });
  expect(tell).not.toHaveBeenCalled();
  source.objects([pod('True')]);
  expect(tell).toHaveBeenCalledTimes(1);
});

it.each<[string, Partial<Wish>, object, string]>([
  ['a pod that has ended', { when: 'ended' }, { phase: 'Failed' }, 'said.failed'],
  ['a pod that has ended is never ready', { when: 'ready' }, { phase: 'Succeeded' }, 'said.complete'],
])('tells at once of what never changes again, though nobody saw it otherwise: %s', (_what, own, status, said) => {
  const { source, tell } = follow({ ...wish, ...own, armed: false });
  source.objects([{ ...pod('False'), status }]);
  expect(tell).toHaveBeenCalledWith(expect.objectContaining({ said }));
});

it('says nothing once nobody waits', () => {
  const { source, tell, stop } = follow();
  const [sink] = source.open.keys();
  stop();
  sink?.objects?.({ upsert: [pod('True')], remove: [] });
  expect(tell).not.toHaveBeenCalled();
  expect(source.queries).toEqual([]);
});

it('keeps the number before whatever title a page writes, and takes it away', async () => {
  const badge = new TitleBadge();
  document.title = 'Pods';
  badge.set(2);
  expect(document.title).toBe('(2) Pods');
  document.title = 'Nodes';
  await vi.waitFor(() => expect(document.title).toBe('(2) Nodes'));
  badge.set(0);
  expect(document.title).toBe('Nodes');
});
