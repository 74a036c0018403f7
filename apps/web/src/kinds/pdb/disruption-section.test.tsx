import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import DisruptionSection from './disruption-section.tsx';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('policy/v1beta1/poddisruptionbudgets', 'PodDisruptionBudget'),
  namespace: 'ns',
  name: 'web',
};
const budget: KubeObject = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'ns', uid: 'b', generation: 1 },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  status: { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 },
};

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async () => Response.json({ resources: [], groups: [] }));
  await startAllWords();
});
afterEach(cleanup);

it('shows the pods that a budget covers, which of them may go, and what a drain of their nodes meets (TUT-36)', async () => {
  const live = new FakeLiveSource();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={live}>
          <DisruptionSection target={target} object={budget} />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await waitFor(() => expect(live.queries).toHaveLength(2));
  expect(live.queries.map(({ resource, labelSelector }) => [resource, labelSelector])).toEqual([
    ['v1/pods', 'app=web'],
    ['policy/v1beta1/poddisruptionbudgets', undefined],
  ]);
  const pod = (
    name: string,
    node: string,
    labels: object,
  ): [string, string, string, number, null, string[], ...unknown[]] => [
    name,
    'ns',
    name,
    1,
    null,
    [name, 'Running'],
    'True',
    'Running',
    node,
    null,
    [true],
    labels,
  ];
  act(() => {
    for (const [sink, { resource }] of live.open) {
      sink.columns?.(
        ['Name', 'Status'].map((name) => ({ name, type: 'string', format: '', priority: 0, description: '' })),
      );
      sink.rows?.({
        reset: true,
        remove: [],
        upsert:
          resource === 'v1/pods'
            ? [
                pod('web-a', 'n1', { app: 'web' }),
                pod('web-b', 'n1', { app: 'web', tier: 'two' }),
                pod('web-c', 'n2', { app: 'web' }),
              ]
            : [
                ['b', 'ns', 'web', 1, null, [], { matchLabels: { app: 'web' } }],
                ['x', 'ns', 'tiers', 1, null, [], { matchLabels: { tier: 'two' } }],
              ],
      });
      sink.status({ state: 'live', loaded: 3, since: 0 });
    }
  });
  expect(screen.getByRole('status').textContent).toContain(
    '3 of 3 pods are healthy and 2 must be: 1 may be evicted now',
  );
  const rows = (name: string) =>
    within(screen.getByRole('table', { name }))
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent);
  await waitFor(() =>
    expect(rows('Pods that it covers')).toEqual([
      'web-aRunningn1may go',
      'web-bRunningn1never: also covered by tiers',
      'web-cRunningn2may go',
    ]),
  );
  expect(rows('What a drain would meet')).toEqual(['n121 of them never goes', 'n21goes through at once']);
});
