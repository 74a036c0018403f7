import { expect, test } from 'vitest';
import { fromV1, toV1 } from './autoscaling-conversion.ts';

const metadata = { name: 'a', uid: '', resourceVersion: '', creationTimestamp: '' };
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const memory = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } },
};
const pods = { type: 'Pods', pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '5' } } };
const external = {
  type: 'External',
  external: { metric: { name: 'queue', selector: { matchLabels: { q: 'a' } } }, target: { type: 'Value', value: '9' } },
};
const object = {
  type: 'Object',
  object: {
    metric: { name: 'rps' },
    describedObject: { kind: 'Ingress', name: 'main' },
    target: { type: 'Value', value: '10k' },
  },
};

test.each([
  ['the CPU alone', [cpu]],
  ['memory', [memory, cpu]],
  ['metrics of every type', [memory, pods, external, object, cpu]],
  ['none', undefined],
])('v1 and back keeps %s', (_what, metrics) => {
  const status = {
    currentReplicas: 1,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 7, averageValue: '7m' } } },
    ],
    conditions: [{ type: 'AbleToScale', status: 'True' }],
  };
  const spec = { maxReplicas: 3, ...(metrics ? { metrics } : {}), behavior: { scaleUp: { policies: [] } } };
  const stored = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec, status };
  const shown = toV1(stored);
  expect(shown['spec']).toEqual({
    maxReplicas: 3,
    ...(metrics ? { targetCPUUtilizationPercentage: 60 } : {}),
  });
  expect(shown['status']).toEqual({ currentReplicas: 1, currentCPUUtilizationPercentage: 7 });
  expect(fromV1(shown)).toEqual(stored);
});
