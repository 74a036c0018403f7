import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import AutoscalingSection from './autoscaling-section.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

function show(spec: object, status: object): void {
  const resource = fakeResource('autoscaling/v2/horizontalpodautoscalers', 'HorizontalPodAutoscaler');
  const object: KubeObject = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'ns', uid: 'u' },
    spec: { minReplicas: 2, maxReplicas: 8, ...spec },
    status: { currentReplicas: 2, desiredReplicas: 3, ...status },
  };
  render(
    <MantineProvider>
      <AutoscalingSection target={{ cluster: 'c', resource, namespace: 'ns', name: 'web' }} object={object} />
    </MantineProvider>,
  );
}

const cells = () =>
  within(screen.getByRole('table', { name: 'By what it scales' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );

it('shows each metric with its target and what it would take, and why it does not scale (OPS-100)', () => {
  show(
    {
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
      ],
    },
    {
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 105 } } }],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: 'x' },
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetResourceMetric',
          message: 'missing request for memory in container app of Pod web-1 <img src=x>\u202e',
        },
      ],
    },
  );
  expect(screen.getByRole('status').textContent).toBe('2 replicas, 3 wanted; between 2 and 8');
  expect(cells()).toEqual([
    ['cpu', 'all its pods', '105%', '70% of what is requested', '3 replicas'],
    ['memory', 'all its pods', 'not measured', '1Gi per pod', '–'],
  ]);
  const says = within(screen.getByRole('list', { name: 'What it says of itself' })).getAllByRole('listitem');
  expect(says[0]?.textContent).toContain('The container app requests no memory');
  // the controller's own words stand as text, whatever is in them
  expect(says[0]?.querySelector('img')).toBeNull();
  expect(says[0]?.textContent).not.toContain('\u202e');
  expect(says[1]?.textContent).toContain('It can scale.');
});

it('says of one that was just made that nobody has looked at it', () => {
  show({}, { currentReplicas: 0, desiredReplicas: 0 });
  expect(screen.getByText('The controller has not looked at it yet.')).toBeTruthy();
  expect(screen.getByText('It names no metrics.')).toBeTruthy();
});
