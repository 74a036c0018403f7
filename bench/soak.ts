import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as nodeTimeout } from 'node:timers';
import { KubeApi } from '../e2e/fixtures/kube-api.ts';
import { IMAGE_FLAGS, IMAGE_HEAP } from '../scripts/bff-flags.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { startProgram } from '../scripts/child-program.ts';
import { closeAccount, openAccount } from './account.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, churn, SESSIONS, say, seconds } from './settings.ts';
import { CLASSES, Delays, differing, listsOf, MARK, namespaceOf, SoakViewer, UidNumbers } from './soak-viewer.ts';
import { startBff } from './start-product.ts';

const SECONDS = seconds(900);
const CHURN = churn(100);
const PODS = Number(process.env['BENCH_ROWS'] ?? 10_000);
/** Sign-ins at the same time, while the sessions come. */
const AT_ONCE = 4;
/** A machine that cannot carry them all does not get there by waiting. */
const RAMP_SECONDS = 600;
/** for a session that is read anew at the end */
const FRESH_SECONDS = 120;
const MARKS_PER_SECOND = 5;
/** Finds the markers. */
const MARKED = 'qd-soak';
const SAMPLE_MS = 5000;
const CHECKS = 12;

/**
 * bench/soak: many sessions with five live lists each on a cluster that changes, for long. What each session was shown at the end is
 * compared with what a new session reads.
 */
export async function benchSoak(): Promise<BenchResult[]> {
  await buildForBench();
  const real = process.env['KUBECONFIG'];
  if (real) return measure('real', real);
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-soak-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const args = ['--kubeconfig', kubeconfig, '--nodes', '20', '--pods', `${PODS}`, '--churn', `${CHURN}`];
  const demo = startProgram([OUTPUTS.demoCluster, ...args], { ready: /^Demo cluster is listening on/ });
  try {
    await demo.ready;
    return await measure('demo', kubeconfig);
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure(place: string, kubeconfig: string): Promise<BenchResult[]> {
  const api = new KubeApi(kubeconfig);
  const token = await openAccount(api);
  // as it runs for many
  const bff = await startBff(kubeconfig, [...IMAGE_FLAGS, `--max-old-space-size=${IMAGE_HEAP}`]);
  const shared = { uids: new UidNumbers(), delays: new Delays() };
  const viewers: SoakViewer[] = [];
  const open = async (session: number): Promise<SoakViewer> => {
    const viewer = await SoakViewer.open(bff.url, api.context, token, { ...shared, session });
    await viewer.follow(listsOf(session));
    return viewer;
  };
  try {
    await Promise.all(Array.from({ length: CLASSES }, (_, i) => createMarker(api, i)));
    const began = performance.now();
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let session = next++; session < SESSIONS; session = next++) {
          // the soak goes on with those that are there, and says how many
          const viewer = await until(open(session), began + RAMP_SECONDS * 1000 - performance.now());
          if (viewer === undefined) return;
          viewers.push(viewer);
          if (viewers.length % 20 === 0)
            say(`${viewers.length} sessions, ${round(processMemory(bff.pid, 'VmRSS'))} MB`);
        }
      }),
    );
    const rampSeconds = (performance.now() - began) / 1000;
    say(`${viewers.length} sessions are live after ${round(rampSeconds)} s`);
    const bare = new Delays();
    const stopBare = watchBare(api, token, bare);
    const watched = await watch(api, bff, viewers);
    stopBare();
    const lost = await compare(open, viewers);
    return report(place, { rampSeconds, ...watched, lost, delays: shared.delays, bare, viewers });
  } finally {
    for (const viewer of viewers) viewer.close();
    await bff.stop();
    for (let i = 0; i < CLASSES; i += 1) await api.delete('v1', 'pods', namespaceOf(i), markerName(i));
    await closeAccount(api);
  }
}

type Bff = Awaited<ReturnType<typeof startBff>>;

interface Watched {
  readonly memory: readonly number[];
  /** p99 of the event loop's delay between two scrapes, in seconds */
  readonly lags: readonly number[];
  readonly cpuShare: number;
  readonly rowsPerSecond: number;
  readonly coalesced: number;
  readonly held: number;
}

/** The soak itself: marks are written, figures are read. */
async function watch(api: KubeApi, bff: Bff, viewers: readonly SoakViewer[]): Promise<Watched> {
  const end = performance.now() + SECONDS * 1000;
  const marking = mark(api, end);
  for (const viewer of viewers) viewer.measuring = true;
  const before = await scrape(bff.metrics);
  const rowsBefore = sum(viewers.map(({ received }) => received));
  const memory: number[] = [];
  const lags: number[] = [];
  let told = 0;
  while (performance.now() < end) {
    await pause(Math.min(SAMPLE_MS, Math.max(0, end - performance.now())));
    memory.push(processMemory(bff.pid, 'VmRSS'));
    const now = await scrape(bff.metrics);
    lags.push(now.get('nodejs_eventloop_lag_p99_seconds') ?? 0);
    if (performance.now() - told > 60_000) {
      told = performance.now();
      say(
        `${round((end - told) / 1000)} s left, ${round(memory.at(-1) ?? 0)} MB, lag p99 ${round((lags.at(-1) ?? 0) * 1000)} ms`,
      );
    }
  }
  for (const viewer of viewers) viewer.measuring = false;
  await marking;
  const after = await scrape(bff.metrics);
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  return {
    memory,
    lags,
    cpuShare: grown('process_cpu_seconds_total') / SECONDS,
    rowsPerSecond: (sum(viewers.map(({ received }) => received)) - rowsBefore) / SECONDS,
    coalesced: grown('quarterdeck_live_coalesced_total'),
    held: grown('quarterdeck_live_held_total'),
  };
}

/** Entries of any list that differ from a fresh read of the same, and go on doing so while both are told of changes. */
async function compare(
  open: (session: number) => Promise<SoakViewer>,
  viewers: readonly SoakViewer[],
): Promise<number> {
  let lost = 0;
  for (let session = 0; session < Math.min(CLASSES, SESSIONS); session += 1) {
    const fresh = await until(open(session), FRESH_SECONDS * 1000);
    if (fresh === undefined) {
      say(`session ${session} could not be compared: no new one of its kind came to be`);
      lost += 1;
      continue;
    }
    const alike = viewers.filter((viewer) => viewer.session % CLASSES === session);
    lost += await lasting(alike, fresh);
    fresh.close();
  }
  return lost;
}

async function lasting(viewers: readonly SoakViewer[], fresh: SoakViewer): Promise<number> {
  let open: Map<string, number> | undefined;
  for (let check = 0; check < CHECKS && (open === undefined || open.size > 0); check += 1) {
    if (check > 0) await pause(250);
    const now = new Map<string, number>();
    for (const [v, viewer] of viewers.entries())
      for (const [l, versions] of viewer.shown.entries())
        for (const at of differing(versions, fresh.shown[l] ?? versions)) {
          const key = `${v} ${l} ${at}`;
          const shown = versions[at] ?? 0;
          // one that has moved on meanwhile was not lost
          if (open === undefined || open.get(key) === shown) now.set(key, shown);
        }
    open = now;
  }
  return open?.size ?? 0;
}

/** What was asked for, if it comes in time and without a fault. */
async function until<T>(asked: Promise<T>, ms: number): Promise<T | undefined> {
  return Promise.race([
    asked.catch((fault: Error) => {
      say(fault.message);
      return undefined;
    }),
    new Promise<undefined>((resolve) => void nodeTimeout(() => resolve(undefined), Math.max(0, ms)).unref()),
  ]);
}

const markerName = (i: number): string => `0-soak-${i}`;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A pod that nobody schedules, one in each namespace that sessions look at. */
function createMarker(api: KubeApi, i: number): Promise<unknown> {
  return api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: markerName(i), namespace: namespaceOf(i), labels: { [MARKED]: '' } },
    spec: { schedulerName: 'qd-bench', containers: [{ name: 'c', image: 'none' }] },
  });
}

/** Writes the time into the markers, in turn. */
async function mark(api: KubeApi, end: number): Promise<void> {
  for (let i = 0; performance.now() < end; i += 1) {
    const started = performance.now();
    const path = `/api/v1/namespaces/${namespaceOf(i)}/pods/${markerName(i % CLASSES)}`;
    const body = { metadata: { annotations: { [MARK]: String(Date.now()) } } };
    await api.request('PATCH', path, { body, contentType: 'application/merge-patch+json' });
    await pause(Math.max(0, 1000 / MARKS_PER_SECOND - (performance.now() - started)));
  }
}

/** The same marks as one watch at the API server sees them, without us. */
function watchBare(api: KubeApi, token: string, delays: Delays): () => void {
  const request = get(
    {
      host: api.server.hostname,
      port: api.server.port,
      path: `/api/v1/pods?watch=1&labelSelector=${MARKED}`,
      ca: api.certificateAuthority,
      headers: { authorization: `Bearer ${token}` },
    },
    (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const written = new RegExp(`"${MARK}":"(\\d+)"`).exec(line)?.[1];
          if (written !== undefined && line.startsWith('{"type":"MODIFIED"')) delays.add(Date.now() - Number(written));
        }
      });
      response.on('error', () => {});
    },
  );
  request.on('error', () => {});
  return () => request.destroy();
}

/** The series without labels of a scrape. */
async function scrape(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(url)).text();
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name = '', value] = line.split(' ');
    if (value !== undefined && !name.startsWith('#')) series.set(name, Number(value));
  }
  return series;
}

interface Soaked extends Watched {
  readonly rampSeconds: number;
  readonly lost: number;
  readonly delays: Delays;
  readonly bare: Delays;
  readonly viewers: readonly SoakViewer[];
}

function report(place: string, soaked: Soaked): BenchResult[] {
  const { memory, lags, delays, bare, viewers } = soaked;
  const part = Math.max(1, Math.floor(memory.length / 5));
  // from the second fifth on: the collector takes its time to find the size that it needs
  const growth = median(memory.slice(-part)) / median(memory.slice(part, 2 * part)) - 1;
  const cut = viewers.filter(({ closed }) => closed !== undefined).length + sum(viewers.map(({ cuts }) => cuts));
  const [p50, p95] = [delays.percentile(0.5), delays.percentile(0.95)];
  const named = `${place}, ${viewers.length} sessions × 5 lists, ${PODS} pods, ${CHURN} changes/s, ${SECONDS} s:`;
  const plain = (name: string, value: number, unit: string, goal = '', ok?: boolean): BenchResult => ({
    target: '',
    name: `${named} ${name}`,
    value,
    unit,
    goal,
    ...(ok === undefined ? {} : { ok }),
  });
  return [
    plain(`sessions with live lists, of ${SESSIONS}`, viewers.length, '', `${SESSIONS}`, viewers.length === SESSIONS),
    plain('until they were there', round(soaked.rampSeconds), 's'),
    plain('rows that browsers were sent', round(soaked.rowsPerSecond), '/s'),
    plain(`event to socket, p50 (${delays.count} seen; a bare watch ${bare.percentile(0.5)} ms)`, p50, 'ms'),
    plain(`event to socket, p95 (a bare watch ${bare.percentile(0.95)} ms)`, p95, 'ms', '≤ 250', p95 <= 250),
    plain('rows lost or stale at the end', soaked.lost, '', '0', soaked.lost === 0),
    plain('cut sockets and lists', cut, '', '0', cut === 0),
    plain('BFF memory, median of the last fifth', round(median(memory.slice(-part))), 'MB'),
    plain('BFF memory, growth from the second to the last fifth', round(growth * 100, 1), '%', '≤ 5', growth <= 0.05),
    plain('BFF memory, peak of the samples', round(Math.max(...memory)), 'MB'),
    plain('BFF memory a session', round((median(memory) * 1000) / viewers.length), 'kB'),
    plain('BFF, share of a core', round(soaked.cpuShare, 2), ''),
    plain('event loop, p99 of its delay, median of 5 s', round(median(lags) * 1000), 'ms'),
    plain('event loop, p99 of its delay, worst 5 s', round(Math.max(...lags) * 1000), 'ms'),
    plain('changes overtaken by newer ones', soaked.coalesced, ''),
    plain('times that a slow browser was waited for', soaked.held, ''),
  ];
}
