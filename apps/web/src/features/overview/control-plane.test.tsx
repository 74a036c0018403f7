import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { ControlPlane } from './control-plane.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

const pod = (name: string, labels: object, ready: string) => ({
  metadata: { name, labels },
  spec: { nodeName: 'node-1' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready }],
    containerStatuses: [{ restartCount: 2 }],
  },
});

it('says how the control plane is: the API server, components, who leads, and its pods (OPS-191)', async () => {
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.includes('/readyz')) return new Response('[+]ping ok\n[-]etcd failed: reason withheld\n');
    if (address.includes('/componentstatuses'))
      return Response.json({
        items: [
          { metadata: { name: 'scheduler' }, conditions: [{ type: 'Healthy', status: 'False', error: 'refused' }] },
        ],
      });
    if (address.includes('/leases'))
      return Response.json({
        items: [
          {
            metadata: { name: 'kube-scheduler' },
            spec: { holderIdentity: 'cp-1_1', renewTime: new Date().toISOString() },
          },
          { metadata: { name: 'of-somebody' }, spec: {} },
        ],
      });
    if (address.includes('/pods'))
      return Response.json({
        items: [
          pod('kube-apiserver-cp-1', { tier: 'control-plane' }, 'True'),
          pod('coredns', { 'k8s-app': 'kube-dns' }, 'False'),
          pod('metrics-server', { 'k8s-app': 'metrics-server' }, 'True'),
        ],
      });
    return Response.json({ groups: [] });
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ControlPlane cluster="c" />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByText('The API server is not ready: etcd.');
  expect((await screen.findByRole('table', { name: 'Components' })).textContent).toContain(
    'schedulerNot healthyrefused',
  );
  expect((await screen.findByRole('table', { name: 'Who leads' })).textContent).toContain('kube-schedulercp-1_1');
  expect(screen.queryByText('of-somebody')).toBeNull();
  expect(screen.getByText(/The leases below tell better/)).toBeTruthy();
  const pods = await screen.findByRole('table', { name: /Pods of the control plane/ });
  expect(pods.textContent).toContain('kube-apiserver-cp-1node-1Ready2');
  expect(pods.textContent).toContain('corednsnode-1Running, not ready2');
  expect(pods.textContent).not.toContain('metrics-server');
});
