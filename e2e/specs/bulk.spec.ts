import { expect, type Page } from '@playwright/test';
import type { KubeApi } from '../fixtures/kube-api.ts';
import type { RunState } from '../fixtures/state.ts';
import { test } from '../fixtures/test.ts';

const NAMES = Array.from({ length: 12 }, (_, i) => `bulk-${String(i + 1).padStart(2, '0')}`);
const LIST = 'core/pods?q=bulk-';

/** A pod that no node takes: it costs nothing, and is gone as soon as it is deleted. */
function createPod(api: KubeApi, namespace: string, name: string): Promise<unknown> {
  return api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: 'bulk' } },
    spec: {
      nodeSelector: { 'quarterdeck.example/nowhere': 'yes' },
      containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }],
    },
  });
}

async function namesIn(api: KubeApi, namespace: string, selector: string): Promise<string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const { items } = (await api.request('GET', path)) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).sort();
}

const selectAll = (page: Page) => page.getByRole('checkbox', { name: /^select all 1\d/i }).check();
const action = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Selected objects' }).getByRole('button', { name, exact: true });

/** A person who may do everything in one namespace, and look at the pods of another. */
async function tokenOfTwoNamespaces(api: KubeApi, { namespace, otherNamespace }: RunState): Promise<string> {
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'e2e-bulk', namespace },
  });
  for (const [where, role] of [
    [namespace, 'admin'],
    [otherNamespace, 'view'],
  ] as const)
    await api.create('rolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'e2e-bulk', namespace: where },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: 'e2e-bulk', namespace }],
    });
  return api.token(namespace, 'e2e-bulk');
}

test.beforeEach(async ({ api, state }) => {
  for (const name of NAMES) await createPod(api, state.namespace, name);
  await createPod(api, state.otherNamespace, 'bulk-other');
});

test.afterAll(async ({ api, state }) => {
  for (const name of NAMES) await api.delete('v1', 'pods', state.namespace, name, 0);
  await api.delete('v1', 'pods', state.otherNamespace, 'bulk-other', 0);
});

test('a selection is made by mouse and keys, and is there again on the way back', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace(LIST));
  await app.row('bulk-02').getByRole('checkbox').check();
  await app
    .row('bulk-04')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(app.grid.getByRole('row', { selected: true })).toHaveCount(3);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(app.row('bulk-05')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Selected objects' })).toContainText('4 selected');
  await app.grid.getByRole('link', { name: 'bulk-01' }).click();
  await expect(page.getByRole('heading', { name: /bulk-01/ })).toBeVisible();
  await page.goBack();
  await expect(app.grid.getByRole('row', { selected: true })).toHaveCount(4);
  await app.expectAccessible();
  await app.grid.focus();
  await page.keyboard.press('Escape');
  await expect(app.grid.getByRole('row', { selected: true })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Selected objects' })).toHaveCount(0);
});

test('twelve pods are labelled; what conflicts is tried again', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace(LIST));
  await expect(app.row('bulk-12')).toBeVisible();
  await selectAll(page);
  await action(page, 'Label').click();
  const dialog = page.getByRole('dialog', { name: 'Label 12 pods?' });
  await expect(dialog.getByText('12 ready')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Key' }).fill('team');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('not a value');
  await expect(dialog.getByRole('alert')).toContainText('no valid label value');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('blue');
  await dialog.getByRole('button', { name: 'Remove app', exact: true }).click();

  await dialog.getByRole('button', { name: /dry run/i }).click();
  await expect(dialog.getByText('12 would be accepted')).toBeVisible();
  expect(await namesIn(api, state.namespace, 'team=blue')).toEqual([]);

  let conflicts = 0;
  await page.route(/\/pods\/bulk-03(\?|$)/, async (route) => {
    if (route.request().method() !== 'PATCH' || conflicts > 0) return route.continue();
    conflicts += 1;
    return route.fulfill({
      status: 409,
      json: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Conflict', code: 409, message: 'changed' },
    });
  });
  await dialog.getByRole('button', { name: 'Label 12 pods' }).click();
  await expect(dialog.getByText('1 failed · 11 done')).toBeVisible();
  await expect(dialog.getByRole('list').last().getByRole('listitem').first()).toContainText('bulk-03');
  expect(await namesIn(api, state.namespace, 'team=blue,!app')).toHaveLength(11);
  await dialog.getByRole('button', { name: 'Label: retry 1' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await namesIn(api, state.namespace, 'team=blue,!app')).toEqual(NAMES);
});

test('a deletion passes over what is refused and says so', async ({ app, page, state, api }) => {
  await app.signIn(await tokenOfTwoNamespaces(api, state));
  await page.goto(app.inNamespace(LIST, `${state.namespace},${state.otherNamespace}`));
  await expect(app.row('bulk-other')).toBeVisible();
  await expect(app.row('bulk-12')).toBeVisible();
  await selectAll(page);
  await action(page, 'Delete').click();
  const dialog = page.getByRole('dialog', { name: 'Delete 13 pods?' });
  await expect(dialog.getByText('1 not allowed · 12 ready')).toBeVisible();
  await expect(dialog).toContainText(`needs delete pods in ${state.otherNamespace}`);
  await dialog.getByRole('button', { name: /dry run/i }).click();
  await expect(dialog.getByText('1 not allowed · 12 would be accepted')).toBeVisible();
  expect((await namesIn(api, state.namespace, '')).filter((name) => name.startsWith('bulk-'))).toEqual(NAMES);

  await dialog.getByRole('button', { name: 'Delete 12 pods' }).click();
  await expect(dialog.getByText('1 not allowed · 12 done')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(app.row('bulk-12')).toHaveCount(0);
  await expect(app.row('bulk-other')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Selected objects' })).toContainText('1 selected');
  expect(await namesIn(api, state.otherNamespace, 'app=bulk')).toEqual(['bulk-other']);
});

test('one pod is deleted by the key of its row', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace(LIST));
  await expect(app.row('bulk-01')).toBeVisible();
  await app.grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete bulk-01?' });
  await expect(dialog).toContainText('No controller owns it');
  await expect(dialog).toContainText(`kubectl delete pods bulk-01 -n ${state.namespace}`);
  await dialog.getByRole('button', { name: 'Delete bulk-01' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(app.row('bulk-01')).toHaveCount(0);
});
