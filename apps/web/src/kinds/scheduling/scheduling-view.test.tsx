import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import type { ComponentType } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import DaemonScheduling from '../daemonset/daemon-scheduling.tsx';
import type { DetailProps } from '../define-kind.ts';
import SchedulingView from './scheduling-view.tsx';

const node = (name: string, zone: string, labels: object = {}, spec: object = {}) => ({
  metadata: { name, labels: { 'topology.kubernetes.io/zone': zone, ...labels } },
  spec,
  status: { allocatable: { cpu: '2', memory: '4Gi', pods: '110' } },
});

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run));
  await startAllWords();
});
afterEach(cleanup);

const rows = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    );

function show(object: KubeObject, View: ComponentType<DetailProps> = SchedulingView) {
  const live = new FakeLiveSource();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={live}>
          <View
            target={{
              cluster: 'c',
              resource: fakeResource('apps/v1/deployments', 'Deployment'),
              namespace: 'n',
              name: 'web',
            }}
            object={object}
          />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it('says what a workload asks, which nodes could take a pod, how those that run are spread, and tries another placement (CTL-53, TUT-41)', async () => {
  vi.stubGlobal('fetch', async (address: string) => {
    const path = decodeURIComponent(address);
    if (path.includes('/api/v1/nodes'))
      return Response.json({
        items: [
          node('n1', 'a', { disk: 'ssd' }),
          node('n2', 'b', { disk: 'ssd' }),
          node('n3', 'b', {}, { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] }),
        ],
      });
    if (path.includes('/api/v1/pods')) return Response.json({ items: [] });
    return Response.json({ status: { allowed: true } });
  });
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'n', uid: 'u' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'c' }] } },
    },
  };
  show(object);
  expect(screen.getByText('Runs only on nodes with all of these labels: disk=ssd.')).toBeTruthy();
  await screen.findByText('3 nodes: 2 could take one more pod now.');
  const table = () => screen.getByRole('table', { name: 'Which nodes could take one more pod' });
  expect(rows(table())).toEqual([
    ['n1', 'a', '0', 'Nothing that is looked at here'],
    ['n2', 'b', '0', 'Nothing that is looked at here'],
    ['n3', 'b', '0', 'taint dedicated=db:NoSchedule; lacks the label disk=ssd'],
  ]);

  fireEvent.change(screen.getByLabelText('nodeSelector'), { target: { value: '' } });
  fireEvent.change(screen.getByLabelText('Tolerate these taints too'), { target: { value: 'dedicated=db:Never' } });
  expect(screen.getByRole('alert').textContent).toContain('dedicated=db:Never');
  fireEvent.change(screen.getByLabelText('Tolerate these taints too'), { target: { value: 'dedicated=db' } });
  fireEvent.click(screen.getByRole('button', { name: 'Look' }));
  await screen.findByText('Tried, nothing is written: of 3 nodes 3 could take a pod.');
  act(() => fireEvent.click(screen.getByRole('button', { name: 'As it is' })));
  await screen.findByText('3 nodes: 2 could take one more pod now.');
});

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'n', uid: 'u' },
  spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [{ name: 'c' }] } } },
};

it('does not say of a node whose pods were not added up that it could take one more', async () => {
  vi.stubGlobal('fetch', async (address: string, { body }: RequestInit = {}) => {
    if (address.includes('/api/v1/nodes')) return Response.json({ items: [node('n1', 'a'), node('n2', 'b')] });
    const asked = JSON.parse(String(body)).spec.resourceAttributes.resource;
    return Response.json({ status: { allowed: asked === 'nodes' } });
  });
  show(DEPLOYMENT);
  await screen.findByText(
    '2 nodes: 0 could take one more pod now. Of 2 more the pods were not added up: whether they have room is not known.',
  );
});

it('spreads over full nodes too', async () => {
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.includes('/api/v1/nodes')) {
      const full = { ...node('n2', 'b'), status: { allocatable: { pods: '0' } } };
      return Response.json({ items: [node('n1', 'a'), full] });
    }
    return Response.json(address.includes('/api/v1/pods') ? { items: [] } : { status: { allowed: true } });
  });
  show(DEPLOYMENT);
  await screen.findByText('2 nodes: 1 could take one more pod now.');
  expect(rows(screen.getByRole('table', { name: 'How its pods are spread' }))).toEqual([
    ['a', '0'],
    ['b', '0'],
  ]);
});

it('counts for a DaemonSet one pod a node, in place of the one that is there, as its controller makes it (CTL-41)', async () => {
  const pod = (owner: string, nodeName: string) => ({
    metadata: { name: `${owner}-${nodeName}`, namespace: 'n', uid: nodeName, ownerReferences: [{ uid: owner }] },
    spec: { nodeName, containers: [{ name: 'c', resources: { requests: { cpu: '1500m' } } }] },
  });
  vi.stubGlobal('fetch', async (address: string) => {
    const path = decodeURIComponent(address);
    if (path.includes('/api/v1/nodes'))
      return Response.json({
        // a cordon keeps none of its pods away
        items: [node('n1', 'a', {}, { unschedulable: true }), node('n2', 'b'), node('n3', 'b')],
      });
    if (!path.includes('/api/v1/pods')) return Response.json({ status: { allowed: true } });
    const at = /spec\.nodeName=(\w+)/.exec(path)?.[1] ?? '';
    return Response.json({ items: at === 'n3' ? [] : [pod(at === 'n1' ? 'u' : 'other', at)] });
  });
  const { containers } = pod('u', 'n1').spec;
  show(
    { ...DEPLOYMENT, kind: 'DaemonSet', spec: { ...DEPLOYMENT.spec, template: { spec: { containers } } } },
    DaemonScheduling,
  );
  expect(await screen.findByText('3 nodes: 2 have room for its pod, or have it.')).toBeTruthy();
  expect(screen.getByText('Nothing: no nodeSelector, affinity or tolerations.')).toBeTruthy();
  const table = screen.getByRole('table', { name: 'Which nodes are to have a pod of it' });
  expect(rows(table).map(([name, , , words]) => [name, words])).toEqual([
    ['n1', 'Nothing that is looked at here'],
    ['n3', 'Nothing that is looked at here'],
    ['n2', expect.stringMatching(/cpu/)],
  ]);
});
