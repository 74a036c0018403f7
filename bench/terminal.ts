import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { KubeApi, until } from '../e2e/fixtures/kube-api.ts';
import { ROOT } from '../scripts/run-step.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, say, seconds } from './settings.ts';
import { startBff, startBrowser } from './start-product.ts';

const SECONDS = seconds(8);
const ROUNDS = 3;
const BREAKS = 8;
/** 79 characters and a line's end: a full row of a small terminal */
const LINE = 'terminal flood 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * xterm as it comes, in the page that is measured: the same size and letters, the same bytes, from memory, with as much under way as
 * it takes.
 */
const BARE = `
import { Terminal } from '@xterm/xterm';
globalThis.qdBareFlood = async (line, ms, cols, rows, fontSize) => {
  const host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;z-index:9999;background:#fff';
  document.body.append(host);
  const terminal = new Terminal({ cols, rows, fontSize, scrollback: 5000 });
  terminal.open(host);
  const chunk = new TextEncoder().encode((line + '\\r\\n').repeat(400)).subarray(0, 32768);
  let drawn = 0;
  const started = performance.now();
  await new Promise((resolve) => {
    const next = () => {
      drawn += chunk.length;
      if (performance.now() - started > ms) resolve();
      else terminal.write(chunk, next);
    };
    for (let i = 0; i < 8; i += 1) terminal.write(chunk, next);
  });
  const rate = drawn / (performance.now() - started) * 1000;
  terminal.dispose();
  host.remove();
  return rate;
};
`;

/**
 * Counts in the page what a terminal's socket brings, and what of it has been drawn, by its acknowledgements: to be told of each frame
 * from outside would cost more than the frames.
 */
const COUNT = `
globalThis.qdTraffic = { received: 0, drawn: 0, pending: 0 };
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (this.url.endsWith('/terminal') && typeof data === 'string' && data.startsWith('{"type":"ack"'))
    qdTraffic.drawn = JSON.parse(data).bytes;
  if (this.url.endsWith('/terminal') && !this.qdCounted) {
    this.qdCounted = true;
    this.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') return;
      qdTraffic.received += data.byteLength;
      qdTraffic.pending = Math.max(qdTraffic.pending, qdTraffic.received - qdTraffic.drawn);
    });
  }
  return send.call(this, data);
};
`;

/** Begins to wait for the next Ctrl-C: qdEcho resolves with the time from it to the frame that shows its echo. */
const ECHO = `globalThis.qdEcho = new Promise((resolve) => {
  let pressed = 0;
  addEventListener('keydown', ({ key }) => { if (key === 'c') pressed = performance.now(); }, { capture: true });
  const look = () => {
    const text = [...document.querySelectorAll('.xterm-rows')].map((rows) => rows.textContent).join('');
    if (pressed > 0 && text.includes('^C')) resolve(performance.now() - pressed);
    else requestAnimationFrame(look);
  };
  look();
}); undefined`;

interface Traffic {
  readonly drawn: number;
  /** the most that was received and not yet drawn */
  readonly pending: number;
  /** milliseconds of the page's own clock */
  readonly at: number;
}

const traffic = (page: Page) => page.evaluate<Traffic>('({ ...qdTraffic, at: performance.now() })');

const screen = (page: Page) => page.locator('.xterm-rows:visible');

/** Milliseconds from Ctrl-C under a flood to its echo on the screen. */
async function breakOff(page: Page): Promise<number> {
  await page.keyboard.type(`clear; yes '${LINE}'\n`);
  await expect(screen(page)).toContainText('terminal flood');
  await page.waitForTimeout(1500);
  // a busy page takes a key before it takes a script: the listener must be there first
  await page.evaluate(ECHO);
  await page.keyboard.press('Control+c');
  const ms = await page.evaluate<number>('qdEcho');
  await expect(screen(page)).toContainText(/[#$]\s*$/);
  return ms;
}

async function flood(page: Page): Promise<number> {
  await page.keyboard.type(`clear; yes '${LINE}'\n`);
  await expect(screen(page)).toContainText('terminal flood');
  // a pod that has just begun, a page that has just been compiled
  await page.waitForTimeout(1500);
  const before = await traffic(page);
  await page.waitForTimeout(SECONDS * 1000);
  const after = await traffic(page);
  await page.keyboard.press('Control+c');
  await expect(screen(page)).toContainText(/[#$]\s*$/, { timeout: 10_000 });
  return ((after.drawn - before.drawn) / (after.at - before.at)) * 1000;
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
  await page.locator('.xterm:visible').click();
  return page;
}

/** A shell under a flood beside bare xterm in the same page, and how soon the flood is broken off. */
export async function benchTerminal(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) throw new Error('KUBECONFIG is not set');
  await buildForBench();
  const api = new KubeApi(kubeconfig);
  const token = await openAccount(api);
  const product = await startBff(kubeconfig);
  const browser = await startBrowser(say);
  try {
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
    const page = await openShell(browser, product.url, token);
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
    await page.keyboard.type('clear; stty size\n');
    await expect(screen(page)).toContainText(/\d+ \d+/);
    const [, rows = '24', cols = '80'] = ((await screen(page).textContent()) ?? '').match(/(\d+) (\d+)/) ?? [];
    const bare: number[] = [];
    const ours: number[] = [];
    for (let at = 0; at < ROUNDS; at += 1) {
      // nothing runs in the shell meanwhile
      bare.push(
        await page.evaluate<number>(`qdBareFlood(${JSON.stringify(LINE)}, ${SECONDS * 1000}, ${cols}, ${rows}, 13)`),
      );
      await page.locator('.xterm:visible').click();
      ours.push(await flood(page));
    }
    const { pending } = await traffic(page);
    say(`bare ${bare.map(Math.round)}, ours ${ours.map(Math.round)} B/s`);
    const echoes: number[] = [];
    for (let at = 0; at < BREAKS; at += 1) echoes.push(await breakOff(page));
    const ratio = median(ours) / median(bare);
    const slowest = Math.max(...echoes);
    const mega = (value: number) => round(value / 1e6, 2);
    return [
      { target: '22', name: `bare xterm, ${cols} × ${rows}`, value: mega(median(bare)), unit: 'MB/s', goal: '' },
      { target: '22', name: 'a shell in a container', value: mega(median(ours)), unit: 'MB/s', goal: '' },
      {
        target: '22',
        name: 'shell to bare xterm',
        value: round(ratio, 2),
        unit: '×',
        goal: '≥ 0.8 ×',
        ok: ratio >= 0.8,
      },
      {
        target: '22',
        name: 'Ctrl-C under the flood to its echo, median',
        value: round(median(echoes)),
        unit: 'ms',
        goal: '',
      },
      {
        target: '22',
        name: `Ctrl-C under the flood to its echo, slowest of ${BREAKS}`,
        value: round(slowest),
        unit: 'ms',
        goal: '≤ 300 ms',
        ok: slowest <= 300,
      },
      {
        target: '22',
        name: 'received and not drawn, most',
        value: round(pending / 1000),
        unit: 'kB',
        goal: '≤ 500 kB',
        ok: pending <= 500_000,
      },
    ];
  } finally {
    await closeAccount(api);
    await product.stop();
    await browser.close();
  }
}
