import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { EVENT_FIELDS } from '../../live/read-event.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import type { RolloutPod } from './rollout-pods.ts';
import { useFindings } from './use-findings.ts';
import type { Suspect } from './why-stuck.ts';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/deployments', 'Deployment'),
  namespace: 'ns',
  name: 'web',
};
const object: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'ns', uid: 'dep' },
  spec: { template: { metadata: { labels: { app: 'web' } } } },
};
const pod: RolloutPod = {
  uid: 'p',
  name: 'web-0',
  owners: [],
  created: 0,
  status: 'Pending',
  ready: '0/1',
  health: 'failed',
  message: '',
  claims: ['data'],
};
const SUSPECT: Suspect = { set: undefined, pod, count: 1 };

afterEach(cleanup);

function follow(version: string, suspect: Suspect | undefined) {
  const live = new FakeLiveSource();
  const client = new QueryClient();
  const resources = [fakeResource(`policy/${version}/poddisruptionbudgets`, 'PodDisruptionBudget')];
  client.setQueryData(['discovery', 'c'], { resources, failed: [] });
  const { result } = renderHook(() => useFindings(target, object, suspect), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={client}>
        <LiveClientContext value={live}>{children}</LiveClientContext>
      </QueryClientProvider>
    ),
  });
  const tell = (resource: string, ...rows: readonly (readonly [string, ...unknown[]])[]) =>
    act(() => {
      for (const [sink, query] of live.open) {
        if (query.resource !== resource) continue;
        sink.columns?.([]);
        sink.rows?.({
          reset: true,
          remove: [],
          upsert: rows.map(([name, ...fields]) => [`uid-${name}`, 'ns', name, 0, null, [], ...fields]),
        });
        sink.status({ state: 'live', loaded: 0, since: 0 });
      }
    });
  return { result, live, tell };
}

const budget = (name: string, selector: object, status: object, generation = 1) =>
  [name, generation, { selector }, { observedGeneration: 1, expectedPods: 3, ...status }] as const;

it.each([
  ['v1', ['all', 'tight']],
  // before policy/v1 an empty selector picked nothing
  ['v1beta1', ['tight']],
])('finds the budgets over the workload, of policy/%s', async (version, names) => {
  const { result, tell } = follow(version, SUSPECT);
  tell(
    `policy/${version}/poddisruptionbudgets`,
    budget('all', {}, { disruptionsAllowed: 0 }),
    budget('tight', { matchLabels: { app: 'web' } }, { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 }),
    budget('other', { matchLabels: { app: 'api' } }, { disruptionsAllowed: 0 }),
  );
  await waitFor(() => expect(result.current.budgets.map(({ name }) => name)).toEqual(names));
  expect(result.current.budgets.at(-1)).toEqual({ name: 'tight', allowed: 0, healthy: 2, needed: 2 });
});

it.each([
  ['that was not counted since it was changed', budget('new', {}, { disruptionsAllowed: 0 }, 2)],
  ['over no pods', budget('new', {}, { disruptionsAllowed: 0, expectedPods: 0 })],
])('says nothing of a budget %s', async (_, row) => {
  const { result, tell } = follow('v1', SUSPECT);
  tell('policy/v1/poddisruptionbudgets', row);
  await waitFor(() => expect(result.current.budgets.map(({ allowed }) => allowed)).toEqual([1]));
});

it('reads what is said of a claim that is not bound, and asks for nothing while nothing is stuck', async () => {
  const { result, live, tell } = follow('v1', SUSPECT);
  tell('v1/persistentvolumeclaims', ['data', 'Pending'], ['else', 'Pending']);
  await waitFor(() => expect(live.queries.some(({ fieldSelector = '' }) => /uid-data/.test(fieldSelector))).toBe(true));
  expect(live.queries.some(({ fieldSelector = '' }) => /uid-else/.test(fieldSelector))).toBe(false);
  tell('v1/events', ['e', ...EVENT_FIELDS.map((field) => (field === 'message' ? 'no class is set' : ''))]);
  await waitFor(() => expect(result.current.claimEvents.get('data')?.[0]?.message).toBe('no class is set'));
  expect(follow('v1', undefined).live.queries).toEqual([]);
});
