import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import replicaSets from '../replicaset.kind.tsx';
import { ownerSection } from './owner-section.ts';
import OwnerView from './owner-view.tsx';

vi.mock('../../api/discovery.ts', async (original) => ({
  ...(await original<object>()),
  useDiscovery: () => ({ resources: [fakeResource('apps/v1/deployments', 'Deployment')] }),
}));

const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'dep' };
const set = (controller: boolean): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-5d', namespace: 'ns', uid: 'rs', ownerReferences: [{ ...owner, controller }] },
});

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async () => Response.json({ status: { allowed: true, resourceRules: [], incomplete: true } }));
  await startAllWords();
});
afterEach(cleanup);

it('stands on the page of what another object controls only', () => {
  expect(replicaSets.sections).toContain(ownerSection);
  expect([true, false].map((controller) => ownerSection.applies?.(set(controller)))).toEqual([true, false]);
});

it('points from a ReplicaSet to its Deployment, and offers there what is looked for here (OPS-092)', async () => {
  const target = {
    cluster: 'c',
    resource: fakeResource('apps/v1/replicasets', 'ReplicaSet'),
    namespace: 'ns',
    name: 'web-5d',
  };
  const root = createRootRoute({ component: () => <OwnerView target={target} object={set(true)} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const link = await screen.findByRole('link', { name: 'web' });
  expect(link.getAttribute('href')).toBe('/clusters/c/namespaces/ns/apps/deployments/web');
  expect(screen.getByText(/what is changed here is turned back/)).toBeTruthy();
  const buttons = screen.getAllByRole('button').map((button) => button.textContent);
  expect(buttons).toEqual(['Scale: web', 'Set image: web', 'Edit a container: web', 'Restart: web', 'Roll back: web']);
});
