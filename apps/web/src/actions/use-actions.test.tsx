import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Box } from 'lucide-react';
import { createContext, useContext, useEffect } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { KubeObject, ObjectRef } from '../api/kube-object.ts';
import { startAllWords } from '../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../live/live-context.ts';
import { FakeLiveSource } from '../live/test/fake-live-source.ts';
import { ActionMenu } from '../ui/action-menu.tsx';
import { ActionDialog } from './action-dialog.tsx';
import type { ActionItem } from './action-item.ts';
import { type Action, type ActionTarget, defineAction } from './define-action.ts';
import { useActions } from './use-actions.ts';

const pod: ObjectRef = {
  cluster: 'prod',
  resource: {
    group: '',
    version: 'v1',
    resource: 'pods',
    kind: 'Pod',
    singular: 'pod',
    shortNames: ['po'],
    categories: [],
    namespaced: true,
    verbs: ['get'],
  },
  namespace: 'team-a',
  name: 'web-1',
};

const reviews: string[] = [];
let denied: ReadonlySet<string> = new Set();

beforeAll(async () => {
  // jsdom lacks what Mantine asks of a browser
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
  reviews.length = 0;
  denied = new Set();
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    const { resourceAttributes } = JSON.parse(String(init.body)).spec;
    const { verb, resource, subresource } = resourceAttributes;
    const right = `${verb} ${[resource, subresource].filter(Boolean).join('/')}`;
    reviews.push(right);
    return new Response(JSON.stringify({ status: { allowed: !denied.has(right) } }), {
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(cleanup);

interface Given {
  readonly target: ActionTarget | undefined;
  readonly kindActions: readonly Action[];
  readonly seen: { items: readonly ActionItem[] };
}

const GivenContext = createContext<Given>({ target: undefined, kindActions: [], seen: { items: [] } });

function Probe() {
  const { target, kindActions, seen } = useContext(GivenContext);
  const items = useActions(target, kindActions);
  useEffect(() => {
    seen.items = items;
  });
  return <ActionMenu items={items} label="Actions of web-1" />;
}

function show(target: ActionTarget | undefined, kindActions: readonly Action[] = []) {
  const seen: Given['seen'] = { items: [] };
  const history = createMemoryHistory({ initialEntries: ['/'] });
  // Any address shows the probe, so that going somewhere does not end it.
  const root = createRootRoute({ component: Probe, notFoundComponent: () => null });
  const router = createRouter({ routeTree: root, history });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = (shown: ActionTarget | undefined) => (
    <MantineProvider>
      <QueryClientProvider client={client}>
        <GivenContext.Provider value={{ target: shown, kindActions, seen }}>
          <RouterProvider router={router} />
        </GivenContext.Provider>
        <LiveClientContext.Provider value={new FakeLiveSource()}>
          <ActionDialog />
        </LiveClientContext.Provider>
      </QueryClientProvider>
    </MantineProvider>
  );
  const view = render(page(target));
  return {
    item: (id: string) => seen.items.find(({ action }) => action.id === id),
    ids: () => seen.items.map(({ action }) => action.id),
    history,
    set: (next: ActionTarget | undefined) => view.rerender(page(next)),
  };
}

it('offers what applies, in order, and asks for each right once', async () => {
  const { ids, item, set } = show({ ref: pod });
  const rights = [
    'create pods',
    'create pods/attach',
    'create pods/eviction',
    'create pods/exec',
    'create services',
    'delete pods',
    'get pods',
    'get pods/log',
  ];
  await waitFor(() => expect(new Set(reviews)).toEqual(new Set(rights)));
  expect(ids()).toEqual([
    'open',
    'view-yaml',
    'view-logs',
    'open-shell',
    'run-command',
    'attach',
    'debug-container',
    'debug-copy',
    'throw-away-pod',
    'expose',
    'copy-name',
    'restart',
    'evict',
    'copy-kubectl',
  ]);
  // of one pod, and of all in its namespace
  const asked = reviews.length;
  expect(asked).toBeLessThanOrEqual(rights.length + 1);
  expect(item('open-shell')).toMatchObject({
    title: 'Shell',
    shortcut: 's',
    kubectl: 'kubectl exec web-1 -n team-a -it -- sh',
  });
  set(undefined);
  await waitFor(() => expect(ids()).toEqual([]));
  set({ ref: pod });
  await waitFor(() => expect(item('open-shell')).toBeDefined());
  expect(reviews).toHaveLength(asked);
});

it('asks nothing before the menu is open', async () => {
  const { ids } = show(undefined);
  await screen.findByRole('button', { name: 'Actions of web-1' });
  expect(ids()).toEqual([]);
  expect(reviews).toEqual([]);
});

it('what is denied is disabled with the right that is missing', async () => {
  denied = new Set(['create pods/exec']);
  const { item } = show({ ref: pod });
  await waitFor(() => expect(item('open-shell')?.disabledReason).toBe('You may not: needs create pods/exec in team-a'));
  expect(item('view-logs')?.disabledReason).toBeUndefined();
});

it('takes another right that will do as well', async () => {
  const right = (verb: string) => ({ verb, group: 'policy', resource: 'poddisruptionbudgets', namespace: 'team-a' });
  const either = defineAction({
    id: 'either',
    title: 'Either',
    icon: Box,
    order: 1,
    applies: () => true,
    access: () => ({ ...right('create'), or: right('patch') }),
    run: async () => {},
    kubectl: () => '',
  });
  denied = new Set(['create poddisruptionbudgets']);
  const { item } = show({ ref: pod }, [either]);
  await waitFor(() => expect(reviews).toContain('patch poddisruptionbudgets'));
  expect(item('either')?.disabledReason).toBeUndefined();
  cleanup();
  denied = new Set(['create poddisruptionbudgets', 'patch poddisruptionbudgets']);
  const { item: neither } = show({ ref: pod }, [either]);
  await waitFor(() =>
    expect(neither('either')?.disabledReason).toBe('You may not: needs create poddisruptionbudgets.policy in team-a'),
  );
});

it('an answer that cannot be had denies nothing', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
  const { item } = show({ ref: pod });
  await waitFor(() => expect(item('open-shell')).toBeDefined());
  expect(item('open-shell')?.disabledReason).toBeUndefined();
});

it('goes to the page of the object', async () => {
  const { item, history, ids } = show({ ref: { ...pod, resource: { ...pod.resource, resource: 'services' } } });
  await waitFor(() => expect(ids()).not.toContain('view-logs'));
  await waitFor(() => expect(item('view-yaml')).toBeDefined());
  act(() => item('view-yaml')?.run());
  await waitFor(() =>
    expect(history.location.pathname).toBe('/clusters/prod/namespaces/team-a/core/services/web-1/yaml'),
  );
});

it('the page that one is on is not offered', async () => {
  const object: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', uid: 'u' } };
  const { ids } = show({ ref: pod, object });
  await waitFor(() => expect(ids()).toContain('view-yaml'));
  expect(ids()).not.toContain('open');
});

it('the menu shows shortcuts and the command of the focused action', async () => {
  const user = userEvent.setup();
  show({ ref: pod });
  await user.click(await screen.findByRole('button', { name: 'Actions of web-1' }));
  const shell = await screen.findByRole('menuitem', { name: /Shell/ });
  expect(shell.getAttribute('aria-keyshortcuts')).toBe('s');
  await waitFor(() => {
    // The menu takes the focus to its first item when it has opened.
    act(() => shell.focus());
    expect(screen.getByText('kubectl exec web-1 -n team-a -it -- sh')).toBeDefined();
  });
});

it('a destructive action repeats what it is about and runs only after a yes', async () => {
  const user = userEvent.setup();
  const ran: string[] = [];
  const destroy = defineAction({
    id: 'destroy',
    title: 'Destroy',
    icon: Box,
    order: 1,
    destructive: true,
    applies: () => true,
    plan: (targets) => ({ key: `The pod ${targets[0]?.ref.name} ends.` }),
    run: async ({ ref }) => {
      ran.push(ref.name);
    },
    kubectl: ({ ref }) => `kubectl delete pods ${ref.name}`,
  });
  const { item, ids } = show({ ref: pod }, [destroy]);
  await waitFor(() => expect(ids().at(-1)).toBe('destroy'));
  act(() => item('destroy')?.run());
  const dialog = await screen.findByRole('dialog', { name: 'Destroy web-1?' });
  for (const words of ['web-1', 'team-a', 'prod', 'The pod web-1 ends.', 'kubectl delete pods web-1'])
    expect(dialog.textContent).toContain(words);
  expect(ran).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(ran).toEqual([]);
  act(() => item('destroy')?.run());
  await user.click(await screen.findByRole('button', { name: 'Destroy web-1' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(ran).toEqual(['web-1']);
});

it('a form asks first, says what is wrong with its input, and keeps it when the run fails', async () => {
  const user = userEvent.setup();
  const ran: string[] = [];
  const scale = defineAction<string>({
    id: 'scale',
    title: 'Scale',
    icon: Box,
    order: 1,
    form: {
      initial: () => '',
      view: ({ value, onChange }) => (
        <input aria-label="Replicas" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      ),
      fault: (value) => (value === '' ? { key: 'How many?' } : undefined),
    },
    applies: () => true,
    run: async ({ ref }, _api, replicas) => {
      ran.push(`${ref.name} ${replicas}`);
      if (replicas === '9') throw new Error('too many');
    },
    kubectl: ({ ref }, replicas) => `kubectl scale pods ${ref.name} --replicas=${replicas}`,
  });
  const { item, ids } = show({ ref: pod }, [scale]);
  await waitFor(() => expect(ids()).toContain('scale'));
  act(() => item('scale')?.run());
  await screen.findByText('How many?');
  const proceed = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Scale web-1' });
  expect(proceed().disabled).toBe(true);
  await user.type(screen.getByLabelText('Replicas'), '9');
  expect(screen.getByRole('dialog').textContent).toContain('kubectl scale pods web-1 --replicas=9');
  await user.click(proceed());
  await screen.findByText(/too many/);
  await user.clear(screen.getByLabelText('Replicas'));
  await user.type(screen.getByLabelText('Replicas'), '3');
  await user.click(screen.getByRole('button', { name: /retry/ }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(ran).toEqual(['web-1 9', 'web-1 3']);
});
