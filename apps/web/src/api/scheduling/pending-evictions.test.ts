import { expect, it } from 'vitest';
import { pendingEvictions } from './pending-evictions.ts';

const unreachable = (timeAdded?: string) => ({
  spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded }] },
});
const pod = (name: string, seconds: number | undefined, startTime: string, metadata: object = {}) => ({
  metadata: { name, namespace: 'n', uid: name, ...metadata },
  spec: {
    tolerations: [
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds },
    ],
  },
  status: { startTime },
});
const PODS = [
  pod('old', 300, '2026-11-20T00:00:00Z'),
  pod('young', 60, '2026-11-21T10:01:00Z'),
  pod('daemon', undefined, '2026-11-20T00:00:00Z'),
  pod('going', 1, '2026-11-20T00:00:00Z', { deletionTimestamp: '2026-11-21T10:00:00Z' }),
];

it('says when the taints of a silent node evict its pods (T-42)', () => {
  const found = pendingEvictions(unreachable('2026-11-21T10:00:00Z'), PODS);
  expect(found.map(({ name, at = 0 }) => [name, new Date(at).toISOString()])).toEqual([
    ['young', '2026-11-21T10:02:00.000Z'],
    ['old', '2026-11-21T10:05:00.000Z'],
  ]);
});

it('says only after how long where nothing tells since when the taint is there', () => {
  expect(pendingEvictions(unreachable(), PODS).map(({ name, after, at }) => [name, after, at])).toEqual([
    ['young', 60, undefined],
    ['old', 300, undefined],
  ]);
  expect(pendingEvictions({ spec: {} }, PODS)).toEqual([]);
});
