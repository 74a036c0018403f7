import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

const panel = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(` ${name}$`) });
/** A cell of a row that is no link. */
const cell = (row: ReturnType<Page['getByRole']>) => row.getByRole('gridcell').nth(2);

test('a click opens the object beside the list, the arrows lead on, Esc closes, a second click makes it a page', async ({
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns?sort=name`));
  await cell(app.row('bow')).click();
  await expect(page).toHaveURL(/open=[^&]+bow/);
  await expect(panel(page, 'bow').getByRole('heading', { name: /bow/ })).toBeVisible();
  await expect(panel(page, 'bow')).toContainText('UID');
  await expect(app.row('stern')).toBeVisible();
  await app.expectAccessible();

  await page.keyboard.press('ArrowDown');
  await expect(panel(page, 'mast').getByRole('heading', { name: /mast/ })).toBeVisible();
  await expect(panel(page, 'bow')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/open=/);
  await expect(panel(page, 'mast')).toHaveCount(0);
  await page.keyboard.press('o');
  await expect(panel(page, 'mast')).toBeVisible();

  await page.reload();
  await expect(panel(page, 'mast')).toBeVisible();
  await cell(app.row('mast')).click();
  await expect(page).toHaveURL(/lanterns\/mast/);
  await expect(page.getByRole('heading', { level: 1, name: /mast/ })).toBeVisible();
});

test('the keys of an object’s actions work in the panel', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns?sort=name`));
  await cell(app.row('bow')).click();
  await panel(page, 'bow').getByRole('heading', { name: /bow/ }).click();
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/lanterns\/bow\/yaml\?edit=yes/);
  await expect(page.getByRole('textbox', { name: 'Editor of bow' })).toBeVisible();
});

test('selecting rows and text opens nothing; the width of the panel is remembered', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns?sort=name`));
  await app.row('bow').getByRole('checkbox').click();
  await cell(app.row('mast')).click({ modifiers: ['Control'] });
  await expect(page).not.toHaveURL(/open=/);
  await expect(app.row('mast')).toHaveAttribute('aria-selected', 'true');
  const box = await cell(app.row('stern')).boundingBox();
  if (box === null) throw new Error('the row has no box');
  await page.mouse.move(box.x + 9, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.type)).toBe('Range');
  await expect(page).not.toHaveURL(/open=/);

  await page.evaluate(() => getSelection()?.removeAllRanges());
  await cell(app.row('stern')).click();
  const edge = page.getByRole('separator', { name: 'Width of the panel' });
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  const wide = await edge.getAttribute('aria-valuenow');
  expect(wide).toBe('42');
  await page.reload();
  await expect(edge).toHaveAttribute('aria-valuenow', '42');
});

test('Back finds scroll, filter, selection, the active row and the panel', async ({ app, page, state, api }) => {
  const names = Array.from({ length: 60 }, (_, i) => `way-back-${String(i).padStart(2, '0')}`);
  for (const name of names)
    await api.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: state.namespace },
    });
  await app.signIn(state.tokens.developer);
  await page.goto(`${app.inNamespace('core/configmaps')}?q=way-back`);
  await app.row('way-back-00').getByRole('checkbox').click();
  await page.keyboard.press('End');
  await expect(app.row('way-back-59')).toBeVisible();
  await page.keyboard.press('o');
  await expect(panel(page, 'way-back-59')).toBeVisible();
  const scrolled = () => app.grid.evaluate((grid) => grid.parentElement?.scrollTop ?? 0);
  const before = await scrolled();
  expect(before).toBeGreaterThan(0);

  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/configmaps\/way-back-59/);
  await page.goBack();
  await expect(panel(page, 'way-back-59')).toBeVisible();
  await expect(app.row('way-back-59')).toBeVisible();
  await expect.poll(scrolled).toBe(before);
  await expect(page).toHaveURL(/q=way-back/);
  await page.keyboard.press('ArrowUp');
  await expect(panel(page, 'way-back-58')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(app.row('way-back-00')).toHaveAttribute('aria-selected', 'true');
  for (const name of names) await api.delete('v1', 'configmaps', state.namespace, name);
});

test('an object that is deleted beside the list says so', async ({ app, page, state, api }) => {
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'short-lived', namespace: state.namespace },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps'));
  await cell(app.row('short-lived')).click();
  await expect(panel(page, 'short-lived')).toContainText('UID');
  await api.delete('v1', 'configmaps', state.namespace, 'short-lived');
  await expect(panel(page, 'short-lived')).toContainText(/deleted/i);
  await expect(app.row('short-lived')).toHaveCount(0);
});
