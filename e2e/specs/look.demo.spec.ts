import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

// what moves is looked at here
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

/** A browser's look at the product: which cluster stands behind it does not matter. */
const PAGES: readonly (readonly [string, string])[] = [
  ['the sign-in page', '/sign-in'],
  ['overview', '/overview'],
  ['list', '/namespaces/{ns}/core/pods'],
  ['denied list', '/namespaces/kube-system/core/secrets'],
  ['pod page', '/namespaces/{ns}/core/pods/crasher'],
  ['managers', '/namespaces/{ns}/apps/deployments/web/managers'],
  ['YAML', '/namespaces/{ns}/core/configmaps/settings/yaml'],
  ['editor', '/namespaces/{ns}/apps/deployments/web/yaml?edit=yes'],
  ['apply', '/apply'],
  ['raw API', '/raw?path=/api/v1/namespaces/{ns}/configmaps/settings'],
  ['events', '/namespaces/{ns}/core/pods/crasher/events'],
  ['logs', '/namespaces/{ns}/core/pods/talker/logs'],
  ['shell', '/namespaces/{ns}/core/pods/shell-sh/shell'],
];

for (const [name, path] of PAGES)
  test(`${name} passes axe, in light and dark`, async ({ app, page, state }) => {
    if (path !== '/sign-in') await app.signIn(name === 'denied list' ? state.tokens.viewer : state.tokens.developer);
    await page.goto(path === '/sign-in' ? `${state.url}/sign-in` : app.address(path.replace('{ns}', state.namespace)));
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await app.expectAccessible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    // what a scheme changes is colours
    await app.expectAccessible(['color-contrast']);
  });

test('Simplified Chinese by the browser’s language, and by the switch', async ({ browser, state }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${state.url}/sign-in`);
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await context.close();
});

test('the language switch keeps the page', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('shell-bash')).toBeVisible();
  const address = page.url();
  await page.getByRole('button', { name: /language|中文/i }).click();
  await page.getByRole('menuitem', { name: /中文/ }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByText('工作负载').first()).toBeVisible();
  expect(page.url()).toBe(address);
});

test('the theme switch is remembered', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await page
    .getByRole('button', { name: /theme|dark|light|colou?r scheme/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: /dark/i }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
