import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import type { ActionRequest, ActionTarget } from '../define-action.ts';
import action from '../disruption-budget.action.ts';
import { budget } from './budget-dialog.tsx';
import { type BudgetInput, budgetOutcome } from './budget-input.ts';

const target: ActionTarget = {
  ref: { cluster: 'c', resource: fakeResource('apps/v1/deployments', 'Deployment'), namespace: 'ns', name: 'web' },
};
const workload = (replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'ns', uid: 'd' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web', tier: 'a' } } },
  },
});
const pod = (name: string, ready: boolean, more: object = {}) => ({
  metadata: { name, ...more },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const item = (name: string, spec: object, status: object = {}) => ({
  metadata: { name, namespace: 'ns', uid: `of-${name}`, resourceVersion: '5' },
  spec,
  status,
});
const OF_WEB = { selector: { matchLabels: { app: 'web' } } };

const mayOf = (...verbs: readonly string[]) => ({
  status: { resourceRules: [{ verbs, apiGroups: ['policy'], resources: ['poddisruptionbudgets'] }] },
});

let version: 'v1' | 'v1beta1';
let served: Record<string, unknown>;
beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
beforeEach(() => {
  undoMemory.forget('c');
  version = 'v1';
  served = {
    deployments: workload(3),
    pods: { items: [pod('web-a', true), pod('web-b', true), pod('web-c', false)] },
    poddisruptionbudgets: { items: [] },
    selfsubjectrulesreviews: mayOf('create', 'patch'),
  };
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url, 'http://q');
    const resource = {
      name: 'poddisruptionbudgets',
      singularName: '',
      kind: 'PodDisruptionBudget',
      namespaced: true,
      verbs: ['create', 'delete'],
    };
    const of = (group: string) => ({ groupVersion: group, version: group.split('/')[1] });
    if (pathname.endsWith('/apis'))
      return Response.json({
        kind: 'APIGroupList',
        groups: [{ name: 'policy', versions: [of(`policy/${version}`)], preferredVersion: of(`policy/${version}`) }],
      });
    if (pathname.endsWith(`/apis/policy/${version}`)) return Response.json({ resources: [resource] });
    if (/\/api(\/v1)?$/.test(pathname)) return Response.json({ kind: 'APIVersions', resources: [] });
    const found = Object.entries(served).find(([plural]) => pathname.split('/').includes(plural));
    if (pathname.includes('poddisruptionbudgets') && !pathname.includes(`/policy/${version}/`))
      return Response.json({ kind: 'Status', code: 404 }, { status: 404 });
    return Response.json(found?.[1] ?? {});
  });
});
afterEach(cleanup);

interface Seen {
  input: BudgetInput;
}

function Probe({ on, seen }: { readonly on: ActionTarget; readonly seen: Seen }) {
  const [value, setValue] = useState(seen.input);
  seen.input = value;
  return <>{budget.form?.view({ targets: [on], value, onChange: setValue })}</>;
}

/** The dialog's form for a target, and what it comes to. */
function open(on = target) {
  const seen: Seen = { input: { typed: {} } };
  const sent: unknown[] = [];
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Probe on={on} seen={seen} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const request = async (path: string, init?: ActionRequest) => {
    if (init?.method === undefined) return seen.input.read?.existing;
    sent.push([init.method, path.split('?')[0], JSON.parse(init.body ?? '')]);
    return item('web', OF_WEB);
  };
  return {
    fault: () => budget.form?.fault?.(seen.input, [on])?.key,
    command: () => budget.kubectl?.(on, seen.input),
    run: async () => {
      await budget.run?.(on, { navigate() {}, copy: async () => {}, request }, seen.input);
      return sent;
    },
  };
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

it.each(['v1', 'v1beta1'] as const)('makes a budget of policy/%s that lets one pod go (TUT-36)', async (served) => {
  version = served;
  const { fault, command, run } = open();
  expect((await screen.findByText(/^It covers 3 pods \(app=web\)/)).textContent).toContain('web-a, web-b, web-c');
  expect(screen.getByRole('status').textContent).toBe(
    '3 pods are wanted and 2 healthy; 2 must stay: 0 may be evicted now.',
  );
  expect(fault()).toBeUndefined();
  expect(command()).toBe('kubectl create poddisruptionbudget web -n ns --selector=app=web --max-unavailable=1');
  expect(await run()).toEqual([
    [
      'POST',
      `/apis/policy/${version}/namespaces/ns/poddisruptionbudgets`,
      {
        apiVersion: `policy/${version}`,
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web', namespace: 'ns' },
        spec: { maxUnavailable: 1, ...OF_WEB },
      },
    ],
  ]);
  expect(undoMemory.writes()[0]?.items).toMatchObject([{ kind: 'object', before: undefined }]);
});

it('says what makes it useless or a drain endless, and takes no nonsense', async () => {
  const { fault } = open();
  await screen.findByText(/^It covers/);
  fireEvent.change(screen.getByLabelText('What it promises'), { target: { value: 'minAvailable' } });
  type('Pods', '100%');
  expect(screen.getByText(/drain of a node that has one never ends/)).toBeTruthy();
  expect(fault()).toBeUndefined();
  type('Pods', '0');
  expect(screen.getByText(/protects nothing/)).toBeTruthy();
  for (const wrong of ['', '-1', '1.5', '120%', 'all']) {
    type('Pods', wrong);
    expect(fault()).toBe('budget:fault.amount');
  }
  type('Pods', '1');
  type('Name of the budget', 'No Name');
  expect(fault()).toBe('budget:fault.name');
});

it('changes the budget that covers the pods already, and says when several do', async () => {
  served['poddisruptionbudgets'] = {
    items: [
      item('other', { maxUnavailable: 1, selector: { matchLabels: { app: 'db' } } }),
      item('all-of-it', { minAvailable: 3, ...OF_WEB }, { expectedPods: 3 }),
      item('again', { minAvailable: 1, selector: {} }),
    ],
  };
  const { fault, command, run } = open();
  await screen.findByText('The budget all-of-it covers these pods already: it is changed.');
  expect(screen.getByText(/Several budgets cover these pods.*all-of-it, again/)).toBeTruthy();
  expect(screen.queryByLabelText('Name of the budget')).toBeNull();
  expect(fault()).toBe('budget:fault.same');
  fireEvent.change(screen.getByLabelText('What it promises'), { target: { value: 'maxUnavailable' } });
  type('Pods', '34%');
  expect(fault()).toBeUndefined();
  const spec = { minAvailable: null, maxUnavailable: '34%' };
  expect(command()).toContain(`-p '${JSON.stringify({ spec })}'`);
  expect(await run()).toEqual([['PATCH', '/apis/policy/v1/namespaces/ns/poddisruptionbudgets/all-of-it', { spec }]]);
});

const many = (count: number) => Array.from({ length: count }, (_, at) => pod(`web-${at}`, true));
const budgetTarget: ActionTarget = {
  ref: { ...target.ref, resource: fakeResource('policy/v1/poddisruptionbudgets', 'PodDisruptionBudget'), name: 'both' },
};

it.each<[string, ActionTarget, string | number, object, number, string]>([
  [
    'a share of all the workloads that it covers',
    ...([target, '50%', { observedGeneration: 1, expectedPods: 20 }, 20] as const),
    '20 pods are wanted and 20 healthy; 10 must stay: 10 may be evicted now.',
  ],
  [
    'a number of pods of all of them',
    ...([target, 12, { observedGeneration: 1, expectedPods: 20 }, 20] as const),
    '20 pods are wanted and 20 healthy; 12 must stay: 8 may be evicted now.',
  ],
  [
    'a number of pods, of which some are missing',
    ...([target, 2, { observedGeneration: 1, expectedPods: 6 }, 6] as const),
    '10 pods are wanted and 6 healthy; 2 must stay: 4 may be evicted now.',
  ],
  [
    'not counted yet: at least the pods that there are',
    ...([target, '50%', {}, 20] as const),
    '20 pods are wanted and 20 healthy; 10 must stay: 10 may be evicted now.',
  ],
  [
    'opened from the budget, of which pods are missing',
    ...([budgetTarget, '50%', { observedGeneration: 1, expectedPods: 10 }, 6] as const),
    '10 pods are wanted and 6 healthy; 5 must stay: 1 may be evicted now.',
  ],
])('counts as the disruption controller does: %s', async (_, on, minAvailable, status, there, outcome) => {
  const both = item('both', { minAvailable, ...OF_WEB }, status);
  served = {
    ...served,
    deployments: workload(10),
    pods: { items: many(there) },
    poddisruptionbudgets: on === target ? { items: [both] } : { ...both, apiVersion: 'policy/v1' },
  };
  open(on);
  expect((await screen.findByRole('status')).textContent).toBe(outcome);
  expect(screen.queryByText(/never ends/)).toBeNull();
});

it('says nothing of what a budget comes to while not all of its pods are read', async () => {
  served['pods'] = { metadata: { continue: 'x' }, items: many(3) };
  open();
  await screen.findByText(/^It covers more than 3 pods/);
  type('Pods', '0');
  expect([screen.queryByRole('status'), screen.queryByText(/never ends/)]).toEqual([null, null]);
});

it('makes none of one revision of a workload, whose next one it would not cover', async () => {
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd', controller: true };
  const set: KubeObject = {
    ...workload(3),
    kind: 'ReplicaSet',
    metadata: { name: 'web-5d', namespace: 'ns', uid: 's', ownerReferences: [owner] },
  };
  const { name, ...ref } = { ...target.ref, resource: fakeResource('apps/v1/replicasets', 'ReplicaSet') };
  const on = { ref: { ...ref, name: `${name}-5d` } };
  expect(action.applies({ ...on, object: set })).toBe(false);
  expect(action.applies({ ...on, object: { ...set, metadata: { ...set.metadata, ownerReferences: [] } } })).toBe(true);
  // an operator's Deployment has the same selector always
  expect(action.applies({ ...target, object: { ...workload(3), metadata: set.metadata } })).toBe(true);
  // a row does not say its owner
  expect(action.applies(on)).toBe(true);
  served['replicasets'] = set;
  const { fault } = open(on);
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /^web-5d belongs to Deployment web .* Make it of web\.$/,
  );
  expect(fault()).toBe('budget:fault.owned');
});

it('an empty selector of v1beta1 covers nothing, so that another budget is made', async () => {
  version = 'v1beta1';
  served['poddisruptionbudgets'] = { items: [item('again', { minAvailable: 1, selector: {} })] };
  const { fault } = open();
  await screen.findByLabelText('Name of the budget');
  await waitFor(() => expect(fault()).toBeUndefined());
});

it.each([
  ['maxUnavailable', '1', 3, 3, { healthy: 3, needed: 2, allowed: 1, most: 1 }],
  ['maxUnavailable', '1', 3, 2, { healthy: 2, needed: 2, allowed: 0, most: 1 }],
  ['maxUnavailable', '25%', 5, 5, { healthy: 5, needed: 3, allowed: 2, most: 2 }],
  ['maxUnavailable', '0', 2, 2, { healthy: 2, needed: 2, allowed: 0, most: 0 }],
  ['maxUnavailable', '9', 2, 2, { healthy: 2, needed: 0, allowed: 2, most: 2 }],
  ['minAvailable', '50%', 5, 5, { healthy: 5, needed: 3, allowed: 2, most: 2 }],
  ['minAvailable', '1', 1, 1, { healthy: 1, needed: 1, allowed: 0, most: 0 }],
  ['minAvailable', '101%', 1, 1, undefined],
] as const)('%s %s of %i wanted and %i healthy', (bound, amount, wanted, healthy, outcome) => {
  const pods = Array.from({ length: wanted }, (_, at) => ({ name: `${at}`, healthy: at < healthy }));
  expect(budgetOutcome(bound, amount, { wanted, pods })).toEqual(outcome);
});

it('asks for the right to what it writes', () => {
  const own = {
    ref: { ...target.ref, resource: fakeResource('policy/v1/poddisruptionbudgets', 'PodDisruptionBudget') },
  };
  expect([target, own].map((each) => action.applies(each))).toEqual([true, true]);
  const budgets = { group: 'policy', resource: 'poddisruptionbudgets', namespace: 'ns' };
  expect(action.access?.(target)).toEqual({ verb: 'create', ...budgets, or: { verb: 'patch', ...budgets } });
  expect(action.access?.(own)).toMatchObject({ verb: 'patch', resource: 'poddisruptionbudgets' });
});

it.each<[string, readonly object[], string | undefined]>([
  ['create', [], undefined],
  ['patch', [], 'denied.namespace'],
  ['create', [item('all', { minAvailable: 2, ...OF_WEB })], 'denied.namespace'],
  ['patch', [item('all', { minAvailable: 2, ...OF_WEB })], undefined],
])('with the right to %s alone, and these budgets there: %j', async (right, items, key) => {
  served['poddisruptionbudgets'] = { items };
  served['selfsubjectrulesreviews'] = mayOf(right);
  const { fault } = open();
  await screen.findByText(/^It covers/);
  type('Pods', '3');
  await waitFor(() => expect(fault()).toBe(key));
});
