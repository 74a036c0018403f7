import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { KubeApi } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

/** The text that is edited; the one that is only read says so. */
const editorOf = (page: Page) => page.locator('.cm-content:not([aria-readonly])');
const lineOf = (page: Page, text: string) => editorOf(page).locator('.cm-line', { hasText: text }).first();

/** A Deployment of the test's own, with no pods: nothing but the test changes it. */
async function makeDeployment(api: KubeApi, namespace: string, name: string): Promise<void> {
  const labels = { app: name };
  await api.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'busybox:1.28' }] } },
    },
  });
}

async function typeAfter(page: Page, text: string, typed: string): Promise<void> {
  await lineOf(page, text).click({ position: { x: 40, y: 8 } });
  await page.keyboard.press('End');
  await page.keyboard.type(typed);
}

test('e opens the editor; completion, documentation and faults come from the cluster’s schema (OPS-060, OPS-068, OPS-070)', async ({
  app,
  page,
  state,
  api,
}) => {
  await makeDeployment(api, state.namespace, 'edited');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments?q=edited'));
  await app.row('edited').click();
  await page.goto(app.inNamespace('apps/deployments/edited/yaml'));
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(/edit=yes/);
  await expect(editorOf(page)).toContainText('replicas: 0');
  // status and bookkeeping are out of the way; required and immutable fields are marked when the schema is there
  await expect(editorOf(page)).not.toContainText(/resourceVersion|managedFields|availableReplicas/);
  await expect(editorOf(page).locator('.cm-qd-immutable', { hasText: 'selector' })).toBeVisible();
  await expect(editorOf(page).locator('.cm-qd-required', { hasText: 'template' })).toBeVisible();

  await typeAfter(page, 'replicas: 0', '\nminRea');
  // a key right after the list came is text still (CodeMirror's interactionDelay): a click is always a choice
  await page.getByRole('option', { name: /minReadySeconds/ }).click();
  await page.keyboard.type('5');
  await expect(editorOf(page)).toContainText('minReadySeconds: 5');

  await page.keyboard.type('\nreplica: 3');
  await page.keyboard.press('Escape');
  const fault = editorOf(page).locator('.cm-lintRange-error', { hasText: 'replica' });
  await expect(fault).toBeVisible();
  await fault.hover();
  await expect(page.locator('.cm-tooltip-lint')).toContainText('replicas');

  await page.mouse.move(0, 0);
  await lineOf(page, 'minReadySeconds').locator('span').first().hover();
  await expect(page.locator('.cm-qd-card')).toContainText('spec.minReadySeconds');
});

test('explain beside the text follows the cursor and goes down and up (OPS-070)', async ({ app, page, state, api }) => {
  await makeDeployment(api, state.namespace, 'explained');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/explained/yaml?edit=yes'));
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Explain' });
  await lineOf(page, 'template:').click({ position: { x: 40, y: 8 } });
  await expect(panel).toContainText(/pods that will be created/i);
  await panel.getByRole('button', { name: /^spec/ }).click();
  await panel.getByRole('button', { name: /^containers/ }).click();
  await expect(panel).toContainText('[]Container');
  await panel.getByRole('navigation').getByRole('button', { name: 'Deployment' }).click();
  await expect(panel.getByRole('button', { name: /^metadata/ })).toBeVisible();
  await app.expectAccessible();
});

test('what was typed survives leaving and reload, and is offered again (OPS-060)', async ({
  app,
  page,
  state,
  api,
}) => {
  await makeDeployment(api, state.namespace, 'drafted');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/drafted/yaml?edit=yes'));
  await expect(editorOf(page)).toContainText('replicas: 0');
  await typeAfter(page, 'replicas: 0', '\n  # typed and not saved');
  await page.reload();
  await expect(page.getByText(/unsaved changes from \d\d:\d\d/)).toBeVisible();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByTestId('write-diff')).toContainText('typed and not saved');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(editorOf(page)).toContainText('typed and not saved');

  // elsewhere and back
  await page.getByRole('link', { name: 'Events', exact: true }).first().click();
  await page.goto(app.inNamespace('apps/deployments/drafted/yaml'));
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText(/unsaved changes/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(editorOf(page)).toContainText('replicas: 0');
  await expect(editorOf(page)).not.toContainText('typed and not saved');
});

test('a draft outlives the session: signing in again brings it back', async ({ app, page, state, api, context }) => {
  await makeDeployment(api, state.namespace, 'expired');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/expired/yaml?edit=yes'));
  await expect(editorOf(page)).toContainText('replicas: 0');
  await typeAfter(page, 'replicas: 0', '\n  # before the session ended');
  await expect(page.getByText('Draft kept')).toBeVisible();
  await context.clearCookies();
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/expired/yaml'));
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(editorOf(page)).toContainText('before the session ended');
});

test('save is reviewed, written as typed, and the page is left without a draft', async ({ app, page, state, api }) => {
  await makeDeployment(api, state.namespace, 'saved');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/saved/yaml?edit=yes'));
  await expect(editorOf(page)).toContainText('replicas: 0');
  // a number as YAML 1.1 writes it: only the text as typed says so
  await typeAfter(page, 'replicas: 0', '\nminReadySeconds: 0b11');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('minReadySeconds: 3');
  await dialog.getByRole('button', { name: 'Write', exact: true }).click();
  await expect(dialog).toContainText('It is written');
  const written = (await api.get('apps/v1', 'deployments', state.namespace, 'saved')) as {
    spec?: { minReadySeconds?: number };
  };
  expect(written.spec?.minReadySeconds).toBe(3);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page).not.toHaveURL(/edit=/);
  await expect(page.getByText(/unsaved changes/)).toHaveCount(0);
});

test('a change of somebody else is told while editing', async ({ app, page, state, api }) => {
  await makeDeployment(api, state.namespace, 'changing');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/changing/yaml?edit=yes'));
  await expect(editorOf(page)).toContainText('replicas: 0');
  await api.merge('apps/v1', 'deployments', state.namespace, 'changing', { metadata: { labels: { other: 'hand' } } });
  await expect(page.getByText(/has changed since this edit began/)).toBeVisible();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByTestId('write-diff')).toContainText('other: hand');
  await expect(editorOf(page)).not.toContainText('other: hand');
});

test('a child points to its owner; a copy has a name of its own; JSON and clean export (OPS-081)', async ({
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods?q=web-'));
  const pod = await app.grid.getByRole('link', { name: /^web-/ }).first().textContent();
  await page.goto(app.inNamespace(`core/pods/${pod?.trim()}/yaml?edit=yes`));
  await expect(page.getByRole('link', { name: /Edit ReplicaSet\/web-/ })).toBeVisible();

  await page.goto(app.inNamespace('core/configmaps/settings/yaml'));
  await page.getByRole('button', { name: 'Duplicate as new' }).click();
  await expect(editorOf(page)).toContainText('name: settings-copy');
  await expect(editorOf(page)).not.toContainText('uid:');
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('switch', { name: 'Without server fields' }).click();
  await page.getByRole('switch', { name: 'JSON' }).click();
  const text = page.locator('.cm-content');
  await expect(text).toContainText('"colour"');
  await expect(text).not.toContainText('uid');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('settings.json');
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { metadata: object };
  expect(Object.keys(saved.metadata).sort()).toEqual(['annotations', 'labels', 'name', 'namespace']);
});

test('a Secret’s draft never reaches the browser’s storage', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/secrets/password/yaml?edit=yes'));
  const encoded = Buffer.from(state.canary).toString('base64');
  await expect(page.getByRole('main')).not.toContainText(encoded);
  await page.getByRole('button', { name: 'Show and edit' }).click();
  await expect(editorOf(page)).toContainText(encoded);
  await typeAfter(page, 'kind: Secret', '\n# typed');
  await expect(page.getByText('Draft kept until reload')).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(encoded);
  // but it is there when one comes back within the page
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText(/unsaved changes/)).toBeVisible();
  expect(await page.getByRole('button', { name: 'Compare' }).count()).toBe(0);
});
