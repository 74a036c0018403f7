import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader, tutorialFile } from '../fixtures/tutorial.ts';

/** "StatefulSet Basics" as far as it is about volumes: only the demo makes them. conformance/scenarios/t6-1-*.ts is the same with kubectl. */
const CLAIMS = [0, 1, 2, 3, 4].map((ordinal) => `www-web-${ordinal}`);
const PATIENCE = { timeout: 60_000 };

test('T6.1: the claims of a StatefulSet outlive its pods, its scale and itself; deleting them destroys the data', async ({
  app,
  page,
  api,
  state,
}) => {
  test.setTimeout(240_000);
  const namespace = `${state.namespace}-t6s`;
  await makePlace(api, namespace);
  const reader = new Reader(app, namespace);
  const { main, dialog } = reader;
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods', namespace));
  const scale = async (replicas: number) => {
    await reader.list('StatefulSets');
    await app.row('web').getByRole('link', { name: 'web' }).first().click();
    await reader.act('web', 'Scale');
    await dialog.getByLabel('Replicas', { exact: true }).fill(`${replicas}`);
    await dialog.getByRole('button', { name: /^Scale/ }).click();
    await expect(dialog).toHaveCount(0);
  };
  const claims = async (count: number) => {
    await reader.list('PersistentVolumeClaims');
    for (const name of CLAIMS.slice(0, count))
      await expect(app.row(name)).toContainText(/Bound.*pvc-.*1Gi.*RWO/s, PATIENCE);
    await expect(app.row(/^www-web-/)).toHaveCount(count);
  };

  await test.step('T6.1-02: Service and StatefulSet, in this order', async () => {
    await reader.paste(tutorialFile('web.yaml'));
    const summary = page.getByRole('region', { name: 'What it does' });
    await page.keyboard.press('ControlOrMeta+s');
    await expect(summary.getByRole('status')).toHaveText('2 would be created');
    await summary.getByRole('button', { name: 'Apply 2 documents' }).click();
    await expect(summary.getByRole('status')).toHaveText('2 created');
    const lines = page.getByRole('list', { name: 'Documents' }).getByRole('listitem');
    await expect(lines.nth(0)).toContainText('Service nginx');
    await expect(lines.nth(1)).toContainText('StatefulSet web');
  });

  await test.step('T6.1-03, 04: headless, and two pods', async () => {
    await reader.list('Services');
    await expect(app.row('nginx')).toContainText(/ClusterIP.*None.*80\/TCP/s);
    await reader.list('StatefulSets');
    await expect(app.row('web')).toContainText('2/2', PATIENCE);
  });

  await test.step('T6.1-20: two claims, bound to volumes that were made for them', () => claims(2));

  await test.step('T6.1-28, 29: three pods more, with their claims', async () => {
    await scale(5);
    const ordinals = page.getByRole('table', { name: 'Pods in their order' });
    await expect(ordinals.getByRole('row').nth(5)).toContainText(/web-4.*Running.*1\/1/s, PATIENCE);
    await expect(ordinals.getByRole('row').nth(5)).toContainText('www-web-4');
    await claims(5);
  });

  await test.step('T6.1-31 to 33: two pods less, and no claim', async () => {
    await scale(3);
    await reader.list('Pods');
    await expect(app.row(/^web-\d/)).toHaveCount(3, PATIENCE);
    await claims(5);
    for (const [ordinal, name] of CLAIMS.entries())
      await expect(app.row(name)).toContainText(ordinal < 3 ? `web-${ordinal}` : 'Not used by any Pod');
  });

  await test.step('T6.1-63: the StatefulSet goes; its claims stay, which is said first', async () => {
    await reader.list('StatefulSets');
    await reader.open('web');
    await reader.act('web', 'Delete');
    await expect(dialog).toContainText('www-web-0');
    await dialog.getByRole('button', { name: 'Delete web' }).click();
    await expect(dialog).toHaveCount(0, PATIENCE);
    await claims(5);
  });

  await test.step('T6.1-66, 67: made again, each pod has its old claim', async () => {
    const uid = async () => (await api.get('v1', 'persistentvolumeclaims', namespace, 'www-web-0')).metadata.uid;
    const before = await uid();
    await reader.paste(tutorialFile('web.yaml'));
    const summary = page.getByRole('region', { name: 'What it does' });
    await page.keyboard.press('ControlOrMeta+s');
    // "unchanged" is an outcome of its own
    await expect(summary.getByRole('status')).toContainText('1 would be created');
    await summary.getByRole('button', { name: /^Apply/ }).click();
    await expect(summary.getByRole('status')).toContainText('1 created');
    await reader.list('StatefulSets');
    await expect(app.row('web')).toContainText('2/2', PATIENCE);
    expect(await uid()).toBe(before);
    await reader.open('web');
    await reader.act('web', 'Delete');
    await dialog.getByRole('button', { name: 'Delete web' }).click();
    await expect(dialog).toHaveCount(0, PATIENCE);
  });

  await test.step('T6.1-79, 80: the claims and the volumes, each with the other', async () => {
    const sidebar = page.getByRole('navigation', { name: /kinds|resources|sidebar/i });
    await sidebar.getByRole('link', { name: 'PersistentVolumes', exact: true }).click();
    const volume = page
      .getByRole('grid')
      .getByRole('row')
      .filter({ hasText: `${namespace}/www-web-4` });
    await expect(volume).toContainText(/1Gi.*RWO.*Delete.*Bound/s);
    await volume.getByRole('link').filter({ hasText: 'www-web-4' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'www-web-4' })).toBeVisible();
    await expect(main).toContainText('Bound');
  });

  await test.step('T6.1-81, 82: all five go at once, with the data, which is said first; their volumes go as well', async () => {
    await reader.list('PersistentVolumeClaims');
    await page.getByRole('checkbox', { name: /^select all 5/i }).check();
    await page
      .getByRole('region', { name: 'Selected objects' })
      .getByRole('button', { name: 'Delete', exact: true })
      .click();
    await expect(dialog).toContainText('and its data are deleted too (reclaim policy Delete). This cannot be undone.');
    await dialog.getByRole('button', { name: /^Delete 5/ }).click();
    await expect(dialog).toHaveCount(0, PATIENCE);
    await expect(main).toContainText(new RegExp(`No persistentvolumeclaims in ${namespace}`, 'i'));
    await page.goto(app.address('/core/persistentvolumes'));
    await expect(
      page
        .getByRole('grid')
        .getByRole('row')
        .filter({ hasText: `${namespace}/www-web` }),
    ).toHaveCount(0, PATIENCE);
  });
});
