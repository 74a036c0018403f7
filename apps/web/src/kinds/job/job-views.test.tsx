import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../../live/live-context.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import RunsView from '../cronjob/runs-view.tsx';
import ProgressView from './progress-view.tsx';

const NOW = Date.parse('2026-11-22T12:00:30Z');

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => {});
  await startAllWords();
});
beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  vi.stubGlobal('fetch', async () => Response.json({ resources: [] }));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function open(page: ReactNode): Promise<FakeLiveSource> {
  const live = new FakeLiveSource();
  const router = createRouter({
    routeTree: createRootRoute({ component: () => page }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={live}>
          <RouterProvider router={router} />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await waitFor(() => expect(live.queries).toHaveLength(1));
  return live;
}

const refOf = (resource: string, kind: string, name: string): ObjectRef => ({
  cluster: 'c',
  resource: fakeResource(resource, kind),
  namespace: 'ns',
  name,
});
const cronJob = (spec: object, status: object): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report', namespace: 'ns', uid: 'cron', creationTimestamp: '2026-11-01T00:00:00Z' },
  spec: { schedule: '0 * * * *', concurrencyPolicy: 'Allow', jobTemplate: {}, ...spec },
  status: { lastScheduleTime: '2026-11-22T12:00:00Z', ...status },
});
const openCronJob = (object: KubeObject) =>
  open(<RunsView target={refOf('batch/v1/cronjobs', 'CronJob', 'report')} object={object} />);

it('says a schedule in words, in its zone and in the zone of the reader (CTL-44)', async () => {
  await openCronJob(cronJob({ schedule: '0 9 * * 1-5', timeZone: 'Asia/Shanghai' }, {}));
  expect((await screen.findByRole('status')).textContent).toContain('At 09:00, Monday through Friday');
  const next = screen.getByRole('table', { name: 'Next runs' });
  const there = within(next)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(there).toHaveLength(5);
  expect(there[0]).toMatch(/2026-11-23 09:00in 12h$/);
  expect(there[4]).toContain('2026-11-27 09:00');
  expect(screen.getByText('Another Job starts beside it (Allow).')).toBeTruthy();
  expect(screen.getByText(/the last 3; failed: the last 1/)).toBeTruthy();
});

it.each([
  [
    { concurrencyPolicy: 'Forbid' },
    { lastScheduleTime: '2026-11-22T09:00:00Z', active: [{ name: 'report-1' }] },
    /2 runs were due since .* The Job before still runs, and its concurrency policy is Forbid\. One run is made up/,
  ],
  [{ suspend: true }, { lastScheduleTime: '2026-11-22T10:00:00Z' }, /1 run was due .* It is suspended/],
  [
    { startingDeadlineSeconds: 60 },
    { lastScheduleTime: '2026-11-22T10:00:00Z' },
    /starting deadline allows\. They are lost/,
  ],
  [{ startingDeadlineSeconds: 5 }, {}, /looks only every 10 s: runs may never start/],
  [{ schedule: '0 0 13 * 5' }, {}, /one of them is enough/],
  [{ schedule: '0 0 * * 7' }, {}, /cannot read “0 0 \* \* 7”/],
  [{ timeZone: 'Mars/Olympus' }, {}, /Nobody knows a time zone “Mars\/Olympus”/],
  [{}, {}, /the controller's own counts, which nearly always is UTC/],
  [{ schedule: '@every 90m' }, {}, /Every 90m, counted from the last run/],
])('of %j with %j it says what that means (D-42)', async (spec, status, words) => {
  await openCronJob(cronJob(spec, status));
  await screen.findByRole('status');
  expect(document.body.textContent).toMatch(words);
});

it('promises nothing of a CronJob that a server before 1.21 has given up on, and does not know its zone (D-42)', async () => {
  const many = cronJob({ suspend: true }, { lastScheduleTime: '2026-11-01T00:00:00Z' });
  await openCronJob({ ...many, apiVersion: 'batch/v1beta1' });
  expect((await screen.findByRole('status')).textContent).toContain("the controller's own zone");
  expect(document.body.textContent).toMatch(/give up after more than a hundred missed runs/);
  expect(document.body.textContent).not.toMatch(/made up for|They are lost/);
});

it('shows what became of its runs, and of its own alone', async () => {
  const live = await openCronJob(cronJob({}, {}));
  const run = (name: string, created: number, fields: readonly unknown[]) =>
    [name, 'ns', name, created, null, [name], ...fields] as const;
  act(() => {
    live.columns({ name: 'Name' });
    live.rows(
      [
        run('report-29663280', 1, [['cron'], {}, '2026-11-22T08:00:01Z', '2026-11-22T08:01:09Z', 'True']),
        run('report-1763971200', 2, [
          ['cron'],
          {},
          '2026-11-22T09:00:01Z',
          undefined,
          undefined,
          'True',
          'BackoffLimitExceeded',
          '2026-11-22T09:05:01Z',
          false,
          7,
        ]),
        run('report-manual-bcdfg', 3, [
          ['cron'],
          { 'cronjob.kubernetes.io/instantiate': 'manual' },
          '2026-11-22T12:00:00Z',
        ]),
        run('somebody-elses', 4, [['other'], {}]),
      ],
      { reset: true },
    );
    live.status({ state: 'live' });
  });
  const table = await screen.findByRole('table', { name: 'Runs' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatch(/^report-manual-bcdfgRunningby hand.*30sLogs$/);
  expect(rows[1]).toMatch(
    /^report-1763971200Failed: More pods failed than its back-off limit allows2025-11-24.*5mLogs$/,
  );
  expect(rows[2]).toMatch(/^report-29663280Complete2026-05-2.*68sLogs$/);
  expect(within(table).getByRole('link', { name: 'Logs of report-29663280' }).getAttribute('href')).toBe(
    '/clusters/c/namespaces/ns/batch/jobs/report-29663280/logs',
  );
});

const job = (spec: object, status: object): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'load', namespace: 'ns', uid: 'job' },
  spec: {
    completions: 4,
    parallelism: 2,
    backoffLimit: 6,
    selector: { matchLabels: { 'controller-uid': 'job' } },
    ...spec,
  },
  status: { startTime: '2026-11-22T12:00:00Z', ...status },
});
const openJob = (object: KubeObject) =>
  open(<ProgressView target={refOf('batch/v1/jobs', 'Job', 'load')} object={object} />);

it('says how far a Job is, how it retries, and shows its pods, failed ones first (CTL-43, D-43)', async () => {
  const live = await openJob(job({ activeDeadlineSeconds: 90 }, { succeeded: 1, active: 2, failed: 3 }));
  expect(live.queries[0]).toMatchObject({ resource: 'v1/pods', labelSelector: 'controller-uid=job' });
  act(() => {
    live.columns(...['Name', 'Ready', 'Status', 'Restarts'].map((name) => ({ name })));
    const pod = (name: string, status: string, code?: number) =>
      [
        name,
        'ns',
        name,
        1,
        null,
        [name, '0/1', status, '0'],
        {},
        code === undefined ? [] : [code],
        ['Error'],
        'n1',
      ] as const;
    live.rows([pod('load-a', 'Completed', 0), pod('load-b', 'Error', 3), pod('load-c', 'Running')], { reset: true });
    live.status({ state: 'live' });
  });
  expect((await screen.findByRole('status')).textContent).toBe(
    'Running after failures. 1 of 4 pods succeeded, at most 2 at once',
  );
  expect(screen.getByRole('progressbar', { name: 'Completions' }).getAttribute('aria-valuenow')).toBe('1');
  expect(document.body.textContent).toMatch(/3 of 6 retries used\. The next pod comes at the earliest 40s after/);
  expect(document.body.textContent).toMatch(/Stopped by its deadlinein 60s/);
  const table = await screen.findByRole('table', { name: '3 pods' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(rows.map((text) => text?.slice(0, 6))).toEqual(['load-b', 'load-a', 'load-c']);
  expect(rows[0]).toMatch(/^load-bError3 \(Error\)0n1.*Logs$/);
});

it('says why a Job failed, with the words of its policy', async () => {
  const message = 'Container main for pod ns/load-b failed with exit code 3 matching FailJob rule at index 0';
  const failed = { type: 'Failed', status: 'True', reason: 'PodFailurePolicy', message };
  await openJob(job({}, { failed: 1, conditions: [failed] }));
  await screen.findByRole('status');
  expect(document.body.textContent).toContain(`A rule of its pod failure policy ended it: ${message}`);
});

it('shows each index of an Indexed Job', async () => {
  const live = await openJob(job({ completionMode: 'Indexed', completions: 5 }, { completedIndexes: '0,2' }));
  act(() => {
    live.columns({ name: 'Ready' }, { name: 'Status' });
    live.rows(
      [['p', 'ns', 'load-1-x', 1, null, ['1/1', 'Running'], { 'batch.kubernetes.io/job-completion-index': '1' }]],
      { reset: true },
    );
    live.status({ state: 'live' });
  });
  const states = await screen.findByRole('list', { name: 'Indexes' });
  await waitFor(() =>
    expect(
      within(states)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Succeeded (2): 0, 2', 'Running (1): 1', 'Not started (2): 3–4']),
  );
  expect(screen.getByRole('columnheader', { name: 'Index' })).toBeTruthy();
});
