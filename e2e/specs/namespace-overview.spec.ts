import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('the overview of a namespace says what is in it and what is wrong with it', async ({ app, page, state, api }) => {
  // the newest of all warnings, whatever other tests have made the cluster say
  const now = new Date().toISOString();
  await api.create('events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'overview-warning', namespace: state.namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'crasher', namespace: state.namespace },
    type: 'Warning',
    reason: 'WatchedOverview',
    message: 'told to the overview',
    source: { component: 'e2e' },
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
  });
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('overview'));
  const main = page.getByRole('main');
  const attention = main.getByRole('region', { name: 'What needs attention' });
  await expect(attention.getByRole('listitem').filter({ hasText: 'crasher' })).toContainText(/CrashLoopBackOff|Error/);
  await expect(attention.getByRole('listitem').filter({ hasText: 'no-image' })).toContainText(
    /ErrImagePull|ImagePullBackOff/,
  );
  await expect(attention).not.toContainText('talker');
  const counts = main.getByRole('region', { name: 'What is in it' });
  await expect(counts.getByRole('link', { name: /^\d+ ConfigMaps$/ })).toBeVisible();
  await expect(counts.getByRole('link', { name: /^\d+ Secrets$/ })).toBeVisible();
  await expect(counts.getByText(/\d+ kinds with none/)).toBeVisible();
  await expect(main.getByText(`kubectl get all -n ${state.namespace}`)).toBeVisible();
  await expect(main.getByRole('region', { name: 'Recent warnings' })).toContainText(/WatchedOverviewPod\/crasher/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(refused.length).toBeLessThanOrEqual(3);
  await app.expectAccessible();
  await attention.getByRole('link', { name: 'crasher' }).click();
  await expect(page).toHaveURL(/core\/pods\/crasher$/);
});

test('kinds without the right to list them are folded, and nothing is asked of them', async ({ app, page, state }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await app.signIn(state.tokens.viewer);
  await page.goto(app.inNamespace('overview'));
  const fold = page.getByRole('main').getByText(/\d+ kinds? you may not list/);
  await fold.click();
  await expect(page.getByRole('main')).toContainText('Secrets');
  expect(asked.filter((url) => /\/secrets/.test(url))).toEqual([]);
});

test('counts are live where they matter', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('overview', state.otherNamespace));
  const pods = page.getByRole('main').getByRole('link', { name: /^\d+ Pods$/ });
  await expect(pods).toHaveText(/^1\s*Pods$/);
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'lodger', namespace: state.otherNamespace },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        { name: 'main', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command: ['sleep', '1000'] },
      ],
    },
  });
  await expect(pods).toHaveText(/^2\s*Pods$/);
  await api.delete('v1', 'pods', state.otherNamespace, 'lodger', 0);
  await expect(pods).toHaveText(/^1\s*Pods$/);
});

test('quotas and limits are shown with what is used; an empty namespace says how to begin', async ({
  app,
  page,
  state,
  api,
}) => {
  const namespace = `${state.namespace}-quota`;
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await api.create('resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'main', namespace },
    spec: { hard: { pods: '6', 'count/configmaps': '40' } },
  });
  await api.create('limitranges', {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'sizes', namespace },
    spec: { limits: [{ type: 'Container', default: { cpu: '100m' }, defaultRequest: { cpu: '50m' } }] },
  });
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('overview', namespace));
  const main = page.getByRole('main');
  await expect(main).toContainText(/nothing runs in/i);
  await expect(main).toContainText(`kubectl create deployment hello --image=nginx -n ${namespace}`);
  await expect(main.getByRole('region', { name: 'Quotas' })).toContainText('0 of 6');
  await expect(main.getByRole('region', { name: /limits of/i })).toContainText(/Container.*cpu.*50m.*100m/s);
  await api.delete('v1', 'namespaces', undefined, namespace);
});

test('where nothing may be listed it is said once', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('overview', state.otherNamespace));
  await expect(page.getByRole('main')).toContainText(/may not list anything/i);
  await page.getByRole('link', { name: `Look in ${state.namespace}` }).click();
  await expect(page.getByRole('heading', { name: `Namespace ${state.namespace}` })).toBeVisible();
});

test('favourites and what was opened last are at hand, and a deleted object says so when it is opened', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'short-lived', namespace },
    data: { a: '1' },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods?q=shell'));
  await expect(app.row('shell-bash')).toBeVisible();
  await page.getByRole('button', { name: 'Favourite', exact: true }).click();
  await page.goto(app.inNamespace('core/configmaps/short-lived'));
  const star = page.getByRole('button', { name: 'Favourite', exact: true });
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  const sidebar = page
    .getByRole('navigation', { name: /kinds of resources/i })
    .getByRole('list', { name: 'Favourites' });
  await sidebar.getByRole('link', { name: /Pods \(shell\)/ }).click();
  await expect(page).toHaveURL(/core\/pods\?q=shell/);
  await expect(app.row('shell-bash')).toBeVisible();

  await api.delete('v1', 'configmaps', namespace, 'short-lived');
  await page.getByRole('link', { name: 'Favourites and recent' }).click();
  const recent = page.getByRole('list', { name: /recently opened/i });
  await expect(recent.getByRole('link').first()).toHaveText('Pods');
  await app.expectAccessible();
  await recent.getByRole('link', { name: 'short-lived' }).click();
  await expect(page.getByRole('main')).toContainText(/there is no|does not exist|not found|deleted/i);

  await page.getByRole('link', { name: 'Favourites and recent' }).click();
  await page.getByRole('button', { name: /take short-lived off/i }).click();
  await expect(sidebar.getByRole('link', { name: 'short-lived' })).toHaveCount(0);
});
