import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeApi } from '../e2e/fixtures/kube-api.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { type ChildProgram, startProgram } from '../scripts/child-program.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, ROUNDS, say } from './settings.ts';

const JSON_TYPE = 'application/json';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
/** As `real-cluster/populate --nodes 20 --pods 10000` fills the real one. */
const SMALL = { nodes: 20, pods: 10_000, churn: 0 };
const BIG = { nodes: 500, pods: 50_000, churn: 1000 };
const CHURN_SECONDS = 30;
const NEWLINE = 0x0a;

interface Fill {
  readonly nodes: number;
  readonly pods: number;
  readonly churn: number;
}

interface Demo {
  readonly api: KubeApi;
  readonly program: ChildProgram;
  readonly startMs: number;
}

async function startDemo(folder: string, { nodes, pods, churn }: Fill): Promise<Demo> {
  const kubeconfig = join(folder, `${pods}.yaml`);
  const started = performance.now();
  const args = ['--kubeconfig', kubeconfig, '--nodes', `${nodes}`, '--pods', `${pods}`, '--churn', `${churn}`];
  const program = startProgram([OUTPUTS.demoCluster, ...args], { ready: /^Demo cluster is listening on/ });
  await program.ready;
  return { api: new KubeApi(kubeconfig), program, startMs: performance.now() - started };
}

/** Milliseconds per 1,000 pods of a read in pages of 500, nothing parsed but the page's own metadata. */
async function pagedRead(api: KubeApi, accept: string): Promise<number> {
  const started = performance.now();
  let rows = 0;
  let next: string | undefined = '';
  while (next !== undefined) {
    const path = `/api/v1/pods?limit=500${next ? `&continue=${encodeURIComponent(next)}` : ''}`;
    const page = (await api.request('GET', path, { accept })) as {
      rows?: unknown[];
      items?: unknown[];
      metadata: { continue?: string };
    };
    rows += (page.rows ?? page.items ?? []).length;
    next = page.metadata.continue || undefined;
  }
  return ((performance.now() - started) * 1000) / rows;
}

/** Milliseconds per 1,000 events of a watch that begins with all that is there. */
async function watchDrain(api: KubeApi, accept: string, count: number): Promise<number> {
  const started = performance.now();
  let lines = 0;
  await api.stream('/api/v1/pods?watch=1&resourceVersion=0', accept, (chunk) => {
    for (const byte of chunk) if (byte === NEWLINE) lines += 1;
    return lines < count;
  });
  return ((performance.now() - started) * 1000) / lines;
}

/** Events per second that a watch receives while statuses change. */
async function churnRate(api: KubeApi): Promise<number> {
  const { metadata } = (await api.request('GET', '/api/v1/pods?limit=1')) as { metadata: { resourceVersion: string } };
  const started = performance.now();
  let lines = 0;
  await api.stream(`/api/v1/pods?watch=1&resourceVersion=${metadata.resourceVersion}`, TABLE, (chunk) => {
    for (const byte of chunk) if (byte === NEWLINE) lines += 1;
    return performance.now() - started < CHURN_SECONDS * 1000;
  });
  return (lines * 1000) / (performance.now() - started);
}

/** bench/demo: the demo cluster beside a real API server with the same pods, and at its full size. */
export async function benchDemo(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) throw new Error('bench demo needs KUBECONFIG of a real cluster with 10,000 pods');
  await buildForBench();
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  try {
    return [...(await sideBySide(new KubeApi(kubeconfig), folder)), ...(await fullSize(folder))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sideBySide(real: KubeApi, folder: string): Promise<BenchResult[]> {
  const demo = await startDemo(folder, SMALL);
  try {
    const reads: readonly (readonly [string, (api: KubeApi) => Promise<number>])[] = [
      ['list as objects, pages of 500', (api) => pagedRead(api, JSON_TYPE)],
      ['list as table, pages of 500', (api) => pagedRead(api, TABLE)],
      ['watch of all, objects', (api) => watchDrain(api, JSON_TYPE, SMALL.pods)],
      ['watch of all, table', (api) => watchDrain(api, TABLE, SMALL.pods)],
    ];
    const results: BenchResult[] = [];
    for (const [name, read] of reads) {
      const pairs: { real: number; demo: number }[] = [];
      for (let turn = 0; turn <= ROUNDS; turn += 1) {
        const pair = { real: await read(real), demo: await read(demo.api) };
        // the first round warms both sides up
        if (turn > 0) pairs.push(pair);
      }
      const ratio = median(pairs.map((pair) => pair.demo / pair.real));
      say(`${name}: ${pairs.map((pair) => `${round(pair.real, 1)}/${round(pair.demo, 1)}`).join(' ')} ms per 1,000`);
      results.push(
        {
          target: '',
          name: `real: ${name}`,
          value: round(median(pairs.map((p) => p.real)), 1),
          unit: 'ms/1000',
          goal: '',
        },
        { target: '', name: `demo ÷ real: ${name}`, value: round(ratio, 2), unit: '×', goal: '≤ 3', ok: ratio <= 3 },
      );
    }
    return results;
  } finally {
    await demo.program.stop();
  }
}

async function fullSize(folder: string): Promise<BenchResult[]> {
  const { api, program, startMs } = await startDemo(folder, BIG);
  try {
    const rate = await churnRate(api);
    const peak = processMemory(program.process.pid ?? 0, 'VmHWM');
    const name = `${BIG.pods} pods on ${BIG.nodes} nodes`;
    return [
      {
        target: '',
        name: `demo: start with ${name}`,
        value: round(startMs / 1000, 1),
        unit: 's',
        goal: '≤ 20',
        ok: startMs <= 20_000,
      },
      {
        target: '',
        name: `demo: events a second on a watch, ${BIG.churn} asked for`,
        value: round(rate),
        unit: '/s',
        goal: `≥ ${BIG.churn * 0.95}`,
        ok: rate >= BIG.churn * 0.95,
      },
      {
        target: '',
        name: `demo: peak memory with ${name} and ${BIG.churn} changes/s`,
        value: round(peak),
        unit: 'MB',
        goal: '≤ 1500',
        ok: peak <= 1500,
      },
    ];
  } finally {
    await program.stop();
  }
}
