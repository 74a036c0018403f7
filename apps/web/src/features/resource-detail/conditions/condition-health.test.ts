import { expect, test } from 'vitest';
import { conditionMeaning } from './condition-health.ts';

test.each([
  ['Ready', 'True', '', 'ok', false],
  ['Ready', 'False', 'ContainersNotReady', 'warning', false],
  ['Ready', 'False', 'PodCompleted', 'stopped', false],
  ['Ready', 'Unknown', '', 'unknown', false],
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'ok', true],
  ['DiskPressure', 'True', '', 'warning', true],
  ['NetworkUnavailable', 'False', '', 'ok', true],
  ['ReplicaFailure', 'True', 'FailedCreate', 'warning', true],
  ['NamespaceDeletionDiscoveryFailure', 'False', '', 'ok', true],
  ['NonStructuralSchema', 'False', '', 'ok', true],
  ['Stalled', 'False', '', 'ok', true],
  ['Reconciling', 'True', '', 'progressing', false],
  ['Suspended', 'False', '', undefined, false],
  ['Ready', 'sometimes', '', undefined, false],
  ['Established', 'True', '', 'ok', false],
])('TUT-08 %s %s %s → %s', (type, status, reason, health, inverted) => {
  expect(conditionMeaning({ type, status, reason }, undefined)).toEqual({ health, inverted });
});

test('a kind’s file has the last word', () => {
  const condition = { type: 'Ready', status: 'True', reason: '' };
  expect(conditionMeaning(condition, 'bad')).toEqual({ health: 'warning', inverted: true });
  expect(conditionMeaning(condition, 'neutral').health).toBeUndefined();
});
