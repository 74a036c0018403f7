import { expect } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { type ApiObject, until } from '../fixtures/kube-api.ts';
import { comesUp, expectOnTape } from '../fixtures/tape.ts';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader, tutorialFile } from '../fixtures/tutorial.ts';

/** "StatefulSet Basics" as far as it is about names that stay: it takes a cluster with DNS and volumes, which the demo is. */
const PODS = ['web-0', 'web-1'] as const;
const PATIENCE = { timeout: 60_000 };

test('T6.1: pods of a StatefulSet are deleted, and keep their names, their records and their files', async ({
  app,
  page,
  api,
  state,
}) => {
  test.setTimeout(180_000);
  const namespace = `${state.namespace}-t6n`;
  await makePlace(api, namespace);
  for (const document of parseAllDocuments(tutorialFile('web.yaml'))) {
    const object = document.toJS() as ApiObject;
    const resource = object.kind === 'Service' ? 'services' : 'statefulsets';
    await api.create(resource, { ...object, metadata: { ...object.metadata, namespace } });
  }
  const reader = new Reader(app, namespace);
  const panel = page.getByRole('dialog', { name: /^Run a command/ });
  const screen = page.locator('.xterm-rows').last();
  const list = `${app.inNamespace('core/pods', namespace)}?l=app%3Dnginx`;
  const get = (pod: string) => api.get('v1', 'pods', namespace, pod);
  const addresses = () =>
    Promise.all(
      PODS.map((pod) =>
        until(pod, async () => {
          const { metadata, status } = await get(pod);
          const { phase, podIP } = status as { phase?: string; podIP?: string };
          return !('deletionTimestamp' in metadata) && phase === 'Running' ? podIP : undefined;
        }),
      ),
    );
  /** What each pod writes. */
  const each = async (command: string, outputs: readonly string[]) => {
    const field = panel.getByLabel('Command', { exact: true });
    await field.fill(command);
    await field.press('Enter');
    for (const [at, pod] of PODS.entries()) {
      const result = panel.getByRole('region', { name: new RegExp(`^${pod} `) });
      await expect(result).toContainText('Exit code 0', PATIENCE);
      const output = outputs[at] ?? '';
      if (output === '') await expect(result).toContainText('It wrote nothing.');
      else await expect(result.locator('pre').first()).toHaveText(output);
    }
  };
  const inBoth = async (work: () => Promise<void>) => {
    await page.goto(list);
    for (const pod of PODS) {
      await expect(app.row(pod)).toContainText('Running', PATIENCE);
      await app.row(pod).getByRole('checkbox').check();
    }
    await page.getByRole('button', { name: 'Run a command' }).click();
    await work();
    await page.keyboard.press('Escape');
  };
  /** The addresses that a throw-away pod finds under both names. */
  const lookUp = async (found: readonly string[]) => {
    await page.goto(app.inNamespace('core/pods/web-0', namespace));
    await reader.act('web-0', 'Throw-away pod');
    await reader.dialog.getByLabel('Name', { exact: true }).fill('dns-test');
    await reader.dialog.getByLabel('Image', { exact: true }).fill('busybox:1.28');
    await reader.dialog.getByRole('button', { name: 'Make the pod' }).click();
    await expect(reader.dialog).toHaveCount(0, PATIENCE);
    await expect(page.locator('.xterm-helper-textarea').last()).toBeFocused(PATIENCE);
    for (const [at, pod] of PODS.entries()) {
      await page.keyboard.type(`\nclear; nslookup ${pod}.nginx\n`);
      await expect(screen).toContainText(new RegExp(`Name: +${pod}.nginx`));
      await expect(screen).toContainText(`Address 1: ${found[at]}`);
    }
    await page.keyboard.type('exit\n');
    await until('the pod to go', () =>
      get('dns-test').then(
        () => undefined,
        () => true,
      ),
    );
  };
  await app.signIn(state.tokens.admin);
  const before = await addresses();

  await test.step('T6.1-07, 21, 22: each has its name, and serves it', () =>
    inBoth(async () => {
      await each('hostname', PODS);
      await each(`sh -c 'echo "$(hostname)" > /usr/share/nginx/html/index.html'`, []);
      await each('curl http://localhost/', PODS);
    }));

  await test.step('T6.1-08 to 11: and is found by it', () => lookUp(before));

  await test.step('T6.1-12 to 14, 23 to 25: both are deleted, and made again in their order, as the tape tells', async () => {
    await page.goto(`${list}&tape=1`);
    await page.getByRole('checkbox', { name: /^select all 2/i }).check();
    const bar = page.getByRole('region', { name: 'Selected objects' });
    await bar.getByRole('button', { name: 'Delete', exact: true }).click();
    await reader.dialog.getByRole('button', { name: /^Delete 2/ }).click();
    await expect(reader.dialog).toHaveCount(0, PATIENCE);
    for (const pod of PODS) await expectOnTape(page, [new RegExp(`^MODIFIED ${pod} .*Terminating`), ...comesUp(pod)]);
    await expectOnTape(page, PODS.flatMap(comesUp));
  });

  await test.step('T6.1-15, 26: the names are the same, and the files', () =>
    inBoth(async () => {
      await each('hostname', PODS);
      await each('curl http://localhost/', PODS);
    }));

  await test.step('T6.1-16 to 19: and the records, which lead to other addresses', async () => {
    const after = await addresses();
    for (const [at, address] of after.entries()) expect(address).not.toBe(before[at]);
    await lookUp(after);
  });

  await test.step('T6.1-63 to 67: even when StatefulSet and Service are gone, and made again', async () => {
    for (const [kind, name] of [
      ['StatefulSets', 'web'],
      ['Services', 'nginx'],
    ] as const) {
      await reader.list(kind);
      await reader.open(name);
      await reader.act(name, 'Delete');
      await reader.dialog.getByRole('button', { name: `Delete ${name}` }).click();
      await expect(reader.dialog).toHaveCount(0, PATIENCE);
    }
    await reader.paste(tutorialFile('web.yaml'));
    const summary = page.getByRole('region', { name: 'What it does' });
    await page.keyboard.press('ControlOrMeta+s');
    await expect(summary.getByRole('status')).toHaveText('2 would be created');
    await summary.getByRole('button', { name: 'Apply 2 documents' }).click();
    await expect(summary.getByRole('status')).toHaveText('2 created');
    await inBoth(() => each('curl http://localhost/', PODS));
  });
});
