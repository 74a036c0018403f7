import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('workloads of every kind stand in one table; what they control does not', async ({ app, page, state, api }) => {
  await api.create('jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: state.namespace },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command: ['true'] }],
        },
      },
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('workloads'));
  await expect(app.row('web')).toContainText(/Deployment.*2\/2/s);
  await expect(app.row('once')).toContainText(/Job/);
  await expect(app.row('once')).toContainText('1/1');
  await expect(app.row('talker')).toContainText(/Pod.*1\/1.*Running/s);
  await expect(app.row('crasher')).toContainText(/CrashLoopBackOff|Error/);
  await expect(app.row(/^web-/)).toHaveCount(0);
  await expect(app.row(/^once-/)).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible();
  await app.expectAccessible();
});

test('what comes and goes in the cluster comes and goes in the table', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('workloads?q=kind:statefulset'));
  await expect(page.getByRole('main')).toContainText(/no workloads match/i);
  const apps = 'apps/v1';
  await api.create('statefulsets', {
    apiVersion: apps,
    kind: 'StatefulSet',
    metadata: { name: 'ledger', namespace: state.namespace },
    spec: {
      replicas: 0,
      serviceName: 'ledger',
      selector: { matchLabels: { app: 'ledger' } },
      template: {
        metadata: { labels: { app: 'ledger' } },
        spec: { containers: [{ name: 'main', image: 'busybox:1.28', command: ['sleep', '100000'] }] },
      },
    },
  });
  await expect(app.row('ledger')).toContainText(/StatefulSet.*0\/0.*Stopped/s);
  await api.delete(apps, 'statefulsets', state.namespace, 'ledger');
  await expect(app.row('ledger')).toHaveCount(0);
});

test('filter, status and sort live in the address; rows are opened by keyboard', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('workloads'));
  await expect(app.row('crasher')).toBeVisible();
  await page.getByRole('button', { name: /failing/ }).click();
  await expect(page).toHaveURL(/s=failed/);
  await expect(app.row('talker')).toHaveCount(0);
  await expect(app.row('no-image')).toBeVisible();
  await app.grid.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=name/);
  await page.keyboard.press('/');
  await page.keyboard.type('no-image');
  await expect(page).toHaveURL(/q=no-image/);
  await page.reload();
  await expect(app.row('no-image')).toBeVisible();
  await expect(app.row('crasher')).toHaveCount(0);
  await app.grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/core\/pods\/no-image/);
  await page.goBack();
  await expect(app.row('no-image')).toBeVisible();
});

test('a row has the actions of its own kind', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('workloads'));
  await app.row('talker').hover();
  await app
    .row('talker')
    .getByRole('button', { name: /actions of talker/i })
    .click();
  await expect(page.getByRole('menuitem', { name: /yaml/i }).first()).toBeVisible();
});

test('several namespaces show where each workload is', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('workloads', `${state.namespace},${state.otherNamespace}`));
  await expect(app.row('neighbour')).toContainText(state.otherNamespace);
  await expect(app.row('web')).toContainText(state.namespace);
  await page.goto(`${app.inNamespace('workloads', '_all')}?q=neighbour`);
  // another run's neighbour may stand beside it
  await expect(app.row('neighbour').filter({ hasText: state.otherNamespace })).toBeVisible();
});

test('kinds that may not be listed are named in one line, and the others are there', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  const rbac = 'rbac.authorization.k8s.io';
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'pods-only', namespace },
  });
  await api.create('roles', {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: { name: 'pods-only', namespace },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  });
  await api.create('rolebindings', {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'pods-only', namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'pods-only' },
    subjects: [{ kind: 'ServiceAccount', name: 'pods-only', namespace }],
  });
  await app.signIn(await api.token(namespace, 'pods-only'));
  await page.goto(app.inNamespace('workloads'));
  await expect(app.row('talker')).toBeVisible();
  await expect(page.getByText(/not all kinds are shown: .*deployments/i)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.goto(app.inNamespace('workloads', state.otherNamespace));
  await expect(page.getByRole('main')).toContainText(/may not list/i);
  await page.getByRole('link', { name: `Look in ${namespace}` }).click();
  await expect(app.row('talker')).toBeVisible();
});
