import { randomUUID } from 'node:crypto';
import { MantineProvider } from '@mantine/core';
import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import { Box } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { fewObjectsQuery } from '../../../api/few-objects.ts';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import type { ListSearch } from '../../../api/list-search.ts';
import { startAllWords } from '../../../i18n/test/start-all-words.ts';
import type { KindDefinition } from '../../../kinds/define-kind.ts';
import { KindsContext } from '../../../kinds/kinds-context.ts';
import { LiveClientContext } from '../../../live/live-context.ts';
import { FakeLiveSource } from '../../../live/test/fake-live-source.ts';
import ListPage from '../list-page.tsx';

const pods: DiscoveredResource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: ['po'],
  categories: [],
  namespaced: true,
  verbs: ['list', 'watch'],
};
export const nodes: DiscoveredResource = {
  ...pods,
  resource: 'nodes',
  kind: 'Node',
  singular: 'node',
  namespaced: false,
};

export function pod(name: string, status = 'Running', restarts: number | null = 0, namespace = 'team-a'): LiveRow {
  return [
    `uid-${namespace}-${name}`,
    namespace,
    name,
    1_700_000_000,
    null,
    [null, status, restarts, '5m', '10.0.0.1'],
    null,
  ];
}

const queries = new QueryClient();
export let source: FakeLiveSource;
let frames: (() => void)[];
export const onSearch = vi.fn<(patch: Partial<ListSearch>) => void>();

/** Before and after each test: an empty live source, frames that the test lets pass, and what jsdom lacks. */
export function prepareList(): void {
  // what is loaded lazily takes its time on a busy machine
  configure({ asyncUtilTimeout: 20_000 });
  beforeAll(async () => {
    await startAllWords();
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    // jsdom lays nothing out: a window of 20 rows
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(640);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(640);
    HTMLElement.prototype.scrollTo = () => {};
  });

  beforeEach(() => {
    source = new FakeLiveSource();
    frames = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => frames.push(() => callback(0)));
    vi.clearAllMocks();
  });
  afterEach(() => {
    cleanup();
    vi.mocked(window.requestAnimationFrame).mockRestore();
  });
}

/** Lets a frame pass, with what is told before it. */
export function frame(tell: () => void = () => {}): void {
  act(() => {
    tell();
    for (const next of frames.splice(0)) next();
  });
}

function Harness({
  resource,
  namespaces,
  start,
  visit,
}: {
  resource: DiscoveredResource;
  namespaces: string[] | null;
  start: ListSearch;
  visit: string;
}) {
  const [search, setSearch] = useState(start);
  return (
    <ListPage
      cluster="demo"
      resource={resource}
      namespaces={namespaces}
      visit={visit}
      search={search}
      onSearch={(patch) => {
        onSearch(patch);
        setSearch((before) => ({ ...before, ...patch }));
      }}
    />
  );
}

const podKind: KindDefinition = {
  resources: ['v1/pods'],
  group: 'workloads',
  order: 1,
  icon: Box,
  fields: ['spec.nodeName'],
};

export function open({
  resource = pods,
  namespaces = ['team-a'] as string[] | null,
  search = {} as ListSearch,
  kind = {} as Partial<KindDefinition>,
  visit = randomUUID() as string,
  /** whether there are few objects in all namespaces, or that the cluster is asked for it */
  few = false as boolean | 'asked',
  /** what stands around the list */
  around = (list: ReactNode): ReactNode => list,
} = {}) {
  const { queryKey } = fewObjectsQuery('demo', resource);
  if (few === 'asked') queries.removeQueries({ queryKey });
  else queries.setQueryData(queryKey, few);
  return render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <LiveClientContext value={source}>
          <KindsContext value={new Map([['/pods', { ...podKind, ...kind }]])}>
            {around(<Harness resource={resource} namespaces={namespaces} start={search} visit={visit} />)}
          </KindsContext>
        </LiveClientContext>
      </MantineProvider>
    </QueryClientProvider>,
  );
}

export function columns(): void {
  source.columns(
    { name: 'Name', format: 'name' },
    { name: 'Status' },
    { name: 'Restarts', type: 'integer' },
    { name: 'Age' },
    { name: 'IP', priority: 1 },
  );
}

export function live(...rows: LiveRow[]): void {
  frame(() => {
    columns();
    source.rows(rows, { reset: true });
    source.status({ state: 'live', loaded: rows.length });
  });
  frame();
}

export const names = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map((row) => row.getAttribute('aria-label'));
