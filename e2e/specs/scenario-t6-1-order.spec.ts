import { expect, type Page } from '@playwright/test';
import { App } from '../fixtures/app.ts';
import { comesUp, expectOnTape } from '../fixtures/tape.ts';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader } from '../fixtures/tutorial.ts';

/**
 * "StatefulSet Basics" as far as it is about what its pods do, in which order: told by the tape in a second window, as the tutorial has
 * a second terminal with `kubectl get pods -w`. It needs no storage.
 */
const PATIENCE = { timeout: 60_000 };

const manifest = (policy: 'OrderedReady' | 'Parallel') => `apiVersion: v1
kind: Service
metadata:
  name: nginx
  labels: { app: nginx }
spec:
  clusterIP: None
  selector: { app: nginx }
  ports: [{ name: web, port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: nginx
  replicas: 2
  podManagementPolicy: ${policy}
  selector: { matchLabels: { app: nginx } }
  template:
    metadata:
      labels: { app: nginx }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: nginx
          image: busybox:1.28
          imagePullPolicy: IfNotPresent
          command: [sleep, '100000']
`;

const gone = (pod: string) => new RegExp(`^DELETED ${pod} `);
const made = (pod: string) => new RegExp(`^ADDED ${pod} `);
const runs = (pod: string) => new RegExp(`^MODIFIED ${pod} 1/1 Running`);

test.describe('T6.1, in order', () => {
  test.setTimeout(240_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t6o`));

  test('pods come one after the other and go the other way round; without an owner they stay, and find it again', async ({
    app,
    page,
    api,
    state,
  }) => {
    const namespace = `${state.namespace}-t6o`;
    await makePlace(api, namespace);
    const reader = new Reader(app, namespace);
    const { dialog } = reader;
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace('apps/statefulsets', namespace));
    const watched: Page = await page.context().newPage();
    const window = new App(watched, state);
    const empty = watched.getByRole('button', { name: 'Clear', exact: true });
    /** applies both documents, and says what is to become of each */
    const apply = async (
      policy: 'OrderedReady' | 'Parallel',
      outcomes: readonly [string | RegExp, string | RegExp],
    ) => {
      await reader.paste(manifest(policy));
      const summary = page.getByRole('region', { name: 'What it does' });
      await page.keyboard.press('ControlOrMeta+s');
      await expect(summary.getByRole('status')).toContainText('would be created');
      await summary.getByRole('button', { name: /^Apply/ }).click();
      const lines = page.getByRole('list', { name: 'Documents' }).getByRole('listitem');
      await expect(lines.nth(0)).toContainText(outcomes[0]);
      await expect(lines.nth(1)).toContainText(outcomes[1]);
    };
    const scale = async (replicas: number) => {
      await reader.act('web', 'Scale');
      await dialog.getByLabel('Replicas', { exact: true }).fill(`${replicas}`);
      await dialog.getByRole('button', { name: /^Scale/ }).click();
      await expect(dialog).toHaveCount(0);
    };
    const remove = async (kind: string, name: string, saying: string | RegExp = '') => {
      await reader.list(kind);
      await reader.open(name);
      await reader.act(name, 'Delete');
      await expect(dialog).toContainText(saying);
      await dialog.getByRole('button', { name: `Delete ${name}` }).click();
      await expect(dialog).toHaveCount(0, PATIENCE);
    };

    await test.step('T6.1-01: a watch that waits, and says so', async () => {
      await watched.goto(`${app.inNamespace('core/pods', namespace)}?l=app%3Dnginx&tape=1`);
      await expect(watched.getByRole('main')).toContainText('None match the selector app=nginx');
      await expect(watched.getByRole('main')).toContainText(
        'Nothing has changed since the list was opened. What changes appears here at once.',
      );
    });

    await test.step('T6.1-02 to 06: web-1 is made once web-0 is ready', async () => {
      await apply('OrderedReady', [/Service nginx.*created/s, /StatefulSet web.*created/s]);
      await expectOnTape(watched, [...comesUp('web-0'), ...comesUp('web-1')]);
      await reader.list('Services');
      await expect(app.row('nginx')).toContainText(/ClusterIP.*None.*80\/TCP/s);
      await reader.list('StatefulSets');
      await expect(app.row('web')).toContainText('2/2', PATIENCE);
    });

    await test.step('T6.1-12 to 14, 23 to 25: both are deleted, and made again in their order', async () => {
      await empty.click();
      await watched.getByRole('checkbox', { name: /^select all 2/i }).check();
      const bar = watched.getByRole('region', { name: 'Selected objects' });
      await bar.getByRole('button', { name: 'Delete', exact: true }).click();
      const asked = watched.getByRole('dialog');
      await asked.getByRole('button', { name: /^Delete 2/ }).click();
      await expect(asked).toHaveCount(0, PATIENCE);
      for (const pod of ['web-0', 'web-1']) await expectOnTape(watched, [gone(pod), ...comesUp(pod)]);
      await expectOnTape(watched, [...comesUp('web-0'), ...comesUp('web-1')]);
    });

    await test.step('T6.1-27 to 32: five, one after the other; then three, the last ones first', async () => {
      await reader.open('web');
      await empty.click();
      await scale(5);
      await expectOnTape(watched, ['web-2', 'web-3', 'web-4'].flatMap(comesUp));
      await expect(window.row(/^web-\d/)).toHaveCount(5);
      await scale(3);
      await expectOnTape(watched, [gone('web-4'), gone('web-3')]);
      await expect(window.row(/^web-\d/)).toHaveCount(3);
    });

    await test.step('T6.1-53 to 55: the StatefulSet goes, its pods stay and belong to nobody', async () => {
      await empty.click();
      await reader.act('web', 'Delete');
      await expect(dialog).toContainText('For an orderly end scale it to 0 first: web-2 goes first then');
      await expect(dialog).toContainText('It makes no PersistentVolumeClaims.');
      await dialog.getByText('How it is deleted', { exact: true }).click();
      await dialog.getByRole('combobox', { name: 'Objects that it owns' }).selectOption('Orphan');
      await expect(dialog).toContainText('it stays, without an owner');
      await dialog.getByRole('button', { name: 'Delete web' }).click();
      await expect(dialog).toHaveCount(0, PATIENCE);
      for (const ordinal of [0, 1, 2]) await expect(window.row(`web-${ordinal}`)).toContainText('Running');
    });

    await test.step('T6.1-56, 57: one of them is deleted, and does not come back, which is said first', async () => {
      await remove('Pods', 'web-0', 'No controller owns it: it does not come back.');
      await expectOnTape(watched, [gone('web-0')]);
      await expect(window.row(/^web-\d/)).toHaveCount(2);
    });

    await test.step('T6.1-58 to 60: the same file again: web-0 is made, web-1 adopted, web-2 is one too many', async () => {
      await empty.click();
      await apply('OrderedReady', ['unchanged', 'created']);
      await expectOnTape(watched, comesUp('web-0'));
      await expectOnTape(watched, [gone('web-2')]);
      await expect(window.row(/^web-\d/)).toHaveCount(2);
      await reader.list('Pods');
      await reader.open('web-1');
      await expect(reader.main).toContainText(/StatefulSet\s*web/);
      await reader.list('StatefulSets');
      await reader.open('web');
      await expect(
        reader.main
          .getByRole('listitem')
          .filter({ hasText: /web-1.*adopted/s })
          .last(),
      ).toBeVisible();
    });

    await test.step('T6.1-62 to 65: it goes with its pods, and the Service after it', async () => {
      await empty.click();
      await remove('StatefulSets', 'web', '2 objects that it owns');
      for (const pod of ['web-0', 'web-1']) await expectOnTape(watched, [gone(pod)]);
      await expect(watched.getByRole('main')).toContainText('None match the selector app=nginx');
      await remove('Services', 'nginx');
    });

    await test.step('T6.1-70 to 75: in parallel nobody waits for another', async () => {
      await empty.click();
      await apply('Parallel', ['created', 'created']);
      await expectOnTape(watched, [made('web-1'), runs('web-0')]);
      await expectOnTape(watched, [made('web-0'), runs('web-1')]);
      await reader.list('StatefulSets');
      await reader.open('web');
      await expect(reader.main).toContainText('(Parallel)');
      await scale(4);
      await expectOnTape(watched, [made('web-3'), runs('web-2')]);
      await expectOnTape(watched, [made('web-2'), runs('web-3')]);
    });

    await test.step('T6.1-76 to 78: "sts" finds it; all of them go at once', async () => {
      await empty.click();
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('combobox', { name: 'A kind, an object' }).fill('sts web');
      await page.getByRole('option', { name: /web/ }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: 'web' })).toBeVisible();
      await reader.act('web', 'Delete');
      await dialog.getByRole('button', { name: 'Delete web' }).click();
      await expect(dialog).toHaveCount(0, PATIENCE);
      for (const ordinal of [0, 1, 2, 3]) await expectOnTape(watched, [gone(`web-${ordinal}`)]);
      await remove('Services', 'nginx');
    });
  });
});
