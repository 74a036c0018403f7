import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ActionDialog } from '../../actions/action-dialog.tsx';
import { pendingActions } from '../../actions/pending-actions.ts';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import DaemonSetView from './daemonset-view.tsx';

const target: ObjectRef = {
  cluster: 'c',
  resource: fakeResource('apps/v1/daemonsets', 'DaemonSet'),
  namespace: 'ns',
  name: 'agent',
};
const set: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'ns', uid: 'set', generation: 1 },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { spec: { containers: [{ name: 'main', image: 'agent:v2' }] } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
  },
  status: {
    observedGeneration: 1,
    desiredNumberScheduled: 3,
    updatedNumberScheduled: 1,
    numberReady: 1,
    numberAvailable: 1,
  },
};
const sent: unknown[] = [];

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  await startAllWords();
});
beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (init.method === 'PATCH') {
      sent.push(JSON.parse(String(init.body)));
      return Response.json(set);
    }
    if (path.includes('/daemonsets/agent')) return Response.json(set);
    if (path.includes('/selfsubjectrulesreviews'))
      return Response.json({ status: { resourceRules: [], incomplete: true } });
    return path.includes('/controllerrevisions')
      ? Response.json({ items: [] })
      : Response.json({ status: { allowed: true } });
  });
});
afterEach(() => {
  act(() => pendingActions.close());
  cleanup();
});

const owned = (name: string, node: string, hash: string) =>
  [
    name,
    'ns',
    name,
    1,
    { 'controller-revision-hash': hash },
    [name, '1/1', 'Running'],
    ['set'],
    null,
    node,
    [],
    [],
    'True',
  ] as const;
const node = (name: string, taints: unknown) => [name, '', name, 1, { zone: 'a' }, [], taints, null, 'True'] as const;
const revision = (number: number, name: string) =>
  [name, 'ns', name, number, null, [], ['set'], null, null, null, null, null, null, number] as const;
const ROWS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'v1/nodes': [
    node('n1', null),
    node('n2', null),
    node('n3', null),
    node('master', [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }]),
  ],
  'v1/pods': [owned('agent-a', 'n1', 'new'), owned('agent-b', 'n2', 'old')],
  'apps/v1/controllerrevisions': [revision(1, 'agent-old'), revision(2, 'agent-new')],
  'v1/events': [
    [
      'e',
      'ns',
      'agent.1',
      1,
      null,
      [],
      'Warning',
      'FailedCreate',
      'Error creating: pods "agent-x" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=2, limited: pods=2',
      1,
      null,
      '2026-11-22T00:00:00Z',
    ],
  ],
};

async function open(object = set): Promise<void> {
  const live = new FakeLiveSource();
  const tell = (resource: string) => {
    for (const [sink, query] of live.open) {
      if (query.resource !== resource) continue;
      sink.columns?.(
        ['Name', 'Ready', 'Status'].map((name) => ({ name, type: 'string', format: '', priority: 0, description: '' })),
      );
      sink.rows?.({ reset: true, remove: [], upsert: (ROWS[resource] ?? []) as [] });
      sink.status({ state: 'live', loaded: 1, since: 0 });
    }
  };
  const root = createRootRoute({
    component: () => (
      <>
        <DaemonSetView target={target} object={object} />
        <ActionDialog />
      </>
    ),
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={live}>
          <RouterProvider router={router} />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  for (const resource of ['v1/nodes', 'apps/v1/controllerrevisions', 'v1/pods', 'v1/events']) {
    await waitFor(() => expect(live.queries.map((query) => query.resource)).toContain(resource));
    act(() => tell(resource));
  }
}

it('shows each node with its pod or why it has none, and what keeps one from being made (CTL-41)', async () => {
  await open();
  const table = await screen.findByRole('table', { name: 'Nodes and their pods' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(rows).toEqual([
    'n3––It should have a pod and has none yet',
    'n2agent-bRunning 1/1olderReplaced in its turn',
    'n1agent-aRunning 1/1newestReady',
    'master––None here: taint node-role.kubernetes.io/master:NoSchedule',
  ]);
  expect(screen.getByRole('status').textContent).toBe('1 of 3 pods updated');
  expect(screen.getByText('While it is updated, 1 at most may be missing.')).toBeTruthy();
  expect(await screen.findByText(/exceeded quota: pods/)).toBeTruthy();
});

it('says of a surge how many nodes have two pods, not that none may be missing', async () => {
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } };
  await open({ ...set, spec: { ...(set['spec'] as object), updateStrategy } });
  expect(
    screen.getByText(/While it is updated, none is missing: new pods come first, on 25% of the nodes at most/),
  ).toBeTruthy();
  expect(screen.queryByText(/0 at most/)).toBeNull();
});

it('changes how many nodes go at once, with what that comes to', async () => {
  await open();
  fireEvent.click(await screen.findByRole('button', { name: 'Update strategy' }));
  const dialog = await screen.findByRole('dialog');
  const amount = await within(dialog).findByRole('textbox', { name: 'maxUnavailable' });
  fireEvent.change(amount, { target: { value: '50%' } });
  expect(dialog.textContent).toContain('Of 3 nodes: at most 2 without a pod and 0 with two at once');
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'maxSurge' }), { target: { value: '1' } });
  expect(await within(dialog).findByText(/with maxSurge, maxUnavailable must be 0/)).toBeTruthy();
  fireEvent.change(amount, { target: { value: '0' } });
  const proceed = within(dialog).getByRole('button', { name: 'Change the strategy' });
  await waitFor(() => expect(proceed).toHaveProperty('disabled', false));
  fireEvent.click(proceed);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } },
  });
});
