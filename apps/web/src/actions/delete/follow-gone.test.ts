import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { expect, it } from 'vitest';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import type { ActionTarget } from '../define-action.ts';
import { type Departure, followGone } from './follow-gone.ts';

const resource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target = (name: string, uid?: string): ActionTarget => ({
  ref: { cluster: 'c', resource, namespace: 'a', name },
  ...(uid === undefined ? {} : { uid }),
});
const row = (name: string, uid: string, ...fields: unknown[]): LiveRow => [uid, 'a', name, 0, null, [], ...fields];

function follow(...targets: ActionTarget[]) {
  const source = new FakeLiveSource();
  const told: [number, Departure][] = [];
  const end = followGone(source, targets, (index, departure) => told.push([index, departure]));
  return { source, told, end };
}

it('tells why an object is still there, and that it is gone (CTL-24)', () => {
  const { source, told, end } = follow(target('x', 'u1'));
  expect(source.queries).toMatchObject([
    { resource: 'v1/pods', namespaces: ['a'], fieldSelector: 'metadata.name=x', mode: 'rows' },
  ]);
  source.rows([row('x', 'u1', '2026-01-01T00:00:30Z', ['a.io/f'], 30)]);
  source.status({ state: 'live' });
  expect(told).toEqual([
    [
      0,
      {
        metadata: {
          uid: 'u1',
          name: 'x',
          deletionTimestamp: '2026-01-01T00:00:30Z',
          finalizers: ['a.io/f'],
          deletionGracePeriodSeconds: 30,
        },
      },
    ],
  ]);
  source.rows([], { remove: ['u1'] });
  expect(told.at(-1)).toEqual([0, 'gone']);
  end();
  expect(source.queries).toEqual([]);
});

it('knows what was gone before it looked, and what has only taken the name', () => {
  const { source, told } = follow(target('x', 'u1'), target('y', 'u2'), target('z'));
  source.rows([row('y', 'another'), row('z', 'u3')]);
  source.status({ state: 'live' });
  expect(told.filter(([, departure]) => departure === 'gone').map(([index]) => index)).toEqual([0, 1]);
});

it('says nothing is gone while the list is being read, or read anew', () => {
  const { source, told } = follow(target('x', 'u1'));
  source.status({ state: 'loading' });
  source.rows([row('x', 'u1')]);
  source.status({ state: 'live' });
  source.status({ state: 'reconnecting' });
  source.rows([], { reset: true });
  expect(told.map(([, departure]) => departure)).not.toContain('gone');
  source.status({ state: 'live' });
  expect(told.at(-1)).toEqual([0, 'gone']);
});

it('of what may not be watched nothing is known', () => {
  const { source, told } = follow(target('x', 'u1'), target('y', 'u2'));
  source.status({ state: 'denied' });
  expect(told).toEqual([
    [0, 'unseen'],
    [1, 'unseen'],
  ]);
});
