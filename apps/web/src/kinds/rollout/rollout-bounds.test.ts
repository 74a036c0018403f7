import { describe, expect, it } from 'vitest';
import { isRefused, readStrategy, replicasOf, rolloutBounds } from './rollout-bounds.ts';

const rolling = (maxSurge: string, maxUnavailable: string) => ({ type: 'RollingUpdate', maxSurge, maxUnavailable });

describe('the bounds of a rollout (OPS-099, CTL-38)', () => {
  it.each([
    // replicas, surge, unavailable → least, most
    [4, '25%', '25%', 3, 5],
    [4, '', '', 3, 5],
    [10, '25%', '25%', 8, 13],
    [1, '25%', '25%', 1, 2],
    [3, '0', '1', 2, 3],
    [3, '1', '0', 3, 4],
    // both come to nothing: one may be missing
    [3, '0', '25%', 2, 3],
    [3, '0%', '0%', 2, 3],
    [2, '100%', '100%', 0, 4],
    // more than there are cannot be missing
    [2, '1', '5', 0, 3],
    [0, '25%', '25%', 0, 0],
    [0, '1', '1', 0, 1],
  ])('%i replicas, surge %j, unavailable %j: %i to %i', (replicas, surge, unavailable, least, most) => {
    expect(rolloutBounds(replicas, rolling(surge, unavailable))).toMatchObject({ least, most });
  });

  it('lets all go before the first new one comes with Recreate', () => {
    expect(rolloutBounds(4, { ...rolling('9', 'x'), type: 'Recreate' })).toMatchObject({ least: 0, most: 4 });
  });

  it.each(['x', '-1', '1.5', '25 %', '%', '12345678901'])('knows none of %j', (text) => {
    expect(rolloutBounds(4, rolling(text, '1'))).toBeUndefined();
    expect(rolloutBounds(4, rolling('1', text))).toBeUndefined();
  });

  it.each([
    [rolling('0', '0'), true],
    [rolling('0%', '0'), true],
    [rolling('', '0'), false],
    [rolling('1', '101%'), true],
    [rolling('200%', '100%'), false],
    [{ ...rolling('0', '0'), type: 'Recreate' }, false],
  ])('the server refuses %j: %s', (strategy, refused) => {
    expect(isRefused(strategy)).toBe(refused);
  });

  it('reads numbers and shares', () => {
    const rollingUpdate = { maxSurge: 2, maxUnavailable: '10%' };
    expect(readStrategy({ spec: { strategy: { type: 'RollingUpdate', rollingUpdate } } })).toEqual(rolling('2', '10%'));
    expect(readStrategy({ spec: { strategy: { type: 'Recreate' } } }).type).toBe('Recreate');
    expect(readStrategy({}).type).toBe('RollingUpdate');
    expect([replicasOf({}), replicasOf({ spec: { replicas: 0 } })]).toEqual([1, 0]);
  });
});
