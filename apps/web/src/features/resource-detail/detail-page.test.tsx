import { MantineProvider } from '@mantine/core';
import { problem } from '@quarterdeck/shared/problem';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import type { LiveSink, LiveSource } from '../../live/live-source.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { EVENT_FIELDS } from '../../live/read-event.ts';
import DetailPage from './detail-page.tsx';

const widgets: DiscoveredResource = {
  group: 'example.com',
  version: 'v1',
  resource: 'widgets',
  kind: 'Widget',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['get', 'list', 'watch'],
};
const target: ObjectRef = { cluster: 'c', resource: widgets, namespace: 'team-a', name: 'web' };
const LIVE: LiveStatus = { state: 'live', loaded: 1, since: 0 };

function widget(uid: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    metadata: {
      name: 'web',
      namespace: 'team-a',
      uid,
      creationTimestamp: '2026-11-21T10:00:00Z',
      generation: 3,
      labels: { app: 'web' },
      annotations: { link: 'https://example.com/x', evil: 'javascript:alert(1)', hidden: 'a\u202eb' },
      ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Unknown', name: 'boss', uid: 'o', controller: true }],
      finalizers: ['example.com/keep'],
      ...more,
    },
    status: {
      observedGeneration: 2,
      conditions: [{ type: 'Ready', status: 'False', reason: 'Broken', message: 'It <b>broke</b>' }],
    },
  };
}

/** A live source that the test drives: one sink per kind of subscription. */
class FakeSource implements LiveSource {
  readonly sinks = new Map<string, LiveSink>();
  subscribe(query: Parameters<LiveSource['subscribe']>[0], sink: LiveSink) {
    const name = query.mode === 'objects' ? 'object' : query.resource;
    this.sinks.set(name, sink);
    return () => void this.sinks.delete(name);
  }
  to(name: string): LiveSink {
    const sink = this.sinks.get(name);
    if (sink === undefined) throw new Error(`nobody subscribed to ${name}`);
    return sink;
  }
}

let source: FakeSource;
beforeAll(() => {
  // jsdom lacks it; Mantine asks for the colour scheme
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }));
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
beforeEach(() => {
  source = new FakeSource();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <LiveClientContext value={source}>
          <DetailPage target={target} tab="overview" />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
});
afterEach(cleanup);

function show(...objects: ReturnType<typeof widget>[]) {
  act(() => {
    source.to('object').objects?.({ reset: true, upsert: objects, remove: [] });
    source.to('object').status(LIVE);
  });
}

test('an object of a kind that nobody foresaw', () => {
  show(widget('u1'));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Widget web');
  expect(screen.getByText('3; the controller has seen 2')).toBeTruthy();
  expect(screen.getByText('Unknown/boss').closest('a')).toBeNull();
  expect(screen.getByText('example.com/keep')).toBeTruthy();
  const row = within(screen.getByRole('table', { name: 'Conditions' })).getAllByRole('row')[1];
  expect(row?.textContent).toContain('BrokenIt <b>broke</b>');
});

test('T2.4-08, TUT-07: a label leads to all that have it', () => {
  show(widget('u1'));
  const link = screen.getByRole('link', { name: 'List those with app=web' });
  expect(link.textContent).toBe('app');
  expect(link.getAttribute('href')).toMatch(/\/namespaces\/team-a\/example\.com\/widgets\?l=app%3Dweb$/);
  expect(screen.queryByRole('link', { name: /^List those with link/ })).toBeNull();
});

test('annotations are never trusted', () => {
  show(widget('u1'));
  expect(screen.getByRole('link', { name: 'https://example.com/x' }).getAttribute('rel')).toContain('noopener');
  expect(screen.getByText('javascript:alert(1)').closest('a')).toBeNull();
  expect(screen.getByText('a\\u202eb')).toBeTruthy();
});

test('views are links with addresses of their own', () => {
  show(widget('u1'));
  const nav = within(screen.getByRole('navigation', { name: 'Views of this object' }));
  expect(nav.getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe('page');
  expect(nav.getByRole('link', { name: 'YAML' }).getAttribute('href')).toBe(
    '/clusters/c/namespaces/team-a/example.com/widgets/web/yaml',
  );
});

test('a deleted object says so and stays readable', () => {
  show(widget('u1'));
  act(() => source.to('object').objects?.({ upsert: [], remove: ['u1'] }));
  expect(screen.getByText('This Widget has been deleted')).toBeTruthy();
  expect(screen.getByText('example.com/keep')).toBeTruthy();
});

test('CTL-11 another object under the same name is noticed: the old one stays to be read, a link leads to the new one', () => {
  show(widget('u1'));
  act(() => source.to('object').objects?.({ upsert: [], remove: ['u1'] }));
  act(() => source.to('object').objects?.({ upsert: [widget('u2')], remove: [] }));
  expect(screen.queryByText('This Widget has been deleted')).toBeNull();
  expect(screen.getByText('Another Widget has taken this name')).toBeTruthy();
  expect(screen.getByText(/^u1/)).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Show the new Widget' });
  expect(link.getAttribute('href')).toBe('/clusters/c/namespaces/team-a/example.com/widgets/web');
  fireEvent.click(link);
  expect(screen.getByText(/^u2/)).toBeTruthy();
  expect(screen.queryByText('Another Widget has taken this name')).toBeNull();
});

test('an object that waits for finalizers', () => {
  show(widget('u1', { deletionTimestamp: '2026-11-21T11:00:00Z' }));
  expect(screen.getByText('Waits for 1 finalizer')).toBeTruthy();
});

test.each([
  ['Phase', 'Degraded', 'Degraded', 'warning'],
  ['Status', 'False', 'Status: False', 'warning'],
])(
  "the word of the server's own status column %s stands in the title, %s as %s, with the health that the list would give it",
  (name, word, shown, health) => {
    show(widget('u1'));
    const column = (name: string, format = '') => ({ name, type: 'string', format, priority: 0, description: '' });
    const sink = source.to('example.com/v1/widgets');
    act(() => {
      sink.columns?.([column('Name', 'name'), column(name), column('Size')]);
      sink.rows?.({ upsert: [['u1', 'team-a', 'web', 1, null, [null, word, '3 big']]], remove: [] });
      sink.status(LIVE);
    });
    const header = within(screen.getByRole('heading', { level: 1 }).closest('header') ?? document.body);
    const mark = header.getByText(shown).closest('[data-health]')?.getAttribute('data-health');
    expect(mark).toBe(health);
    expect(screen.getByText('3 big')).toBeTruthy();
  },
);

test('not found', () => {
  show();
  expect(screen.getByText('There is no Widget "web" in namespace team-a')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Show all Widget objects' })).toBeTruthy();
});

test('denied', () => {
  const denied = problem('qd.api.forbidden', 'Forbidden', { detail: 'widgets.example.com "web" is forbidden' });
  act(() => source.to('object').status({ state: 'denied', loaded: 0, since: 0, problem: denied }));
  expect(screen.getByRole('alert').getAttribute('data-look')).toBe('denied');
});

test('broken', () => {
  const broken = problem('qd.cluster.unreachable', 'The API server does not answer');
  act(() => source.to('object').status({ state: 'stale', loaded: 0, since: 0, problem: broken }));
  expect(screen.getByRole('alert').getAttribute('data-look')).toBe('unreachable');
});

test('events: none, newest first, counted, warnings marked, denied', async () => {
  show(widget('u1'));
  const sink = source.to('v1/events');
  act(() => sink.status(LIVE));
  expect(screen.getByText(/^No events/)).toBeTruthy();

  const seconds = Date.now() / 1000;
  const event = (uid: string, type: string, reason: string, ago: number, count: number) => {
    const at = (s: number) => new Date((seconds - s) * 1000).toISOString();
    const fields: Partial<Record<(typeof EVENT_FIELDS)[number], unknown>> = {
      type,
      reason,
      message: 'said',
      count,
      firstTimestamp: at(ago + 60),
      lastTimestamp: at(ago),
      'source.component': 'kubelet',
    };
    return [uid, 'team-a', uid, seconds, null, [], ...EVENT_FIELDS.map((name) => fields[name] ?? null)] as const;
  };
  act(() =>
    sink.rows?.({
      upsert: [event('old', 'Normal', 'Pulled', 100, 1), event('new', 'Warning', 'BackOff', 10, 3)],
      remove: [],
    }),
  );
  const rows = within(screen.getByRole('table', { name: 'Events' }))
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((row) => row.querySelectorAll('td')[1]?.textContent)).toEqual(['BackOff', 'Pulled']);
  expect(rows[0]?.textContent).toMatch(/Warning.*1\ds \(x3 over 7\ds\).*kubelet.*said/);

  act(() => sink.status({ state: 'denied', loaded: 0, since: 0, problem: problem('qd.api.forbidden', 'Forbidden') }));
  expect((await screen.findByRole('alert')).getAttribute('data-look')).toBe('denied');
});
