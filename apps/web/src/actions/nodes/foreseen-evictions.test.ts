import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { foreseenEvictions } from './foreseen-evictions.ts';

const pod = (name: string, more: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'n', uid: name, ...metadata },
  spec: { tolerations: [] },
  status: { phase: 'Running' },
  ...more,
});
const taint = { key: 'maintenance', value: '', effect: 'NoExecute' };
const bears = (seconds?: number) => ({
  spec: {
    tolerations: [
      { key: 'maintenance', operator: 'Exists', ...(seconds === undefined ? {} : { tolerationSeconds: seconds }) },
    ],
  },
});

it('foresees whom a taint evicts, and when (OPS-185, T-82)', () => {
  const pods = [
    pod('stays', bears()),
    pod('later', bears(60)),
    pod('now'),
    pod('ended', { status: { phase: 'Succeeded' } }),
    pod('going', {}, { deletionTimestamp: '2026-11-21T00:00:00Z' }),
    pod('static', {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
  ];
  expect(foreseenEvictions(pods, [], [taint]).map(({ name, after, mirror }) => [name, after, mirror])).toEqual([
    ['now', 0, false],
    ['static', 0, true],
    ['later', 60, false],
  ]);
  // whom the taints of now evict already is no news
  expect(foreseenEvictions(pods, [taint], [taint, { ...taint, key: 'other' }]).map(({ name }) => name)).toEqual(
    ['later', 'stays'].sort(),
  );
  expect(foreseenEvictions(pods, [], [{ ...taint, effect: 'NoSchedule' }])).toEqual([]);
});
