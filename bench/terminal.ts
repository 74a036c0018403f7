import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { WebSocket } from 'ws';
import { KubeApi, until } from '../e2e/fixtures/kube-api.ts';
import { startProgram } from '../scripts/child-program.ts';
import { ROOT } from '../scripts/run-step.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, say, seconds } from './settings.ts';
import { startBff, startBrowser } from './start-product.ts';
import { BARE, COUNT, ECHO, type Traffic } from './terminal-page.ts';

const SECONDS = seconds(4);
const ROUNDS = 5;
const BREAKS = 8;
/** 79 characters and a line's end: a full row of a small terminal */
const LINE = 'terminal flood 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const traffic = (page: Page) => page.evaluate<Traffic>('({ ...qdTraffic, at: performance.now() })');

const screen = (page: Page) => page.locator('.xterm-rows:visible');

async function begin(page: Page): Promise<void> {
  await page.locator('.xterm:visible').click();
  await page.keyboard.type(`clear; yes '${LINE}'\n`);
  await expect(screen(page)).toContainText('terminal flood');
  // a pod that has just begun, a page that has just been compiled
  await page.waitForTimeout(1500);
}

/** Milliseconds from Ctrl-C under a flood to its echo on the screen. */
async function breakOff(page: Page): Promise<number> {
  await begin(page);
  // a busy page takes a key before it takes a script: the listener must be there first
  await page.evaluate(ECHO);
  await page.keyboard.press('Control+c');
  const ms = await page.evaluate<number>('qdEcho');
  await expect(screen(page)).toContainText(/[#$]\s*$/);
  return ms;
}

/** Bytes a second that a shell's flood draws. */
async function flood(page: Page): Promise<number> {
  await begin(page);
  const before = await traffic(page);
  await page.waitForTimeout(SECONDS * 1000);
  const after = await traffic(page);
  await page.keyboard.press('Control+c');
  await expect(screen(page)).toContainText(/[#$]\s*$/, { timeout: 10_000 });
  return ((after.drawn - before.drawn) / (after.at - before.at)) * 1000;
}

/** Bytes a second that the API server gives of the same flood to a client that only counts. */
function countAlone(api: KubeApi, token: string): Promise<number> {
  const query = new URLSearchParams({ container: 'main', stdin: 'true', stdout: 'true', stderr: 'false', tty: 'true' });
  for (const argument of ['yes', LINE]) query.append('command', argument);
  const url = new URL(`/api/v1/namespaces/${NAMESPACE}/pods/flood/exec?${query}`, api.server);
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), ['v4.channel.k8s.io'], {
    ca: api.certificateAuthority,
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let since = 0;
    socket.on('message', (data: Buffer) => {
      bytes += data.length - 1;
    });
    socket.on('error', reject);
    setTimeout(() => {
      bytes = 0;
      since = performance.now();
    }, 1500);
    setTimeout(
      () => {
        resolve((bytes / (performance.now() - since)) * 1000);
        // what is left behind would go on
        socket.send(Buffer.from([0, 3]), () => socket.terminate());
      },
      1500 + SECONDS * 1000,
    );
  });
}

async function openShell(browser: Browser, base: string, token: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.addInitScript(COUNT);
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/clusters\/[^?]*$/);
  const cluster = new URL(page.url()).pathname.split('/')[2] ?? '';
  await page.goto(`${base}/clusters/${cluster}/namespaces/${NAMESPACE}/core/pods/flood/shell`);
  await expect(screen(page)).toContainText(/[#$]/, { timeout: 30_000 });
  return page;
}

/** Puts bare xterm beside what is in the page. */
async function addBare(page: Page): Promise<void> {
  const bundle = await build({
    stdin: { contents: BARE, resolveDir: ROOT, sourcefile: join(ROOT, 'bench-terminal.ts'), loader: 'ts' },
    absWorkingDir: ROOT,
    nodePaths: [join(ROOT, 'node_modules')],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
  });
  await page.evaluate(bundle.outputFiles[0]?.text ?? '');
}

/** The size of the shell: what its dock has room for. */
async function sizeOf(page: Page): Promise<{ cols: string; rows: string }> {
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('clear; stty size\n');
  await expect(screen(page)).toContainText(/\d+ \d+/);
  const [, rows = '24', cols = '80'] = ((await screen(page).textContent()) ?? '').match(/(\d+) (\d+)/) ?? [];
  return { cols, rows };
}

/** The API server of bench/flood-source.ts in front of the cluster's own, and its kubeconfig. */
async function startSource(api: KubeApi, folder: string) {
  const [ca, kubeconfig] = [join(folder, 'ca.pem'), join(folder, 'kubeconfig')];
  writeFileSync(ca, api.certificateAuthority ?? '');
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const source = startProgram([tsx, join(ROOT, 'bench/flood-source.ts'), api.server.href, ca, kubeconfig], {
    ready: /^listening on/,
  });
  await source.ready;
  return { kubeconfig, stop: () => source.stop() };
}

/** A shell under a flood beside bare xterm in the same page, and how soon the flood is broken off. */
export async function benchTerminal(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) throw new Error('KUBECONFIG is not set');
  await buildForBench();
  const api = new KubeApi(kubeconfig);
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true })];
  try {
    stops.push(() => closeAccount(api));
    const token = await openAccount(api);
    const source = await startSource(api, folder);
    stops.push(() => source.stop());
    const real = await startBff(kubeconfig);
    stops.push(() => real.stop());
    const scripted = await startBff(source.kubeconfig);
    stops.push(() => scripted.stop());
    await startPod(api);
    // a browser each: a page behind another one is held up
    const open = async (url: string): Promise<Page> => {
      const browser = await startBrowser(say);
      stops.push(() => browser.close());
      return await openShell(browser, url, token);
    };
    return await measure(api, token, { real: await open(real.url), scripted: await open(scripted.url) });
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

async function startPod(api: KubeApi): Promise<void> {
  const image = 'busybox:1.28';
  const main = { name: 'main', image, imagePullPolicy: 'IfNotPresent', command: ['sleep', '100000'] };
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'flood', namespace: NAMESPACE },
    spec: { terminationGracePeriodSeconds: 1, containers: [main] },
  });
  await until('a running pod', async () => {
    const pod = (await api.get('v1', 'pods', NAMESPACE, 'flood')) as { status?: { phase?: string } };
    return pod.status?.phase === 'Running' ? true : undefined;
  });
}

interface Pages {
  /** a shell in a container of the cluster */
  readonly real: Page;
  /** one of bench/flood-source.ts */
  readonly scripted: Page;
}

async function measure(api: KubeApi, token: string, { real, scripted }: Pages): Promise<BenchResult[]> {
  const { cols, rows } = await sizeOf(real);
  await addBare(scripted);
  const bare: number[] = [];
  const ours: number[] = [];
  const alone: number[] = [];
  const whole: number[] = [];
  for (let at = 0; at < ROUNDS; at += 1) {
    // nothing runs in the shells meanwhile
    bare.push(
      await scripted.evaluate<number>(`qdBareFlood(${JSON.stringify(LINE)}, ${SECONDS * 1000}, ${cols}, ${rows}, 13)`),
    );
    ours.push(await flood(scripted));
    alone.push(await countAlone(api, token));
    whole.push(await flood(real));
    const figures = Object.entries({ bare, ours, alone, whole }).map(
      ([name, all]) => `${name} ${mega(all.at(-1) ?? 0)}`,
    );
    say(`${figures.join(', ')} MB/s`);
  }
  const { pending } = await traffic(scripted);
  return [
    { target: '22', name: `bare xterm, ${cols} × ${rows}`, value: mega(median(bare)), unit: 'MB/s', goal: '' },
    {
      target: '22',
      name: 'a shell, its flood from a scripted API server',
      value: mega(median(ours)),
      unit: 'MB/s',
      goal: '',
    },
    ratio('that shell to bare xterm', ours, bare, '≥ 0.8 ×'),
    ...(await breaks('scripted', scripted)),
    {
      target: '22',
      name: 'received and not drawn, most',
      value: round(pending / 1000),
      unit: 'kB',
      goal: '≤ 500 kB',
      ok: pending <= 500_000,
    },
    {
      target: '22',
      name: 'real: what the API server gives a client that only counts',
      value: mega(median(alone)),
      unit: 'MB/s',
      goal: '',
    },
    { target: '22', name: 'real: a shell in a container', value: mega(median(whole)), unit: 'MB/s', goal: '' },
    ratio('real: that shell to the client that only counts', whole, alone, '≥ 0.8 ×'),
    ratio('real: that shell to bare xterm', whole, bare),
    ...(await breaks('real', real)),
  ];
}

const mega = (value: number) => round(value / 1e6, 2);

/** The median of what was measured by turns. */
function ratio(name: string, ours: readonly number[], theirs: readonly number[], goal = ''): BenchResult {
  const value = median(ours.map((rate, at) => rate / (theirs[at] ?? 0)));
  return { target: '22', name, value: round(value, 2), unit: '×', goal, ...(goal ? { ok: value >= 0.8 } : {}) };
}

async function breaks(place: string, page: Page): Promise<BenchResult[]> {
  const echoes: number[] = [];
  for (let at = 0; at < BREAKS; at += 1) echoes.push(await breakOff(page));
  say(`${place}: Ctrl-C echoed after ${echoes.map(Math.round)} ms`);
  const slowest = Math.max(...echoes);
  const name = `${place}: Ctrl-C under the flood to its echo`;
  return [
    { target: '22', name: `${name}, median`, value: round(median(echoes)), unit: 'ms', goal: '' },
    {
      target: '22',
      name: `${name}, slowest of ${BREAKS}`,
      value: round(slowest),
      unit: 'ms',
      goal: '≤ 300 ms',
      ok: slowest <= 300,
    },
  ];
}
