import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

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

test('OPS-091: a custom resource is scaled by its scale subresource, wherever it keeps the number', async ({
  app,
  page,
  state,
  api,
}) => {
  // other specs count those of the other namespace
  const { crdGroup, otherNamespace: namespace } = state;
  const apiVersion = `${crdGroup}/v1`;
  const burners = async () => (await api.get(apiVersion, 'lanterns', namespace, 'pier'))['spec'];
  await api.create('lanterns', {
    apiVersion,
    kind: 'Lantern',
    metadata: { name: 'pier', namespace },
    spec: { colour: 'green', burners: 2 },
    status: { burners: 1 },
  });
  const writes: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') writes.push(new URL(request.url()).pathname.split('/lanterns/').at(-1) ?? '');
  });
  const reader = new Reader(app, namespace);
  const { dialog } = reader;
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${crdGroup}/lanterns`, namespace));
  await app.row('pier').getByRole('checkbox').check();
  await page.getByRole('region', { name: 'Selected objects' }).getByRole('button', { name: 'Scale' }).click();
  await expect(dialog).toContainText('Now: 2 wanted, 1 there');
  await dialog.getByLabel('Replicas').fill('3');
  await expect(dialog).toContainText('pier goes from 2 to 3 replicas. What that means its controller knows.');
  await expect(dialog).toContainText(`kubectl scale lanterns.${crdGroup} pier -n ${namespace} --replicas=3`);
  await dialog.getByRole('button', { name: 'Scale pier', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  expect(await burners()).toEqual({ colour: 'green', burners: 3 });

  await reader.open('pier');
  await reader.act('pier', 'Scale');
  await dialog.getByLabel('Replicas').fill('0');
  await expect(dialog).toContainText('whatever its controller runs for them ends');
  await dialog.getByRole('checkbox', { name: 'Yes, set it to 0' }).check();
  await dialog.getByRole('button', { name: 'Scale pier', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  expect(await burners()).toEqual({ colour: 'green', burners: 0 });
  // and what it had is remembered
  expect(writes).toEqual(['pier/scale', 'pier/scale', 'pier']);
  await reader.act('pier', 'Scale');
  await expect(dialog.getByLabel('Replicas')).toHaveValue('3');
  await api.delete(apiVersion, 'lanterns', namespace, 'pier');
});

test('CTL-41, CTL-53: node by node, why a DaemonSet has no pod there, and which nodes it could have', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  const apps = 'apps/v1';
  await api.create('daemonsets', {
    apiVersion: apps,
    kind: 'DaemonSet',
    metadata: { name: 'watch', namespace },
    spec: {
      selector: { matchLabels: { app: 'watch' } },
      template: {
        metadata: { labels: { app: 'watch' } },
        spec: {
          nodeSelector: { 'quarterdeck.example/berth': 'west' },
          containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }],
        },
      },
    },
  });
  // without those of other specs, which go any time
  const { items } = (await api.request('GET', '/api/v1/nodes?labelSelector=%21quarterdeck.example%2Fe2e')) as {
    items: { metadata: { name: string } }[];
  };
  const why = 'lacks the label quarterdeck.example/berth=west';
  const reader = new Reader(app, namespace);
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('apps/daemonsets/watch', namespace));
  const matrix = page.getByRole('table', { name: 'Nodes and their pods' });
  await reader.tab('Scheduling');
  await expect(reader.main).toContainText(
    'Runs only on nodes with all of these labels: quarterdeck.example/berth=west.',
  );
  const nodes = page.getByRole('table', { name: 'Which nodes are to have a pod of it' });
  const sum = page.getByRole('status').filter({ hasText: /nodes?\b.* (?:room|could take)/ });
  await expect(sum).toContainText(/nodes?: 0 (?:has|have) room for its pod/);
  for (const { metadata } of items)
    await expect(nodes.getByRole('row', { name: new RegExp(`^${metadata.name} .* 0 `) })).toContainText(why);
  await app.expectAccessible();

  // without the selector it would have one somewhere
  await page.getByText('Try another nodeSelector or tolerations').click();
  await page.getByLabel('nodeSelector').fill('');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(sum).toContainText(/^Tried, nothing is written: of \d+ nodes? [1-9]\d* could take a pod\./);
  await expect(nodes.getByRole('row', { name: /Nothing that is looked at here/ }).first()).toBeVisible();
  await expect(nodes).not.toContainText(why);

  await reader.tab('Overview');
  for (const { metadata } of items)
    await expect(matrix.getByRole('row', { name: new RegExp(`^${metadata.name} `) })).toContainText(
      new RegExp(`None here: .*${why}`),
    );
  await api.delete(apps, 'daemonsets', namespace, 'watch');
});
