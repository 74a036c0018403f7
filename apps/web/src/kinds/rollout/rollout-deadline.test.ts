import { expect, it } from 'vitest';
import { rolloutDeadline } from './rollout-deadline.ts';

const MOVED = '2026-11-22T02:00:00Z';
const deployment = (
  spec: object,
  {
    reason = 'ReplicaSetUpdated',
    updated = 1,
    moved = MOVED,
  }: { reason?: string; updated?: number; moved?: string } = {},
) => ({
  metadata: { generation: 2 },
  spec: { replicas: 3, ...spec },
  status: {
    observedGeneration: 2,
    replicas: 3,
    updatedReplicas: updated,
    availableReplicas: 3,
    conditions: [{ type: 'Progressing', status: 'True', reason, lastUpdateTime: moved }],
  },
});
const at = (text: string) => Date.parse(text);

it.each([
  ['ten minutes by default', deployment({}), at('2026-11-22T02:10:00Z')],
  ['its own deadline', deployment({ progressDeadlineSeconds: 90 }), at('2026-11-22T02:01:30Z')],
  ['none where it has none', deployment({ progressDeadlineSeconds: 2147483647 }), undefined],
  ['none while it is paused', deployment({ paused: true }), undefined],
  ['none once it is over', deployment({}, { updated: 3 }), undefined],
  ['none of a rollout that was over before', deployment({}, { reason: 'NewReplicaSetAvailable' }), undefined],
  ['none when the controller says nothing', deployment({}, { moved: '' }), undefined],
])('%s', (_, object, expected) => {
  expect(rolloutDeadline(object)).toBe(expected);
});
