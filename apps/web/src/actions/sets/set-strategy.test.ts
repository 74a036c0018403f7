import { describe, expect, it } from 'vitest';
import {
  daemonBounds,
  partitionSplit,
  readSetFacts,
  readSetStrategy,
  type SetFacts,
  type SetStrategy,
  setStrategyFault,
  setStrategyPatch,
} from './set-strategy.ts';

const facts = (kind: SetFacts['kind'], more: Partial<SetFacts> = {}): SetFacts => ({
  kind,
  name: 'web',
  count: 5,
  start: 0,
  pending: true,
  surges: true,
  ...more,
});
const strategy = (more: Partial<SetStrategy> = {}): SetStrategy => ({
  type: 'RollingUpdate',
  partition: 0,
  maxUnavailable: '',
  maxSurge: '',
  ...more,
});

it('reads what a StatefulSet of v1.20 and a DaemonSet of today say (TUT-24, CTL-41)', () => {
  const stateful = {
    metadata: { name: 'web' },
    spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
    status: { currentRevision: 'web-a', updateRevision: 'web-b', updatedReplicas: 1 },
  };
  expect(readSetStrategy(stateful)).toEqual(strategy({ partition: 2 }));
  expect(readSetFacts(stateful, 'StatefulSet')).toEqual(facts('StatefulSet', { count: 3, surges: false }));
  const daemon = {
    metadata: { name: 'web' },
    spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%', maxSurge: 0 } } },
    status: { desiredNumberScheduled: 5, updatedNumberScheduled: 5 },
  };
  expect(readSetStrategy(daemon)).toEqual(strategy({ maxUnavailable: '10%', maxSurge: '0' }));
  expect(readSetFacts(daemon, 'DaemonSet')).toEqual(facts('DaemonSet', { pending: false }));
});

it.each<[string, SetFacts, SetStrategy, object]>([
  [
    'a partition (T6.1-38)',
    facts('StatefulSet'),
    strategy({ partition: 3 }),
    { type: 'RollingUpdate', rollingUpdate: { partition: 3 } },
  ],
  [
    'OnDelete takes no parameters (T6.1-52)',
    facts('StatefulSet'),
    strategy({ type: 'OnDelete', partition: 3 }),
    { type: 'OnDelete', rollingUpdate: null },
  ],
  [
    'numbers and shares',
    facts('DaemonSet'),
    strategy({ maxUnavailable: '0', maxSurge: '25%' }),
    { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
  ],
  [
    'a server without maxSurge',
    facts('DaemonSet', { surges: false }),
    strategy({ maxUnavailable: '2' }),
    { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } },
  ],
])('writes %s', (_, about, typed, patch) => {
  expect(setStrategyPatch(about, typed)).toEqual({ spec: { updateStrategy: patch } });
});

it('tells which pods a partition holds back', () => {
  expect(partitionSplit(facts('StatefulSet', { count: 3 }), 2)).toEqual({
    held: ['web-0', 'web-1'],
    updated: ['web-2'],
  });
  expect(partitionSplit(facts('StatefulSet', { count: 2, start: 5 }), 9)).toEqual({
    held: ['web-5', 'web-6'],
    updated: [],
  });
});

it.each<[number, string, string, object | undefined]>([
  [5, '', '', { without: 1, twice: 0 }],
  [5, '10%', '0', { without: 1, twice: 0 }],
  [5, '50%', '0', { without: 3, twice: 0 }],
  [5, '0', '50%', { without: 0, twice: 3 }],
  [2, '7', '', { without: 2, twice: 0 }],
  [2, 'many', '', undefined],
])('%i nodes, maxUnavailable %j, maxSurge %j: %j', (count, maxUnavailable, maxSurge, bounds) => {
  expect(daemonBounds({ count }, strategy({ maxUnavailable, maxSurge }))).toEqual(bounds);
});

describe('what the API server refuses', () => {
  it.each<[SetFacts['kind'], Partial<SetStrategy>, string | undefined]>([
    ['StatefulSet', { partition: 9 }, undefined],
    ['StatefulSet', { partition: Number.NaN }, 'sets:strategy.partitionFault'],
    ['DaemonSet', {}, undefined],
    ['DaemonSet', { maxUnavailable: '0', maxSurge: '0' }, 'sets:strategy.bothZero'],
    ['DaemonSet', { maxUnavailable: '1', maxSurge: '1' }, 'sets:strategy.both'],
    ['DaemonSet', { maxUnavailable: '0', maxSurge: '1' }, undefined],
    ['DaemonSet', { maxUnavailable: '101%' }, 'sets:strategy.amount'],
    ['DaemonSet', { maxUnavailable: '1.5' }, 'sets:strategy.amount'],
    ['DaemonSet', { type: 'OnDelete', maxUnavailable: 'x' }, undefined],
  ])('%s %j: %s', (kind, typed, key) => {
    expect(setStrategyFault(facts(kind), strategy(typed))?.key).toBe(key);
  });
});
