import { expect, test } from 'vitest';
import { ordinalsOf, setOrder } from './ordinals.ts';
import { setState } from './set-phase.ts';
import { pod, set } from './test/web-set.ts';

const partition = (count: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
});
const onDelete = { updateStrategy: { type: 'OnDelete' } };
const parallel = { podManagementPolicy: 'Parallel' };

/** "phase health ready/wanted, updated+old" and the culprit */
function say(spec: object, pods: readonly string[], generations: readonly [number, number] = [3, 3]): string {
  const [generation, observedGeneration] = generations;
  const plain = set(spec, { observedGeneration });
  const object = { ...plain, metadata: { ...plain.metadata, generation } };
  const order = setOrder(object);
  const state = setState(object, order, ordinalsOf(order, pods.map(pod), new Map()));
  const { phase, health, ready, wanted, updated, old, culprit } = state;
  return `${phase} ${health} ${ready}/${wanted}, ${updated}+${old}${culprit === '' ? '' : ` ${culprit}`}`;
}

test.each<[string, object, string[], string]>([
  ['all are as they should be', {}, ['0', '1', '2'], 'done ok 3/3, 3+0'],
  ['none wanted, none there', { replicas: 0 }, [], 'stopped stopped 0/0, 0+0'],
  ['none wanted, the last one still there', { replicas: 0 }, ['0'], 'scaling progressing 0/0, 0+0'],
  ['pods are to come', {}, ['0'], 'scaling progressing 1/3, 1+0'],
  ['the next one starts', {}, ['0', '1 new starting'], 'scaling progressing 1/3, 2+0'],
  ['the first one never starts', {}, ['0 new broken'], 'stuck failed 0/3, 1+0 web-0'],
  ['one of all at once never starts', parallel, ['0', '1 new broken', '2'], 'stuck failed 2/3, 3+0 web-1'],
  ['pods are to go', { replicas: 1 }, ['0', '1', '2'], 'scaling progressing 1/1, 1+0'],
  ['the last one ends', { replicas: 2 }, ['0', '1', '2 new ending'], 'scaling progressing 2/2, 2+0'],
  ['old pods are to be replaced', {}, ['0 old', '1 old', '2 old'], 'updating progressing 3/3, 0+3'],
  ['one is being made anew', {}, ['0 old', '1 old', '2 new starting'], 'updating progressing 2/3, 1+2'],
  ['a pod of the new revision never starts', {}, ['0 old', '1 old', '2 new broken'], 'stuck failed 2/3, 1+2 web-2'],
  [
    'a broken pod of the old revision is never replaced',
    {},
    ['0', '1 old broken', '2'],
    'broken failed 2/3, 2+1 web-1',
  ],
  ['old pods wait for somebody to delete them', onDelete, ['0 old', '1 old', '2'], 'manual warning 3/3, 1+2'],
  ['the partition holds the rest', partition(2), ['0 old', '1 old', '2'], 'held ok 3/3, 1+2'],
  ['the partition holds all', partition(3), ['0 old', '1 old', '2 old'], 'held ok 3/3, 0+3'],
  ['one beyond the partition is replaced', partition(1), ['0 old', '1 old', '2'], 'updating progressing 3/3, 1+2'],
])('where a StatefulSet is: %s', (_, spec, pods, state) => {
  expect(say(spec, pods)).toBe(state);
});

test('what the controller has not looked at yet says nothing of the newest change', () => {
  expect(say({}, ['0', '1', '2'], [4, 3])).toBe('unseen progressing 3/3, 3+0');
});
