import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('a pod’s containers are told one by one, with their restarts', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('crasher').getByRole('gridcell', { name: /main: .+, \d+ restarts?$/ })).toBeVisible();
  await expect(app.row('shell-bash').getByRole('gridcell', { name: '1/1: main: Running', exact: true })).toBeVisible();
  await expect(app.row('finished').getByRole('gridcell', { name: /main: Completed$/ })).toBeVisible();
  await app.expectAccessible();
});

test('wide columns lead to the owner and to the node', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods?cols=wide&q=web-'));
  const row = app.grid.getByRole('row', { name: /^web-/ }).first();
  await expect(row).toContainText('BestEffort');
  await row.getByRole('link', { name: /^ReplicaSet\/web-/ }).click();
  await expect(page).toHaveURL(/apps\/replicasets\/web-/);
  await page.goBack();
  // the name, the owner and the node are the links of a row; the node is the last
  const node = row.getByRole('link').last();
  const name = await node.innerText();
  await node.click();
  await expect(page).toHaveURL(new RegExp(`core/nodes/${name.replaceAll('.', '\\.')}`));
});

test('a pod that fits on no node is a warning, not something in progress', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('shell-bash')).toBeVisible();
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'nowhere', namespace: state.namespace },
    spec: {
      nodeSelector: { 'example.com/no-such': 'node' },
      containers: [{ name: 'main', image: 'example.com/none:1' }],
    },
  });
  await expect(app.row('nowhere').getByRole('gridcell', { name: 'Pending (warning)' })).toBeVisible();
  await api.delete('v1', 'pods', state.namespace, 'nowhere');
  await expect(app.row('nowhere')).toHaveCount(0);
});

test('a CronJob says when it runs next, and that it does not while it is suspended', async ({
  app,
  page,
  state,
  api,
}) => {
  const { resources } = (await api.request('GET', '/apis/batch/v1')) as { resources: { name: string }[] };
  const apiVersion = resources.some(({ name }) => name === 'cronjobs') ? 'batch/v1' : 'batch/v1beta1';
  const pod = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/none:1' }] };
  await api.create('cronjobs', {
    apiVersion,
    kind: 'CronJob',
    metadata: { name: 'yearly', namespace: state.namespace },
    spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: { spec: pod } } } },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('batch/cronjobs'));
  await expect(app.row('yearly')).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  await api.merge(apiVersion, 'cronjobs', state.namespace, 'yearly', { spec: { suspend: true } });
  await expect(app.row('yearly').getByRole('gridcell', { name: /True \(stopped\)/i })).toBeVisible();
  await expect(app.row('yearly')).not.toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  await api.delete(apiVersion, 'cronjobs', state.namespace, 'yearly');
});

test('a claim that nobody can serve leads to its class, and waits', async ({ app, page, state, api }) => {
  await api.create('persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'unserved', namespace: state.namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'no-such-class',
      resources: { requests: { storage: '1Gi' } },
    },
  });
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/persistentvolumeclaims'));
  await expect(app.row('unserved').getByRole('gridcell', { name: 'Pending (in progress)' })).toBeVisible();
  await expect(app.row('unserved').getByRole('link', { name: 'no-such-class' })).toHaveAttribute(
    'href',
    /storageclasses\/no-such-class/,
  );
  await api.delete('v1', 'persistentvolumeclaims', state.namespace, 'unserved');
});
