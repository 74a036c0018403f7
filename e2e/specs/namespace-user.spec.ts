import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a namespace token lands in its namespace and sees no storm of errors', async ({ app, page, state }) => {
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await app.signInByHand(state.tokens.developer);
  await expect(page).toHaveURL(new RegExp(`/namespaces/${state.namespace}/`));
  await expect(app.row('shell-bash')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(refused.length).toBeLessThanOrEqual(3);
});

test('cluster-wide kinds are absent or disabled with the reason', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await expect(app.row('shell-bash')).toBeVisible();
  const sidebar = page.getByRole('navigation', { name: /kinds|resources|sidebar/i });
  await sidebar.getByRole('button', { name: /show \d+ hidden kinds/i }).click();
  await expect(sidebar.getByText('You may not list nodes: needs list on nodes, cluster-wide')).toBeAttached();
  await expect(sidebar.getByRole('link', { name: 'Nodes' })).toHaveCount(0);
  await page.goto(app.address('/core/nodes'));
  await expect(page.getByRole('main')).toContainText(/may not list nodes/i);
});

test('a namespace can be typed when listing namespaces is forbidden', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await expect(page).toHaveURL(new RegExp(`/namespaces/${state.namespace}/`));
  await page
    .getByRole('button', { name: /namespace/i })
    .first()
    .click();
  const box = page
    .getByRole('textbox', { name: /namespace/i })
    .or(page.getByRole('combobox', { name: /namespace/i }))
    .first();
  await box.fill('Not_A_Namespace');
  await box.press('Enter');
  await expect(page.getByText(/small letters/i).first()).toBeVisible();
  await box.fill(state.otherNamespace);
  await box.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/namespaces/${state.otherNamespace}/`));
  await expect(page.getByRole('main')).toContainText(/may not list pods/i);
});

test('the viewer may read and is told what he may not do', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.viewer);
  await page.goto(app.inNamespace('core/pods/shell-bash/shell'));
  // terminals stand in the dock, and so does why there is none
  await expect(page.getByRole('region', { name: 'Terminals', exact: true })).toContainText(/may not create pods\/exec/);
  await page.goto(app.inNamespace('core/secrets'));
  await expect(page.getByRole('main')).toContainText(/may not list secrets/i);
});
