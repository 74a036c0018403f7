import { MantineProvider } from '@mantine/core';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import { startAllWords } from '../../../i18n/test/start-all-words.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import { wholeKinds } from '../../../kinds/whole-kinds.ts';
import { LiveClientContext } from '../../../live/live-context.ts';
import type { LiveSink, LiveSource } from '../../../live/live-source.ts';
import { UsesPanel } from './uses-panel.tsx';

const kind = (resource: string, kindName: string): DiscoveredResource => ({
  group: '',
  version: 'v1',
  resource,
  kind: kindName,
  singular: '',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['get', 'list', 'watch'],
});
const pods = kind('pods', 'Pod');
const configMaps = kind('configmaps', 'ConfigMap');
const claims = kind('persistentvolumeclaims', 'PersistentVolumeClaim');

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
    run(0);
    return 0;
  });
  return startAllWords();
});
afterEach(cleanup);

/** Opens the panel of an object called "settings", with one pod of that spec beside it. */
function open(resource: DiscoveredResource, kindName: string, spec: Readonly<Record<string, unknown>>): void {
  let asked: { query: LiveQuery; sink: LiveSink } | undefined;
  const source: LiveSource = {
    subscribe: (query, sink) => {
      asked = query.resource === 'v1/pods' ? { query, sink } : asked;
      return () => {};
    },
  };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(['discovery', 'c'], { resources: [pods, configMaps, claims], failed: [] });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <KindsContext value={wholeKinds}>
          <LiveClientContext value={source}>
            <UsesPanel
              target={{ cluster: 'c', resource, namespace: 'a', name: 'settings' }}
              object={{ apiVersion: 'v1', kind: kindName, metadata: { name: 'settings', namespace: 'a', uid: 'u' } }}
            />
          </LiveClientContext>
        </KindsContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const fields = asked?.query.fields?.map((path) => spec[path] ?? null) ?? [];
  act(() => {
    asked?.sink.columns?.([]);
    asked?.sink.rows?.({ upsert: [['u1', 'a', 'redis', 0, {}, [], ...fields]], remove: [] });
    asked?.sink.status({ state: 'live', loaded: 1, since: 0 });
  });
}

const OLD = /may still have the old values/;

test('TUT-18 who uses a ConfigMap may still have what was in it', () => {
  open(configMaps, 'ConfigMap', { 'spec.volumes[*].configMap.name': ['settings'] });
  expect(screen.getByRole('list', { name: 'Used by Pods' }).textContent).toMatch(/redis.*as a volume/);
  expect(screen.getByText(OLD)).toBeTruthy();
});

test('nothing is said of old values where nobody has them, and of a claim', () => {
  open(configMaps, 'ConfigMap', { 'spec.volumes[*].configMap.name': ['another'] });
  expect(screen.getByText(/Named by nothing/)).toBeTruthy();
  expect(screen.queryByText(OLD)).toBeNull();
  cleanup();
  open(claims, 'PersistentVolumeClaim', {
    'spec.volumes[*].persistentVolumeClaim.claimName': ['settings'],
  });
  expect(screen.getByRole('list', { name: 'Used by Pods' }).textContent).toContain('redis');
  expect(screen.queryByText(OLD)).toBeNull();
});
