import { expect, it } from 'vitest';
import { quotaOf } from './read-quotas.ts';

it('puts what is scarcest first and compares quantities by value', () => {
  const quota = {
    metadata: { name: 'main' },
    spec: { hard: { pods: '10', 'requests.cpu': '2', 'requests.memory': '1Gi', services: '0' } },
    status: { used: { pods: '1', 'requests.cpu': '1500m', 'requests.memory': '2048Mi' } },
  };
  expect(quotaOf(quota)).toEqual({
    name: 'main',
    lines: [
      { resource: 'requests.memory', used: '2048Mi', hard: '1Gi', share: 1 },
      { resource: 'services', used: '0', hard: '0', share: 1 },
      { resource: 'requests.cpu', used: '1500m', hard: '2', share: 0.75 },
      { resource: 'pods', used: '1', hard: '10', share: 0.1 },
    ],
  });
});

it('survives a quota of another shape', () => {
  expect(quotaOf({ spec: { hard: ['x'] } })).toEqual({ name: '', lines: [] });
  expect(quotaOf(null).lines).toEqual([]);
});
