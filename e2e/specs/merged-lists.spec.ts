import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

const TAPE = { role: 'log' } as const;

test('workloads have what every list has: selection, panel, tape, command, export, freshness', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  await app.signIn(state.tokens.admin);
  await page.goto(`${app.inNamespace('workloads')}?sort=name&tape=1`);
  await expect(app.row('web')).toBeVisible();
  await expect(page.getByRole(TAPE.role)).toBeVisible();

  await app.row('talker').getByRole('checkbox').check({ force: true });
  await app.row('crasher').getByRole('checkbox').check({ force: true });
  const bar = page.getByRole('region', { name: 'Selected objects' });
  await expect(bar).toContainText('2 selected');
  await expect(bar.getByRole('button', { name: /label/i }).first()).toBeVisible();
  await expect(bar.getByRole('button', { name: /delete/i })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);

  await app.row('talker').getByRole('gridcell').nth(1).click();
  await expect(page).toHaveURL(/open=pods(%3A|:)[^&]*talker/);
  await expect(page.getByRole('region', { name: 'Pod talker' }).getByRole('heading', { name: /talker/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/open=/);

  await api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'no-workload', namespace } });
  await api.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'taped-too', namespace, labels: { tier: 'taped' } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'taped-too' } },
      template: {
        metadata: { labels: { app: 'taped-too' } },
        spec: { containers: [{ name: 'main', image: 'busybox:1.28', command: ['sleep', '100000'] }] },
      },
    },
  });
  await expect(page.getByRole(TAPE.role)).toContainText(/taped-too.*added/);
  await expect(page.getByRole(TAPE.role)).not.toContainText('no-workload');

  await page.getByRole('button', { name: 'More of this list' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /Export as CSV/ }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8')).toMatch(/Deployment,taped-too/);
  await page.getByRole('button', { name: 'More of this list' }).click();
  await page.getByRole('menuitem', { name: /kubectl command/ }).click();
  await expect(page.getByRole('dialog')).toContainText(
    new RegExp(`kubectl get pods,.*deployments\\.apps.* -n ${namespace} --sort-by`),
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'How fresh this is' }).first().click();
  await expect(page.getByRole('dialog')).toContainText('deployments.apps');
  await page.keyboard.press('Escape');

  // a selector is another query: what was taped stays, with a line that says so
  await page.getByRole('button', { name: 'Selectors' }).click();
  await page.getByRole('textbox', { name: 'Label selector' }).fill('tier=taped');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(app.row('taped-too')).toBeVisible();
  await expect(app.row('talker')).toHaveCount(0);
  await expect(page.getByRole(TAPE.role)).toContainText(/taped-too.*added/);
  await expect(page.getByRole(TAPE.role)).toContainText(/asked for something else.*tier=taped/);
  await app.expectAccessible();
  await api.delete('apps/v1', 'deployments', namespace, 'taped-too');
  await expect(app.row('taped-too')).toHaveCount(0);
});

test('events open what they are about beside them, and are done with as events', async ({ app, page, state, api }) => {
  const { namespace } = state;
  for (const [name, count] of [
    ['about-talker.1', 2],
    ['about-talker.2', 3],
  ] as const)
    await api.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: 'talker' },
      reason: 'Talking',
      type: 'Normal',
      message: 'talks and talks',
      count,
      firstTimestamp: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ''),
      lastTimestamp: new Date().toISOString().replace(/\.\d+/, ''),
    });
  await app.signIn(state.tokens.admin);
  await page.goto(`${app.inNamespace('core/events')}?q=talks`);
  const row = app.row('Talking Pod/talker');
  await expect(row).toContainText('5');
  await row.getByText('talks and talks').click();
  await expect(page).toHaveURL(/open=pods/);
  await expect(page.getByRole('region', { name: 'Pod talker' })).toContainText('UID');
  await page.keyboard.press('Escape');
  await app.grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  const bar = page.getByRole('region', { name: 'Selected objects' });
  await expect(bar).toContainText('1 selected');
  await bar.getByRole('button', { name: /delete/i }).click();
  await expect(page.getByRole('dialog')).toContainText('about-talker.1');
  await expect(page.getByRole('dialog')).toContainText('about-talker.2');
  await page.keyboard.press('Escape');
  await app.expectAccessible();
});
