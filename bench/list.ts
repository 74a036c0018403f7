import { writeFileSync } from 'node:fs';
import https from 'node:https';
import type { Browser } from '@playwright/test';
import { KubeApi } from '../e2e/fixtures/kube-api.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, ROUNDS, say } from './settings.ts';
import { startBff, startBrowser } from './start-product.ts';

/** The bare API server: all pods as Table pages of 500 with metadata, parsed page by page as any client must. */
export async function barePagedRead(
  server: URL,
  ca: Buffer | undefined,
  token: string,
): Promise<{ ms: number; rows: number; bytes: number }> {
  const agent = new https.Agent({ keepAlive: true, ca });
  const page = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
        'user-agent': 'quarterdeck-bench',
      };
      https
        .get({ agent, host: server.hostname, port: server.port, path, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
          response.on('error', reject);
        })
        .on('error', reject);
    });
  const started = performance.now();
  let rows = 0;
  let bytes = 0;
  let next: string | undefined = '';
  while (next !== undefined) {
    const text = await page(
      `/api/v1/pods?limit=500&includeObject=Metadata${next ? `&continue=${encodeURIComponent(next)}` : ''}`,
    );
    const table = JSON.parse(text) as { rows: unknown[]; metadata: { continue?: string } };
    rows += table.rows.length;
    bytes += text.length;
    next = table.metadata.continue || undefined;
  }
  agent.destroy();
  return { ms: performance.now() - started, rows, bytes };
}

/**
 * Runs in the page, as text because the loader of our scripts would weave helpers into a function: notes when the grid has
 * its first row, and when it has as many as sessionStorage says.
 */
const MARKS = `
  window.qdMarks = { first: 0, all: 0 };
  (function look() {
    const grid = document.querySelector('[role=grid]');
    if (grid) {
      const now = performance.now(), marks = window.qdMarks;
      if (!marks.first && grid.querySelector('[role=row][aria-rowindex] [role=gridcell]')) marks.first = now;
      if (!marks.all && Number(grid.getAttribute('aria-rowcount')) > Number(sessionStorage.getItem('qd-bench-rows') ?? 'Infinity')) marks.all = now;
    }
    requestAnimationFrame(look);
  })();
`;

export interface Visit {
  readonly firstRowMs: number;
  readonly allRowsMs: number;
  readonly socketBytes: number;
  readonly heapBytes: number;
  readonly emptyHeapBytes: number;
  readonly listNodes: number;
}

/** One cold visit in a fresh context: sign in, an empty list for the heap's ground line, then the list of everything. */
export async function visit(
  browser: Browser,
  url: string,
  cluster: string,
  token: string,
  rows: number,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  let socketBytes = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      socketBytes += Buffer.byteLength(payload);
    }),
  );
  await page.addInitScript({ content: MARKS });
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/clusters\//);
  const root = `${url}/clusters/${encodeURIComponent(cluster)}`;
  const session = await context.newCDPSession(page);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  await page.goto(`${root}/namespaces/${NAMESPACE}/core/pods`);
  await page.getByRole('status').filter({ hasText: /live/i }).first().waitFor();
  const emptyHeapBytes = await heap();
  await page.evaluate((count) => sessionStorage.setItem('qd-bench-rows', String(count)), rows);
  socketBytes = 0;
  await page.goto(`${root}/namespaces/_all/core/pods`);
  await page.waitForFunction(() => (window as { qdMarks?: { all: number } }).qdMarks?.all, undefined, {
    timeout: 120_000,
  });
  const marks = await page.evaluate(() => (window as { qdMarks?: { first: number; all: number } }).qdMarks);
  const bytes = socketBytes;
  const listNodes = await page.evaluate(() => document.querySelector('[role=grid]')?.querySelectorAll('*').length ?? 0);
  const heapBytes = await heap();
  await context.close();
  return {
    firstRowMs: marks?.first ?? 0,
    allRowsMs: marks?.all ?? 0,
    socketBytes: bytes,
    heapBytes,
    emptyHeapBytes,
    listNodes,
  };
}

/** bench/list: from navigation to rows on a cluster that `real-cluster/populate` has filled. */
export async function benchList(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) throw new Error('bench list needs KUBECONFIG of a cluster with many pods');
  await buildForBench();
  const api = new KubeApi(kubeconfig);
  const token = await openAccount(api);
  const bff = await startBff(kubeconfig);
  const browser = await startBrowser(say);
  try {
    const { url, pid } = bff;
    const idleMb = processMemory(pid, 'VmRSS');
    const bare: number[] = [];
    const visits: Visit[] = [];
    let rows = 0;
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const reference = await barePagedRead(api.server, api.certificateAuthority, token);
      rows = reference.rows;
      const seen = await visit(browser, url, api.context, token, rows);
      say(
        `round ${turn}: bare ${round(reference.ms)} ms, first row ${round(seen.firstRowMs)} ms, all rows ${round(seen.allRowsMs)} ms`,
      );
      if (turn === 0) {
        // the first round warms both sides up and is not counted; the peak starts anew (proc(5), clear_refs 5)
        writeFileSync(`/proc/${pid}/clear_refs`, '5');
        continue;
      }
      bare.push(reference.ms);
      visits.push(seen);
    }
    const of = (pick: (visit: Visit) => number): number => median(visits.map(pick));
    const ratio = median(visits.map((seen, i) => seen.allRowsMs / (bare[i] ?? 1)));
    const perRow = of((seen) => seen.socketBytes) / rows;
    const heapPerRow = of((seen) => seen.heapBytes - seen.emptyHeapBytes) / rows;
    const nodes = Math.max(...visits.map((seen) => seen.listNodes));
    return [
      { target: '', name: 'rows', value: rows, unit: 'pods', goal: '' },
      { target: '', name: 'bare API server, paged Table read', value: round(median(bare)), unit: 'ms', goal: '' },
      within(
        '5',
        'navigation to first row',
        of((seen) => seen.firstRowMs),
        800,
        rows,
      ),
      within(
        '6',
        'navigation to all rows',
        of((seen) => seen.allRowsMs),
        1500,
        rows,
      ),
      { target: '6', name: 'all rows ÷ bare read', value: round(ratio, 2), unit: '×', goal: '≤ 1.3', ok: ratio <= 1.3 },
      {
        target: '7',
        name: 'bytes to the browser per row',
        value: round(perRow),
        unit: 'B',
        goal: '≤ 250',
        ok: perRow <= 250,
      },
      {
        target: '8',
        name: 'browser heap per row',
        value: round(heapPerRow / 1000, 2),
        unit: 'kB',
        goal: '≤ 1.5',
        ok: heapPerRow <= 1500,
      },
      { target: '16', name: 'DOM nodes in the list', value: nodes, unit: '', goal: '≤ 600', ok: nodes <= 600 },
      {
        target: '9',
        name: `BFF peak memory (idle before: ${round(idleMb)} MB)`,
        value: round(processMemory(pid, 'VmHWM')),
        unit: 'MB',
        goal: '',
      },
    ];
  } finally {
    await browser.close();
    await bff.stop();
    await closeAccount(api);
  }
}

/** A time that is aimed at for some 10,000 rows. */
export function within(target: string, name: string, ms: number, goal: number, rows: number): BenchResult {
  const figure = { target, name, value: round(ms), unit: 'ms' };
  return rows > 12_000 ? { ...figure, goal: '' } : { ...figure, goal: `≤ ${goal}`, ok: ms <= goal };
}
