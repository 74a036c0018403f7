import { expect, it } from 'vitest';
import { mergedText, threeWay } from './three-way.ts';

const BASE = 'kind: A\nspec:\n  replicas: 1\n  image: a\n  paused: false\n';

it('merges by itself what one side changed, and keeps comments', () => {
  const mine = BASE.replace('  image: a', '  # why\n  image: b');
  const theirs = BASE.replace('replicas: 1', 'replicas: 3');
  const blocks = threeWay(BASE, mine, theirs);
  expect(blocks.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
  // neighbours are one place: somebody has to look
  expect(mergedText(blocks, [])).toBeUndefined();
  const apart = threeWay(BASE, BASE.replace('paused: false', 'paused: true # why'), theirs);
  expect(mergedText(apart, [])).toBe('kind: A\nspec:\n  replicas: 3\n  image: a\n  paused: true # why\n');
});

it('asks where both sides changed the same, and takes what was chosen', () => {
  const mine = BASE.replace('replicas: 1', 'replicas: 2');
  const theirs = BASE.replace('replicas: 1', 'replicas: 3');
  const blocks = threeWay(BASE, mine, theirs);
  expect(blocks.find(({ kind }) => kind === 'conflict')).toEqual({
    kind: 'conflict',
    base: ['  replicas: 1'],
    mine: ['  replicas: 2'],
    theirs: ['  replicas: 3'],
  });
  expect(mergedText(blocks, [undefined])).toBeUndefined();
  expect(mergedText(blocks, ['mine'])).toBe(mine);
  expect(mergedText(blocks, ['theirs'])).toBe(theirs);
  expect(mergedText(blocks, ['base'])).toBe(BASE);
});

it('the same change on both sides is none to choose, and line breaks stay', () => {
  const both = BASE.replace('image: a', 'image: b');
  const blocks = threeWay(BASE, both.replaceAll('\n', '\r\n'), both);
  expect(blocks.some(({ kind }) => kind === 'conflict')).toBe(false);
  expect(mergedText(blocks, [], '\r\n')).toBe(both.replaceAll('\n', '\r\n'));
});
