import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { RemoveNodeDialog } from './remove-node-dialog.tsx';

const NODE = fakeResource('v1/nodes', 'Node', { namespaced: false });

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
afterEach(cleanup);

it('says step by step what is left to do, and deletes that very node once its name is typed (OPS-184)', async () => {
  const written: { method: string; path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (address: string, { method = 'GET', body }: RequestInit = {}) => {
    const path = address.replace('/api/clusters/c/k8s', '');
    if (method !== 'GET') written.push({ method, path, body: JSON.parse(String(body)) });
    if (path.startsWith('/api/v1/pods'))
      return Response.json({ items: [{ metadata: { name: 'bare', namespace: 'n', uid: 'p' }, spec: {} }] });
    return Response.json({
      metadata: { name: 'node-1', uid: 'uid-1' },
      spec: {},
      status: { conditions: [{ type: 'Ready', status: 'True' }], volumesAttached: [{ name: 'vol-1' }] },
    });
  });
  const onClose = vi.fn();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <RemoveNodeDialog
          targets={[{ ref: { cluster: 'c', resource: NODE, namespace: undefined, name: 'node-1' } }]}
          onClose={onClose}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByText('1 pod is on it, and new ones may come.');
  expect(screen.getByText(/1 volume is attached: vol-1/)).toBeTruthy();
  expect(screen.getByText(/Its kubelet still reports/)).toBeTruthy();
  expect(screen.getByText('1 pod on it is deleted without asking its budget.')).toBeTruthy();
  const button = screen.getByRole('button', { name: 'Delete node-1' });
  expect(button.hasAttribute('disabled')).toBe(true);
  fireEvent.change(screen.getByLabelText('Type node-1 to confirm'), { target: { value: 'node-1' } });
  fireEvent.click(button);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(written).toEqual([
    {
      method: 'DELETE',
      path: '/api/v1/nodes/node-1',
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'uid-1' } },
    },
  ]);
});
