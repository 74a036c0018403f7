import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ActionDialog } from '../../actions/action-dialog.tsx';
import { pendingActions } from '../../actions/pending-actions.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';

interface SentPatch {
  readonly path: string;
  readonly body: unknown;
}

/**
 * A page for the tests of a file, and an API server that allows everything: `serve` answers by path, undefined where it does not know
 * better. Returns what is patched, one test at a time; each patch is answered with `patched`.
 */
export function playWorkload(serve: (path: string) => unknown, patched: unknown): readonly SentPatch[] {
  const sent: SentPatch[] = [];
  beforeAll(async () => {
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
    sent.length = 0;
    vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
      if (init.method === 'PATCH') {
        sent.push({ path, body: JSON.parse(String(init.body)) });
        return Response.json(patched);
      }
      const rules = path.includes('/selfsubjectrulesreviews') ? { resourceRules: [], incomplete: true } : undefined;
      return Response.json(serve(path) ?? { status: rules ?? { allowed: true } });
    });
  });
  afterEach(() => {
    act(() => pendingActions.close());
    cleanup();
  });
  return sent;
}

/** Shows a view with all that it needs around it, and the dialogs of its actions. */
export function openView(view: ReactNode): FakeLiveSource {
  const live = new FakeLiveSource();
  const root = createRootRoute({
    component: () => (
      <>
        {view}
        <ActionDialog />
      </>
    ),
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={live}>
          <RouterProvider router={router} />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return live;
}

/** Tells every list that is open, or those of one resource, all of its rows; their columns are Name, Ready and Status. */
export function tellRows(
  live: FakeLiveSource,
  rows: Readonly<Record<string, readonly (readonly unknown[])[]>>,
  only?: string,
): void {
  act(() => {
    for (const [sink, { resource }] of live.open) {
      if (only !== undefined && resource !== only) continue;
      sink.columns?.(
        ['Name', 'Ready', 'Status'].map((name) => ({ name, type: 'string', format: '', priority: 0, description: '' })),
      );
      sink.rows?.({ reset: true, remove: [], upsert: (rows[resource] ?? []) as [] });
      sink.status({ state: 'live', loaded: 1, since: 0 });
    }
  });
}
