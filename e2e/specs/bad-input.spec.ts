import { expect } from '@playwright/test';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const BIDI = 'ab\u202ecd\u2066ef';
const SCRIPTS = 'Ελλάδα ქართული 漢字 हिन्दी العربية 🚢';

test('cells of 100 kB, every script, bidi marks, 5,000 labels and printer columns that fail are a list', async ({
  app,
  page,
  state,
  api,
}) => {
  test.slow();
  const group = `odd.${state.crdGroup}`;
  const { namespace } = state;
  const column = (name: string, jsonPath: string, type = 'string') => ({ name, jsonPath, type });
  await api.create('customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `oddities.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'oddities', singular: 'oddity', kind: 'Oddity' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          additionalPrinterColumns: [
            column('Text', '.spec.text'),
            // what it finds is no date, no number, and not there
            column('When', '.spec.text', 'date'),
            column('Number', '.spec.object', 'integer'),
            column('Missing', '.spec.list[7].name'),
          ],
        },
      ],
    },
  });
  await until('the kind to be served', () => api.request('GET', `/apis/${group}/v1/oddities`).then(() => true));
  const put = (name: string, text: string, labels: Record<string, string> = {}) =>
    api.create('oddities', {
      apiVersion: `${group}/v1`,
      kind: 'Oddity',
      metadata: { name, namespace, labels },
      spec: { text, object: { a: 1 }, list: [] },
    });
  await put('bidi', BIDI);
  await put('scripts', SCRIPTS);
  await put('long', 'x'.repeat(100_000));
  await put('labels', 'many', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`label-${i}`, `value-${i}`])));

  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${group}/oddities`));
  for (const name of ['bidi', 'scripts', 'long', 'labels']) await expect(app.row(name)).toBeVisible();
  // marks that turn the text around are written out
  await expect(app.row('bidi')).not.toContainText('\u202e');
  await expect(app.row('bidi')).toContainText('cd');
  await expect(app.row('scripts')).toContainText(SCRIPTS);
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('button', { name: 'label-0', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto(`${app.inNamespace(`${group}/oddities`)}?l=label-4999%3Dvalue-4999`);
  await expect(app.row('labels')).toBeVisible();
  await expect(app.row('bidi')).toHaveCount(0);
  await api.delete('apiextensions.k8s.io/v1', 'customresourcedefinitions', undefined, `oddities.${group}`);
});

test('a selector that is garbage is said to be, and can be taken away', async ({ app, page, state }) => {
  test.slow();
  const garbage = [
    '((((',
    'a in (',
    '=,=,!',
    '%E2%80%AE',
    'x'.repeat(3000),
    '__proto__ in (constructor',
    "'; drop table--",
  ];
  await app.signIn(state.tokens.developer);
  for (const selector of garbage) {
    await page.goto(`${app.inNamespace('core/configmaps')}?l=${encodeURIComponent(selector)}`);
    await expect(page.getByRole('button', { name: /remove the selector/i })).toBeVisible();
    await page.getByRole('button', { name: 'Selectors' }).click();
    await expect(page.getByRole('textbox', { name: 'Label selector' })).toHaveValue(selector);
    await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await page.getByRole('button', { name: 'Clear both' }).click();
    await expect(app.row('settings')).toBeVisible();
  }
});

test('namespaces come and go while several are watched', async ({ app, page, state, api }) => {
  test.slow();
  const fleeting = `${state.namespace}-fleeting`;
  const make = async (name: string) => {
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: fleeting } });
    await api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: fleeting } });
  };
  await make('first-life');
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/configmaps', `${state.namespace},${fleeting}`));
  await expect(app.row('settings')).toBeVisible();
  await expect(app.row('first-life')).toContainText(fleeting);
  await api.delete('v1', 'namespaces', undefined, fleeting);
  await expect(app.row('first-life')).toHaveCount(0, { timeout: 60_000 });
  await expect(app.row('settings')).toBeVisible();
  await until('the namespace to be gone', async () => {
    await expect(api.get('v1', 'namespaces', undefined, fleeting)).rejects.toThrow();
    return true;
  });
  await make('second-life');
  await expect(app.row('second-life')).toContainText(fleeting, { timeout: 30_000 });
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible();
  await api.delete('v1', 'namespaces', undefined, fleeting);
});

test('an aggregated API that is away takes nothing else with it', async ({ app, page, state, api }) => {
  const group = `away.${state.crdGroup}`;
  await api.create('apiservices', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `v1.${group}` },
    spec: {
      group,
      version: 'v1',
      groupPriorityMinimum: 1000,
      versionPriority: 15,
      insecureSkipTLSVerify: true,
      service: { name: 'nobody-home', namespace: state.namespace, port: 443 },
    },
  });
  try {
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace('core/configmaps'));
    await expect(app.row('settings')).toBeVisible();
    await page.goto(app.inNamespace('workloads'));
    await expect(app.row('web')).toBeVisible();
    await page.goto(app.inNamespace(`${group}/things`));
    await expect(page.getByRole('main')).toContainText(/things/);
    await expect(page.getByRole('main')).toContainText(/no |not served|does not serve|unknown|answer/i);
  } finally {
    await api.delete('apiregistration.k8s.io/v1', 'apiservices', undefined, `v1.${group}`);
  }
});
