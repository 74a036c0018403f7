import { MantineProvider } from '@mantine/core';
import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { problem } from '@quarterdeck/shared/problem';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Box } from 'lucide-react';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { startI18n } from '../../i18n/i18n.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import ListPage from './list-page.tsx';

const run = vi.fn();
vi.mock('../../actions/use-actions.ts', () => ({
  useActions: (target: { ref: { name: string } } | undefined) =>
    target === undefined
      ? []
      : [
          {
            action: { id: 'yaml', icon: () => null },
            title: 'YAML',
            shortcut: 'y',
            kubectl: '',
            run: () => run(target.ref.name),
          },
          {
            action: { id: 'no', icon: () => null },
            title: 'No',
            shortcut: 'n',
            kubectl: '',
            disabledReason: 'why',
            run,
          },
        ],
}));

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
const nodes: DiscoveredResource = { ...pods, resource: 'nodes', kind: 'Node', singular: 'node', namespaced: false };

function pod(name: string, status = 'Running', restarts: number | null = 0, namespace = 'team-a'): LiveRow {
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

let source: FakeLiveSource;
let frames: (() => void)[];
const onSearch = vi.fn<(patch: Partial<ListSearch>) => void>();

beforeAll(async () => {
  await startI18n('en');
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

/** Lets a frame pass, with what is told before it. */
function frame(tell: () => void = () => {}): void {
  act(() => {
    tell();
    for (const next of frames.splice(0)) next();
  });
}

function Harness({
  resource,
  namespaces,
  start,
}: {
  resource: DiscoveredResource;
  namespaces: string[] | null;
  start: ListSearch;
}) {
  const [search, setSearch] = useState(start);
  return (
    <ListPage
      cluster="demo"
      resource={resource}
      namespaces={namespaces}
      search={search}
      onSearch={(patch) => {
        onSearch(patch);
        setSearch((before) => ({ ...before, ...patch }));
      }}
    />
  );
}

const podKind = {
  resources: ['v1/pods'],
  group: 'workloads',
  order: 1,
  icon: Box,
  fields: ['spec.nodeName'],
} as const;

function open({ resource = pods, namespaces = ['team-a'] as string[] | null, search = {} as ListSearch } = {}) {
  return render(
    <MantineProvider>
      <LiveClientContext value={source}>
        <KindsContext value={new Map([['/pods', podKind]])}>
          <Harness resource={resource} namespaces={namespaces} start={search} />
        </KindsContext>
      </LiveClientContext>
    </MantineProvider>,
  );
}

function columns(): void {
  source.columns(
    { name: 'Name', format: 'name' },
    { name: 'Status' },
    { name: 'Restarts', type: 'integer' },
    { name: 'Age' },
    { name: 'IP', priority: 1 },
  );
}

function live(...rows: LiveRow[]): void {
  frame(() => {
    columns();
    source.rows(rows, { reset: true });
    source.status({ state: 'live', loaded: rows.length });
  });
  frame();
}

const names = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map((row) => row.getAttribute('aria-label'));

describe('ListPage', () => {
  it('asks for the rows of that kind with the fields that it needs', () => {
    open({ search: { l: 'app=web' } });
    expect(source.queries).toEqual([
      {
        cluster: 'demo',
        resource: 'v1/pods',
        namespaces: ['team-a'],
        labelSelector: 'app=web',
        fields: ['spec.nodeName', 'metadata.deletionTimestamp'],
        mode: 'rows',
      },
    ]);
  });

  it('shows the server’s columns and words as an ARIA grid', () => {
    open();
    live(pod('web-1'), pod('web-0', 'CrashLoopBackOff', 12));
    const grid = screen.getByRole('grid', { name: 'Pods' });
    expect(
      within(grid)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual(['Name', 'Status', 'Restarts', 'Age', 'Actions']);
    expect(names()).toEqual(['web-0', 'web-1']);
    expect(grid.getAttribute('aria-rowcount')).toBe('3');
    const row = screen.getByRole('row', { name: 'web-0' });
    expect(row.getAttribute('aria-rowindex')).toBe('2');
    expect(within(row).getByRole('link').getAttribute('href')).toBe('/clusters/demo/namespaces/team-a/core/pods/web-0');
    expect(within(row).getByRole('gridcell', { name: 'CrashLoopBackOff (Failed)' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('Live');
  });

  it('updates a row by itself, without rendering the others', () => {
    open();
    live(pod('a'), pod('b'));
    frame(() => source.rows([pod('b', 'Failed')]));
    expect(screen.getByRole('row', { name: 'b' }).textContent).toContain('Failed');
    expect(screen.getByRole('row', { name: 'b' }).dataset['glow']).toBeDefined();
    expect(screen.getByRole('row', { name: 'a' }).dataset['glow']).toBeUndefined();
  });

  it('keeps few elements however many rows there are', () => {
    open({ namespaces: null });
    live(...Array.from({ length: 10_000 }, (_, i) => pod(`web-${i}`)));
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('10001');
    expect(grid.querySelectorAll('*').length).toBeLessThan(600);
  });

  it('shows the namespace when more than one is looked at', () => {
    open({ namespaces: ['team-a', 'team-b'] });
    live(pod('x'), pod('x', 'Running', 0, 'team-b'));
    expect(screen.getByRole('columnheader', { name: 'Namespace' })).toBeTruthy();
    expect(names()).toEqual(['x', 'x']);
  });

  it('sorts by a click on a header, keeps it in the address, and says so', async () => {
    open();
    live(pod('a', 'Running', 10), pod('b', 'Running', 9), pod('c', 'Running', null));
    const header = () => screen.getByRole('columnheader', { name: 'Restarts' });
    expect(header().getAttribute('aria-sort')).toBe('none');
    fireEvent.click(within(header()).getByRole('button'));
    expect(onSearch).toHaveBeenLastCalledWith({ sort: 'restarts' });
    expect(names()).toEqual(['b', 'a', 'c']);
    expect(header().getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(header()).getByRole('button'));
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(header().getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(header()).getByRole('button'));
    expect(onSearch).toHaveBeenLastCalledWith({ sort: '' });
  });

  it('shows wide columns on request', () => {
    open();
    live(pod('a'));
    expect(screen.queryByRole('columnheader', { name: 'IP' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Wide columns' }));
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'wide' });
    expect(screen.getByRole('columnheader', { name: 'IP' })).toBeTruthy();
  });

  it('filters at once, writes the address a little later, and goes back with Esc', async () => {
    const user = userEvent.setup();
    open();
    live(pod('web'), pod('db'));
    await user.keyboard('/');
    const box = screen.getByRole('textbox', { name: 'Filter Pods' });
    expect(document.activeElement).toBe(box);
    await user.keyboard('we');
    expect(names()).toEqual(['web']);
    expect(screen.getByText('1 of 2')).toBeTruthy();
    await vi.waitFor(() => expect(onSearch).toHaveBeenCalledWith({ q: 'we' }));
    await user.keyboard('zzz');
    expect(screen.getByText('No pods match “wezzz”')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(names()).toEqual(['db', 'web']);
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(document.body);
  });

  it('takes the filter from the address', () => {
    open({ search: { q: 'db' } });
    live(pod('web'), pod('db'));
    expect(names()).toEqual(['db']);
  });

  it('is walked by keys, remembers the row and opens it', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'), pod('b'), pod('c'));
    const opened = vi.fn();
    document.addEventListener('click', (event) => {
      event.preventDefault();
      opened((event.target as Element).closest('a')?.getAttribute('href'));
    });
    const grid = screen.getByRole('grid');
    const active = () =>
      document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label');
    act(() => grid.focus());
    await user.keyboard('j');
    expect(active()).toBe('a');
    await user.keyboard('{End}');
    expect(active()).toBe('c');
    await user.keyboard('k');
    expect(active()).toBe('b');
    await user.keyboard('{Enter}');
    expect(opened).toHaveBeenCalledWith('/clusters/demo/namespaces/team-a/core/pods/b');
  });

  it('runs an action by its key on the active row, unless it is refused', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'), pod('b'));
    act(() => screen.getByRole('grid').focus());
    await user.keyboard('y');
    expect(run).not.toHaveBeenCalled();
    await user.keyboard('{ArrowDown}{ArrowDown}y');
    expect(run).toHaveBeenCalledExactlyOnceWith('b');
    await user.keyboard('n');
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('offers the actions of the row that is active', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'));
    await user.click(screen.getByRole('row', { name: 'a' }));
    expect(screen.getByRole('button', { name: 'Actions of a' })).toBeTruthy();
  });

  it('shows what deceives the eye as escapes', () => {
    open();
    live(pod('web', 'Run\u202ening\u0007'));
    expect(screen.getByRole('row', { name: 'web' }).textContent).toContain('Run\\u202ening\\x07');
  });

  it('says how fresh it is', () => {
    open();
    frame(() => {
      columns();
      source.status({ state: 'loading', loaded: 500, remaining: 1500 });
    });
    expect(screen.getByRole('status').textContent).toBe('Loading500 of 2,000');
    live(pod('a'));
    const since = new Date(2026, 0, 1, 14, 3, 22).getTime();
    frame(() =>
      source.status({
        state: 'stale',
        since,
        problem: problem('qd.live.disconnected', 'The connection to Quarterdeck is cut'),
      }),
    );
    expect(screen.getByRole('status').textContent).toContain('Stale since 14:03:22');
    expect(names()).toEqual(['a']);
  });

  it('says that some of the namespaces are missing', () => {
    open({ namespaces: ['team-a', 'team-b'] });
    live(pod('a'));
    frame(() =>
      source.status({
        state: 'live',
        problem: problem('qd.api.forbidden', 'Forbidden', { params: { namespaces: 'team-b' } }),
      }),
    );
    expect(screen.getByText(/^Not all is shown: .*\(in team-b\)$/)).toBeTruthy();
    expect(names()).toEqual(['a']);
  });

  it('empty, denied, gone and broken look different', () => {
    const { container } = open();
    live();
    expect(screen.getByText('No pods in team-a')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();

    frame(() =>
      source.status({
        state: 'denied',
        problem: problem('qd.api.forbidden', 'Forbidden', {
          detail: 'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "team-a"',
        }),
      }),
    );
    expect(container.textContent).toContain('Needs list on pods in namespace team-a.');
    expect(screen.getByRole('textbox', { name: 'Namespace' })).toBeTruthy();

    frame(() => source.status({ state: 'gone', problem: problem('qd.live.resource-unknown', 'Not served') }));
    expect(container.textContent).not.toContain('Needs list');

    frame(() => source.status({ state: 'stale', problem: problem('qd.cluster.unreachable', 'Unreachable') }));
    expect(screen.getByRole('alert').dataset['look']).toBe('unreachable');
  });

  it('names the right that a cluster-wide kind needs', () => {
    const { container } = open({ resource: nodes, namespaces: null });
    frame(() => source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden') }));
    expect(container.textContent).toContain('Needs list on nodes, cluster-wide.');
    expect(screen.queryByRole('textbox', { name: 'Namespace' })).toBeNull();
  });

  it('takes rows off the screen that may not be seen any more', () => {
    open();
    live(pod('secret-project'));
    frame(() => source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden') }));
    frame();
    expect(screen.queryByText(/secret-project/)).toBeNull();
  });
});
