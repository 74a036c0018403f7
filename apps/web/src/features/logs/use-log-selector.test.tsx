import { problem } from '@quarterdeck/shared/problem';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { wholeKinds } from '../../kinds/whole-kinds.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import { useLogSelector } from './use-log-selector.ts';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/deployments', 'Deployment'),
  namespace: 'ns',
  name: 'leader',
};
/** Of the tutorial: both select app=redis. */
const deployment = (name: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'ns', uid: name },
  spec: { selector: { matchLabels: { app: 'redis' } } },
});

afterEach(cleanup);

function follow() {
  const live = new FakeLiveSource();
  const client = new QueryClient();
  const resources = [fakeResource('apps/v1/replicasets', 'ReplicaSet')];
  client.setQueryData(['discovery', 'c'], { resources, failed: [] });
  const { result, rerender } = renderHook(({ object }) => useLogSelector(target, object), {
    initialProps: { object: deployment('leader') },
    wrapper: ({ children }) => (
      <KindsContext value={wholeKinds}>
        <QueryClientProvider client={client}>
          <LiveClientContext value={live}>{children}</LiveClientContext>
        </QueryClientProvider>
      </KindsContext>
    ),
  });
  const tell = (...sets: readonly (readonly [hash: string, owner: string])[]) =>
    act(() => {
      live.columns();
      live.rows(
        sets.map(([hash, owner]) => [
          hash,
          'ns',
          `${owner}-${hash}`,
          0,
          { app: 'redis', 'pod-template-hash': hash },
          [],
          [{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner, uid: owner, controller: true }],
        ]),
        { reset: true },
      );
      live.status({ state: 'live' });
    });
  return { live, result, rerender, tell };
}

it('T5.2-03: the pods are those of its own ReplicaSets, also of one that comes, and of one that goes until they have ended', async () => {
  const { live, result, rerender, tell } = follow();
  expect(result.current).toEqual({ state: 'reading' });
  expect(live.queries).toMatchObject([{ resource: 'apps/v1/replicasets', labelSelector: 'app=redis' }]);
  tell(['a1', 'leader'], ['b1', 'follower']);
  await waitFor(() =>
    expect(result.current).toEqual({ state: 'found', text: 'app=redis,pod-template-hash in (a1)', owners: ['a1'] }),
  );
  tell(['a1', 'leader'], ['a2', 'leader'], ['b1', 'follower']);
  const both = { state: 'found', text: 'app=redis,pod-template-hash in (a1,a2)', owners: ['a1', 'a2'] };
  await waitFor(() => expect(result.current).toEqual(both));
  act(() => live.rows([], { remove: ['a1', 'a2'] }));
  act(() => live.status({ state: 'loading', again: true }));
  await act(() => new Promise(requestAnimationFrame));
  expect(result.current).toEqual(both);

  // the other one asks the same of the server
  rerender({ object: deployment('follower') });
  expect(result.current).toEqual({ state: 'reading' });
  tell(['a1', 'leader'], ['b1', 'follower']);
  await waitFor(() =>
    expect(result.current).toEqual({ state: 'found', text: 'app=redis,pod-template-hash in (b1)', owners: ['b1'] }),
  );
});

it('who may not list ReplicaSets reads what the selector matches', async () => {
  const { live, result } = follow();
  act(() => live.status({ state: 'denied', problem: problem('qd.api.forbidden', 'no') }));
  await waitFor(() => expect(result.current).toEqual({ state: 'found', text: 'app=redis' }));
});

it('T5.2-03: what controls its pods itself asks for those alone', () => {
  const set: ObjectRef = { ...target, resource: fakeResource('apps/v1/statefulsets', 'StatefulSet') };
  const { result } = renderHook(() => useLogSelector(set, deployment('db')), {
    wrapper: ({ children }) => (
      <KindsContext value={wholeKinds}>
        <QueryClientProvider client={new QueryClient()}>
          <LiveClientContext value={new FakeLiveSource()}>{children}</LiveClientContext>
        </QueryClientProvider>
      </KindsContext>
    ),
  });
  expect(result.current).toEqual({ state: 'found', text: 'app=redis', owners: ['db'] });
});
