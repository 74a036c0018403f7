import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a pasted token signs in, and the page says who I am, where, and until when', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.admin);
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
  await app.signInByHand(`  ${wrapped}\n`);
  await page.context().clearCookies();
  await app.signInByHand(Buffer.from(state.tokens.viewer).toString('base64'));
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

test('a session that ended asks to sign in again in place and keeps the page', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods?q=shell'));
  await expect(app.row('shell-bash')).toBeVisible();
  const address = page.url();

  // signed out in another tab: the session is over for this one too
  const other = await page.context().newPage();
  await other.goto(app.inNamespace('core/configmaps'));
  await other.getByRole('button', { name: /signed in as/i }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await other.close();

  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/sign in/i);
  await expect(app.row('shell-bash')).toBeAttached();
  await dialog.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(page.url()).toBe(address);
  await expect(app.row('shell-bash')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible();
});

// only the demo has ready logins, so these are no tests of a cluster of yours
if (process.env['E2E_TARGET'] !== 'cluster')
  for (const name of ['Cluster admin', 'Namespace developer', 'Viewer'])
    test(`the demo's ready login "${name}"`, async ({ page, state }) => {
      await page.goto(state.url);
      await page.getByRole('button', { name }).click();
      await expect(page).toHaveURL(/\/clusters\//);
      await expect(page.getByRole('navigation', { name: /kinds/i })).toContainText('Workloads');
    });

test('a program that could not be fetched is fetched once more, and a page is never blank', async ({ page, state }) => {
  const memory = 'quarterdeck.reloaded-at';
  for (const part of ['**/assets/app-*.js', '**/assets/words-en-*.js']) {
    let cuts = 0;
    await page.route(part, (route) => {
      cuts += 1;
      return cuts === 1 ? route.abort('connectionreset') : route.continue();
    });
    await page.goto(`${state.url}/sign-in`).catch(() => {});
    await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
    expect(cuts).toBe(2);
    await page.unroute(part);
    await page.evaluate((key) => localStorage.removeItem(key), memory);
  }
  await page.route('**/assets/app-*.js', (route) => route.abort('connectionreset'));
  await page.goto(`${state.url}/sign-in`);
  await expect(page.getByText('Quarterdeck could not be loaded')).toBeVisible();
});
