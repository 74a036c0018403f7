import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a pasted token signs in, and the page says who I am, where, and until when', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page
    .getByRole('button', { name: /account|who am i|e2e-admin/i })
    .first()
    .click();
  const menu = page.getByRole('menu').or(page.getByRole('dialog')).first();
  await expect(menu).toContainText(`system:serviceaccount:${state.namespace}:e2e-admin`);
  await expect(menu).toContainText(state.cluster);
  await expect(menu).toContainText(/expires|until/i);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(app.inNamespace('core/pods'));
  await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
});

test('blanks and line breaks in a paste are trimmed, and a base64 paste is recognised', async ({
  app,
  page,
  state,
}) => {
  const wrapped = state.tokens.viewer.replace(/(.{60})/g, '$1\n  ');
  await app.signIn(`  ${wrapped}\n`);
  await page.context().clearCookies();
  await app.signIn(Buffer.from(state.tokens.viewer).toString('base64'));
});

const jwt = (token: string): string[] => token.split('.');
const WRONG: readonly (readonly [string, (token: string) => string])[] = [
  ['wrong', () => 'not-a-token'],
  ['truncated', (token) => token.slice(0, token.length / 2)],
  ['signed by nobody', (token) => `${jwt(token)[0]}.${jwt(token)[1]}.${'A'.repeat(86)}`],
  ['binary', () => '\u00ff\u0001\u0002token'],
];
for (const [what, spoil] of WRONG)
  test(`a ${what} token is refused in plain words and the page stays`, async ({ page, state }) => {
    await page.goto(`${state.url}/sign-in`);
    await page.getByLabel('Token', { exact: true }).fill(spoil(state.tokens.admin));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(
      page.getByText(/(not|no|refused|rejected|expired).*token|token.*(not|no|refused|rejected|expired)/i).first(),
    ).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  });

test('an expired session asks to sign in again in place and keeps the page', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods?q=shell'));
  await expect(app.row('shell-bash')).toBeVisible();
  const address = page.url();
  await page.context().clearCookies();
  await app
    .row('shell-bash')
    .getByRole('link', { name: /shell-bash/ })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/sign in/i);
  await dialog.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: /shell-bash/ })).toBeVisible();
  await page.goBack();
  expect(page.url()).toBe(address);
});

test.describe('ready logins of the demo', () => {
  test.beforeEach(({ state }) => test.skip(state.target !== 'demo', 'only the demo cluster has ready logins'));
  for (const name of ['Cluster admin', 'Namespace developer', 'Viewer'])
    test(name, async ({ page, state }) => {
      await page.goto(state.url);
      await page.getByRole('button', { name }).click();
      await expect(page).toHaveURL(/\/clusters\//);
      await expect(page.getByRole('navigation').first()).toContainText('Workloads');
    });
});
