import { describe, expect, it } from 'vitest';
import { LAST_APPLIED } from '../../api/last-applied.ts';
import { addChange, initialPairs, type PairsInput, pairsArguments, pairsFault, pairsPatch } from './pairs-input.ts';
import { presentPairs } from './present-pairs.ts';

const wish = (key: string, value = '', remove = false) => ({ key, value, remove });
const given = (...wishes: ReturnType<typeof wish>[]): PairsInput => ({
  changes: wishes.map((line, id) => ({ id, ...line })),
  nextId: wishes.length,
});

describe('labels and annotations to change', () => {
  it('patches nothing but the keys that change, and says it as kubectl does', () => {
    const input = given(wish('app', 'web'), wish(' tier ', 'x', true), wish('', ''), wish('empty', ''));
    expect(JSON.parse(pairsPatch('labels', input))).toEqual({
      metadata: { labels: { app: 'web', tier: null, empty: '' } },
    });
    expect(pairsArguments(input)).toEqual(['app=web', 'tier-', 'empty=', '--overwrite']);
    expect(pairsArguments(initialPairs)).toEqual(['--list']);
  });

  it.each([
    [given(wish('')), 'nothing'],
    [given(wish('', 'x')), 'keyMissing'],
    [given(wish('-a', 'x')), 'key'],
    [given(wish('a', 'x y')), 'value'],
    [given(wish('a', 'x'), wish('a', '', true)), 'twice'],
    [given(wish('Example.com/a', 'x')), 'key'],
    [given(wish('__proto__', 'x')), 'key'],
  ])('%j is no label: %s', (input, fault) => {
    expect(pairsFault('labels', input)?.key).toBe(`pairs.fault.${fault}`);
  });

  it('the value of a key that goes does not matter; annotations take any value up to the limit', () => {
    expect(pairsFault('labels', given(wish('a', 'x y', true)))).toBeUndefined();
    expect(pairsFault('annotations', given(wish('Example.com/a', 'x y\n{}')))).toBeUndefined();
    expect(pairsFault('annotations', given(wish('a', 'é'.repeat(131_072))))?.key).toBe('pairs.fault.size');
  });

  it('a wish takes an empty line, or the line of its key', () => {
    const first = addChange(initialPairs, wish('a', '1'));
    expect(first.changes).toEqual([{ id: 0, key: 'a', value: '1', remove: false }]);
    const second = addChange(first, wish('b', '', true));
    expect(second.changes.map(({ id, key }) => [id, key])).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
    expect(addChange(second, wish('a', '', true)).changes[0]).toEqual({ id: 0, key: 'a', value: '', remove: true });
  });
});

it('says where objects differ, and never shows kubectl’s copy of an object', () => {
  expect(
    presentPairs([
      { app: 'web', [LAST_APPLIED]: 'secret' },
      { app: 'web', tier: 'a' },
      { app: 'db', tier: 'b' },
    ]),
  ).toEqual([
    {
      key: 'app',
      values: [
        ['web', 2],
        ['db', 1],
      ],
      count: 3,
    },
    {
      key: 'tier',
      values: [
        ['a', 1],
        ['b', 1],
      ],
      count: 2,
    },
  ]);
});
