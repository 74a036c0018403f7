import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a pasted token signs in, and the page says who I am, where, and until when', async ({ app, page, state }) => {
  // blanks and line breaks in a paste are trimmed
  const wrapped = state.tokens.admin.replace(/(.{60})/g, '$1\n  ');
  await app.signInByHand(`  ${wrapped}\n`);
  await page
    .getByRole('button', { name: /account|who am i|e2e-admin/i })
    .first()
    .click();
  const menu = page.getByRole('menu').or(page.getByRole('dialog')).first();
  await expect(menu).toContainText(`system:serviceaccount:${state.namespace}:e2e-admin`);
  await expect(menu).toContainText(state.cluster);
  await expect(menu).toContainText(/expires|until/i);
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(app.inNamespace('core/pods'));
  // a base64 paste is recognised
  await page.getByLabel('Token', { exact: true }).fill(Buffer.from(state.tokens.viewer).toString('base64'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(app.inNamespace('core/pods'));
});

const jwt = (token: string): string[] => token.split('.');
const WRONG: readonly (readonly [string, (token: string) => string])[] = [
  ['wrong', () => 'not-a-token'],
  ['truncated', (token) => token.slice(0, token.length / 2)],
  ['signed by nobody', (token) => `${jwt(token)[0]}.${jwt(token)[1]}.${'A'.repeat(86)}`],
  ['binary', () => '\u00ff\u0001\u0002token'],
];
test('a token that is none is refused in plain words and the page stays', async ({ page, state }) => {
  await page.goto(`${state.url}/sign-in`);
  const refusal = page.getByText(/(not|no|refused|rejected|expired).*token|token.*(not|no|refused|rejected|expired)/i);
  for (const [what, spoil] of WRONG)
    await test.step(what, async () => {
      await page.getByLabel('Token', { exact: true }).fill(spoil(state.tokens.admin));
      // the refusal of the one before is gone once this one's is here
      const answered = what === 'binary' ? undefined : page.waitForResponse(/\/session$/);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      if (answered !== undefined) expect((await answered).status()).toBe(401);
      await expect(refusal.first()).toBeVisible();
      await expect(page).toHaveURL(/\/sign-in/);
    });
});

test('a session that ended asks to sign in again in place and keeps the page', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await app.go(app.inNamespace('core/pods?q=shell'));
  await expect(app.row('shell-bash')).toBeVisible();
  const address = page.url();

  // signed out in another tab: the session is over for this one too
  const other = await page.context().newPage();
  await other.goto(app.inNamespace('core/configmaps'));
  await other.getByRole('button', { name: /signed in as/i }).click();
  await other.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
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

const who = (page: Page) => page.getByRole('button', { name: /signed in as/i });
const shortNames = { admin: 'e2e-admin', viewer: 'e2e-viewer' };

test('a file signs in: a token, a kubeconfig’s context; what cannot be used says why (OPS-002, OPS-003)', async ({
  app,
  page,
  state,
  api,
}) => {
  const choose = async (name: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.goto(`${state.url}/sign-in`);
  await page.getByLabel('Token', { exact: true }).waitFor();
  const user = (fields: string) => `- {name: u, user: ${fields}}`;
  const config = (server: string, fields: string) =>
    `clusters: [{name: c, cluster: {server: "${server}"}}]\ncontexts: [{name: mine, context: {cluster: c, user: u}}]\nusers:\n${user(fields)}\n`;
  await choose('plugin', config(api.server.href, '{exec: {command: aws, args: [eks, get-token]}}'));
  const contexts = page.getByRole('region', { name: 'Contexts of plugin' });
  await expect(contexts).toContainText(/program on your machine.*aws eks get-token/s);
  await expect(contexts.getByRole('button', { name: /sign in with/i })).toHaveCount(0);
  await choose('stranger', config('https://10.255.0.1:6443', '{token: t}'));
  await page.getByRole('button', { name: 'Sign in with the context mine' }).click();
  await expect(page.getByRole('alert')).toContainText('not a cluster of this Quarterdeck');
  await choose('broken', 'contexts: [');
  await expect(page.getByText('This is no kubeconfig')).toBeVisible();

  // the admin's own: a token on the demo, a client certificate on a real cluster
  await page.locator('input[type=file]').setInputFiles(state.kubeconfig);
  await page.getByRole('button', { name: `Sign in with the context ${api.context}` }).click();
  await expect(page).toHaveURL(/\/clusters\//);
  await expect(who(page)).toContainText('kubernetes-admin');
  await who(page).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('Token', { exact: true }).waitFor();
  await choose('token.txt', `${state.tokens.viewer}\n`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(who(page)).toContainText(shortNames.viewer);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('eyJ');
  await app.expectAccessible();
});

test('several accounts stay beside each other, in every tab, until all are signed out (OPS-009, OPS-011)', async ({
  app,
  page,
  state,
}) => {
  await app.signInByHand(state.tokens.admin);
  await app.go(app.inNamespace('core/configmaps'));
  await who(page).click();
  await expect(page.getByRole('menu', { name: 'Accounts and session' })).toBeFocused();
  await app.expectAccessible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Add an account…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Token', { exact: true }).fill(state.tokens.viewer);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/core\/configmaps/);
  await expect(who(page)).toContainText(shortNames.viewer);

  const other = await page.context().newPage();
  await other.goto(app.inNamespace('core/pods'));
  await expect(who(other)).toContainText(shortNames.viewer);
  await who(page).click();
  await page.getByRole('menuitem', { name: /Switch to .*e2e-admin/ }).click();
  await expect(who(page)).toContainText(shortNames.admin);
  // the other tab follows by itself: its cookies are the same
  await expect(who(other)).toContainText(shortNames.admin);

  await who(page).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: /Go on as .*e2e-viewer/ }).click();
  await expect(who(page)).toContainText(shortNames.viewer);
  // the landing page is left by itself
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/./);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Escape');
  await who(page).press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out everywhere in this browser' }).press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /Go on as/ })).toHaveCount(0);
  await expect(other.getByLabel('Token', { exact: true })).toBeVisible();
  expect((await page.context().cookies()).filter(({ name }) => name.includes('qd-'))).toEqual([]);
  await other.close();
});

test('a token that is about to end is counted down and renewed; page, draft and terminal go on (OPS-008)', async ({
  app,
  page,
  state,
  api,
}) => {
  const metadata = { name: 'drafted', namespace: state.namespace };
  await api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { word: 'first' } });
  await page.clock.install();
  await app.signInByHand(state.tokens.developer);
  await app.go(app.inNamespace('core/pods/shell-bash/shell'));
  const screen = page.locator('.xterm-rows:visible');
  await expect(screen).toContainText(/[#$]/, { timeout: 30_000 });
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('kept=yes-kept; echo ready\n');
  await expect(screen).toContainText('ready');
  await app.go(app.inNamespace('core/configmaps/drafted/yaml?edit=yes'));
  const draft = page.locator('.cm-content:not([aria-readonly])');
  await draft.locator('.cm-line', { hasText: 'word: first' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('-and-a-draft');
  await expect(page).toHaveURL(/edit=yes/);
  const address = page.url();

  const session = await page.request.get(`${state.url}/api/clusters/${encodeURIComponent(state.cluster)}/session`);
  const { tokenExpiresAt } = (await session.json()) as { tokenExpiresAt: number };
  await page.clock.setSystemTime(tokenExpiresAt * 1000 - 4 * 60_000);
  const notice = page.getByRole('status').filter({ hasText: 'Your token ends' });
  await expect(notice).toContainText(/in 3m\d+s/);
  await notice.getByRole('button', { name: 'Renew' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(page.url()).toBe(address);
  await expect(draft).toContainText('word: first-and-a-draft');
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('echo "still $kept"\n');
  await expect(screen).toContainText('still yes-kept');
});

// only the demo has ready logins, so this is no test of a cluster of yours
if (process.env['E2E_TARGET'] !== 'cluster')
  test('the demo’s ready logins', async ({ page, state }) => {
    for (const name of ['Cluster admin', 'Namespace developer', 'Viewer'])
      await test.step(name, async () => {
        await page.context().clearCookies();
        await page.goto(state.url);
        await page.getByRole('button', { name }).click();
        await expect(page).toHaveURL(/\/clusters\//);
        await expect(page.getByRole('navigation', { name: /kinds/i })).toContainText('Workloads');
      });
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
