/** What each picture of the guide shows, and what a person does to see it. */
import type { Locator, Page } from '@playwright/test';

/** What the page calls a thing in the language of the picture, as `actions:drain.title`. */
export type Word = (key: string) => string;

interface Shot {
  readonly name: string;
  /** Behind the cluster's address; a whole one begins with "//". */
  readonly path: string;
  readonly dark?: boolean;
  /** With the sidebar folded and room beside it, for a list of many columns. */
  readonly wide?: boolean;
  /** In pixels; as high as the others unless it says so. */
  readonly height?: number;
  /** Does what a person does before the picture. */
  readonly prepare?: (page: Page, word: Word) => Promise<void>;
}

const CRASHING = /payments-/;

/** Opens an action of the page's menu. */
async function openAction(page: Page, title: string): Promise<void> {
  await page.getByRole('main').locator('[aria-haspopup="menu"]').first().click();
  await page.getByRole('menuitem', { name: title }).first().click();
  await page.getByRole('dialog').waitFor();
}

async function openPanel(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('heading', { name }).waitFor();
}

const lineOf = (page: Page, text: string): Locator => page.locator('.cm-line', { hasText: text }).first();

/** Puts other words behind the end of a line of the editor, less what is deleted there. */
async function retype(page: Page, line: string, deleted: number, typed: string): Promise<void> {
  await lineOf(page, line).click();
  await page.keyboard.press('End');
  for (let count = 0; count < deleted; count++) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(typed);
}

const manifest = (image: string, replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: gifts
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: gifts }
  template:
    metadata:
      labels: { app: gifts }
    spec:
      containers:
        - name: gifts
          image: ${image}
          ports: [{ containerPort: 80 }]
---
apiVersion: v1
kind: Service
metadata:
  name: gifts
spec:
  selector: { app: gifts }
  ports: [{ port: 80 }]
`;
const AUTOSCALER = `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: gifts
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: gifts }
  maxReplicas: 6
`;

/** Checks a text on the apply page and waits for what each of its documents would do. */
async function check(page: Page, word: Word, text: string, documents: number): Promise<Locator> {
  await page.getByRole('textbox', { name: word('apply:editor') }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('ControlOrMeta+s');
  const list = page.getByRole('list', { name: word('apply:list.label') });
  await list
    .locator('[data-step="ready"]')
    .nth(documents - 1)
    .waitFor();
  return list;
}

/** The height of a line of a log: the view is made as high as whole lines. */
const LOG_LINE = 18;

export const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: '//sign-in' },
  { name: 'overview', path: '/overview' },
  { name: 'list', path: '/namespaces/shop/core/pods' },
  { name: 'panel', path: '/namespaces/shop/core/pods', prepare: (page) => openPanel(page, CRASHING) },
  { name: 'rollout', path: '/namespaces/shop/apps/deployments/payments' },
  { name: 'statefulset', path: '/namespaces/shop/apps/statefulsets/postgres' },
  { name: 'cronjob', path: '/namespaces/shop/batch/cronjobs/nightly-report' },
  { name: 'autoscaler', path: '/namespaces/shop/autoscaling/horizontalpodautoscalers/catalog' },
  { name: 'service', path: '/namespaces/shop-staging/core/services/frontend' },
  { name: 'claims', path: '/namespaces/shop/core/persistentvolumeclaims', wide: true, height: 480 },
  { name: 'custom', path: '/namespaces/shop/shop.example.com/backups' },
  { name: 'events', path: '/namespaces/_all/core/events', wide: true },
  {
    // a word that is being completed, with what it means
    name: 'editor',
    path: '/namespaces/shop/apps/deployments/cart/yaml?edit=yes',
    prepare: async (page) => {
      await lineOf(page, 'replicas:').click();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('p', { delay: 50 });
      await page.locator('.cm-tooltip-autocomplete').waitFor();
    },
  },
  {
    name: 'review',
    path: '/namespaces/shop/apps/deployments/catalog/yaml?edit=yes',
    prepare: async (page) => {
      await retype(page, 'replicas: 3', 1, '5');
      await retype(page, 'image: registry.example.com/shop/catalog:2.6.4', 5, '2.7.1');
      await page.keyboard.press('ControlOrMeta+s');
      await page.getByRole('dialog').getByTestId('write-diff').waitFor();
    },
  },
  {
    // a change of what is there, beside what is new and what stays
    name: 'apply',
    path: '/apply',
    prepare: async (page, word) => {
      await page.getByLabel(word('apply:target.namespace')).fill('shop-staging');
      const list = await check(page, word, manifest('nginx:1.26', 1), 2);
      await page.getByRole('button', { name: word('apply:run.apply_other').replace('{{count}}', '2') }).click();
      await list.locator('[data-step="done"]').nth(1).waitFor();
      await check(page, word, manifest('nginx:1.27', 3) + AUTOSCALER, 3);
      for (const outcome of ['configured', 'created'])
        await list.locator(`[data-outcome="${outcome}"]`).getByRole('button', { expanded: false }).click();
    },
  },
  {
    name: 'logs',
    path: '/namespaces/shop/apps/deployments/checkout/logs',
    prepare: async (page) => {
      const log = page.getByRole('log');
      await log.waitFor();
      const rest = (await log.evaluate((view) => view.clientHeight)) % LOG_LINE;
      const { width = 0, height = 0 } = page.viewportSize() ?? {};
      await page.setViewportSize({ width, height: height - rest });
    },
  },
  { name: 'files', path: '/namespaces/shop/core/pods/redis-0/files' },
  { name: 'nodes', path: '/core/nodes', wide: true, height: 480 },
  { name: 'node', path: '/core/nodes/node-2' },
  {
    name: 'drain',
    path: '/core/nodes/node-2',
    prepare: async (page, word) => {
      await openAction(page, word('actions:drain.title'));
      // the first with a budget
      const held = page
        .getByRole('dialog')
        .getByRole('row', { name: /shop\/frontend/ })
        .first();
      await held.evaluate((row) => row.scrollIntoView({ block: 'center' }));
    },
  },
  { name: 'access', path: '/access' },
  {
    name: 'login',
    path: '/wizards/login?namespace=shop',
    prepare: async (page) => {
      await page.getByRole('textbox', { name: 'ServiceAccount' }).fill('sa-shop-team');
    },
  },
  {
    name: 'scheduling',
    path: '/namespaces/shop-staging/core/pods',
    height: 980,
    prepare: async (page, word) => {
      await openPanel(page, /gpu-pricing-/);
      await page.getByRole('link', { name: word('pages:panel.page') }).click();
      await page.getByRole('heading', { level: 1, name: /gpu-pricing-/ }).waitFor();
      await page.getByRole('table', { name: word('nodes:pending.says') }).waitFor();
    },
  },
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
