import { expect, test } from 'vitest';
import { blockersOf } from './blockers.ts';

test('what keeps a namespace: the gravest first, what is settled left out', () => {
  const condition = (type: string, status: string, message = type) => ({ type, status, message });
  const status = {
    conditions: [
      condition('NamespaceFinalizersRemaining', 'True', 'example.com/keep in 1 resource instances'),
      condition('NamespaceContentRemaining', 'False'),
      condition('Novelty', 'True', 'something'),
      condition('NamespaceDeletionDiscoveryFailure', 'True', 'metrics.k8s.io is down'),
    ],
  };
  expect(blockersOf({ status })).toEqual([
    { type: 'NamespaceDeletionDiscoveryFailure', message: 'metrics.k8s.io is down', broken: true },
    { type: 'NamespaceFinalizersRemaining', message: 'example.com/keep in 1 resource instances', broken: false },
    { type: 'other', message: 'Novelty: something', broken: false },
  ]);
  expect(blockersOf({ status: { conditions: [null, 'x'] } })).toEqual([]);
});
