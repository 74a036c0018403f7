import { expect, it } from 'vitest';
import { rolloutState } from './rollout-state.ts';

const deployment = (status: object, more: { spec?: object; generation?: number } = {}) => ({
  metadata: { generation: more.generation ?? 2 },
  spec: { replicas: 4, ...more.spec },
  status: { observedGeneration: 2, ...status },
});
const counts = (replicas: number, updatedReplicas: number, availableReplicas: number) => ({
  replicas,
  updatedReplicas,
  availableReplicas,
  readyReplicas: availableReplicas,
});

const DEADLINE = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "web-5d" has timed out progressing.',
};
// v1.20 and today's server write the same, but for the quota's numbers
const QUOTA = {
  type: 'ReplicaFailure',
  status: 'True',
  reason: 'FailedCreate',
  message: 'pods "web-5d-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=4, limited: pods=4',
};

it.each([
  ['the controller has not seen the newest spec', deployment(counts(4, 4, 4), { generation: 3 }), 'unseen'],
  ['nothing has been observed at all', { metadata: { generation: 1 }, spec: {} }, 'unseen'],
  ['new pods are to be made', deployment(counts(5, 2, 3)), 'updating'],
  ['old pods are to end', deployment(counts(5, 4, 5)), 'retiring'],
  ['new pods are not available', deployment(counts(4, 4, 3)), 'waiting'],
  ['it is over', deployment(counts(4, 4, 4)), 'done'],
  ['it wants no pods', deployment({}, { spec: { replicas: 0 } }), 'done'],
  ['it is paused half-way', deployment(counts(5, 1, 4), { spec: { paused: true } }), 'paused'],
  ['it is paused and nothing is to do', deployment(counts(4, 4, 4), { spec: { paused: true } }), 'done'],
  ['its deadline has gone by', deployment({ ...counts(5, 2, 3), conditions: [DEADLINE] }), 'stuck'],
  ['a quota refuses its pods', deployment({ ...counts(4, 0, 4), conditions: [QUOTA] }), 'stuck'],
] as const)('when %s (OPS-094, CTL-33)', (_, object, phase) => {
  expect(rolloutState(object).phase).toBe(phase);
});

it('counts what kubectl rollout status counts, and quotes the controller', () => {
  expect(rolloutState(deployment({ ...counts(5, 2, 3), conditions: [DEADLINE, QUOTA] }))).toEqual({
    phase: 'stuck',
    wanted: 4,
    updated: 2,
    available: 3,
    ready: 3,
    old: 3,
    reports: [DEADLINE, QUOTA].map(({ reason, message }) => ({ reason, message })),
  });
});

it('takes nothing of an odd object for granted', () => {
  for (const object of [
    undefined,
    null,
    'x',
    { status: [] },
    { metadata: { generation: 'x' }, status: { conditions: {} } },
  ])
    expect(rolloutState(object).reports).toEqual([]);
});
