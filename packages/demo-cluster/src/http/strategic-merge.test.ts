import { expect, test } from 'vitest';
import type { Schema } from '../schema/schema.ts';
import { mergePatch, strategicMerge } from './strategic-merge.ts';

const byKey = (patchMergeKey: string, items: Schema = {}): Schema => ({
  type: 'array',
  patchStrategy: 'merge',
  patchMergeKey,
  items,
});
const SCHEMA: Schema = {
  properties: {
    containers: byKey('name', { properties: { env: byKey('name') } }),
    volumes: byKey('name'),
    env: byKey('name'),
    ports: byKey('port'),
    finalizers: { type: 'array', patchStrategy: 'merge' },
  },
};

test.each([
  ['sets and removes', { a: 1, b: 2 }, { a: null, c: 3 }, { b: 2, c: 3 }],
  ['goes deep', { a: { b: 1, c: 2 } }, { a: { c: null } }, { a: { b: 1 } }],
  ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
])('merge patch %s', (_case, target, patch, expected) => {
  expect(mergePatch(target, patch)).toEqual(expected);
});

const c = (name: string, more: object = {}) => ({ name, ...more });

test.each([
  [
    'adds to lists by key, in front',
    { containers: [c('a')] },
    { containers: [c('b')] },
    { containers: [c('b'), c('a')] },
  ],
  [
    'changes the item with the key',
    { containers: [c('a', { image: '1', env: [c('X', { value: '1' })] })] },
    { containers: [c('a', { image: '2', env: [c('Y', { value: '2' })] })] },
    { containers: [c('a', { image: '2', env: [c('Y', { value: '2' }), c('X', { value: '1' })] })] },
  ],
  [
    'deletes an item',
    { volumes: [c('a'), c('b')] },
    { volumes: [c('a', { $patch: 'delete' })] },
    { volumes: [c('b')] },
  ],
  [
    'replaces a list on demand',
    { containers: [c('a'), c('b')] },
    { containers: [{ $patch: 'replace' }, c('z')] },
    { containers: [c('z')] },
  ],
  ['replaces a map on demand', { spec: { a: 1 } }, { spec: { $patch: 'replace', b: 2 } }, { spec: { b: 2 } }],
  [
    'keeps only the retained keys',
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    { strategy: { type: 'Recreate' } },
  ],
  [
    'treats tolerations as a whole',
    { tolerations: [{ key: 'a' }] },
    { tolerations: [{ key: 'b' }] },
    { tolerations: [{ key: 'b' }] },
  ],
  [
    'merges service ports by port',
    { ports: [{ port: 80 }] },
    { ports: [{ port: 443 }] },
    { ports: [{ port: 443 }, { port: 80 }] },
  ],
  ['joins sets', { finalizers: ['a'] }, { finalizers: ['a', 'b'] }, { finalizers: ['a', 'b'] }],
  [
    'takes from sets',
    { finalizers: ['a', 'b'] },
    { '$deleteFromPrimitiveList/finalizers': ['a'] },
    { finalizers: ['b'] },
  ],
  [
    'follows the given order',
    { env: [c('A'), c('B')] },
    { '$setElementOrder/env': [c('C'), c('B')], env: [c('C')] },
    { env: [c('C'), c('A'), c('B')] },
  ],
])('strategic merge %s', (_case, target, patch, expected) => {
  expect(strategicMerge(SCHEMA, target, patch)).toEqual(expected);
});

test('a key called __proto__ is a key like any other', () => {
  const patch = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
  expect(Object.hasOwn(strategicMerge(SCHEMA, {}, patch), '__proto__')).toBe(true);
  expect(Object.hasOwn(mergePatch({}, patch) as object, '__proto__')).toBe(true);
  expect('polluted' in {}).toBe(false);
});
