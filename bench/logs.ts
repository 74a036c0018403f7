import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { type ApiObject, KubeApi, until } from '../e2e/fixtures/kube-api.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { startProgram } from '../scripts/child-program.ts';
import { findKubectls } from '../scripts/find-kubectl.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { frameTimes } from './live-page.ts';
import { LogTab } from './log-tab.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, percentile, round } from './result.ts';
import { buildForBench, LOG_PODS, ROUNDS, say, seconds } from './settings.ts';
import { startBff, startBrowser } from './start-product.ts';

const FLOOD_SECONDS = seconds(60);
const FLOOD_LINES = 10_000;
const PODS = LOG_PODS;
/** of the pods that are merged: each writes so many lines, in so many goes */
const GOES = 40;
const GO_LINES = 50;
const CUTS = 3;
const MERGE_SELECTOR = 'qd-bench=merge';
/** Kept lines are 50,000 or 32 MB, whichever is less: what they may take of the browser's heap. */
const HEAP_CAP_MB = 32;
const run = promisify(execFile);

interface Place {
  readonly name: string;
  readonly kubeconfig: string;
}

/** bench/logs: following, merging and the first lines, on a demo cluster or on that of $KUBECONFIG. */
export async function benchLogs(): Promise<BenchResult[]> {
  await buildForBench();
  const real = process.env['KUBECONFIG'];
  if (real) return measure({ name: 'real', kubeconfig: real });
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const demo = startProgram([OUTPUTS.demoCluster, '--kubeconfig', kubeconfig], {
    ready: /^Demo cluster is listening on/,
  });
  try {
    await demo.ready;
    return await measure({ name: 'demo', kubeconfig });
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
    const tab = await LogTab.signIn(bff.url, api.context, token);
    const merged = await merge(api, tab, place.kubeconfig);
    const first = await firstLines(tab);
    const flooded = await flood(browser, bff, api, token);
    return [...first, ...merged, ...flooded].map((result) => ({ ...result, name: `${place.name}: ${result.name}` }));
  } finally {
    await browser.close();
    await bff.stop();
    await closeAccount(api);
  }
}

function pod(name: string, script: string, labels: Record<string, string> = {}): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      terminationGracePeriodSeconds: 0,
      restartPolicy: 'Never',
      containers: [
        { name: 'main', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script] },
      ],
    },
  };
}

const mergeName = (i: number): string => `merge-${i}`;

/** Pods that come while they are followed, over connections that break; beside it what kubectl says of each. */
async function merge(api: KubeApi, tab: LogTab, kubeconfig: string): Promise<BenchResult[]> {
  const last = GOES * GO_LINES;
  const script = `n=1; while [ $n -lt ${last} ]; do seq $n $((n+${GO_LINES - 1})); n=$((n+${GO_LINES})); sleep 0.5; done; sleep 3600`;
  const create = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from }, (_, i) =>
        api.create('pods', pod(mergeName(from + i), script, { 'qd-bench': 'merge' })),
      ),
    );
  await create(0, PODS / 2);
  await tab.open([{ namespace: NAMESPACE, labelSelector: MERGE_SELECTOR }]);
  await create(PODS / 2, PODS);
  const ends = () => tab.lines.filter(({ text }) => text === String(last)).length;
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await until(
      `a share of the lines (${tab.lines.length})`,
      async () => tab.lines.length > (cut * PODS * last) / (CUTS + 1) || undefined,
      300_000,
    );
    await tab.cut();
  }
  await until(`every pod's last line`, async () => ends() === PODS || undefined, 300_000);

  const kubectl = findKubectls(say).at(-1)?.path ?? 'kubectl';
  let lost = 0;
  let extra = 0;
  for (let i = 0; i < PODS; i += 1) {
    const name = mergeName(i);
    const { stdout } = await run(kubectl, ['--kubeconfig', kubeconfig, '-n', NAMESPACE, 'logs', name, '--timestamps'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const theirs = stdout.split('\n').slice(0, -1);
    const ours = tab.lines.filter((line) => line.pod === name).map(({ time, text }) => `${time} ${text}`);
    const left = new Map<string, number>();
    for (const line of ours) left.set(line, (left.get(line) ?? 0) + 1);
    for (const line of theirs) {
      const count = left.get(line) ?? 0;
      if (count === 0) lost += 1;
      else left.set(line, count - 1);
    }
    for (const count of left.values()) extra += count;
    if (ours.join('\n') !== theirs.join('\n')) say(`${name}: ${ours.length} lines, kubectl has ${theirs.length}`);
  }
  const late = tab.lines.filter(({ time }, i) => time < (tab.lines[i - 1]?.time ?? '')).length;
  const about = `${PODS} pods, ${tab.lines.length} lines, ${CUTS} cuts (${tab.repeated} lines came twice and were known)`;
  return [
    {
      target: '',
      name: `merge: lines that kubectl has and we do not; ${about}`,
      value: lost,
      unit: '',
      goal: '0',
      ok: lost === 0,
    },
    {
      target: '',
      name: 'merge: lines that we have and kubectl does not',
      value: extra,
      unit: '',
      goal: '0',
      ok: extra === 0,
    },
    {
      target: '',
      name: 'merge: lines before an older one, of a thousand',
      value: round((late * 1000) / tab.lines.length, 2),
      unit: '',
      goal: '',
    },
  ];
}

/** From opening the socket to the first lines of a view. */
async function firstLines(tab: LogTab): Promise<BenchResult[]> {
  const times = async (sources: Parameters<LogTab['open']>[0]): Promise<{ shown: number; ordered: number }> => {
    const shown: number[] = [];
    const ordered: number[] = [];
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const view = tab.another();
      const ms = await view.open(sources);
      if (turn > 0) {
        ordered.push(ms);
        shown.push(view.previewed ?? ms);
      }
      view.close();
    }
    return { shown: median(shown), ordered: median(ordered) };
  };
  const { shown: one } = await times([{ namespace: NAMESPACE, fieldSelector: `metadata.name=${mergeName(0)}` }]);
  const { shown: many, ordered } = await times([{ namespace: NAMESPACE, labelSelector: MERGE_SELECTOR }]);
  return [
    { target: '23', name: 'first lines of a pod', value: round(one), unit: 'ms', goal: '≤ 300', ok: one <= 300 },
    {
      target: '23',
      name: `first lines of ${PODS} pods, merged`,
      value: round(many),
      unit: 'ms',
      goal: '≤ 300',
      ok: many <= 300,
    },
    {
      target: '',
      name: `the same, when those of all pods stand in their order`,
      value: round(ordered),
      unit: 'ms',
      goal: '',
    },
  ];
}

type Bff = Awaited<ReturnType<typeof startBff>>;

/** One page that follows ten thousand lines a second. */
async function flood(browser: Browser, bff: Bff, api: KubeApi, token: string): Promise<BenchResult[]> {
  for (let i = 0; i < PODS; i += 1) await api.delete('v1', 'pods', NAMESPACE, mergeName(i), 0);
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  const empty = await frameTimes(page, 10_000);
  await page.goto(`${bff.url}/sign-in`);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/clusters\//);
  // it begins when the page has looked at an empty log for a while
  const share = FLOOD_LINES / 10;
  const script =
    `sleep 25; rest="; GET /api/items?page=3 200 1243 12ms trace=5f2b9c1e user=anonymous"; n=1; ` +
    `while [ $n -lt ${FLOOD_LINES * (FLOOD_SECONDS + 15)} ]; do printf "n="; ` +
    `seq -s "$rest\nn=" $n $((n+${share - 1})); n=$((n+${share})); sleep 0.1; done; sleep 3600`;
  await api.create('pods', pod('flood', script));
  const root = `${bff.url}/clusters/${encodeURIComponent(api.context)}/namespaces/${NAMESPACE}/core/pods/flood/logs`;
  await page.goto(root);
  const log = page.getByRole('log').first();
  await log.waitFor();
  const devtools = await context.newCDPSession(page);
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  const before = await heap();
  await until('lines', async () => (await lastNumber(page)) > FLOOD_LINES || undefined, 120_000);
  const [from, started] = [await lastNumber(page), performance.now()];
  const frames = (await frameTimes(page, FLOOD_SECONDS * 1000)).times;
  const [to, took] = [await lastNumber(page), (performance.now() - started) / 1000];
  const after = await heap();
  await context.close();
  await api.delete('v1', 'pods', NAMESPACE, 'flood', 0);

  const [p95, baseline] = [percentile(frames, 0.95), percentile(empty.times, 0.95)];
  const rate = (to - from) / took;
  const at = `${FLOOD_SECONDS} s of follow, ${round(rate)} lines/s seen`;
  const long = frames.filter((ms) => ms > 200).length;
  return [
    {
      target: '23',
      name: `frames ÷ empty page, p95, ${at}`,
      value: round(p95 / baseline, 2),
      unit: '×',
      goal: '≤ 2.5',
      ok: p95 <= 2.5 * baseline,
    },
    { target: '23', name: `frames longer than 200 ms, ${at}`, value: long, unit: '', goal: '0', ok: long === 0 },
    {
      target: '23',
      name: 'lines a second that the view shows',
      value: round(rate),
      unit: '/s',
      goal: `≥ ${FLOOD_LINES * 0.9}`,
      ok: rate >= FLOOD_LINES * 0.9,
    },
    {
      target: '23',
      name: `heap, grown by (${round(before)} MB before)`,
      value: round(after - before, 1),
      unit: 'MB',
      goal: `≤ ${HEAP_CAP_MB}`,
      ok: after - before <= HEAP_CAP_MB,
    },
    { target: '', name: 'BFF peak memory', value: round(processMemory(bff.pid, 'VmHWM')), unit: 'MB', goal: '' },
  ];
}

/** The number that begins the newest line in sight; 0: none. */
async function lastNumber(page: Page): Promise<number> {
  const text = (await page.getByRole('log').first().textContent()) ?? '';
  return Math.max(0, ...[...text.matchAll(/n=(\d+);/g)].map(([, number]) => Number(number)));
}
