import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { EvictionOutlook } from './eviction-outlook.tsx';
import { readOutlook } from './read-outlook.ts';

const PODS = fakeResource('v1/pods', 'Pod');
const BUDGETS = fakeResource('policy/v1/poddisruptionbudgets', 'PodDisruptionBudget');
vi.mock('../../api/discovery.ts', async (original) => ({
  ...(await original<object>()),
  useDiscovery: () => ({ resources: [BUDGETS] }),
}));

const targetOf = (name: string) => ({
  ref: { cluster: 'c', namespace: 'shop', name, resource: PODS },
  uid: name,
});
const pod = (name: string, annotations: Record<string, string> = {}) => ({
  metadata: { name, namespace: 'shop', uid: name, labels: { app: name.split('-')[0] }, annotations },
  spec: {},
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const budget = (name: string, app: string, disruptionsAllowed: number) => ({
  metadata: { name, namespace: 'shop', generation: 1 },
  spec: { selector: { matchLabels: { app } } },
  status: { observedGeneration: 1, disruptionsAllowed, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2 },
});

/** What the cluster answers; undefined: it refuses to list budgets. */
let budgets: readonly object[] | undefined;
const refusal = (code: number, reason: string) =>
  Response.json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason }, { status: code });

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.endsWith('/poddisruptionbudgets'))
      return budgets === undefined ? refusal(403, 'Forbidden') : Response.json({ items: budgets });
    const name = address.split('/').at(-1) ?? '';
    if (name.startsWith('gone')) return refusal(404, 'NotFound');
    return Response.json(pod(name, name.startsWith('static') ? { 'kubernetes.io/config.mirror': 'h' } : {}));
  });
  await startAllWords();
});
afterEach(cleanup);

function show(names: readonly string[]) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <EvictionOutlook targets={names.map(targetOf)} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it('says before pods are evicted which ones the budgets hold (anchors 12)', async () => {
  budgets = [budget('web-pdb', 'web', 1), budget('db-a', 'db', 1), budget('db-b', 'db', 1), budget('other', 'x', 0)];
  show(['web-1', 'web-2', 'web-3', 'db-1', 'static-n1', 'free-1', 'gone-1']);
  // a budget that allows one disruption lets one of three go
  expect(await screen.findByText(/^2 of 6 are refused now: .*\(web-pdb\)\.$/)).toBeTruthy();
  expect(screen.getByText(/^1 of 6 is under several budgets \(db-a, db-b\)/)).toBeTruthy();
  expect(screen.getByText(/^1 of 6 is a static pod/)).toBeTruthy();
  expect(screen.queryByText(/No disruption budget/)).toBeNull();
});

it('says that nothing is in the way only when it has seen it', async () => {
  budgets = [budget('web-pdb', 'web', 2)];
  show(['web-1', 'free-1']);
  expect(await screen.findByText('No disruption budget is in the way now.')).toBeTruthy();
  cleanup();
  budgets = undefined;
  show(['web-1']);
  expect(await screen.findByText(/^Not all of the pods and PodDisruptionBudgets could be read/)).toBeTruthy();
});

it('looks at a hundred pods at most', async () => {
  budgets = [];
  const targets = Array.from({ length: 150 }, (_, i) => targetOf(`web-${i}`));
  const outlook = await readOutlook(targets, BUDGETS, new AbortController().signal);
  expect(outlook).toMatchObject({ looked: 100, waiting: 0, never: 0, mirrors: 0, blind: false });
});
