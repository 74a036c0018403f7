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
  await page.getByRole('button', { name: 'Previous instance' }).click();
  // between a second crash and its back-off the kubelet has no log to give, kubectl gets none either (10 s on the cluster of
  // CI); the view asks again by itself
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
