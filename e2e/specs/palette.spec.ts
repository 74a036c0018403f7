import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('anything is gone to by its name: a kind by its short name, an object, a namespace, an action (OPS-048)', async ({
  api,
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('talker')).toBeVisible();
  const field = page.getByRole('combobox', { name: 'A kind, an object' });
  const option = (name: string | RegExp) => page.getByRole('option', { name });

  await test.step('a kind by its short name', async () => {
    // as a practised hand does: on, before the palette was fetched for the first time; "s" and "v" are keys of the list
    await page.keyboard.press('Control+K');
    await page.keyboard.type('svc');
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('svc');
    await expect(option(/^Services/)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(app.inNamespace('core/services'));
    await expect(field).toBeHidden();
  });

  await test.step('an object by a part of its name', async () => {
    await page.keyboard.press(':');
    await field.fill('talk');
    await expect(option(/^talker/)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(app.inNamespace('core/pods/talker'));
  });

  await test.step('an action on the object that is looked at, with its command', async () => {
    await page.keyboard.press('Control+K');
    await field.fill('yaml');
    await expect(option(/YAML/).first()).toContainText('kubectl get pod');
    await page.keyboard.press('Escape');
    await expect(field).toBeHidden();
  });

  await test.step('objects of a kind that is typed first', async () => {
    await page.keyboard.press('Control+K');
    await field.fill('cm settings');
    await expect(option(/^settings/)).toContainText('ConfigMap');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(app.inNamespace('core/configmaps/settings'));
  });

  await test.step('one slip of the hand, and any kind by its UID', async () => {
    await page.keyboard.press('Control+K');
    await field.fill('depolyments');
    await expect(option(/^Deployments/)).toBeVisible();
    const { metadata } = await api.get('v1', 'serviceaccounts', state.namespace, 'e2e-viewer');
    await field.fill(metadata.uid ?? '');
    await option(/^Look for/).click();
    await expect(option(/^e2e-viewer/)).toContainText('ServiceAccount');
    await page.keyboard.press('Escape');
  });

  await test.step('g and a letter', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await expect(page).toHaveURL(app.inNamespace('apps/deployments'));
    await expect(app.row('web')).toBeVisible();
    // a list has no g of its own, whichever row is marked
    await page.keyboard.press('j');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page).toHaveURL(app.address('/core/nodes'));
  });
});

test('without rights the palette offers what there is and says why not (OPS-048)', async ({ app, page, state }) => {
  await app.signIn(state.tokens.viewer);
  await page.goto(app.inNamespace('core/pods/talker'));
  await expect(page.getByRole('heading', { name: 'talker' })).toBeVisible();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'A kind, an object' }).fill('delete');
  const remove = page.getByRole('option', { name: /^Delete/ });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(remove).toContainText('delete');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'A kind, an object' })).toBeVisible();
});
