import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { tellWhen, type Wish } from '../../api/tell-when.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import TellWhenHost from './tell-when-host.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
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

it('watches, tells, and keeps what has come until it is cleared', async () => {
  const source = new FakeLiveSource();
  const root = createRootRoute({ component: TellWhenHost });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  tellWhen.add([wish]);
  render(
    <MantineProvider env="test">
      <Notifications />
      <LiveClientContext.Provider value={source}>
        <RouterProvider router={router} />
      </LiveClientContext.Provider>
    </MantineProvider>,
  );
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
