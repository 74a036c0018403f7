import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { openView, playWorkload, tellRows } from '../test/workload-view.tsx';
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
const sent = playWorkload(
  (path) =>
    path.includes('/daemonsets/agent') ? set : path.includes('/controllerrevisions') ? { items: [] } : undefined,
  set,
);

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
  const live = openView(<DaemonSetView target={target} object={object} />);
  for (const resource of ['v1/nodes', 'apps/v1/controllerrevisions', 'v1/pods', 'v1/events']) {
    await waitFor(() => expect(live.queries.map((query) => query.resource)).toContain(resource));
    tellRows(live, ROWS, resource);
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
  expect(sent[0]?.body).toEqual({
    spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } },
  });
});
