import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import WhyPendingSection from './why-pending-section.tsx';

const node = (name: string, spec: object = {}) => ({
  metadata: { name, labels: {} },
  spec,
  status: { allocatable: { cpu: '2', memory: '4Gi', pods: '110' } },
});
const container = (cpu: string) => ({ name: 'c', resources: { requests: { cpu } } });

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

it('says in words what the scheduler said, and looks at each node anew (D-01, T-43)', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const path = decodeURIComponent(address);
    asked.push(path);
    if (path.includes('/api/v1/nodes'))
      return Response.json({
        items: [
          node('n1', { taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] }),
          node('n2'),
          node('n3', { unschedulable: true }),
        ],
      });
    if (path.includes('/api/v1/pods'))
      return Response.json({ items: [{ spec: { containers: [container('1500m')] } }] });
    return Response.json({ status: { allowed: true } });
  });
  const message =
    "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 1 node(s) were unschedulable, 1 Insufficient cpu. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.";
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: 'u' },
    spec: { containers: [container('1')] },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message }] },
  };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <WhyPendingSection
          target={{ cluster: 'c', resource: fakeResource('v1/pods', 'Pod'), namespace: 'n', name: 'p' }}
          object={pod}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const rows = (table: HTMLElement) =>
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('cell')
          .map(({ textContent }) => textContent),
      );
  expect(
    rows(screen.getByRole('table', { name: 'What the scheduler says' })).map((cells) => cells.slice(0, 2)),
  ).toEqual([
    ['1 of 3', 'They have the taint node-role.kubernetes.io/master, which the pod does not tolerate'],
    ['1 of 3', 'They are cordoned'],
    ['1 of 3', 'They have too little cpu left'],
  ]);
  expect(
    screen.getByText(
      'Making room by evicting others: no pods of lower priority are on 1 node; it would not help on 2 nodes',
    ),
  ).toBeTruthy();
  expect(rows(await screen.findByRole('table', { name: 'Why not on each node' }))).toEqual([
    ['n1', 'taint node-role.kubernetes.io/master:NoSchedule'],
    ['n2', 'cpu: asks for 1, 500m is free'],
    ['n3', 'cordoned'],
  ]);
  // only the node that lets the pod in has its pods added up
  expect(asked.filter((path) => path.includes('spec.nodeName='))).toHaveLength(1);
});
