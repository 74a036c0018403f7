import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

const JSON_PATCH = 'application/merge-patch+json';

/** Writes JSON lines, and now and then a trace. */
const CHORUS = [
  'i=0; while true; do i=$((i+1))',
  'echo "{\\"level\\":\\"info\\",\\"msg\\":\\"note $i\\",\\"bar\\":\\"b$((i/4))\\"}"',
  'if [ $((i%5)) -eq 0 ]; then echo "ERROR off key $i"; echo "\tat Choir.sing(Choir.java:12)"; echo "\tat Choir.main(Choir.java:3)"; fi',
  'sleep 0.4; done',
].join('; ');

test('logs follow, pause, find and download', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/talker/logs'));
  const log = page.getByRole('log');
  await expect(log).toContainText(/line \d+ of the talker/);
  const last = async () =>
    Math.max(...[...(await log.innerText()).matchAll(/line (\d+) of/g)].map(([, n]) => Number(n)));
  const first = await last();
  await expect.poll(last).toBeGreaterThan(first);

  // scrolling up pauses, says how many lines wait, and the way back follows again
  await log.hover();
  await page.mouse.wheel(0, -2000);
  const back = page.getByRole('button', { name: /new lines?, jump to the end/i });
  await expect(back).toBeVisible();
  await back.click();
  await expect(back).toBeHidden();
  const resumed = await last();
  await expect.poll(last).toBeGreaterThan(resumed);

  const find = page.getByRole('textbox', { name: /find/i });
  await find.fill('of the talker');
  await find.press('Enter');
  await expect(page.locator('mark').first()).toBeVisible();

  for (const what of ['What is shown', 'The whole log']) {
    await page.getByRole('button', { name: 'Download' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: what }).click();
    expect(readFileSync(await (await download).path(), 'utf8'), what).toMatch(/line \d+ of the talker/);
  }
});

test('the previous instance of a crashed container', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/crasher/logs'));
  await page.getByRole('combobox', { name: 'Instances of the container' }).selectOption('Previous instance');
  // between a second crash and its back-off the kubelet has no log to give, kubectl gets none either (10 s on the cluster of
  // CI); the view asks again by itself
  await expect(page.getByRole('log')).toContainText('cannot open the database', { timeout: 40_000 });

  // both, with a mark between them that says how the first one ended (OPS-122)
  await page.getByRole('combobox', { name: 'Instances of the container' }).selectOption('Previous and this one');
  await expect(page.getByRole('log')).toContainText(/(has stopped|restarted).*exit code 3/, { timeout: 40_000 });
});

test('hostile lines are text, colours only style', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/hostile-log/logs'));
  const log = page.getByRole('log');
  await expect(log).toContainText('<img src=x onerror=window.__pwned=1>');
  await expect(log).toContainText('red');
  await expect(page).not.toHaveTitle('title');
});

test('a pod that cannot start says why there are no logs', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/no-image/logs'));
  await expect(page.getByRole('main')).toContainText(/waiting/i);
});

test('a pod deleted while its log is open', async ({ app, page, state, api }) => {
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'leaving', namespace: state.namespace },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'main',
          image: 'busybox:1.28',
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-c', 'while true; do echo here; sleep 0.5; done'],
        },
      ],
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/leaving/logs'));
  await expect(page.getByRole('log')).toContainText('here');
  await api.delete('v1', 'pods', state.namespace, 'leaving', 0);
  await expect(page.getByRole('main')).toContainText(/ended|deleted|gone/i);
  await expect(page.getByRole('log')).toContainText('here');
});

test('a workload: its pods merged, joining and gone, filtered, unfolded, linked (OPS-123, TUT-28)', async ({
  app,
  page,
  state,
  api,
}) => {
  const labels = { app: 'chorus' };
  const container = {
    name: 'main',
    image: 'busybox:1.28',
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-c', CHORUS],
  };
  await api.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chorus', namespace: state.namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/chorus/logs'));
  const log = page.getByRole('log');
  await expect(log).toContainText('note');

  // a pod that comes joins, with a mark; one that goes keeps its lines
  const scale = (replicas: number) =>
    api.request('PATCH', `/apis/apps/v1/namespaces/${state.namespace}/deployments/chorus`, {
      contentType: JSON_PATCH,
      body: { spec: { replicas } },
    });
  await scale(2);
  await expect(page.getByRole('button', { name: '2 containers' })).toBeVisible();
  await expect(log).toContainText(/chorus-\S+: joined/);
  await expect(page.getByText('Live: 2 of 2 containers')).toBeVisible();

  // traces are folded under the line that reports them, JSON lines are their message and fields
  await expect(log).toContainText('2 lines of the trace');
  await expect(log).not.toContainText('Choir.java');
  await page.getByRole('button', { name: /^Info/ }).click();
  await expect(log).not.toContainText('note');
  await page.getByRole('button', { name: '2 lines of the trace' }).last().click();
  await expect(log).toContainText('Choir.java:12');
  await page.getByRole('button', { name: 'Clear filters' }).click();

  // a regular expression, away from the page
  const wanted = page.getByRole('textbox', { name: 'Text or expression' });
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await wanted.fill('"note \\d*[02468]"');
  await wanted.press('Enter');
  await expect(log).toContainText('note 2');
  await expect(log).not.toContainText(/note \d*[13579]\b/);
  await expect(log).not.toContainText('ERROR');

  // details, by keyboard: a column, a filter by field, and a link that opens at the line
  await log.focus();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Details of the line' });
  await details.getByRole('button', { name: 'bar as a column' }).click();
  await expect(page.getByRole('button', { name: 'Remove the column bar' })).toBeVisible();
  await details.getByRole('button', { name: /^Only lines where bar is/ }).click();
  await expect(page.getByRole('button', { name: /^Remove the filter bar = b/ })).toBeVisible();
  const text = (await log.locator('[data-marked]').innerText()).match(/note \d+/)?.[0] ?? 'no line';
  const link = (await details.getByRole('link', { name: 'Link to this line' }).getAttribute('href')) ?? '';
  await page.goto(new URL(link, state.url).href);
  await expect(log.locator('[data-marked]')).toContainText(text);
  await expect(page.getByRole('button', { name: /^Remove the filter bar = b/ })).toBeVisible();

  await app.expectAccessible();

  // the same pods by a selector of one's own; the one that goes says so
  await page.goto(app.inNamespace('logs'));
  await page.getByRole('textbox', { name: 'Label selector' }).fill('app=chorus');
  await page.getByRole('button', { name: 'Show logs' }).click();
  await expect(page.getByText('Live: 2 of 2 containers')).toBeVisible();
  await expect(page.getByText(/kubectl logs -n \S+ -l app=chorus --all-containers --prefix/)).toBeVisible();
  await scale(1);
  await expect(log).toContainText(/The pod was deleted|main has stopped/);
  await expect(page.getByText('Live: 1 of 2 containers')).toBeVisible();
  await page.getByRole('button', { name: 'Download' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'The whole log' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/chorus-\S+ .*note 1"/);
});
