import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { DrainDialog } from './drain-dialog.tsx';
import { drainOf, forgetDrain } from './drain-runs.ts';

const NODE = fakeResource('v1/nodes', 'Node', { namespaced: false });
const controlled = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: 'o', controller: true }];
const pod = (name: string, kind: string, spec: object = {}, owner = 'o') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    labels: { app: name },
    ownerReferences: controlled(kind, owner),
  },
  spec,
  status: { phase: 'Running' },
});

let pods: ReturnType<typeof pod>[];
/** namespaces where the person may evict; undefined: everywhere */
let mayEvictIn: readonly string[] | undefined;
const written: { method: string; path: string; body: unknown }[] = [];

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
  written.length = 0;
  mayEvictIn = undefined;
  pods = [
    pod('free', 'ReplicaSet', { volumes: [{ name: 'cache', emptyDir: {} }] }),
    pod('held', 'StatefulSet'),
    pod('agent', 'DaemonSet'),
  ];
  vi.stubGlobal('fetch', async (address: string, { method = 'GET', body }: RequestInit = {}) => {
    const path = address.replace('/api/clusters/c/k8s', '');
    if (path.endsWith('/selfsubjectaccessreviews'))
      return Response.json({ status: { allowed: mayEvictIn === undefined } });
    if (path.endsWith('/selfsubjectrulesreviews')) {
      const { namespace } = (JSON.parse(String(body)) as { spec: { namespace: string } }).spec;
      const rule = { verbs: ['create'], apiGroups: [''], resources: ['pods/eviction'] };
      return Response.json({ status: { resourceRules: mayEvictIn?.includes(namespace) ? [rule] : [] } });
    }
    if (method !== 'GET') written.push({ method, path, body: JSON.parse(String(body)) });
    if (path.endsWith('/held/eviction'))
      return Response.json(
        {
          kind: 'Status',
          code: 429,
          reason: 'TooManyRequests',
          message: "Cannot evict pod as it would violate the pod's disruption budget.",
          details: {
            causes: [
              {
                reason: 'DisruptionBudget',
                message: 'The disruption budget held-pdb needs 1 healthy pods and has 1 currently',
              },
            ],
          },
        },
        { status: 429 },
      );
    if (path.endsWith('/free/eviction')) pods = pods.filter(({ metadata }) => metadata.name !== 'free');
    if (path === '/api/v1') return Response.json({ resources: [{ name: 'pods/eviction', version: 'v1beta1' }] });
    return Response.json({ items: path.startsWith('/api/v1/pods') ? pods : [] });
  });
});

afterEach(() => {
  cleanup();
  drainOf('c', 'node-1')?.cancel();
  forgetDrain('c', 'node-1');
});

const open = () =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <DrainDialog
          targets={[{ ref: { cluster: 'c', resource: NODE, namespace: undefined, name: 'node-1' } }]}
          onClose={() => {}}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );

it('lets a pod whose DaemonSet is gone stand in the way until it is forced, and one whose DaemonSet cannot be read stay', async () => {
  const answer = fetch;
  vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
    if (!address.includes('/daemonsets/')) return answer(address, init);
    const code = address.endsWith('/gone') ? 404 : 403;
    return Response.json({ kind: 'Status', code, reason: code === 404 ? 'NotFound' : 'Forbidden' }, { status: code });
  });
  pods = [pod('orphan', 'DaemonSet', {}, 'gone'), pod('unread', 'DaemonSet', {}, 'hidden')];
  open();
  await screen.findByText(/1 is in the way/);
  expect(screen.getByText(/In the way: its DaemonSet is gone/)).toBeTruthy();
  expect(screen.getByText(/Stays: of a DaemonSet/)).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /bare pods/ }));
  expect(await screen.findByText(/Evicted: its DaemonSet is gone/)).toBeTruthy();
});

it('does not begin where the person may not evict the pods that it would take, and names the right (OPS-183)', async () => {
  mayEvictIn = ['other'];
  pods = [pod('free', 'ReplicaSet'), pod('agent', 'DaemonSet')];
  open();
  expect((await screen.findByRole('alert')).textContent).toBe('You may not: needs create pods/eviction in shop');
  expect(screen.getByRole('button', { name: 'Drain node-1' }).hasAttribute('disabled')).toBe(true);
  cleanup();
  mayEvictIn = ['shop'];
  open();
  const start = await screen.findByRole('button', { name: 'Drain node-1' });
  await waitFor(() => expect(start.hasAttribute('disabled')).toBe(false));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('plans first, then cordons and evicts; a refusal names its budget; the drain outlives its dialog (OPS-183, CTL-52)', async () => {
  open();
  const start = await screen.findByRole('button', { name: 'Drain node-1' });
  await screen.findByText(/1 is in the way/);
  expect(start.hasAttribute('disabled')).toBe(true);
  expect(screen.getByText('shop/agent')).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /emptyDir/ }));
  await waitFor(() => expect(start.hasAttribute('disabled')).toBe(false));
  expect(screen.getByText('kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data')).toBeTruthy();
  const grace = screen.getByLabelText('Seconds to shut down');
  fireEvent.change(grace, { target: { value: '0' } });
  expect(start.hasAttribute('disabled')).toBe(true);
  fireEvent.change(grace, { target: { value: '' } });
  expect(written).toEqual([]);

  fireEvent.click(start);
  await screen.findByText(/PodDisruptionBudget held-pdb: .* needs 1 healthy pods .* tried again in/);
  expect(written[0]).toMatchObject({ method: 'PATCH', body: { spec: { unschedulable: true } } });
  expect(written.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v1/namespaces/shop/pods/free/eviction',
    'POST /api/v1/namespaces/shop/pods/held/eviction',
  ]);
  expect(written[1]?.body).toEqual({
    apiVersion: 'policy/v1beta1',
    kind: 'Eviction',
    metadata: { name: 'free', namespace: 'shop' },
    deleteOptions: { preconditions: { uid: 'uid-free' } },
  });

  cleanup();
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel the drain' }));
  await screen.findByText(/Cancelled: .* stays cordoned/);
  fireEvent.click(screen.getByRole('button', { name: 'Uncordon' }));
  await screen.findByText('Uncordoned');
  expect(written.at(-1)).toMatchObject({ method: 'PATCH', body: { spec: { unschedulable: null } } });
});
