import { expect, it } from 'vitest';
import type { KubeObject } from '../kube-object.ts';
import { takenBack } from './take-back.ts';

const object = (spec: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', uid: 'u', ...metadata },
  spec,
});
const image = (tag: string, more: object = {}) => ({ name: 'app', image: `app:${tag}`, ...more });
const pods = (...containers: object[]) => ({ replicas: 1, template: { spec: { containers } } });
const revision = (value: string, more: object = {}) => ({
  annotations: { 'deployment.kubernetes.io/revision': value, ...more },
});

it.each<[string, before: object, after: object, live: object, back: object]>([
  ['nobody wrote since', pods(image('1')), pods(image('2')), pods(image('2')), pods(image('1'))],
  [
    'an autoscaler set the replicas',
    pods(image('1')),
    pods(image('2')),
    { ...pods(image('2')), replicas: 7 },
    { ...pods(image('1')), replicas: 7 },
  ],
  [
    'somebody put a sidecar before it and a variable into it',
    pods(image('1')),
    pods(image('2')),
    pods({ name: 'mesh' }, image('2', { env: [{ name: 'A' }] })),
    pods({ name: 'mesh' }, image('1', { env: [{ name: 'A' }] })),
  ],
  [
    'a container that it added goes, one that it took away comes back to its place',
    pods(image('1'), { name: 'last' }),
    pods({ name: 'last' }, { name: 'new' }),
    pods({ name: 'last' }, { name: 'new' }, { name: 'theirs' }),
    pods(image('1'), { name: 'last' }, { name: 'theirs' }),
  ],
  [
    'variables where there were none',
    pods(image('1')),
    pods(image('1', { env: [{ name: 'A' }] })),
    pods(image('1', { env: [{ name: 'A' }, { name: 'B' }] })),
    pods(image('1', { env: [{ name: 'B' }] })),
  ],
  [
    'the node controller put its taint behind ours',
    {},
    { taints: [{ key: 'a' }] },
    { taints: [{ key: 'a' }, { key: 'theirs' }] },
    { taints: [{ key: 'theirs' }] },
  ],
  [
    'it is back already',
    { replicas: 1 },
    { replicas: 2 },
    { replicas: 1, paused: true },
    { replicas: 1, paused: true },
  ],
  [
    'the order of init containers, which says something',
    { init: [{ name: 'a' }, { name: 'b' }] },
    { init: [{ name: 'b' }, { name: 'a' }] },
    { init: [{ name: 'b' }, { name: 'a' }], replicas: 3 },
    { init: [{ name: 'a' }, { name: 'b' }], replicas: 3 },
  ],
])('puts back only what was changed: %s', (_, before, after, live, back) => {
  expect(takenBack(object(before), object(after), object(live))).toMatchObject({ spec: back });
  expect(takenBack(object(before), object(after), object(live))?.['spec']).toEqual(back);
});

it.each<[string, before: object, after: object, live: object]>([
  ['the same field', pods(image('1')), pods(image('2')), pods(image('3'))],
  ['the field is gone', pods(image('1')), pods(image('2')), pods({ name: 'app' })],
  ['its container is gone', pods(image('1')), pods(image('2')), pods({ name: 'other' })],
  ['within what it added', {}, { strategy: { type: 'A', bound: 1 } }, { strategy: { type: 'A', bound: 2 } }],
  ['a list without names', { args: ['a', 'b'] }, { args: ['a'] }, { args: ['a', 'c'] }],
  ['rules that moved', { rules: [{ a: 1 }, { a: 2 }] }, { rules: [{ a: 2 }] }, { rules: [{ a: 3 }, { a: 2 }] }],
  ['a taint that is there again', { taints: [{ key: 'a' }] }, { taints: [] }, { taints: [{ key: 'b' }, { key: 'a' }] }],
  [
    'an order that it changed, with another between',
    { init: [{ name: 'a' }, { name: 'b' }] },
    { init: [{ name: 'b' }, { name: 'a' }] },
    { init: [{ name: 'b' }, { name: 'x' }, { name: 'a' }] },
  ],
])('gives up where somebody wrote there since: %s', (_, before, after, live) => {
  expect(takenBack(object(before), object(after), object(live))).toBeUndefined();
});

it('leaves a Deployment the revision that its controller counted since, and takes back a cause', () => {
  const back = takenBack(
    object(pods(image('1')), revision('1')),
    object(pods(image('2')), revision('1', { 'kubernetes.io/change-cause': 'x' })),
    object(pods(image('2')), { resourceVersion: '9', ...revision('2', { 'kubernetes.io/change-cause': 'x' }) }),
  );
  expect(back).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', ...revision('2') },
    spec: pods(image('1')),
  });
  expect(
    takenBack(object({}), object({}, { annotations: { mine: 'x' } }), object({}, revision('2', { mine: 'x' })))?.[
      'metadata'
    ],
  ).toEqual({ name: 'a', ...revision('2') });
});
