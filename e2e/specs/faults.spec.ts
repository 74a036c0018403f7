import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ROOT } from '../../scripts/run-step.ts';
import { App } from '../fixtures/app.ts';
import { until } from '../fixtures/kube-api.ts';
import { type Product, startProduct } from '../fixtures/product.ts';
import { kubeconfigThrough, Relay } from '../fixtures/relay.ts';
import { test } from '../fixtures/test.ts';

/** A product of its own whose API server can be taken away; same cluster, same objects. */
let relay: Relay;
let product: Product;
let app: App;

test.beforeAll(async ({ api, state }) => {
  relay = new Relay({ host: api.server.hostname, port: Number(api.server.port) });
  const file = join(ROOT, '.cache', `e2e-${state.target}`, 'relayed-kubeconfig');
  kubeconfigThrough(state.kubeconfig, await relay.up(), file);
  product = await startProduct([], { KUBECONFIG: file });
});
test.afterAll(async () => {
  await product.program.stop();
  await relay.down();
});
test.beforeEach(async ({ page, state }) => {
  app = new App(page, { ...state, url: product.url });
});

test('an API server that goes away is said at once, what was known stays, and it repairs itself', async ({
  page,
  state,
  api,
}) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps'));
  await expect(app.row('settings')).toBeVisible();
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'goes-unseen', namespace: state.namespace },
  });
  await expect(app.row('goes-unseen')).toBeVisible();

  await relay.down();
  const chip = page
    .getByRole('status')
    .filter({ hasText: /reconnecting|stale/i })
    .first();
  await expect(chip).toBeVisible();
  await expect(app.row('settings')).toBeVisible();
  await api.delete('v1', 'configmaps', state.namespace, 'goes-unseen');
  // since when, and why
  const stale = page.getByRole('status').filter({ hasText: /stale since \d{2}:\d{2}/i });
  await expect(stale.first()).toContainText(/reach|answer|cut/i, { timeout: 30_000 });

  await relay.up();
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible({ timeout: 30_000 });
  await expect(app.row('goes-unseen')).toHaveCount(0);
  await expect(app.row('settings')).toBeVisible();
});

test('a cut watch heals without a person’s doing', async ({ page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps'));
  await expect(app.row('settings')).toBeVisible();
  relay.cut();
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'after-the-cut', namespace: state.namespace },
  });
  await expect(app.row('after-the-cut')).toBeVisible();
  await api.delete('v1', 'configmaps', state.namespace, 'after-the-cut');
  await expect(app.row('after-the-cut')).toHaveCount(0);
});

test('a selector that the server refuses is told in its words, and can be mended where it stands', async ({
  page,
  state,
}) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps?f=spec.colour%3Dblue'));
  const refusal = page.getByRole('alert').filter({ hasText: /spec\.colour/ });
  await expect(refusal.first()).toBeVisible();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /refused/i })
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: /remove.*spec\.colour/i }).click();
  await expect(app.row('settings')).toBeVisible();
  await expect(refusal).toHaveCount(0);
});

test('a kind whose definition is deleted is said to be gone, and takes its objects off the screen', async ({
  page,
  state,
  api,
}) => {
  const group = `gone.${state.crdGroup}`;
  await api.create('customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `wisps.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'wisps', singular: 'wisp', kind: 'Wisp' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  });
  await until('the kind to be served', () => api.request('GET', `/apis/${group}/v1/wisps`).then(() => true));
  const { namespace } = state;
  await api.create('wisps', { apiVersion: `${group}/v1`, kind: 'Wisp', metadata: { name: 'will-o', namespace } });
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${group}/wisps`));
  await expect(app.row('will-o')).toBeVisible();
  await api.delete('apiextensions.k8s.io/v1', 'customresourcedefinitions', undefined, `wisps.${group}`);
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /not served/i })
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await expect(app.row('will-o')).toHaveCount(0);
  await expect(page.getByRole('alert').first()).toContainText(/does not serve/i);
});

test('a token that the API server stops taking leads to a sign-in in place', async ({ page, state, api }) => {
  const { namespace } = state;
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'leaver', namespace },
  });
  await api.create('rolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'leaver', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'leaver', namespace }],
  });
  await app.signIn(await api.token(namespace, 'leaver'));
  await page.goto(app.inNamespace('core/configmaps'));
  await expect(app.row('settings')).toBeVisible();
  await api.delete('v1', 'serviceaccounts', namespace, 'leaver');
  // a real API server remembers a good token for ten seconds, and asks nothing of a watch that is open
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    relay.cut();
    await expect(dialog).toContainText(/sign in/i, { timeout: 3000 });
  }).toPass({ timeout: 40_000 });
  await dialog.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(app.row('settings')).toBeVisible();
});

test('signing in while the API server is away says so, and works when it is back', async ({ page, state }) => {
  await relay.down();
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel('Token', { exact: true }).fill(state.tokens.developer);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').first()).toContainText(/reach|answer|API server/i);
  await relay.up();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/clusters\//);
});

test('a kubeconfig’s user can continue on this machine with the printed key, and not without', async ({ page }) => {
  const printed = product.output.join('\n').match(/(http\S+\/sign-in\?key=\S+)/)?.[1];
  expect(printed).toBeTruthy();
  await page.goto(`${product.url}/sign-in`);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /continue as/i })).toHaveCount(0);
  await page.goto(printed ?? '');
  await page.getByRole('button', { name: /continue as/i }).click();
  await expect(page).toHaveURL(/\/clusters\//);
  expect(page.url()).not.toContain('key=');
});
