import { expect, it } from 'vitest';
import type { Deletion } from '../../kinds/deletion.ts';
import type { ActionTarget } from '../define-action.ts';
import {
  type DeleteInput,
  deleteFault,
  deleteFlags,
  deleteOptions,
  initialDelete,
  wordToType,
} from './delete-input.ts';

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
const targets = (count: number, deletion?: Deletion): ActionTarget[] =>
  Array.from({ length: count }, (_, i) => ({
    ref: { cluster: 'c', resource, namespace: 'a', name: `x-${i}` },
    ...(deletion === undefined ? {} : { deletion }),
  }));
const given = (change: Partial<DeleteInput>): DeleteInput => ({ ...initialDelete, ...change });

it.each([
  [given({}), { propagationPolicy: 'Background' }, []],
  [given({ propagation: 'Foreground' }), { propagationPolicy: 'Foreground' }, ['--cascade=foreground']],
  [given({ propagation: 'Orphan' }), { propagationPolicy: 'Orphan' }, ['--cascade=orphan']],
  [given({ grace: 'now' }), { propagationPolicy: 'Background', gracePeriodSeconds: 1 }, ['--now']],
  [
    given({ grace: 'seconds', seconds: '7' }),
    { propagationPolicy: 'Background', gracePeriodSeconds: 7 },
    ['--grace-period=7'],
  ],
  [
    given({ grace: 'force' }),
    { propagationPolicy: 'Background', gracePeriodSeconds: 0 },
    ['--grace-period=0', '--force'],
  ],
])('options of a deletion and the flags of kubectl: %j', (input, options, flags) => {
  expect(deleteOptions(input, {})).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', ...options });
  expect(deleteFlags(input)).toEqual(flags);
});

it('only the object that was meant is deleted', () => {
  expect(deleteOptions(initialDelete, { uid: 'u-1' })).toMatchObject({ preconditions: { uid: 'u-1' } });
});

it('only an object that nobody has written since is deleted, where that is wanted', () => {
  const input = given({ versions: { 'u-1': '42' } });
  expect(deleteOptions(input, { uid: 'u-1' })).toMatchObject({ preconditions: { uid: 'u-1', resourceVersion: '42' } });
  expect(deleteOptions(input, { uid: 'u-2' })).toMatchObject({ preconditions: { uid: 'u-2' } });
});

it('asks for the name of what is cluster-wide or of the cluster itself', () => {
  const [pod] = targets(1);
  if (pod === undefined) throw new Error('no target');
  expect(wordToType([{ ...pod, ref: { ...pod.ref, namespace: 'kube-system' } }])).toBe('x-0');
  expect(wordToType([{ ...pod, ref: { ...pod.ref, namespace: undefined } }])).toBe('x-0');
});

it('asks for a word where much is at stake', () => {
  expect(wordToType(targets(1))).toBeUndefined();
  expect(wordToType(targets(20))).toBeUndefined();
  expect(wordToType(targets(21))).toBe('21');
  expect(wordToType(targets(1, { typed: true }))).toBe('x-0');
  expect(wordToType(targets(2, { typed: true }))).toBe('2');
  expect(deleteFault(given({ typed: '2' }), targets(21))).toMatchObject({ key: 'delete.fault.typed', quiet: true });
  expect(deleteFault(given({ typed: '21' }), targets(21))).toBeUndefined();
  // what goes along is not known yet
  expect(deleteFault(given({ typed: '21', looking: true }), targets(21))).toMatchObject({ quiet: true });
});

it('wants whole seconds', () => {
  for (const seconds of ['', '-1', '1.5', 'x'])
    expect(deleteFault(given({ grace: 'seconds', seconds }), targets(1))).toEqual({ key: 'delete.fault.seconds' });
  expect(deleteFault(given({ grace: 'default', seconds: 'x' }), targets(1))).toBeUndefined();
});
