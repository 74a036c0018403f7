import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a pod’s page: containers, last state, owner, conditions, events', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/crasher'));
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { name: /crasher/ })).toBeVisible();
  await expect(main).toContainText('busybox:1.28');
  await expect(main).toContainText(/exit code 3|code 3|\b3\b/);
  await expect(main).toContainText('ContainersReady');
  await expect(main).toContainText(/Back-?[oO]ff/);

  await page.goto(app.inNamespace('core/pods?q=web-'));
  await app.grid.getByRole('link', { name: /^web-/ }).first().click();
  await page
    .getByRole('main')
    .getByRole('link', { name: /web-[0-9a-z]+$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/apps\/replicasets\/web-/);
  await page.getByRole('main').getByRole('link', { name: 'Deployment/web' }).click();
  await expect(page).toHaveURL(/apps\/deployments\/web/);
});

test('the page is live, and a deleted object keeps its last state to read', async ({ app, page, state, api }) => {
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'short-lived', namespace: state.namespace },
    data: { a: '1' },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/short-lived'));
  await api.merge('v1', 'configmaps', state.namespace, 'short-lived', {
    metadata: { labels: { fresh: 'label-of-now' } },
  });
  await expect(page.getByRole('main')).toContainText('label-of-now');
  await api.delete('v1', 'configmaps', state.namespace, 'short-lived');
  await expect(page.getByRole('main')).toContainText(/deleted|gone/i);
  await expect(page.getByRole('main')).toContainText('label-of-now');

  // it is made again from what is left of it, after a review
  await page.getByRole('button', { name: 'Create it again …' }).click();
  const review = page.getByRole('dialog', { name: 'Review: ConfigMap short-lived' });
  await review.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(review).toContainText('It is written.');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Another ConfigMap has taken this name')).toBeVisible();
  const made = await api.get('v1', 'configmaps', state.namespace, 'short-lived');
  expect(made).toMatchObject({ data: { a: '1' }, metadata: { labels: { fresh: 'label-of-now' } } });
});

test('YAML: live, managedFields folded away, search, copy, download', async ({ app, page, state, api }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: state.url });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/settings/yaml'));
  const editor = page.locator('.cm-content');
  await expect(editor).toContainText('colour: green');
  await expect(editor).not.toContainText('managedFields');
  await api.merge('v1', 'configmaps', state.namespace, 'settings', { data: { colour: 'teal' } });
  await expect(editor).toContainText('colour: teal');

  await page.getByRole('button', { name: /^copy/i }).first().click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/colour: teal|settings/);
  const download = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /download/i })
    .or(page.getByRole('link', { name: /download/i }))
    .first()
    .click();
  const file = await (await download).path();
  expect(readFileSync(file, 'utf8')).toContain('colour: teal');
  expect((await download).suggestedFilename()).toBe('settings.yaml');

  await editor.click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('colour');
  await expect(page.locator('.cm-searchMatch').first()).toBeVisible();
  await api.merge('v1', 'configmaps', state.namespace, 'settings', { data: { colour: 'green' } });
});

test('a Secret’s values are masked until asked for', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  const encoded = Buffer.from(state.canary).toString('base64');
  await page.goto(app.inNamespace('core/secrets/password/yaml'));
  const editor = page.locator('.cm-content');
  await expect(editor).toContainText('name: password');
  await expect(editor).not.toContainText(encoded);
  await page
    .getByRole('button', { name: /reveal|show values/i })
    .or(page.getByRole('switch', { name: /reveal|show values/i }))
    .or(page.getByRole('checkbox', { name: /reveal|show values/i }))
    .first()
    .click();
  await expect(editor).toContainText(encoded);
});

test('a ConfigMap of 1.4 MB opens', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/huge/yaml'));
  await expect(page.locator('.cm-content')).toContainText('blob.bin');
  await page.goto(app.inNamespace('core/configmaps/huge'));
  await expect(page.getByRole('main')).toContainText('blob.bin');
});

test('an object that is not there says so', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/never-was'));
  await expect(page.getByRole('main')).toContainText(/not found|does not exist|no pod/i);
});
