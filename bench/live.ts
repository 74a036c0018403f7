import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { KubeApi } from '../e2e/fixtures/kube-api.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { startProgram } from '../scripts/child-program.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { barePagedRead, type Visit, visit, within } from './list.ts';
import { connectionsTo, eventToPixel, frameTimes, interactions } from './live-page.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, percentile, round } from './result.ts';
import { buildForBench, churn, ROUNDS, SIZES, say, seconds } from './settings.ts';
import { startBff, startBrowser } from './start-product.ts';

const SECONDS = seconds(20);
const CHURN = churn(1000);
const MARKERS = 10;

interface Place {
  readonly name: string;
  readonly kubeconfig: string;
  /** changes a second that go on meanwhile */
  readonly churn: number;
}

/** bench/live: lists in a browser while they are read and while they change, on demo clusters or on that of $KUBECONFIG. */
export async function benchLive(): Promise<BenchResult[]> {
  await buildForBench();
  const real = process.env['KUBECONFIG'];
  if (real) return measure({ name: 'real', kubeconfig: real, churn: churn(100) });
  const results: BenchResult[] = [];
  for (const pods of SIZES)
    for (const road of ['stream', 'pages'] as const) results.push(...(await onDemo(pods, road)));
  return results;
}

async function onDemo(pods: number, road: 'stream' | 'pages'): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const nodes = Math.max(20, pods / 100);
  const args = ['--kubeconfig', kubeconfig, '--nodes', `${nodes}`, '--pods', `${pods}`, '--churn', `${CHURN}`];
  const demo = startProgram([OUTPUTS.demoCluster, ...args, ...(road === 'pages' ? ['--no-watch-list'] : [])], {
    ready: /^Demo cluster is listening on/,
  });
  try {
    await demo.ready;
    return await measure({ name: `demo ${pods} ${road}`, kubeconfig, churn: CHURN });
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure(place: Place): Promise<BenchResult[]> {
  const api = new KubeApi(place.kubeconfig);
  const token = await openAccount(api);
  const bff = await startBff(place.kubeconfig);
  const browser = await startBrowser(say);
  try {
    await Promise.all(Array.from({ length: MARKERS }, (_, i) => createMarker(api, i)));
    const loading = await load(browser, bff, api, token, place);
    const changing = await change(browser, bff, api, token, place);
    return [...loading, ...changing].map((result) => ({ ...result, name: `${place.name}: ${result.name}` }));
  } finally {
    await browser.close();
    await bff.stop();
    await closeAccount(api);
  }
}

type Bff = Awaited<ReturnType<typeof startBff>>;

/** Cold visits, interleaved with the bare read of the same pods. */
async function load(browser: Browser, bff: Bff, api: KubeApi, token: string, place: Place): Promise<BenchResult[]> {
  const bare: number[] = [];
  const visits: Visit[] = [];
  let rows = 0;
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const reference = await barePagedRead(api.server, api.certificateAuthority, token);
    rows = reference.rows;
    // pods come and go while it is read
    const seen = await visit(browser, bff.url, api.context, token, Math.floor(rows * 0.99));
    say(
      `${place.name}: bare ${round(reference.ms)} ms, first ${round(seen.firstRowMs)} ms, all ${round(seen.allRowsMs)} ms`,
    );
    if (turn === 0) {
      writeFileSync(`/proc/${bff.pid}/clear_refs`, '5');
      continue;
    }
    bare.push(reference.ms);
    visits.push(seen);
  }
  const of = (pick: (visit: Visit) => number): number => median(visits.map(pick));
  const ratio = median(visits.map(({ allRowsMs }, i) => allRowsMs / (bare[i] ?? 1)));
  const heap = of((seen) => seen.heapBytes - seen.emptyHeapBytes) / rows;
  const nodes = Math.max(...visits.map(({ listNodes }) => listNodes));
  return [
    { target: '', name: 'bare read of all pages', value: round(median(bare)), unit: 'ms', goal: '' },
    within(
      '5',
      'navigation to first row',
      of(({ firstRowMs }) => firstRowMs),
      800,
      rows,
    ),
    within(
      '6',
      'navigation to all rows',
      of(({ allRowsMs }) => allRowsMs),
      1500,
      rows,
    ),
    { target: '6', name: 'all rows ÷ bare read', value: round(ratio, 2), unit: '×', goal: '≤ 1.3', ok: ratio <= 1.3 },
    {
      target: '8',
      name: 'browser heap per row',
      value: round(heap / 1000, 2),
      unit: 'kB',
      goal: '≤ 1.5',
      ok: heap <= 1500,
    },
    { target: '16', name: 'DOM nodes in the list', value: nodes, unit: '', goal: '≤ 600', ok: nodes <= 600 },
    { target: '9', name: 'BFF peak memory', value: round(processMemory(bff.pid, 'VmHWM')), unit: 'MB', goal: '' },
  ];
}

/** One page that stays open while everything changes. */
async function change(browser: Browser, bff: Bff, api: KubeApi, token: string, place: Place): Promise<BenchResult[]> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  let sockets = 0;
  page.on('websocket', () => {
    sockets += 1;
  });
  const empty = await frameTimes(page, SECONDS * 500);
  await page.goto(`${bff.url}/sign-in`);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/clusters\//);
  sockets = 0;
  await page.goto(`${bff.url}/clusters/${encodeURIComponent(api.context)}/namespaces/_all/core/pods`);
  await page.getByRole('status').filter({ hasText: /^live/i }).first().waitFor({ timeout: 120_000 });
  const open = connectionsTo(bff.port);

  const late = await eventToPixel(page, () => writeMarkers(api));
  const scrolling = await frameTimes(page, SECONDS * 1000);
  if (!scrolling.scrolled) throw new Error('the list did not scroll');
  const nodes = await page.evaluate(() => document.querySelector('[role=grid]')?.querySelectorAll('*').length ?? 0);
  const sorts = await interactions(page, () => clickHeader(page));
  const filters = await interactions(page, () => typeFilter(page));
  await context.close();

  const [p50, p95] = [percentile(late, 0.5), percentile(late, 0.95)];
  const [frame, baseline] = [percentile(scrolling.times, 0.95), percentile(empty.times, 0.95)];
  const long = scrolling.times.filter((ms) => ms > 200).length;
  const [sort, filter] = [percentile(sorts, 0.95), percentile(filters, 0.95)];
  const at = `${place.churn} changes/s`;
  return [
    {
      target: '12',
      name: `event to pixel, p50, ${at} (${late.length} of ${MARKERS * SECONDS} seen)`,
      value: round(p50),
      unit: 'ms',
      goal: '≤ 60',
      ok: p50 <= 60,
    },
    { target: '12', name: `event to pixel, p95, ${at}`, value: round(p95), unit: 'ms', goal: '≤ 120', ok: p95 <= 120 },
    {
      target: '13',
      name: `frames while scrolling ÷ empty page, p95, ${at}`,
      value: round(frame / baseline, 2),
      unit: '×',
      goal: '≤ 2.5',
      ok: frame <= 2.5 * baseline,
    },
    {
      target: '13',
      name: `frames longer than 200 ms in ${SECONDS} s`,
      value: long,
      unit: '',
      goal: '0',
      ok: long === 0,
    },
    {
      target: '15',
      name: `click on a header, p95 of Event Timing, ${at}`,
      value: sort,
      unit: 'ms',
      goal: '≤ 150',
      ok: sort <= 150,
    },
    {
      target: '15',
      name: `key in the filter, p95 of Event Timing, ${at}`,
      value: filter,
      unit: 'ms',
      goal: '≤ 150',
      ok: filter <= 150,
    },
    { target: '16', name: 'DOM nodes after scrolling', value: nodes, unit: '', goal: '≤ 600', ok: nodes <= 600 },
    {
      target: '20',
      name: `WebSockets of the page (connections in all: ${open})`,
      value: sockets,
      unit: '',
      goal: '1',
      ok: sockets === 1,
    },
  ];
}

const markerName = (i: number): string => `0-marker-${i}`;

/** A pod that nobody schedules: its status is the bench's own. */
function createMarker(api: KubeApi, i: number): Promise<unknown> {
  return api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: markerName(i), namespace: NAMESPACE },
    spec: { schedulerName: 'qd-bench', containers: [{ name: 'c', image: 'none' }] },
  });
}

async function writeMarkers(api: KubeApi): Promise<void> {
  for (let second = 0; second < SECONDS; second += 1)
    for (let i = 0; i < MARKERS; i += 1) {
      const started = performance.now();
      const path = `/api/v1/namespaces/${NAMESPACE}/pods/${markerName(i)}/status`;
      const body = { status: { reason: `t${Date.now()}e` } };
      await api.request('PATCH', path, { body, contentType: 'application/merge-patch+json' });
      const rest = 1000 / MARKERS - (performance.now() - started);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
}

async function clickHeader(page: Page): Promise<void> {
  for (let i = 0; i < 8; i += 1) {
    const name = i % 2 === 0 ? 'Restarts' : 'Name';
    await page.getByRole('columnheader', { name, exact: false }).first().getByRole('button').first().click();
    await page.waitForTimeout(400);
  }
}

async function typeFilter(page: Page): Promise<void> {
  await page.keyboard.press('/');
  for (const word of ['web-1', 'running']) {
    await page.keyboard.type(word, { delay: 120 });
    for (const _ of word) await page.keyboard.press('Backspace', { delay: 60 });
  }
}
