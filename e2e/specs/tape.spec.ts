import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ROOT } from '../../scripts/run-step.ts';
import { App } from '../fixtures/app.ts';
import type { KubeApi } from '../fixtures/kube-api.ts';
import { startProduct } from '../fixtures/product.ts';
import { kubeconfigThrough, Relay } from '../fixtures/relay.ts';
import { test } from '../fixtures/test.ts';

const live = (page: Page) => page.getByRole('status').filter({ hasText: /^live/i }).first();
const lines = (page: Page, text: string | RegExp) => page.getByRole('log').locator('> div > div', { hasText: text });

async function make(api: KubeApi, namespace: string, name: string): Promise<void> {
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { a: '1' },
  });
}

test('the tape prints what changes, from what to what, and is saved as text and JSON', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  await app.signIn(state.tokens.developer);
  await page.goto(`${app.inNamespace('core/configmaps')}?tape=1`);
  await expect(live(page)).toBeVisible();
  await expect(page.getByRole('log')).toContainText(/nothing has changed/i);

  await make(api, namespace, 'taped');
  await expect(lines(page, 'taped')).toContainText(['added']);
  await api.merge('v1', 'configmaps', namespace, 'taped', { data: { b: '2', c: '3' } });
  await expect(lines(page, /Data 1\s+→\s+3/)).toHaveCount(1);
  await api.merge('v1', 'configmaps', namespace, 'taped', { metadata: { labels: { tier: 'gold' } } });
  await expect(lines(page, /label tier .*gold/)).toHaveCount(1);
  await api.delete('v1', 'configmaps', namespace, 'taped');
  await expect(lines(page, 'taped').filter({ hasText: 'deleted' })).toHaveCount(1);
  await expect(lines(page, 'taped')).toHaveCount(4);

  const [text] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as text' }).click(),
  ]);
  const saved = readFileSync(await text.path(), 'utf8').split('\n');
  expect(saved[0]).toMatch(/^TIME +EVENT +NAME +DATA +AGE/);
  const events = saved.filter((line) => line.includes(' taped ')).map((line) => line.split(/ {2,}/)[1]);
  expect(events).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED']);
  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as JSON' }).click(),
  ]);
  const items = JSON.parse(readFileSync(await json.path(), 'utf8')) as { name: string; changes: unknown }[];
  expect(items.filter(({ name }) => name === 'taped')[1]?.changes).toEqual([{ column: 'Data', from: '1', to: '3' }]);

  await page.getByRole('searchbox', { name: 'Filter the tape' }).fill('!taped');
  await expect(lines(page, 'taped')).toHaveCount(0);
  await app.expectAccessible();
  await page.getByRole('button', { name: 'Close the tape' }).click();
  await expect(page.getByRole('log')).toHaveCount(0);
});

test('the tape knows what happened before it was opened, stands still when told to, and follows the filter', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  await make(api, namespace, 'still-one');
  await make(api, namespace, 'other-one');
  await app.signIn(state.tokens.developer);
  await page.goto(`${app.inNamespace('core/configmaps')}?q=still`);
  await expect(app.row('still-one')).toBeVisible();
  await expect(live(page)).toBeVisible();
  await api.merge('v1', 'configmaps', namespace, 'other-one', { data: { b: '2' } });
  await api.merge('v1', 'configmaps', namespace, 'still-one', { data: { b: '2' } });
  await expect(app.row('still-one')).toContainText('2');
  await app.grid.focus();
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/tape=1/);
  await expect(lines(page, /still-one.*Data 1\s+→\s+2/)).toHaveCount(1);
  await expect(lines(page, 'other-one')).toHaveCount(0);

  await page.getByRole('button', { name: 'Pause' }).click();
  await api.merge('v1', 'configmaps', namespace, 'still-one', { data: { c: '3' } });
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(lines(page, 'still-one')).toHaveCount(1);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(lines(page, 'still-one')).toHaveCount(2);

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(lines(page, 'still-one')).toHaveCount(0);
  await app.grid.focus();
  await page.keyboard.press('w');
  await expect(page.getByRole('log')).toHaveCount(0);
  for (const name of ['still-one', 'other-one']) await api.delete('v1', 'configmaps', namespace, name);
});

test('after a cut the tape tells what was missed, and only that', async ({ page, state, api }) => {
  const { namespace } = state;
  const relay = new Relay({ host: api.server.hostname, port: Number(api.server.port) });
  const file = join(ROOT, '.cache', `e2e-${state.target}`, 'taped-kubeconfig');
  kubeconfigThrough(state.kubeconfig, await relay.up(), file);
  const product = await startProduct([], { KUBECONFIG: file });
  try {
    const app = new App(page, { ...state, url: product.url });
    await make(api, namespace, 'goes-in-the-cut');
    await make(api, namespace, 'grows-in-the-cut');
    await app.signIn(state.tokens.developer);
    await page.goto(`${app.inNamespace('core/configmaps')}?tape=1`);
    await expect(app.row('goes-in-the-cut')).toBeVisible();
    await expect(live(page)).toBeVisible();
    await relay.down();
    await expect(page.getByRole('status').filter({ hasText: /stale/i }).first()).toBeVisible({ timeout: 30_000 });
    await api.delete('v1', 'configmaps', namespace, 'goes-in-the-cut');
    await api.merge('v1', 'configmaps', namespace, 'grows-in-the-cut', { data: { b: '2' } });
    await relay.up();
    await page.getByRole('button', { name: 'How fresh this is' }).first().click();
    await page.getByRole('button', { name: 'Try again now' }).click();
    await expect(live(page)).toBeVisible({ timeout: 30_000 });
    await expect(lines(page, /grows-in-the-cut.*Data 1\s+→\s+2/)).toHaveCount(1);
    await expect(lines(page, /goes-in-the-cut.*deleted/)).toHaveCount(1);
    await expect(lines(page, 'settings')).toHaveCount(0);
    await page.getByRole('button', { name: 'How fresh this is' }).first().click();
    await expect(page.getByRole('dialog', { name: 'How fresh this is' })).toContainText(/Times cut off\s*[1-9]/);
  } finally {
    await product.program.stop();
    await relay.down();
    await api.delete('v1', 'configmaps', namespace, 'grows-in-the-cut');
    await api.delete('v1', 'configmaps', namespace, 'goes-in-the-cut');
  }
});
