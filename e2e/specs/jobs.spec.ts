import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

/** A kubelet of v1.20 that is busy takes its time, to start a container and to tidy up after it. */
const SLOW = { timeout: 120_000 };

test.describe.configure({ timeout: 180_000 });

// also what a failed test has left: its Jobs run for ever
test.afterAll(async ({ api, state }) => {
  const base = `/namespaces/${state.namespace}`;
  const paths = [
    ...['import', 'import-two', 'queue', 'new-year-early'].map((name) => `/apis/batch/v1${base}/jobs/${name}`),
    ...['v1', 'v1beta1'].map((version) => `/apis/batch/${version}${base}/cronjobs/new-year`),
  ];
  for (const path of paths) await api.request('DELETE', `${path}?propagationPolicy=Background`, { allow: [404] });
});

const template = (...command: string[]) => ({
  spec: {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command }],
  },
});

/** Opens an action of the object's page. */
async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** What the page writes from now on: method, the path below the namespace, body. Trial runs are left out. */
function writesOf(page: Page): { method: string; path: string; body: Record<string, unknown> }[] {
  const writes: ReturnType<typeof writesOf> = [];
  page.on('request', (request) => {
    const [path = '', query = ''] = request.url().split('?');
    const method = request.method();
    if (!/\/namespaces\/.+\/(cron)?jobs/.test(path) || method === 'GET' || query.includes('dryRun')) return;
    writes.push({ method, path: path.replace(/.*\/namespaces\/[^/]+/, ''), body: request.postDataJSON() });
  });
  return writes;
}

test('a CronJob says when it runs, is triggered by hand, and is suspended', async ({ app, page, state, api }) => {
  const { resources } = (await api.request('GET', '/apis/batch/v1')) as { resources: { name: string }[] };
  const apiVersion = resources.some(({ name }) => name === 'cronjobs') ? 'batch/v1' : 'batch/v1beta1';
  const cronJob = {
    apiVersion,
    kind: 'CronJob',
    metadata: { name: 'new-year', namespace: state.namespace },
    spec: {
      schedule: '30 6 1 1 *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { metadata: { labels: { of: 'new-year' } }, spec: { template: template('true') } },
    },
  };
  await api.create('cronjobs', cronJob);
  const { metadata } = (await api.get(apiVersion, 'cronjobs', state.namespace, 'new-year')) as {
    metadata: { uid?: string };
  };
  const writes = writesOf(page);
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('batch/cronjobs/new-year'));
  const says = page.getByRole('status').filter({ hasText: '30 6 1 1 *' });
  await expect(says).toContainText('At 06:30, on day 1 of the month, only in January');
  await expect(page.getByRole('table', { name: 'Next runs' }).getByRole('row').nth(1)).toContainText(
    /\d{4}-01-01 06:30/,
  );
  await expect(page.getByText('The next run is left out (Forbid).')).toBeVisible();

  await choose(page, 'Trigger now');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the new Job').fill('new-year-early');
  await expect(dialog).toContainText('kubectl create job new-year-early --from=cronjob/new-year');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  const run = page.getByRole('table', { name: 'Runs' }).getByRole('row', { name: /new-year-early/ });
  await expect(run).toContainText(/by hand/);
  await expect(run).toContainText('Complete', SLOW);
  expect(writes).toEqual([
    {
      method: 'POST',
      path: '/jobs',
      body: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name: 'new-year-early',
          namespace: state.namespace,
          labels: { of: 'new-year' },
          annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
          ownerReferences: [{ apiVersion, kind: 'CronJob', name: 'new-year', uid: metadata.uid, controller: true }],
        },
        spec: expect.objectContaining({ template: expect.anything() }),
      },
    },
  ]);

  await choose(page, 'Suspend');
  await expect(dialog).toContainText('No more Jobs are started. Those that run go on.');
  await dialog.getByRole('button', { name: 'Suspend new-year' }).click();
  await expect(says).toContainText('Suspended; otherwise: At 06:30');
  expect(writes[1]).toMatchObject({ method: 'PATCH', path: '/cronjobs/new-year', body: { spec: { suspend: true } } });
  await choose(page, 'Resume');
  await expect(dialog).toContainText('kubectl patch cronjobs.batch new-year');
  await dialog.getByRole('button', { name: 'Resume new-year' }).click();
  await expect(says).not.toContainText('Suspended');
  await app.expectAccessible();
});

test('a Job says why it failed, is run again as a new one, and is paused', async ({ app, page, state, api }) => {
  const job = (name: string, spec: object) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: state.namespace },
    spec,
  });
  await api.create(
    'jobs',
    job('import', { backoffLimit: 0, template: template('sh', '-c', 'echo no such file; exit 3') }),
  );
  await api.create('jobs', job('queue', { completions: 4, parallelism: 2, template: template('sleep', '100000') }));
  const writes = writesOf(page);
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('batch/jobs/import'));
  const says = page.getByRole('status').filter({ hasText: /pods? succeeded/ });
  await expect(says).toContainText('Failed. 0 of 1 pod succeeded', SLOW);
  await expect(page.getByText('More pods failed than its back-off limit allows')).toBeVisible();
  await expect(page.getByText('No retries: the first pod that fails ends it.')).toBeVisible();
  const pod = page.getByRole('table', { name: '1 pod' }).getByRole('row').nth(1);
  await expect(pod).toContainText('3 (Error)', SLOW);

  await choose(page, 'Run again');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the new Job').fill('import-two');
  await dialog.getByRole('button', { name: 'Start anew' }).click();
  await expect(dialog).toHaveCount(0);
  const again = await api.get('batch/v1', 'jobs', state.namespace, 'import-two');
  expect(again).toMatchObject({ spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } } });
  expect(JSON.stringify(writes[0]?.body)).not.toMatch(/controller-uid|job-name|"status"|last-applied/);
  // the logs of what failed are one click away
  await pod.getByRole('link', { name: /^Logs of import-/ }).click();
  await expect(page.getByText('no such file')).toBeVisible();

  await app.go(app.inNamespace('batch/jobs/queue'));
  // since 1.21, which is when CronJobs came to batch/v1
  const { resources } = (await api.request('GET', '/apis/batch/v1')) as { resources: { name: string }[] };
  const suspends = resources.some(({ name }) => name === 'cronjobs');
  await test.step(suspends ? 'it is suspended, and goes on (CTL-43)' : 'a server that cannot suspend it', async () => {
    await expect(page.getByRole('table', { name: '2 pods' })).toBeVisible(SLOW);
    await page.getByRole('button', { name: /^Actions for/ }).click();
    const entry = page.getByRole('menuitem', { name: 'Suspend', exact: true });
    await expect(page.getByRole('menuitem', { name: 'Parallelism', exact: true })).toBeVisible();
    await expect(entry).toHaveCount(suspends ? 1 : 0);
    if (!suspends) {
      await page.keyboard.press('Escape');
      return;
    }
    await entry.click();
    await dialog.getByRole('button', { name: 'Suspend queue' }).click();
    await expect(says).toContainText('Suspended');
    await expect(page.getByRole('table', { name: /pods$/ })).toHaveCount(0, SLOW);
    await choose(page, 'Resume');
    await dialog.getByRole('button', { name: 'Resume queue' }).click();
    await expect(says).toContainText('Running');
    expect(writes.slice(-2)).toMatchObject([
      { body: { spec: { suspend: true } } },
      { body: { spec: { suspend: false } } },
    ]);
  });
  await expect(says).toContainText('Running. 0 of 4 pods succeeded, at most 2 at once');
  await expect(page.getByRole('table', { name: '2 pods' })).toBeVisible(SLOW);
  await choose(page, 'Parallelism');
  await dialog.getByLabel('Pods at once').fill('0');
  await expect(dialog).toContainText('the Job waits until the number is raised');
  await dialog.getByRole('button', { name: 'Set the parallelism' }).click();
  await expect(says).toContainText('Paused: no pods at once');
  await expect(page.getByRole('table', { name: /pods$/ })).toHaveCount(0, SLOW);
  expect(writes.at(-1)).toMatchObject({ method: 'PATCH', path: '/jobs/queue', body: { spec: { parallelism: 0 } } });
});
