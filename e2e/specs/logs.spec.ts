import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('logs follow, pause, find and download', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/talker/logs'));
  const log = page.getByRole('log');
  await expect(log).toContainText(/line \d+ of the talker/);
  const last = async () =>
    Math.max(...[...(await log.innerText()).matchAll(/line (\d+) of/g)].map(([, n]) => Number(n)));
  const first = await last();
  await expect.poll(last).toBeGreaterThan(first);

  const find = page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /find/i }))
    .first();
  await find.fill('of the talker');
  await find.press('Enter');
  await expect(page.locator('mark').first()).toBeVisible();

  const download = page.waitForEvent('download');
  const button = page.getByRole('button', { name: /download/i }).first();
  await button.click();
  const item = page.getByRole('menuitem', { name: /shown/i });
  if (await item.count()) await item.click();
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/line \d+ of the talker/);
});

test('the previous instance of a crashed container', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/crasher/logs'));
  await page.getByRole('button', { name: 'Previous instance' }).click();
  // a container that was just replaced has no readable log for a moment; the view asks again by itself
  await expect(page.getByRole('log')).toContainText('cannot open the database', { timeout: 40_000 });
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
