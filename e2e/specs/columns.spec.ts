import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('columns are chosen, kept in the address and remembered for the kind', async ({ app, page, state }) => {
  // two visits and an audit
  test.slow();
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('talker')).toBeVisible();
  const headers = app.grid.getByRole('columnheader').filter({ has: page.getByRole('button') });
  const own = await headers.allInnerTexts();

  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('checkbox', { name: 'Restarts' }).uncheck();
  await expect(app.grid.getByRole('columnheader', { name: 'Restarts' })).toHaveCount(0);
  // a label of these rows, and a field that the server is asked for
  await chooser.getByRole('button', { name: 'app', exact: true }).click();
  await expect(app.grid.getByRole('columnheader', { name: 'app', exact: true })).toBeVisible();
  await chooser.getByRole('combobox', { name: 'What the column shows' }).selectOption('field');
  const path = chooser.getByRole('textbox', { name: 'Path of the field' });
  await path.fill('spec.containers[0].image');
  await expect(chooser.getByRole('alert')).toContainText('[0]');
  await path.fill('spec.terminationGracePeriodSeconds');
  await path.press('Enter');
  await expect(app.row('talker')).toContainText('1');
  await expect(app.grid.getByRole('columnheader', { name: 'terminationGracePeriodSeconds' })).toBeVisible();
  await app.expectAccessible();

  const address = new URL(page.url());
  expect(address.searchParams.get('cols')).toContain('field:spec.terminationGracePeriodSeconds');
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.grid.getByRole('columnheader', { name: 'app', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/cols=/);

  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await chooser.getByRole('button', { name: 'Reset' }).click();
  await expect(headers).toHaveText(own);
  await expect(page).not.toHaveURL(/cols=/);
});

test('an annotation is a column', async ({ app, page, state, api }) => {
  await api.merge('v1', 'configmaps', state.namespace, 'settings', {
    metadata: { annotations: { 'example.com/owner': 'the crew' } },
  });
  await app.signIn(state.tokens.admin);
  await page.goto(`${app.inNamespace('core/configmaps')}?cols=annotation:example.com/owner`);
  await expect(app.row('settings')).toContainText('the crew');
});

test('headers are dragged to their place and by the edge to their width', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns`));
  await expect(app.row('mast')).toBeVisible();
  const header = (name: string) => app.grid.getByRole('columnheader', { name });
  const headers = () => app.grid.locator('th[data-column]').allInnerTexts();
  expect(await headers()).toEqual(['Name', 'Colour', 'Lumen', 'Age']);

  await header('Lumen').getByRole('button').hover();
  await page.mouse.down();
  const target = (await header('Colour').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(target.x + 20, target.y + 10, { steps: 8 });
  await page.mouse.up();
  await expect.poll(headers).toEqual(['Name', 'Lumen', 'Colour', 'Age']);
  await expect(page).not.toHaveURL(/sort=/);

  await header('Lumen').getByRole('button').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(headers).toEqual(['Name', 'Colour', 'Lumen', 'Age']);
  await expect(header('Lumen').getByRole('button')).toBeFocused();

  const width = async () => Math.round((await header('Colour').boundingBox())?.width ?? 0);
  const before = await header('Colour').boundingBox();
  if (before === null) throw new Error('the header has no box');
  await page.mouse.move(before.x + before.width, before.y + 12);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width + 120, before.y + 12, { steps: 6 });
  await page.mouse.up();
  await expect.poll(width).toBe(Math.round(before.width) + 120);
  await page.reload();
  await expect(app.row('mast')).toBeVisible();
  await expect.poll(width).toBe(Math.round(before.width) + 120);
  const now = await header('Colour').boundingBox();
  if (now === null) throw new Error('the header has no box');
  await page.mouse.dblclick(now.x + now.width, now.y + 12);
  await expect.poll(width).toBeLessThan(120);
  await expect(page).not.toHaveURL(/sort=/);
});

test('what is shown is exported, and the command prints it', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(`${app.inNamespace(`${state.crdGroup}/lanterns`)}?sort=-lumen&q=a&cols=name,lumen`);
  await expect(app.row('mast')).toBeVisible();
  const more = page.getByRole('button', { name: 'More of this list' });

  const csv = page.waitForEvent('download');
  await more.click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  expect((await csv).suggestedFilename()).toMatch(/^lanterns-.*\.csv$/);
  expect(readFileSync(await (await csv).path(), 'utf8')).toBe('Name,Lumen\r\nmast,1200\r\nbow,900\r\nstern,80\r\n');

  const json = page.waitForEvent('download');
  await more.click();
  await page.getByRole('menuitem', { name: /JSON/ }).click();
  const [first] = JSON.parse(readFileSync(await (await json).path(), 'utf8')) as unknown[];
  expect(first).toEqual({ Name: 'mast', Lumen: '1200' });

  await more.click();
  await page.getByRole('menuitem', { name: 'kubectl command of this list' }).click();
  const dialog = page.getByRole('dialog', { name: 'The kubectl command of this list' });
  await expect(dialog).toContainText(`kubectl get lanterns.${state.crdGroup} -n ${state.namespace}`);
  await dialog.getByRole('button', { name: 'Copy the command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('kubectl get lanterns.');
});

test('the keys are shown by ?, and cells are copied by them', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns?sort=name`));
  await expect(app.row('bow')).toBeVisible();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys of this list' });
  await expect(keys).toContainText('Filter');
  await app.expectAccessible();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);

  await app.grid.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  await expect(page.getByText('Copied: 900')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('900');

  await app.row('bow').getByRole('gridcell', { name: 'white' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Copy “white”/ }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('white');

  await app.grid.focus();
  await page.keyboard.press('d');
  await expect(page).toHaveURL(/lanterns\/bow/);
});

test('over all namespaces whole objects of few are read, and of many when they are chosen', async ({
  app,
  page,
  state,
}) => {
  // several lists
  test.slow();
  await app.signIn(state.tokens.admin);
  // squares of containers, drawn by the style sheet from fields of the status
  const squares = (row: string) => app.row(row).locator('[data-drawing="squares"]');
  // other runs have pods of that name, too
  const talker = `q=talker+namespace:${state.namespace}`;
  // what the cluster says when it is asked how many there are
  let rest = 10;
  await page.route(/\/api\/v1\/pods\?limit=1&includeObject=None$/, (route) =>
    route.fulfill({ json: { rows: [{}], metadata: { continue: 'next', remainingItemCount: rest } } }),
  );
  await page.goto(`${app.inNamespace('core/pods', '_all')}?${talker}`);
  await expect(squares('talker')).toHaveCount(1);
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await expect(
    page.getByRole('dialog', { name: 'Columns' }).getByRole('heading', { name: 'Hidden columns' }),
  ).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Read whole objects/ })).toHaveCount(0);

  rest = 50_000;
  await page.goto(app.inNamespace('core/pods'));
  await expect(squares('talker')).toHaveCount(1);

  await page.goto(`${app.inNamespace('core/pods', '_all')}?${talker}`);
  await expect(app.row('talker')).toContainText('1/1');
  await expect(squares('talker')).toHaveCount(0);
  await expect(app.grid.getByRole('columnheader', { name: 'Ready' })).toBeVisible();
  // health without them, by the server's own words
  await expect(app.row('talker').locator('[data-health="ok"]')).toHaveCount(1);

  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await expect(chooser.getByRole('listitem').filter({ hasText: 'QoS' })).toContainText('reads whole objects');
  await app.expectAccessible();
  await chooser.getByRole('checkbox', { name: /Read whole objects/ }).check();
  await expect(squares('talker')).toHaveCount(1);
  await expect(page).toHaveURL(/cols=whole/);

  // the address wins over what is remembered, and what is remembered over nothing
  await page.goto(`${app.inNamespace('core/pods', '_all')}?${talker}`);
  await expect(squares('talker')).toHaveCount(1);
  await page.goto(`${app.inNamespace('core/pods', '_all')}?${talker}&cols=wide`);
  await expect(app.row('talker')).toContainText('1/1');
  await expect(squares('talker')).toHaveCount(0);
  await expect(app.grid.getByRole('columnheader', { name: 'QoS' })).toHaveCount(0);
  await page.goto(`${app.inNamespace('core/pods', '_all')}?${talker}&cols=qos`);
  await expect(app.grid.getByRole('columnheader', { name: 'QoS' })).toBeVisible();
  await expect(squares('talker')).toHaveCount(1);
});
