import { describe, expect, it } from 'vitest';
import { ordinalsOf, setOrder, type Turn } from './ordinals.ts';
import { pod, set } from './test/web-set.ts';

const say = (turn: Turn) => Object.values(turn).join(' ');
const parallel = { podManagementPolicy: 'Parallel' };
const partition = (count: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
});
const onDelete = { updateStrategy: { type: 'OnDelete' } };

describe('whose turn it is (CTL-42, TUT-24)', () => {
  it.each<[string, object, string[], string[]]>([
    ['all are as they should be', {}, ['0', '1', '2'], ['0 ready', '1 ready', '2 ready']],
    [
      'pods come one after the other (T6.1-05)',
      {},
      ['0 new starting'],
      ['0 starting', '1 comesAfter web-0', '2 comesAfter web-0'],
    ],
    ['the next one comes once the one before is ready', {}, ['0'], ['0 ready', '1 comesNext', '2 comesAfter web-1']],
    ['Parallel: all at once (T6.1-73)', parallel, ['0 new starting'], ['0 starting', '1 comesNext', '2 comesNext']],
    [
      'the last goes first (T6.1-32)',
      {},
      ['0', '1', '2', '3', '4'],
      ['0 ready', '1 ready', '2 ready', '3 goesAfter web-4', '4 goesNext'],
    ],
    [
      'the next goes once the last is gone',
      {},
      ['0', '1', '2', '3', '4 new ending'],
      ['0 ready', '1 ready', '2 ready', '3 goesAfter web-4', '4 ending'],
    ],
    [
      'none goes while one that stays is not ready',
      {},
      ['0', '1 new starting', '2', '3'],
      ['0 ready', '1 starting', '2 ready', '3 goesAfter web-1'],
    ],
    [
      'Parallel: all go at once',
      parallel,
      ['0', '1', '2', '3', '4'],
      ['0 ready', '1 ready', '2 ready', '3 goesNext', '4 goesNext'],
    ],
    [
      'replaced from the last on (T6.1-36)',
      {},
      ['0 old', '1 old', '2 old'],
      ['0 updateAfter web-1', '1 updateAfter web-2', '2 updateNext'],
    ],
    [
      'each waits for the one above',
      {},
      ['0 old', '1 old', '2 new starting'],
      ['0 updateAfter web-2', '1 updateAfter web-2', '2 starting'],
    ],
    [
      'Parallel keeps the order of replacing (T6.1-70)',
      parallel,
      ['0 old', '1 old', '2'],
      ['0 updateAfter web-1', '1 updateNext', '2 ready'],
    ],
    [
      'held back by the partition (T6.1-42)',
      partition(3),
      ['0 old', '1 old', '2 old'],
      ['0 held 3', '1 held 3', '2 held 3'],
    ],
    ['the canary (T6.1-43, T6.1-48)', partition(2), ['0 old', '1 old', '2'], ['0 held 2', '1 held 2', '2 ready']],
    [
      'the partition counts from the first ordinal',
      { ...partition(1), ordinals: { start: 5 } },
      ['5 old', '6 old', '7'],
      ['5 held 1', '6 updateNext', '7 ready'],
    ],
    ['OnDelete (T6.1-52)', onDelete, ['0 old', '1 old', '2'], ['0 onDelete', '1 onDelete', '2 ready']],
    [
      'what is broken at another revision stands in the way for ever',
      {},
      ['0 old', '1 old', '2 bad broken'],
      ['0 updateAfter web-2', '1 updateAfter web-2', '2 broken'],
    ],
    [
      'Parallel replaces what is broken',
      parallel,
      ['0 old', '1 old', '2 bad broken'],
      ['0 updateAfter web-1', '1 updateAfter web-2', '2 updateNext'],
    ],
    [
      'one that is not ready below holds up those above',
      {},
      ['0 old starting', '1 old', '2 old'],
      ['0 starting', '1 updateAfter web-0', '2 updateAfter web-0'],
    ],
  ])('%s', (_, spec, pods, turns) => {
    const rows = ordinalsOf(setOrder(set(spec)), pods.map(pod), new Map());
    expect(rows.map(({ ordinal, turn }) => `${ordinal} ${say(turn)}`)).toEqual(turns);
  });

  it('shows claims that stay when there are fewer pods (T6.1-33), and sorts by number', () => {
    const claim = (name: string) => [name, { name, volume: `pv-${name}`, phase: 'Bound', storage: '1Gi' }] as const;
    const claims = new Map(['www-web-0', 'www-web-2', 'www-web-10', 'www-webhook-1', 'other-web-3'].map(claim));
    const rows = ordinalsOf(setOrder(set({ replicas: 1 })), [pod('0')], claims);
    expect(rows.map(({ name, turn }) => `${name} ${say(turn)}`)).toEqual(['web-0 ready', 'web-2 left', 'web-10 left']);
    expect(rows[1]?.claims).toEqual([{ name: 'www-web-2', claim: claims.get('www-web-2') }]);
  });

  it.each([
    [2_147_483_647, 0],
    [3, 1e18],
    [-1, 0],
    [Number.NaN, 0],
  ])('is not led astray by %d replicas from %d on', (replicas, start) => {
    const order = setOrder(set({ replicas, ordinals: { start } }));
    expect(ordinalsOf(order, [pod('0')], new Map()).length).toBeLessThanOrEqual(10_001);
  });

  it('says nothing of revisions that the controller has not named, and takes no other name for an ordinal', () => {
    const order = setOrder(set({ replicas: 1 }, { updateRevision: undefined }));
    const strangers = ['web-00', 'web-x', 'web', 'web-1e3'].map((name) => ({ ...pod('1'), name }));
    const rows = ordinalsOf(order, [pod('0 old'), ...strangers], new Map());
    expect(rows.map(({ name, turn, updated }) => [name, turn.is, updated])).toEqual([['web-0', 'ready', true]]);
  });
});
