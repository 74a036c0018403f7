import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import CreateAgain from './create-again.tsx';

const configMaps: DiscoveredResource = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  singular: '',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['get', 'list', 'watch', 'create'],
};
const gone: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'settings',
    namespace: 'team-a',
    uid: 'u1',
    resourceVersion: '7',
    deletionTimestamp: '2026-11-21T11:00:00Z',
    finalizers: ['example.com/keep'],
  },
  data: { color: 'blue' },
};
let written: { readonly url: string; readonly body: string }[];
let mayCreate: boolean;

beforeAll(() => {
  // jsdom lacks them; Mantine asks for both
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const url = String(input);
    const body = typeof init?.body === 'string' ? init.body : '';
    const json = (answer: unknown) =>
      new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
    if (url.includes('selfsubjectaccessreviews')) return json({ status: { allowed: mayCreate } });
    if (body.includes('settings')) written.push({ url, body });
    return json(gone);
  });
  return startAllWords();
});
beforeEach(() => {
  written = [];
  mayCreate = true;
});
afterEach(cleanup);

function show(object: KubeObject, taken = false) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <CreateAgain
          target={{ cluster: 'c', resource: configMaps, namespace: 'team-a', name: 'settings' }}
          object={object}
          taken={taken}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it('a deleted object is made again from a cleaned copy, reviewed before it is written', async () => {
  show(gone);
  fireEvent.click(screen.getByRole('button', { name: 'Create it again …' }));
  expect(await screen.findByRole('dialog', { name: 'Review: ConfigMap settings' })).toBeTruthy();
  await waitFor(() => expect(written.length).toBeGreaterThan(0));
  const [first] = written;
  expect(first?.url).toContain('dryRun=All');
  expect(first?.body).toContain('color: blue');
  for (const kept of ['u1', 'resourceVersion', 'deletionTimestamp', 'finalizers'])
    expect(first?.body).not.toContain(kept);
});

it('who may not create is told the right', async () => {
  mayCreate = false;
  show(gone);
  expect(await screen.findByText('You may not: needs create configmaps in team-a')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Create it again …' })).toHaveProperty('disabled', true);
});

it('what an owner makes again, or what another one has the name of, is not offered', () => {
  const owner = { apiVersion: 'v1', kind: 'Boss', name: 'b', uid: 'o', controller: true };
  show({ ...gone, metadata: { ...gone.metadata, ownerReferences: [owner] } });
  expect(screen.getByText('Boss/b made it, and makes a new one by itself while it is there.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
  cleanup();
  show(gone, true);
  expect(screen.queryByRole('button')).toBeNull();
});
