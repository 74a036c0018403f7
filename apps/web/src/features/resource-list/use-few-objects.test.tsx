import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { fewObjectsQuery } from '../../api/few-objects.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { useFewObjects } from './use-few-objects.ts';

const of = (group: string, resource: string): DiscoveredResource => ({
  group,
  version: 'v1',
  resource,
  kind: '',
  singular: '',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['list'],
});
const pods = of('', 'pods');
const jobs = of('batch', 'jobs');

function use(client: QueryClient) {
  return renderHook(
    ({ resources, ask }: { resources: DiscoveredResource[]; ask: boolean }) => useFewObjects('c', resources, ask),
    {
      initialProps: { resources: [pods, jobs], ask: true },
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
}

it('is settled once for each list, whatever becomes of the number', async () => {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json({ rows: [{}], metadata: { continue: 'x', remainingItemCount: path.includes('/jobs?') ? 2 : 5000 } }),
  );
  const client = new QueryClient();
  const { result, rerender } = use(client);
  expect(result.current).toBeUndefined();
  await waitFor(() => expect(result.current).toEqual(new Set(['batch/jobs'])));
  const first = result.current;
  act(() => client.setQueryData(fewObjectsQuery('c', jobs).queryKey, false));
  rerender({ resources: [pods, jobs], ask: true });
  expect(result.current).toBe(first);

  rerender({ resources: [pods, jobs], ask: false });
  expect(result.current).toEqual(new Set());
  rerender({ resources: [pods, jobs], ask: true });
  expect(result.current).toEqual(new Set());
});

it('waits for a new answer where the one that is remembered is old', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ rows: [{}], metadata: {} }));
  const client = new QueryClient();
  const { queryKey } = fewObjectsQuery('c', pods);
  client.setQueryData(queryKey, false, { updatedAt: Date.now() - 10 * 60_000 });
  client.setQueryData(fewObjectsQuery('c', jobs).queryKey, false);
  const { result } = use(client);
  expect(result.current).toBeUndefined();
  await waitFor(() => expect(result.current).toEqual(new Set(['/pods'])));
});
