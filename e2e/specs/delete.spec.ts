import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

/** What no node takes costs nothing. */
const NOWHERE = {
  nodeSelector: { 'quarterdeck.example/nowhere': 'yes' },
  containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }],
  volumes: [{ name: 'scratch', emptyDir: {} }],
};

async function openDelete(page: Page, name: string) {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  return page.getByRole('dialog', { name: `Delete ${name}?` });
}

test.afterAll(async ({ api, state }) => {
  // what a failed test has left must not hold the namespace of the run
  await api.request('PATCH', `/api/v1/namespaces/${state.namespace}/configmaps/held`, {
    body: { metadata: { finalizers: null } },
    contentType: 'application/merge-patch+json',
    allow: [404],
  });
});

test('who makes it again, what is lost, and the end of it (CTL-21, TUT-25)', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'delete-me', namespace, labels: { app: 'delete-me' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'delete-me' } },
      template: { metadata: { labels: { app: 'delete-me' } }, spec: NOWHERE },
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods?l=app%3Ddelete-me'));
  const pod = app.row(/delete-me-/);
  await expect(pod).toHaveCount(1);
  const link = pod.getByRole('link', { name: /delete-me-/ }).first();
  const name = (await link.textContent()) ?? '';
  const dialog = await openDelete(page, name);
  await expect(dialog).toContainText('ReplicaSet delete-me controls it and will make it again');
  await expect(dialog).toContainText('what is in its volume scratch');
  await app.expectAccessible();
  await dialog.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(link).not.toHaveText(name);
  await expect(pod).toHaveCount(1);

  await page.goto(app.inNamespace('apps/replicasets?q=delete-me'));
  await expect(app.row('delete-me')).toBeVisible();
  const whole = await openDelete(page, 'delete-me');
  await expect(whole).toContainText('One pod.');
  await whole.getByText('How it is deleted').click();
  await whole.getByLabel('Objects that it owns').selectOption('Foreground');
  await expect(whole).toContainText('--cascade=foreground');
  await whole.getByRole('button', { name: 'Delete delete-me' }).click();
  await expect(app.row('delete-me')).toHaveCount(0);
});

test('what a finalizer holds is said, and let go knowingly (CTL-24, OPS-080)', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', namespace, finalizers: ['quarterdeck.example/hold'] },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps?q=held'));
  await expect(app.row('held')).toBeVisible();
  const dialog = await openDelete(page, 'held');
  await expect(dialog).toContainText('quarterdeck.example/hold: the controller that set this finalizer');
  await dialog.getByRole('button', { name: 'Delete held' }).click();
  await expect(dialog.getByText('accepted; waiting until it is gone')).toBeVisible();
  await dialog.getByRole('button', { name: 'Leave it to the cluster' }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto(app.inNamespace('core/configmaps/held'));
  await expect(page.getByText('ConfigMap held is being deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Remove finalizers …' }).click();
  const removal = page.getByRole('dialog', { name: 'Remove finalizers held?' });
  const remove = removal.getByRole('button', { name: 'Remove finalizers held' });
  await expect(remove).toBeDisabled();
  await removal.getByRole('checkbox', { name: 'quarterdeck.example/hold' }).check();
  await removal.getByLabel('Type held to confirm').fill('held');
  await expect(removal).toContainText(`{"metadata":{"finalizers":null}}`);
  await app.expectAccessible();
  await remove.click();
  await expect(removal).toHaveCount(0);
  await expect(page.getByText(/has been deleted|is gone/i).first()).toBeVisible();
});

test('a namespace asks for its name and says what is in it', async ({ app, page, state, api }) => {
  const name = `${state.namespace}-gone`;
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'one', namespace: name },
  });
  await app.signIn(state.tokens.admin);
  await page.goto(app.address(`/core/namespaces?q=${name}`));
  await expect(app.row(name)).toBeVisible();
  const dialog = await openDelete(page, name);
  const button = dialog.getByRole('button', { name: `Delete ${name}` });
  await expect(dialog).toContainText(/Among all that is in it: .*ConfigMap \d/);
  await expect(button).toBeDisabled();
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await button.click();
  await expect(app.row(name)).toHaveCount(0, { timeout: 45_000 });
});

test('an object that somebody has written since is not deleted, where that was wanted', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'touched', namespace } };
  await api.create('configmaps', object);
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps?q=touched'));
  await expect(app.row('touched')).toBeVisible();
  const dialog = await openDelete(page, 'touched');
  await dialog.getByText('How it is deleted').click();
  await dialog.getByRole('checkbox', { name: 'Only if nothing has changed since' }).check();
  await api.request('PATCH', `/api/v1/namespaces/${namespace}/configmaps/touched`, {
    body: { data: { a: 'b' } },
    contentType: 'application/merge-patch+json',
  });
  await dialog.getByRole('button', { name: 'Delete touched' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Only if nothing has changed since' }).uncheck();
  await dialog.getByRole('button', { name: /retry/ }).click();
  await expect(app.row('touched')).toHaveCount(0);
});
