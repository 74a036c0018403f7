/**
 * `npm run screenshots`: the pictures of the guide, made from the demo cluster in both languages (docs/images/<language>/<name>.png).
 * With names behind it, only those.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startProduct } from '../e2e/fixtures/product.ts';
import { findChromium } from './find-chromium.ts';
import { ROOT } from './run-step.ts';

type Language = 'en' | 'zh-CN';

interface Shot {
  readonly name: string;
  /** Behind the cluster's address; a whole one begins with "//". */
  readonly path: string;
  readonly dark?: boolean;
  /** Does what a person does before the picture; `word` gives what the page calls a thing, as `actions:drain.title`. */
  readonly prepare?: (page: Page, word: (key: string) => string) => Promise<void>;
}

const CRASHING = /payments-/;

/** Opens an action of the page's menu. */
async function openAction(page: Page, title: string): Promise<void> {
  await page.getByRole('main').locator('[aria-haspopup="menu"]').first().click();
  await page.getByRole('menuitem', { name: title }).first().click();
  await page.getByRole('dialog').waitFor();
}

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: wishlist
spec:
  replicas: 2
  selector:
    matchLabels: { app: wishlist }
  template:
    metadata:
      labels: { app: wishlist }
    spec:
      containers:
        - name: wishlist
          image: nginx:1.27
          ports: [{ containerPort: 80 }]
---
apiVersion: v1
kind: Service
metadata:
  name: wishlist
spec:
  selector: { app: wishlist }
  ports: [{ port: 80 }]
`;

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: '//sign-in' },
  { name: 'overview', path: '/overview' },
  { name: 'list', path: '/namespaces/shop/core/pods' },
  {
    name: 'panel',
    path: '/namespaces/shop/core/pods',
    prepare: async (page) => {
      await page.getByRole('row', { name: CRASHING }).click();
      await page.getByRole('heading', { name: CRASHING }).waitFor();
    },
  },
  { name: 'rollout', path: '/namespaces/shop/apps/deployments/payments' },
  { name: 'statefulset', path: '/namespaces/shop/apps/statefulsets/postgres' },
  { name: 'cronjob', path: '/namespaces/shop/batch/cronjobs/nightly-report' },
  { name: 'autoscaler', path: '/namespaces/shop/autoscaling/horizontalpodautoscalers/catalog' },
  { name: 'editor', path: '/namespaces/shop/apps/deployments/catalog/yaml?edit=yes' },
  {
    name: 'apply',
    path: '/apply',
    prepare: async (page, word) => {
      await page.getByRole('textbox', { name: word('apply:editor') }).click();
      await page.keyboard.insertText(MANIFEST);
      await page.keyboard.press('ControlOrMeta+s');
      await page.getByRole('status').filter({ hasText: /\d/ }).first().waitFor();
    },
  },
  { name: 'logs', path: '/namespaces/shop/apps/deployments/frontend/logs' },
  { name: 'files', path: '/namespaces/shop/core/pods/redis-0/files' },
  { name: 'nodes', path: '/core/nodes' },
  { name: 'node', path: '/core/nodes/node-2' },
  { name: 'drain', path: '/core/nodes/node-2', prepare: (page, word) => openAction(page, word('actions:drain.title')) },
  { name: 'access', path: '/access' },
  {
    name: 'login',
    path: '/wizards/login?namespace=shop',
    prepare: async (page) => {
      await page.getByRole('textbox', { name: 'ServiceAccount' }).fill('sa-shop-team');
    },
  },
  { name: 'scheduling', path: '/namespaces/shop-staging/apps/deployments/gpu-pricing/scheduling' },
  {
    name: 'palette',
    path: '/namespaces/shop/core/pods',
    dark: true,
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('pay');
    },
  },
  {
    name: 'shell',
    path: '/namespaces/shop/core/pods',
    prepare: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('s');
      await page.locator('.xterm-screen').waitFor();
      await page.locator('.xterm-helper-textarea').last().waitFor({ state: 'attached' });
      await page.keyboard.type('uname -a; ls -l /\n');
    },
  },
];

function words(language: Language): (key: string) => string {
  return (key) => {
    const [file = '', path = ''] = key.split(':');
    const texts: unknown = JSON.parse(
      readFileSync(join(ROOT, 'apps/web/src/i18n/locales', language, `${file}.json`), 'utf8'),
    );
    const text = path
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], texts);
    if (typeof text !== 'string') throw new Error(`There are no words for ${key}`);
    return text;
  };
}

const wanted = new Set(process.argv.slice(2));
for (const name of wanted)
  if (!SHOTS.some((shot) => shot.name === name)) throw new Error(`There is no picture "${name}"`);

const say = (line: string) => void process.stdout.write(`${line}\n`);
const product = await startProduct(['--demo'], {});
const browser = await chromium.launch({
  executablePath: findChromium(say),
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  for (const language of ['en', 'zh-CN'] as const) {
    const folder = join(ROOT, 'docs/images', language);
    mkdirSync(folder, { recursive: true });
    const word = words(language);
    const context = await browser.newContext({
      locale: language,
      viewport: { width: 1360, height: 850 },
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    await page.goto(`${product.url}/sign-in`);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    for (const shot of SHOTS) {
      if (wanted.size > 0 && !wanted.has(shot.name)) continue;
      if (shot.path !== '//sign-in' && page.url().endsWith('/sign-in')) {
        await page.getByRole('button', { name: /Cluster admin|集群管理员/ }).click();
        await page.waitForURL(/\/clusters\//);
      }
      await page.emulateMedia({ colorScheme: shot.dark ? 'dark' : 'light' });
      const cluster = /\/clusters\/[^/]+/.exec(page.url())?.[0] ?? '';
      await page.goto(
        shot.path.startsWith('//') ? product.url + shot.path.slice(1) : product.url + cluster + shot.path,
      );
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await shot.prepare?.(page, word);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: join(folder, `${shot.name}.png`), animations: 'disabled' });
      say(`${language}/${shot.name}.png`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await product.program.stop();
}
