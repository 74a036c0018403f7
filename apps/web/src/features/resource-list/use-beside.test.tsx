import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { Box } from 'lucide-react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { fewObjectsQuery } from '../../api/few-objects.ts';
import type { BesideInput, KindDefinition } from '../../kinds/define-kind.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { RowStore } from '../../live/row-store.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import { useBeside, useFewBeside } from './use-beside.ts';

const PODS = fakeResource('v1/pods', 'Pod');
const NODES = fakeResource('v1/nodes', 'Node', { namespaced: false });
const NAMESPACES = ['ns'];

afterEach(cleanup);

function start() {
  const followed: BesideInput[] = [];
  const stop = vi.fn();
  const kind: KindDefinition = {
    resources: ['v1/nodes'],
    group: 'cluster',
    order: 1,
    icon: Box,
    columns: [{ id: 'load', header: 'Load', of: '/pods', fields: ['status.size', '@load'], text: () => '' }],
    beside: async () => ({
      follow: (input) => {
        followed.push(input);
        return stop;
      },
    }),
  };
  const client = new QueryClient();
  client.setQueryData(['discovery', 'c'], { resources: [PODS, NODES], failed: [] });
  client.setQueryData(fewObjectsQuery('c', PODS).queryKey, false);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <LiveClientContext value={new FakeLiveSource()}>{children}</LiveClientContext>
    </QueryClientProvider>
  );
  return { followed, stop, kind, client, wrapper };
}

it('knows of which objects there are few, also when that is known late', async () => {
  const { kind, client, wrapper } = start();
  const { result } = renderHook(() => useFewBeside('c', kind, null), { wrapper });
  expect(result.current.has('/pods')).toBe(false);
  act(() => client.setQueryData(fewObjectsQuery('c', PODS).queryKey, true));
  await waitFor(() => expect(result.current.has('/pods')).toBe(true));
});

it('asks for those of the namespaces that are looked at, where they have namespaces', async () => {
  const { kind, client, wrapper } = start();
  client.setQueryData(fewObjectsQuery('c', PODS, ['ns']).queryKey, true);
  const { result, rerender } = renderHook(({ within }) => useFewBeside('c', kind, within), {
    wrapper,
    initialProps: { within: NAMESPACES as readonly string[] | null },
  });
  expect(result.current.has('/pods')).toBe(true);
  rerender({ within: null });
  expect(result.current.has('/pods')).toBe(false);
});

it('has the kind follow what the shown columns want, for as long as they want it', async () => {
  const { followed, stop, kind, wrapper } = start();
  const store = new RowStore({ frame: (run) => run() });
  store.apply({ reset: true, upsert: [['u', '', 'node-1', 0, null, [], 7]], remove: [] });
  const { rerender, unmount } = renderHook(({ fields }) => useBeside('c', kind, fields, store, NAMESPACES), {
    wrapper,
    initialProps: { fields: ['status.size'] },
  });
  expect(followed).toEqual([]);
  rerender({ fields: ['status.size', '@load'] });
  await waitFor(() => expect(followed).toHaveLength(1));
  expect(followed[0]).toMatchObject({ cluster: 'c', namespaces: ['ns'], paths: ['@load'], resources: [PODS, NODES] });
  act(() => followed[0]?.tell(({ name }, field) => [`${name} ${field('status.size')} ${field('other')}`]));
  expect(store.getRow('u')?.fields).toEqual([7, 'node-1 7 undefined']);
  expect(stop).not.toHaveBeenCalled();
  unmount();
  expect(stop).toHaveBeenCalledTimes(1);
});

it('shows the values of what was followed before under no other column', async () => {
  const { followed, kind, wrapper } = start();
  const store = new RowStore({ frame: (run) => run() });
  store.apply({ reset: true, upsert: [['u', '', 'node-1', 0, null, [], 7]], remove: [] });
  const { rerender } = renderHook(({ fields }) => useBeside('c', kind, fields, store, NAMESPACES), {
    wrapper,
    initialProps: { fields: ['status.size', '@load'] },
  });
  await waitFor(() => expect(followed).toHaveLength(1));
  act(() => followed[0]?.tell(() => ['of load']));
  expect(store.getRow('u')?.fields).toEqual([7, 'of load']);
  rerender({ fields: ['status.size', '@other', '@load'] });
  expect(store.getRow('u')?.fields).toEqual([7]);
  await waitFor(() => expect(followed).toHaveLength(2));
  act(() => followed[0]?.tell(() => ['late']));
  expect(store.getRow('u')?.fields).toEqual([7]);
  act(() => followed[1]?.tell(() => ['of other', 'of load']));
  expect(store.getRow('u')?.fields).toEqual([7, 'of other', 'of load']);
});
