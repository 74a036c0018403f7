import { expect, type Locator, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

/** A kubelet of v1.20 that is busy takes its time, to start a container and to tidy up after it. */
const SLOW = { timeout: 120_000 };

const screen = (page: Page) => page.locator('.xterm-rows').last();
const panel = (page: Page) => page.getByRole('dialog', { name: /^Run a command/ });
const result = (page: Page, pod: string) => panel(page).getByRole('region', { name: new RegExp(`^${pod} `) });

async function type(field: Locator, command: string): Promise<void> {
  await field.fill(command);
  await field.press('Enter');
}

test('a command without a terminal, in one container', async ({ app, page, state }) => {
  const reader = new Reader(app, state.namespace);
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-sh'));
  await reader.act('shell-sh', 'Run a command');
  const field = panel(page).getByLabel('Command', { exact: true });
  const out = result(page, 'shell-sh');

  await test.step('T2.3-07: env', async () => {
    await type(field, 'env');
    await expect(out).toContainText('KUBERNETES_SERVICE_HOST=');
    await expect(out).toContainText('Exit code 0');
    await expect(panel(page)).toContainText('kubectl exec -n');
  });
  await test.step('argv is kept as it was typed, and a shell is asked for', async () => {
    await type(field, `echo "a  b" $HOME '|' c`);
    await expect(out.locator('pre')).toHaveText('a  b $HOME | c');
    await panel(page)
      .getByLabel(/^Through sh -c/)
      .check();
    await type(field, 'echo out | tr a-z A-Z; echo wrong >&2; exit 3');
    await expect(out).toContainText('Exit code 3');
    await expect(out.locator('pre').first()).toHaveText('OUT');
    await expect(out.locator('pre').last()).toHaveText('wrong');
    await expect(out).toContainText('Error output (stderr)');
  });
  await test.step('stopped, and not there', async () => {
    await type(field, 'echo begun; sleep 300');
    await expect(out).toContainText('begun');
    await out.getByRole('button', { name: 'Stop' }).click();
    await expect(out).toContainText('Stopped');
    await panel(page)
      .getByLabel(/^Through sh -c/)
      .uncheck();
    await type(field, 'nosuch-program -x');
    await expect(out).toContainText('“nosuch-program” is not in this container');
  });
  await app.expectAccessible();
});

test('T6.1: the same command in several pods, side by side', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('statefulsets', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'pair', namespace },
    spec: {
      serviceName: 'pair',
      replicas: 2,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: 'pair' } },
      template: {
        metadata: { labels: { app: 'pair' } },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: 'main', image: 'busybox:1.28', command: ['sleep', '100000'] }],
        },
      },
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(`${app.inNamespace('core/pods')}?l=app%3Dpair`);
  for (const pod of ['pair-0', 'pair-1']) {
    await expect(app.row(pod)).toContainText('Running', SLOW);
    await app.row(pod).getByRole('checkbox').check();
  }
  await page.getByRole('button', { name: 'Run a command' }).click();
  const field = panel(page).getByLabel('Command', { exact: true });
  // T6.1-07
  await type(field, 'hostname');
  for (const pod of ['pair-0', 'pair-1']) await expect(result(page, pod).locator('pre')).toHaveText(pod);
  await expect(panel(page)).toContainText('2 ended with code 0 · 2 different outputs');
  await expect(panel(page)).toContainText('for pod in pair-0 pair-1; do kubectl exec');
  // T6.1-21
  await type(field, `sh -c 'echo "$(hostname)" > /tmp/index.html'`);
  for (const pod of ['pair-0', 'pair-1']) await expect(result(page, pod)).toContainText('It wrote nothing.');
  await type(field, 'cat /tmp/index.html');
  for (const pod of ['pair-0', 'pair-1']) await expect(result(page, pod).locator('pre')).toHaveText(pod);
  await panel(page).getByLabel('Only lines with …').fill('pair-1');
  await expect(result(page, 'pair-0')).toContainText('1 line is left out');
  await page.keyboard.press('Escape');
  await api.delete('apps/v1', 'statefulsets', namespace, 'pair', 0);
});

test('T6.1-08, -11, -16: a throw-away pod goes with its terminal', async ({ app, page, state, api }) => {
  test.setTimeout(180_000);
  const { namespace } = state;
  const reader = new Reader(app, namespace);
  const pod = () =>
    api.get('v1', 'pods', namespace, 'dns-test').then(
      (object) => (object as { metadata: { deletionTimestamp?: string } }).metadata.deletionTimestamp ?? 'there',
      () => 'gone',
    );
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-sh'));
  await reader.act('shell-sh', 'Throw-away pod');
  const make = async () => {
    await reader.dialog.getByLabel('Name', { exact: true }).fill('dns-test');
    await reader.dialog.getByLabel('Image', { exact: true }).fill('busybox:1.28');
    await expect(reader.dialog).toContainText(`kubectl run dns-test -n ${namespace} -it --rm --restart=Never`);
    await reader.dialog.getByRole('button', { name: 'Make the pod' }).click();
    await expect(reader.dialog).toHaveCount(0, SLOW);
    await expect(page.getByText('Attached to the main process', { exact: true })).toBeVisible(SLOW);
    // what is typed now goes to the pod, not to the page's keys
    await expect(page.locator('.xterm-helper-textarea').last()).toBeFocused();
    await page.keyboard.type('\necho "in $(hostname)"\n');
    await expect(screen(page)).toContainText('in dns-test');
  };
  await make();
  expect(await api.get('v1', 'pods', namespace, 'dns-test')).toMatchObject({
    metadata: { labels: { run: 'dns-test' } },
    spec: { restartPolicy: 'Never', containers: [{ stdin: true, stdinOnce: true, tty: true }] },
  });
  await page.keyboard.type('exit\n');
  await expect.poll(pod, SLOW).toBe('gone');
  // the name is free again, and closing the terminal is enough
  await reader.act('shell-sh', 'Throw-away pod');
  await make();
  await page
    .getByRole('button', { name: /^Close: ends/ })
    .last()
    .click();
  await expect.poll(pod, SLOW).toBe('gone');
});

test('a debug container, or why there is none; a copy that sleeps instead', async ({ app, page, state, api }) => {
  test.setTimeout(180_000);
  const { namespace } = state;
  const reader = new Reader(app, namespace);
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/no-shell'));
  await reader.act('no-shell', 'Debug container');
  const add = reader.dialog.getByRole('button', { name: 'Add the container' });
  // v1.20 has none by default; newer ones have no right to it in their role "admin"
  const reason = state.target === 'cluster' ? 'has no debug containers' : 'needs patch pods/ephemeralcontainers';
  await expect(reader.dialog.getByRole('alert')).toContainText(reason);
  await expect(add).toBeDisabled();
  await page.keyboard.press('Escape');
  if (state.target === 'demo') {
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace('core/pods/no-shell'));
    await reader.act('no-shell', 'Debug container');
    await expect(reader.dialog.getByLabel('Sees the processes of')).toHaveValue('main');
    await add.click();
    await expect(page.getByText('Attached to the main process', { exact: true })).toBeVisible();
    await page.locator('.xterm').last().click();
    await page.keyboard.type('\nps; echo "seen $((40+2))"\n');
    await expect(screen(page)).toContainText('/pause');
    await expect(screen(page)).toContainText('seen 42');
    await page.keyboard.type('exit\n');
  }
  await page.goto(app.inNamespace('core/pods/crasher'));
  await reader.act('crasher', 'Debug copy');
  await reader.dialog.getByLabel('Name', { exact: true }).fill('crasher-copy');
  await expect(reader.dialog).toContainText('kubectl debug crasher');
  await reader.dialog.getByRole('button', { name: 'Make the copy' }).click();
  await expect(reader.dialog).toHaveCount(0, SLOW);
  await expect(screen(page)).toContainText(/[#$]/, SLOW);
  await page.locator('.xterm').last().click();
  await page.keyboard.type('cat /proc/1/cmdline | tr "\\0" " "; hostname; exit\n');
  await expect
    .poll(
      () =>
        api.get('v1', 'pods', namespace, 'crasher-copy').then(
          () => 'there',
          () => 'gone',
        ),
      SLOW,
    )
    .toBe('gone');
});

test('a shell on a node, by typed consent (TUT-48)', async ({ app, page, state, api }) => {
  test.setTimeout(180_000);
  const reader = new Reader(app, state.namespace);
  const nodes = (await api.request('GET', '/api/v1/nodes')) as { items: { metadata: { name: string } }[] };
  const node = nodes.items[0]?.metadata.name ?? '';
  await app.signIn(state.tokens.admin);
  await page.goto(app.address(`/core/nodes/${node}`));
  await reader.act(node, 'Node shell');
  const open = reader.dialog.getByRole('button', { name: 'Open the shell' });
  await reader.dialog.getByLabel('Namespace').fill(state.namespace);
  await reader.dialog.getByLabel('Image', { exact: true }).fill('busybox:1.28');
  await expect(open).toBeDisabled();
  await reader.dialog.getByLabel(`Type “${node}” to go on`).fill(node);
  await open.click();
  await expect(page.getByText('Attached to the main process', { exact: true })).toBeVisible(SLOW);
  await page.locator('.xterm').last().click();
  await page.keyboard.type('\necho "root $(id -u) on a node"; ls -d /etc\n');
  await expect(screen(page)).toContainText('root 0 on a node');
  await page.keyboard.type('exit\n');
  const left = async () => {
    const pods = (await api.request('GET', `/api/v1/namespaces/${state.namespace}/pods`)) as {
      items: { metadata: { name: string } }[];
    };
    return pods.items.filter(({ metadata }) => metadata.name.startsWith('node-debugger')).length;
  };
  await expect.poll(left, SLOW).toBe(0);
});

test('OPS-110: a command replaced by sleep, and restored', async ({ app, page, state, api }) => {
  const { namespace } = state;
  const reader = new Reader(app, namespace);
  const container = {
    name: 'main',
    image: 'busybox:1.28',
    command: ['sh', '-c', 'exit 1'],
    livenessProbe: { exec: { command: ['true'] }, periodSeconds: 7 },
  };
  await api.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'failing', namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'failing' } },
      template: { metadata: { labels: { app: 'failing' } }, spec: { containers: [container] } },
    },
  });
  type Deployment = { spec: { template: { spec: { containers: [Partial<typeof container>] } } } };
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/failing`;
  const now = async () => {
    const object = (await api.request('GET', path)) as Deployment;
    const { command, livenessProbe } = object.spec.template.spec.containers[0];
    return { command: command?.join(' '), period: livenessProbe?.periodSeconds };
  };
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/failing'));
  await reader.act('failing', 'Replace the command by sleep');
  await reader.dialog.getByRole('button', { name: /^Replace the command by sleep/ }).click();
  await expect.poll(now).toEqual({ command: expect.stringContaining('sleep'), period: undefined });
  await expect(reader.dialog).toHaveCount(0);
  await reader.act('failing', 'Restore the command');
  await reader.dialog.getByRole('button', { name: /^Restore the command/ }).click();
  await expect.poll(now).toEqual({ command: 'sh -c exit 1', period: 7 });
  await api.delete('apps/v1', 'deployments', namespace, 'failing', 0);
});
