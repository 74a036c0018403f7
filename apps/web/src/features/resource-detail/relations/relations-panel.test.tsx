import { MantineProvider } from '@mantine/core';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { startAllWords } from '../../../i18n/test/start-all-words.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import { wholeKinds } from '../../../kinds/whole-kinds.ts';
import { LiveClientContext } from '../../../live/live-context.ts';
import type { LiveSink, LiveSource } from '../../../live/live-source.ts';
import DetailPage from '../detail-page.tsx';

function kind(group: string, resource: string, kindName: string): DiscoveredResource {
  const verbs = ['get', 'list', 'watch', 'patch', 'delete'];
  return {
    group,
    version: 'v1',
    resource,
    kind: kindName,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs,
  };
}
const pods = kind('', 'pods', 'Pod');
const replicaSets = kind('apps', 'replicasets', 'ReplicaSet');
const deployments = kind('apps', 'deployments', 'Deployment');
const services = kind('', 'services', 'Service');
const resources = [pods, replicaSets, deployments, services];

/** Keeps every subscription by what it asks for. */
class FakeSource implements LiveSource {
  readonly open = new Map<string, LiveSink>();
  asked = 0;
  subscribe({ mode, resource, fieldSelector, labelSelector }: LiveQuery, sink: LiveSink) {
    const name = [mode === 'objects' ? 'object' : resource, fieldSelector, labelSelector].filter(Boolean).join(' ');
    this.open.set(name, sink);
    this.asked += 1;
    return () => void this.open.delete(name);
  }
  to(name: string): LiveSink {
    const sink = this.open.get(name);
    if (sink === undefined) throw new Error(`nobody asked for ${name}, but for ${[...this.open.keys()].join(' | ')}`);
    return sink;
  }
}

let source: FakeSource;
beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
    run(0);
    return 0;
  });
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  return startAllWords();
});
afterEach(cleanup);
beforeEach(() => {
  source = new FakeSource();
});

function open(resource: DiscoveredResource, name: string): void {
  const target: ObjectRef = { cluster: 'c', resource, namespace: 'a', name };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(['discovery', 'c'], { resources, failed: [] });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <KindsContext value={wholeKinds}>
          <LiveClientContext value={source}>
            <DetailPage target={target} tab="overview" />
          </LiveClientContext>
        </KindsContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

function show(kindName: string, name: string, more: Record<string, unknown>, spec: unknown = {}): void {
  const metadata: KubeObject['metadata'] = {
    name,
    namespace: 'a',
    uid: name,
    creationTimestamp: '2026-11-21T10:00:00Z',
    ...more,
  };
  act(() => {
    source.to(`object metadata.name=${name}`).objects?.({
      reset: true,
      upsert: [{ apiVersion: kindName === 'Pod' ? 'v1' : 'apps/v1', kind: kindName, metadata, spec }],
      remove: [],
    });
    source.to(`object metadata.name=${name}`).status({ state: 'live', loaded: 1, since: 0 });
  });
}

const controlled = (kindName: string, uid: string) => [
  { apiVersion: 'apps/v1', kind: kindName, name: uid, uid, controller: true },
];

/** One row of a source; its fields begin with the owner references. */
function rows(name: string, ...list: readonly (readonly [uid: string, owners: unknown])[]): void {
  act(() => {
    const sink = source.to(name);
    sink.columns?.([]);
    sink.rows?.({
      upsert: list.map(([uid, owners]) => [
        uid,
        'a',
        uid,
        Date.parse('2026-11-21T11:00:00Z') / 1000,
        { app: 'web' },
        [],
        owners,
      ]),
      remove: [],
    });
    sink.status({ state: 'live', loaded: list.length, since: 0 });
  });
}

test('CTL-12 a pod belongs to a ReplicaSet, that to a Deployment: in the title and in the tree, each a link', () => {
  open(pods, 'web-1-a');
  show('Pod', 'web-1-a', { ownerReferences: controlled('ReplicaSet', 'web-1') });
  rows('apps/v1/replicasets metadata.name=web-1', ['web-1', controlled('Deployment', 'web')]);
  rows('apps/v1/deployments metadata.name=web', ['web', []]);
  const trail = within(screen.getByRole('navigation', { name: 'Owners' }));
  expect(trail.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/clusters/c/namespaces/a/apps/replicasets/web-1',
    '/clusters/c/namespaces/a/apps/deployments/web',
  ]);
  const tree = screen.getByRole('list', { name: 'What it belongs to and what belongs to it' });
  expect(tree.textContent).toMatch(/Deployment.*web.*ReplicaSet.*web-1.*Pod.*web-1-a/);
});

test('an owner that is gone is said to be gone, and is no link', () => {
  open(pods, 'web-1-a');
  show('Pod', 'web-1-a', { ownerReferences: controlled('ReplicaSet', 'web-1') });
  rows('apps/v1/replicasets metadata.name=web-1');
  expect(screen.getByText(/does not exist any more/)).toBeTruthy();
  expect(within(screen.getByRole('navigation', { name: 'Owners' })).queryByRole('link')).toBeNull();
});

test('CTL-12 a Deployment owns ReplicaSets and they pods; a pod that merely matches is shown for what it is', () => {
  open(deployments, 'web');
  show('Deployment', 'web', {}, { selector: { matchLabels: { app: 'web' } } });
  rows('apps/v1/replicasets app=web', ['web-1', controlled('Deployment', 'web')]);
  rows(
    'v1/pods app=web',
    ['web-1-a', controlled('ReplicaSet', 'web-1')],
    ['stray', null],
    ['hers', controlled('ReplicaSet', 'other')],
  );
  const tree = screen.getByRole('list', { name: 'What it belongs to and what belongs to it' });
  expect(
    within(tree)
      .getAllByRole('link')
      .map(({ textContent }) => textContent),
  ).toEqual(['web-1', 'web-1-a']);
  expect(screen.getByText('belongs to nobody').closest('li')?.textContent).toContain('stray');
  expect(screen.getByText('belongs to ReplicaSet other').closest('li')?.textContent).toContain('hers');
  // live: it goes from the page when it goes from the cluster
  act(() => source.to('v1/pods app=web').rows?.({ upsert: [], remove: ['web-1-a'] }));
  expect(screen.queryByRole('link', { name: 'web-1-a' })).toBeNull();
});

test('what may not be listed is said, not passed over', () => {
  open(deployments, 'web');
  show('Deployment', 'web', {}, { selector: { matchLabels: { app: 'web' } } });
  act(() => source.to('v1/pods app=web').status({ state: 'denied', loaded: 0, since: 0 }));
  expect(screen.getByText(/You may not list Pods in a/)).toBeTruthy();
});

test('a page asks for a handful of things, and for nothing once it is closed', () => {
  open(pods, 'web-1-a');
  show('Pod', 'web-1-a', { ownerReferences: controlled('ReplicaSet', 'web-1'), labels: { app: 'web' } });
  rows('apps/v1/replicasets metadata.name=web-1', ['web-1', controlled('Deployment', 'web')]);
  expect(source.open.size).toBeLessThanOrEqual(8);
  // what is asked for once is not asked for again with each news
  const asked = source.asked;
  show('Pod', 'web-1-a', {
    ownerReferences: controlled('ReplicaSet', 'web-1'),
    labels: { app: 'web' },
    resourceVersion: '2',
  });
  expect(source.asked).toBe(asked);
  cleanup();
  expect([...source.open.keys()]).toEqual([]);
});

test('the newest change that no controller has seen is said in the title', () => {
  open(deployments, 'web');
  act(() =>
    source.to('object metadata.name=web').objects?.({
      reset: true,
      upsert: [
        { metadata: { name: 'web', namespace: 'a', uid: 'web', generation: 3 }, status: { observedGeneration: 2 } },
      ],
      remove: [],
    }),
  );
  expect(screen.getByText(/has not yet seen the newest change/)).toBeTruthy();
});
