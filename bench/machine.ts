import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../e2e/fixtures/product.ts';
import { BFF_FLAGS } from '../scripts/bff-flags.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { type ChildProgram, startProgram } from '../scripts/child-program.ts';
import { ROOT } from '../scripts/run-step.ts';
import { ALL_PODS, LiveTab, type Received } from './live-tab.ts';
import { processMemory } from './process-memory.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, ROUNDS, SIZES, say, seconds } from './settings.ts';

const SLOW_SECONDS = seconds(60);
const SLOW_MB_PER_SECOND = 30;
const ROADS = ['stream', 'pages'] as const;
type Road = (typeof ROADS)[number];
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const NEWLINE = 0x0a;
/** What it holds is told apart from what it has not thrown away yet: SIGUSR2 makes it collect its garbage. */
const COLLECTS = ['--expose-gc', "--import=data:text/javascript,process.on('SIGUSR2', () => { gc(); gc(); })"];
const COLLECT_MS = 1000;

interface Machine {
  readonly origin: string;
  readonly upstream: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The scripted API server and a BFF in front of it, each a process. */
async function startMachine(rows: number, road: Road, mbPerSecond = 0): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  const programs: ChildProgram[] = [];
  const stop = async (): Promise<void> => {
    for (const program of programs.toReversed()) await program.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const server = startProgram([tsx, join(ROOT, 'bench/upstream.ts'), String(rows), road, String(mbPerSecond)], {
      ready: /listening on (\S+)/,
    });
    programs.push(server);
    const upstream = (await server.ready)[1] ?? '';
    const kubeconfig = join(folder, 'kubeconfig');
    const config = {
      'current-context': 'bench',
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'nobody' } }],
      clusters: [{ name: 'bench', cluster: { server: upstream } }],
      users: [{ name: 'nobody', user: {} }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const bff = startProgram([...BFF_FLAGS, ...COLLECTS, OUTPUTS.bff], {
      ready: /^Quarterdeck is listening on (\S+)/,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
        KUBECONFIG: kubeconfig,
        QUARTERDECK_WEB_ROOT: OUTPUTS.web,
        QUARTERDECK_LOG_LEVEL: 'error',
      },
    });
    programs.push(bff);
    const origin = ((await bff.ready)[1] ?? '').replace(/\/$/, '');
    return { origin, upstream, pid: bff.process.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same list read bare: split into lines (or pages) and parsed, nothing else. Milliseconds to the first row and to all. */
async function bareRead(upstream: string, road: Road, rows: number): Promise<{ first: number; all: number }> {
  const started = performance.now();
  let first = 0;
  let seen = 0;
  const count = (text: string): string => {
    const value = JSON.parse(text) as {
      object?: { rows: unknown[] };
      rows?: unknown[];
      metadata?: { continue?: string };
    };
    seen += (value.object?.rows ?? value.rows ?? []).length;
    first ||= performance.now() - started;
    return value.metadata?.continue ?? '';
  };
  if (road === 'stream') {
    const path = '/api/v1/pods?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&includeObject=Metadata';
    await readBody(`${upstream}${path}`, (lines) => {
      for (const line of lines) count(line);
      return seen <= rows;
    });
    return { first, all: performance.now() - started };
  }
  let next = '';
  do {
    const parts: string[] = [];
    await readBody(
      `${upstream}/api/v1/pods?limit=500&includeObject=Metadata${next && `&continue=${next}`}`,
      (lines) => {
        parts.push(...lines);
        return true;
      },
    );
    next = count(parts.join(''));
  } while (next !== '');
  return { first, all: performance.now() - started };
}

/** Hands over complete lines (the rest at the end) until the body ends or `take` answers false. */
function readBody(url: string, take: (lines: readonly string[]) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { accept: TABLE, authorization: 'Bearer bench' } }, (response) => {
      let rest: Buffer = Buffer.alloc(0);
      response.on('data', (chunk: Buffer) => {
        const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
        const end = all.lastIndexOf(NEWLINE);
        rest = all.subarray(end + 1);
        if (end < 0 || take(all.toString('utf8', 0, end).split('\n'))) return;
        request.destroy();
        resolve();
      });
      response.on('end', () => {
        if (rest.length > 0) take([rest.toString('utf8')]);
        resolve();
      });
    });
    request.on('error', reject);
  });
}

interface Turn extends Received {
  readonly bareFirst: number;
  readonly bareAll: number;
}

interface Measured {
  readonly turns: readonly Turn[];
  readonly restMb: number;
  readonly peakMb: number;
  readonly heldMb: number;
}

/** One BFF reads the list once, cold; its memory is that of one subscription. */
async function once(rows: number, road: Road): Promise<{ turn: Turn; restMb: number; peakMb: number; heldMb: number }> {
  const machine = await startMachine(rows, road);
  try {
    const bare = await bareRead(machine.upstream, road, rows);
    const tab = await LiveTab.open(machine.origin, 'bench', 'bench');
    const restMb = processMemory(machine.pid, 'VmRSS');
    writeFileSync(`/proc/${machine.pid}/clear_refs`, '5');
    const received = await tab.read(ALL_PODS);
    const peakMb = processMemory(machine.pid, 'VmHWM');
    process.kill(machine.pid, 'SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
    const heldMb = processMemory(machine.pid, 'VmRSS');
    tab.close();
    return {
      turn: { ...received, bareFirst: bare.first, bareAll: bare.all },
      restMb,
      peakMb,
      heldMb,
    };
  } finally {
    await machine.stop();
  }
}

async function measure(rows: number, road: Road): Promise<Measured> {
  const all: Awaited<ReturnType<typeof once>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await once(rows, road));
  const of = (pick: (one: (typeof all)[number]) => number): number => median(all.map(pick));
  return {
    turns: all.map(({ turn }) => turn),
    restMb: of(({ restMb }) => restMb),
    peakMb: of(({ peakMb }) => peakMb),
    heldMb: of(({ heldMb }) => heldMb),
  };
}

/** Memory that a browser costs which reads nothing while everything changes. */
async function slowBrowser(): Promise<BenchResult[]> {
  const rows = Math.min(...SIZES);
  const machine = await startMachine(rows, 'stream', SLOW_MB_PER_SECOND);
  try {
    const quick = await LiveTab.open(machine.origin, 'bench', 'bench');
    await quick.read(ALL_PODS);
    const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const peakOf = async (seconds: number): Promise<number> => {
      writeFileSync(`/proc/${machine.pid}/clear_refs`, '5');
      await wait(seconds);
      return processMemory(machine.pid, 'VmHWM');
    };
    await wait(SLOW_SECONDS / 6);
    const before = await peakOf(SLOW_SECONDS / 2);
    const slow = await LiveTab.open(machine.origin, 'bench', 'bench');
    await slow.read(ALL_PODS);
    slow.stall();
    const after = await peakOf(SLOW_SECONDS);
    quick.close();
    slow.close();
    const name = `BFF: memory for a browser that reads nothing, ${SLOW_SECONDS} s of ${SLOW_MB_PER_SECOND} MB/s`;
    return [
      { target: '21', name, value: round(after - before, 1), unit: 'MB', goal: '≤ 2 (noise of the collector: ± 10)' },
    ];
  } finally {
    await machine.stop();
  }
}

/** bench/machine: the BFF's live rows alone, on a scripted API server and a client without a browser. */
export async function benchMachine(): Promise<BenchResult[]> {
  await buildForBench();
  const results: BenchResult[] = [];
  for (const road of ROADS) {
    const bySize = new Map<number, Measured>();
    for (const rows of SIZES) {
      const { turns, restMb, peakMb, heldMb } = await measure(rows, road);
      bySize.set(rows, { turns, restMb, peakMb, heldMb });
      const of = (pick: (turn: Turn) => number): number => median(turns.map(pick));
      const first = of((turn) => turn.firstRowMs - turn.bareFirst);
      const ratio = of((turn) => turn.allRowsMs / turn.bareAll);
      const raw = of((turn) => turn.rawBytes / turn.rows);
      const wire = of((turn) => turn.wireBytes / turn.rows);
      const prefix = `BFF, ${road}, ${rows} rows:`;
      say(
        `${prefix} first ${round(first)} ms, all ${round(of((turn) => turn.allRowsMs))} ms, ${round(ratio, 2)} × bare, ${round(peakMb)} MB`,
      );
      results.push(
        {
          target: '5',
          name: `${prefix} first row after the first of a bare read`,
          value: round(first),
          unit: 'ms',
          goal: '≤ 150',
          ok: first <= 150,
        },
        {
          target: '6',
          name: `${prefix} all rows ÷ bare read`,
          value: round(ratio, 2),
          unit: '×',
          goal: '≤ 1.3',
          ok: ratio <= 1.3,
        },
        {
          target: '7',
          name: `${prefix} bytes per row, raw`,
          value: round(raw),
          unit: 'B',
          goal: '≤ 250',
          ok: raw <= 250,
        },
        {
          target: '7',
          name: `${prefix} bytes per row, on the wire`,
          value: round(wire),
          unit: 'B',
          goal: '≤ 60',
          ok: wire <= 60,
        },
        {
          target: '9',
          name: `${prefix} peak memory (${round(restMb)} MB at rest, ${round(heldMb)} MB held after)`,
          value: round(peakMb),
          unit: 'MB',
          goal: rows <= 50_000 ? '≤ 110' : '',
          ...(rows <= 50_000 ? { ok: peakMb <= 110 } : {}),
        },
      );
    }
    const [small, large] = [Math.min(...SIZES), Math.max(...SIZES)];
    const slope = (((bySize.get(large)?.heldMb ?? 0) - (bySize.get(small)?.heldMb ?? 0)) * 1000) / (large - small || 1);
    results.push({
      target: '9',
      name: `BFF, ${road}: memory per row, ${small} to ${large}`,
      value: round(slope, 2),
      unit: 'kB',
      goal: '≤ 0.2',
      ok: slope <= 0.2,
    });
  }
  return [...results, ...(await slowBrowser())];
}
