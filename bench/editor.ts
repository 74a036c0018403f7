import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import { KubeApi } from '../e2e/fixtures/kube-api.ts';
import { buildStale } from '../scripts/build.ts';
import { ROOT } from '../scripts/run-step.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { type BenchResult, median, percentile, round } from './result.ts';
import { startBff, startBrowser } from './start-product.ts';

const ROUNDS = 15;
const KEYS = 80;
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Ours and the bare library as functions of a page: an editor of a text, ready when it has been laid out and the browser is at
 * the next task. The bare one has what every editor has: line numbers, history, folding, search, completion, YAML's colours.
 */
const PAGE = `
import { autocompletion, closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, foldGutter, syntaxHighlighting } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { createEditor } from './apps/web/src/ui/yaml-editor/create-editor.ts';

const drawn = () => new Promise((resolve) => {
  document.body.getBoundingClientRect();
  requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
});
const frame = () => new Promise(requestAnimationFrame);
async function timed(make) {
  const host = document.createElement('div');
  host.style.height = '600px';
  document.body.append(host);
  await frame();
  const started = performance.now();
  const made = make(host);
  const set = performance.now() - started;
  await drawn();
  const all = performance.now() - started;
  made.destroy();
  host.remove();
  return { set, all };
}
const extensions = [lineNumbers(), highlightSpecialChars(), highlightActiveLine(), history(), drawSelection(), foldGutter(),
  search(), autocompletion(), closeBrackets(), lintGutter(), yaml(), syntaxHighlighting(defaultHighlightStyle),
  keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap])];
const checker = { schema() {}, check: async () => [], places: async () => [], close() {} };
const words = { label: 'x', phrases: {}, say: (key) => key };
const nothing = () => undefined;
globalThis.qdBare = (text) => timed((parent) => new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) }));
globalThis.qdOurs = (text) => timed((parent) => createEditor(parent,
  { text, words, wrap: false, schemas: undefined, checker, onEdit: nothing, onCursor: nothing, onSave: nothing }));
`;

interface Opened {
  /** until the editor's elements stand */
  readonly set: number;
  /** until they are drawn */
  readonly all: number;
}

/** A manifest of about so many bytes. */
function manifest(bytes: number): string {
  const container = (i: number) =>
    `        - name: c${i}\n          image: registry.example.com/app:${i}\n          env:\n`;
  let text =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n';
  for (let i = 0; text.length < bytes; i += 1)
    text += `${container(i)}            - name: LEVEL\n              value: "info"\n`;
  return text;
}

/** A ConfigMap of so many lines of 45 characters. */
async function createText(api: KubeApi, name: string, count: number): Promise<void> {
  const line = 'some.configuration.key = some value of it';
  const lines = Array.from({ length: count }, (_, i) => `${i} ${line.slice(String(i).length)}`).join('\n');
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE },
    data: { 'app.conf': `${lines}\n` },
  });
}

async function openTimes(browser: Browser): Promise<{ bare: Opened[]; ours: Opened[] }> {
  const bundle = await build({
    stdin: { contents: PAGE, resolveDir: ROOT, sourcefile: join(ROOT, 'bench-editor.ts'), loader: 'ts' },
    absWorkingDir: ROOT,
    nodePaths: [join(ROOT, 'node_modules')],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
  });
  const page = await browser.newPage();
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
  const bare: Opened[] = [];
  const ours: Opened[] = [];
  const text = JSON.stringify(manifest(10_000));
  // the first of each compiles
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = await page.evaluate<Opened>(`qdBare(${text})`);
    const other = await page.evaluate<Opened>(`qdOurs(${text})`);
    if (round > 0) bare.push(one);
    if (round > 0) ours.push(other);
  }
  await page.close();
  return { bare, ours };
}

interface Typed {
  /** from the press, as the browser stamps it, to the end of the frame in which it is drawn: the main thread's part */
  readonly drawn: readonly number[];
  /** from the sending of the press to the first picture of the page that the browser hands out after it */
  readonly shown: readonly number[];
}

const WATCH_KEYS = `
  globalThis.qdKeys = [];
  addEventListener('keydown', (event) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => globalThis.qdKeys.push(performance.now() - event.timeStamp);
    after.port2.postMessage(0);
  }), { capture: true });
`;

/** Key presses at the end of a ConfigMap's text. */
async function typing(page: Page, address: string): Promise<Typed> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.locator('.cm-content:not([aria-readonly])').click();
  await page.keyboard.press('Control+End');
  // what comes with the opening (the first reading of the text, colours) is no part of typing
  await page.waitForTimeout(4000);
  const type = async (pressed: () => void = () => undefined): Promise<void> => {
    for (let i = 0; i < KEYS; i += 1) {
      pressed();
      await page.keyboard.press('abcdefgh '[i % 9] ?? 'a');
      await page.waitForTimeout(60);
    }
  };
  await page.evaluate(WATCH_KEYS);
  await type();
  const drawn = await page.evaluate<number[]>('globalThis.qdKeys');
  // handing out pictures costs time of its own: not while the other is measured
  const shown: number[] = [];
  let sent: number | undefined;
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Page.screencastFrame', ({ sessionId }) => {
    if (sent !== undefined) shown.push(performance.now() - sent);
    sent = undefined;
    void devtools.send('Page.screencastFrameAck', { sessionId });
  });
  await devtools.send('Page.startScreencast', { format: 'jpeg', quality: 20 });
  await type(() => {
    sent = performance.now();
  });
  await devtools.detach();
  return { drawn, shown };
}

/** The editor: opening 10 kB beside the bare library, and key presses in a text of a megabyte. */
export async function benchEditor(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) throw new Error('KUBECONFIG is not set');
  await buildStale(say);
  const api = new KubeApi(kubeconfig);
  const browser = await startBrowser(say);
  const product = await startBff(kubeconfig);
  try {
    const token = await openAccount(api);
    await createText(api, 'megabyte', 23_000);
    await createText(api, 'page', 10);
    const { bare, ours } = await openTimes(browser);
    const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    await page.goto(`${product.url}/sign-in`);
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/clusters\//);
    const cluster = new URL(page.url()).pathname.split('/')[2] ?? '';
    const address = (name: string) =>
      `${product.url}/clusters/${cluster}/namespaces/${NAMESPACE}/core/configmaps/${name}/yaml`;
    const short = await typing(page, address('page'));
    const keys = await typing(page, address('megabyte'));
    await page.close();
    const all = (runs: readonly Opened[]) => median(runs.map((run) => run.all));
    const set = (runs: readonly Opened[]) => median(runs.map((run) => run.set));
    const ratio = all(ours) / all(bare);
    const late = percentile(keys.drawn, 0.95);
    return [
      { target: '24', name: 'bare CodeMirror: 10 kB drawn', value: round(all(bare), 1), unit: 'ms', goal: '' },
      { target: '24', name: 'editor: 10 kB drawn', value: round(all(ours), 1), unit: 'ms', goal: '' },
      {
        target: '24',
        name: 'editor: 10 kB drawn, to bare CodeMirror',
        value: round(ratio, 2),
        unit: '×',
        goal: '≤ 1.3 ×',
        ok: ratio <= 1.3,
      },
      {
        target: '24',
        name: 'editor: script until it stands, to bare CodeMirror',
        value: round(set(ours) / set(bare), 2),
        unit: '×',
        goal: '',
      },
      {
        target: '24',
        name: 'key press at 1 MB, drawn, median',
        value: round(median(keys.drawn), 1),
        unit: 'ms',
        goal: '',
      },
      {
        target: '24',
        name: 'key press at 1 MB, drawn, p95',
        value: round(late, 1),
        unit: 'ms',
        goal: '≤ 32 ms',
        ok: late <= 32,
      },
      {
        target: '24',
        name: `picture of a key press at 1 MB, median (${keys.shown.length} of ${KEYS}; in 10 lines ${round(median(short.shown))} ms)`,
        value: round(median(keys.shown)),
        unit: 'ms',
        goal: '',
      },
      {
        target: '24',
        name: `picture of a key press at 1 MB, p95 (in 10 lines ${round(percentile(short.shown, 0.95))} ms)`,
        value: round(percentile(keys.shown, 0.95)),
        unit: 'ms',
        goal: '',
      },
    ];
  } finally {
    await closeAccount(api);
    await product.stop();
    await browser.close();
  }
}
