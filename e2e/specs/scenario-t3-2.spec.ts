import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader, tutorialFile } from '../fixtures/tutorial.ts';

/**
 * "Configuring Redis using a ConfigMap", as its reader lives it, in the browser alone. conformance/scenarios/t3-2-redis-configmap.ts is
 * the same with kubectl.
 */
const CONFIG = 'example-redis-config';
const EMPTY = `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${CONFIG}
data:
  redis-config: ""
`;
/** the last line of the tutorial's file ends in four blanks: they are the value's */
const LINES = ['maxmemory 2mb', 'maxmemory-policy allkeys-lru    '];

/** A kubelet of v1.20 that is busy takes its time to tidy up after a pod. */
const GONE = { timeout: 120_000 };

const screen = (page: Page) => page.locator('.xterm-rows:visible');

/** What redis says that it was configured with: "kubectl exec -it redis -- redis-cli" (TUT-29), and what is typed there. */
async function ask(reader: Reader, memory: string, policy: string): Promise<void> {
  const { page } = reader;
  await reader.list('Pods');
  await reader.open('redis');
  await reader.tab('Shell');
  // the address opens a shell; the command stands in a tab of its own
  await expect(page.getByText(/^Connected: (ba|a)?sh/)).toBeVisible();
  await page.getByLabel('Command in place of a shell').fill('redis-cli');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(screen(page)).toContainText('127.0.0.1:6379>');
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('CONFIG GET maxmemory\n');
  await expect(screen(page)).toContainText(new RegExp(`1\\) "maxmemory"\\s*2\\) "${memory}"`));
  await page.keyboard.type('CONFIG GET maxmemory-policy\n');
  await expect(screen(page)).toContainText(new RegExp(`1\\) "maxmemory-policy"\\s*2\\) "${policy}"`));
  await page.keyboard.type('quit\n');
  await expect(page.getByRole('region', { name: 'Terminals', exact: true })).toContainText('exit code 0');
  // the dock is left empty: what is open in it would stand in the way of nothing, but of the next look
  for (const _ of ['redis-cli', 'the shell'])
    await page.getByRole('button', { name: 'Close: ends what runs' }).and(page.locator(':visible')).click();
}

test.describe('T3.2', () => {
  test.setTimeout(300_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t3`));

  test('configuring Redis using a ConfigMap, with rights in one namespace only', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t3`;
    const { token } = await makePlace(api, namespace);
    const reader = new Reader(app, namespace);
    const { main, dialog } = reader;
    await app.signIn(token);
    await page.goto(app.inNamespace('core/pods', namespace));
    await expect(main).toContainText(/No pods in/i);

    await test.step('T3.2-01, 02: the ConfigMap with an empty key', async () => {
      await reader.apply(EMPTY, `ConfigMap ${CONFIG}`);
      expect(await api.get('v1', 'configmaps', namespace, CONFIG)).toMatchObject({ data: { 'redis-config': '' } });
    });

    await test.step('T3.2-03: the pod', () => reader.apply(tutorialFile('redis-pod.yaml'), 'Pod redis'));

    await test.step('T3.2-04: the four points of the manifest', async () => {
      await page.getByRole('list', { name: 'Documents' }).getByRole('link', { name: 'Open' }).click();
      await expect(page).toHaveURL(/\/pods\/redis$/);
      const volume = page.getByRole('table', { name: 'Volumes' }).getByRole('row').nth(2);
      await expect(volume).toContainText(/config.*configMap.*redis-config → redis\.conf/s);
      await expect(volume.getByRole('link', { name: CONFIG })).toBeVisible();
      await main.getByText(/^Mounts \(\d\)$/).click();
      const mount = page
        .getByRole('table', { name: /^Mounts/ })
        .getByRole('row')
        .nth(2);
      await expect(mount).toContainText(/^\/redis-master\s*config\s*configMap/);
    });

    await test.step('T3.2-05: both of them in their lists', async () => {
      await reader.list('Pods');
      await expect(app.row('redis')).toContainText(/1\/1.*Running.*0/s, { timeout: 45_000 });
      await reader.list('ConfigMaps');
      const data = app.row(CONFIG).getByRole('gridcell').filter({ hasText: /^1$/ });
      await expect(data).toHaveCount(1);
    });

    await test.step('T3.2-06: the key is there, and empty', async () => {
      await reader.open(CONFIG);
      await expect(page.getByRole('table', { name: 'Data' }).getByRole('row').nth(1)).toHaveText(
        /redis-config.*\(empty\)/,
      );
      for (const none of ['No labels', 'No annotations']) await expect(main).toContainText(none);
    });

    await test.step('T3.2-07 … 09: redis has its defaults', () => ask(reader, '0', 'noeviction'));

    await test.step('T3.2-10, 11: two settings, reviewed and written', async () => {
      await reader.list('ConfigMaps');
      await reader.open(CONFIG);
      await reader.edit(
        'ConfigMap',
        CONFIG,
        async (editor) => {
          await editor.locator('.cm-line', { hasText: /redis-config: ""/ }).click();
          await page.keyboard.press('End');
          for (let blanks = 0; blanks < 2; blanks += 1) await page.keyboard.press('Backspace');
          await page.keyboard.type('|\n');
          for (const [index, line] of LINES.entries()) await page.keyboard.type(index === 0 ? `${line}\n` : line);
        },
        'maxmemory-policy allkeys-lru',
      );
      expect(await api.get('v1', 'configmaps', namespace, CONFIG)).toMatchObject({
        data: { 'redis-config': `${LINES.join('\n')}\n` },
      });
    });

    await test.step('T3.2-12: both lines at once, who uses it, and that what runs may not have it yet', async () => {
      await reader.tab('Overview');
      const data = page.getByRole('table', { name: 'Data' });
      for (const line of LINES) await expect(data).toContainText(line.trim());
      const uses = page.getByRole('region', { name: 'Uses and used by' });
      await uses.scrollIntoViewIfNeeded();
      await expect(uses.getByRole('list', { name: 'Used by Pods' })).toContainText(/redis.*as a volume/s);
      await expect(uses).toContainText('may still have the old values');
    });

    await test.step('T3.2-13 … 15: the running process has not taken it', () => ask(reader, '0', 'noeviction'));

    await test.step('T3.2-16: the pod is deleted; nobody makes it again, and the dialog says so', async () => {
      await reader.tab('Overview');
      await reader.act('redis', 'Delete');
      await expect(dialog).toContainText('No controller owns it: it does not come back.');
      await expect(dialog).toContainText(`kubectl delete pods redis -n ${namespace}`);
      await dialog.getByRole('button', { name: 'Delete redis' }).click();
      await expect(main).toContainText('This Pod has been deleted', GONE);
    });

    await test.step('T3.2-17: it is made again from what was kept of it', async () => {
      await page.getByRole('button', { name: 'Create again: Pod redis deleted' }).click();
      await reader.list('Pods');
      await expect(app.row('redis')).toContainText(/1\/1.*Running.*0/s, { timeout: 45_000 });
    });

    await test.step('T3.2-18 … 20: the new process has it', () => ask(reader, '2097152', 'allkeys-lru'));

    await test.step('T3.2-21: both are deleted at once', async () => {
      await reader.tab('Overview');
      await reader.paste(`${tutorialFile('redis-pod.yaml')}\n---\n${EMPTY}`);
      await page.getByRole('button', { name: 'Delete what is in this text…' }).click();
      await expect(dialog).toContainText('redis');
      await expect(dialog).toContainText(CONFIG);
      await dialog.getByRole('button', { name: 'Delete 2 objects' }).click();
      await expect(dialog).toHaveCount(0, GONE);
      await reader.list('Pods');
      await expect(main).toContainText(/No pods in/i);
      await reader.list('ConfigMaps');
      await expect(app.row(CONFIG)).toHaveCount(0);
    });
  });
});
