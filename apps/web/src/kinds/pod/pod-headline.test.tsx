import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import PodHeadline from './pod-headline.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async () => Response.json({ resources: [] }));
  await startAllWords();
});
afterEach(cleanup);

function show(object: Pick<KubeObject, 'spec' | 'status'> & { readonly annotations?: Record<string, string> }) {
  const { annotations = {}, ...rest } = object;
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PodHeadline
          target={{ cluster: 'c', resource: fakeResource('v1/pods', 'Pod'), namespace: 'n', name: 'p' }}
          object={{
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'p', namespace: 'n', uid: 'u', annotations },
            ...rest,
          }}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it('says of each reason the cause and the next step, with a way there (CTL-26)', () => {
  show({
    spec: { nodeName: 'node-1', containers: [{ name: 'app' }, { name: 'proxy' }] },
    status: {
      containerStatuses: [
        { name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } } },
        { name: 'proxy', state: { waiting: { reason: 'NobodyKnows' } } },
      ],
    },
  });
  const items = within(screen.getByRole('list', { name: 'What it means' })).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    'CrashLoopBackOff (app): The container ends again and again; the kubelet waits longer before each start, up to 5 minutes. See the log and the exit code of the run before: a wrong command, missing settings, a failing liveness probe, no process that stays in the foreground. Log of the run before',
  ]);
  expect(screen.getByRole('link', { name: 'Log of the run before' }).getAttribute('href')).toMatch(
    /\/p\/logs\?container=app&instances=previous$/,
  );
});

it('marks a static pod and what a pod has of its host (OPS-113, OPS-114)', () => {
  show({
    annotations: { 'kubernetes.io/config.mirror': 'hash' },
    spec: {
      nodeName: 'node-1',
      hostNetwork: true,
      containers: ['a', 'b', 'c', 'd'].map((name) => ({ name, securityContext: { privileged: true } })),
    },
    status: {},
  });
  const marks = within(screen.getByRole('list', { name: 'What sets this pod apart' })).getAllByRole('listitem');
  expect(marks.map(({ textContent }) => textContent?.split(' – ')[0])).toEqual([
    'static pod: its file is on node node-1',
    'hostNetwork',
    'privileged: a, b, c +1',
  ]);
  expect(screen.queryByRole('list', { name: 'What it means' })).toBeNull();
});

it('is nothing for an ordinary pod', () => {
  show({
    spec: { containers: [{ name: 'app' }] },
    status: { containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }] },
  });
  expect(screen.queryByRole('list')).toBeNull();
});
