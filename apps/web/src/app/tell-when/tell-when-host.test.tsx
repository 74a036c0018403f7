import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { sessionStore } from '../../api/session-store.ts';
import { tellWhen, type Wish } from '../../api/tell-when.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import type { LiveSource } from '../../live/live-source.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import TellWhenHost from './tell-when-host.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});

afterEach(() => {
  cleanup();
  notifications.clean();
  tellWhen.remove(new Set(['w']));
});

const wish: Wish = {
  id: 'w',
  uid: 'u1',
  when: 'rolled-out',
  armed: true,
  ref: {
    cluster: 'c',
    namespace: 'shop',
    name: 'web',
    resource: fakeResource('apps/v1/deployments', 'Deployment'),
  },
};

function show(source: LiveSource): { readonly again: (source: LiveSource) => void } {
  const root = createRootRoute({ component: TellWhenHost });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  const page = (client: LiveSource) => (
    <MantineProvider env="test">
      <Notifications />
      <LiveClientContext.Provider value={client}>
        <RouterProvider router={router} />
      </LiveClientContext.Provider>
    </MantineProvider>
  );
  const { rerender } = render(page(source));
  return { again: (client) => rerender(page(client)) };
}

function session(name: string, viewAs?: { by: { name: string; groups: readonly string[] } }): SessionInfo {
  return {
    cluster: 'c',
    user: { name, groups: [] },
    kind: 'token',
    account: name,
    renewsItself: false,
    tokenExpiresAt: null,
    sessionExpiresAt: 0,
    idleTimeoutSeconds: 900,
    csrf: 'x',
    homeNamespace: null,
    serverVersion: null,
    ...(viewAs === undefined ? {} : { viewAs }),
  };
}

it('watches, tells, and keeps what has come until it is cleared', async () => {
  const source = new FakeLiveSource();
  tellWhen.add([wish]);
  show(source);
  expect(await screen.findByRole('button', { name: /waiting for 1 more/ })).toBeTruthy();
  const deployment = (available: number) => ({
    metadata: { name: 'web', namespace: 'shop', uid: 'u1', generation: 1 },
    spec: { replicas: 1 },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: available },
  });
  act(() => source.objects([deployment(0)]));
  act(() => source.objects([deployment(1)]));
  expect(await screen.findByText(/^The rollout is over/)).toBeTruthy();
  expect(source.queries).toEqual([]);
  expect(JSON.parse(sessionStorage.getItem('quarterdeck.tell-when') ?? '[]')).toMatchObject([
    { outcome: { good: true, said: 'said.rolledOut' } },
  ]);
  fireEvent.click(screen.getByRole('button', { name: /^1 has come/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Take web from the list' }));
  expect(tellWhen.wishes()).toEqual([]);
  expect(sessionStorage.getItem('quarterdeck.tell-when')).toBeNull();
});

it('keeps what it has seen when it watches by another connection', async () => {
  const [first, second] = [new FakeLiveSource(), new FakeLiveSource()];
  tellWhen.add([{ ...wish, when: 'condition:Available=True', armed: false }]);
  const { again } = show(first);
  await screen.findByRole('button', { name: /waiting for 1 more/ });
  const deployment = (status: string) => ({
    metadata: { name: 'web', namespace: 'shop', uid: 'u1' },
    status: { conditions: [{ type: 'Available', status }] },
  });
  act(() => first.objects([deployment('False')]));
  again(second);
  act(() => second.objects([deployment('True')]));
  expect(tellWhen.wishes()).toMatchObject([{ outcome: { good: true } }]);
});

it('is of who asked for it: gone when another person signs in over the page', async () => {
  tellWhen.add([wish]);
  show(new FakeLiveSource());
  await screen.findByRole('button', { name: /waiting for 1 more/ });
  // the session is known only later
  act(() => sessionStore.take(session('jane')));
  expect(tellWhen.wishes()).toMatchObject([{ user: 'jane' }]);
  act(() => sessionStore.take(session('viewer', { by: { name: 'jane', groups: [] } })));
  expect(tellWhen.wishes()).toHaveLength(1);
  act(() => sessionStore.take(session('john')));
  expect(tellWhen.wishes()).toEqual([]);
});
