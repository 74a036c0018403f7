import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

/** What the terminal shows, by xterm's rows. */
const screen = (page: Page) => page.locator('.xterm-rows');

test('bash: commands, UTF-8, resize, exit code', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-bash/shell'));
  await expect(screen(page)).toContainText(/[#$]/);
  await page.locator('.xterm').click();
  await page.keyboard.type('echo "sum $((40+2))"\n');
  await expect(screen(page)).toContainText('sum 42');
  await page.keyboard.insertText('echo héllo-世界');
  await page.keyboard.press('Enter');
  await expect(screen(page)).toContainText('世界');
  await page.keyboard.type('echo $0\n');
  await expect(screen(page)).toContainText('bash');

  await page.keyboard.type('clear; stty size\n');
  await expect(screen(page)).toContainText(/\d+ \d+/);
  const size = async () => (await screen(page).innerText()).match(/(\d+) (\d+)/)?.[2];
  const before = await size();
  await page.setViewportSize({ width: 900, height: 700 });
  await expect
    .poll(async () => {
      await page.keyboard.type('clear; stty size\n');
      return size();
    })
    .not.toBe(before);

  await page.keyboard.type('exit 7\n');
  await expect(page.getByRole('main')).toContainText(/code 7/);
});

test('a container without bash falls back to sh', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-sh/shell'));
  await expect(screen(page)).toContainText(/[#$]/);
  await page.locator('.xterm').click();
  await page.keyboard.type('echo "in $0"\n');
  await expect(screen(page)).toContainText(/in .*sh/);
});

test('a container without any shell says so', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/no-shell/shell'));
  await expect(page.getByRole('main')).toContainText(/no shell/i);
});

test('a flood stays interruptible', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-sh/shell'));
  await expect(screen(page)).toContainText(/[#$]/);
  await page.locator('.xterm').click();
  await page.keyboard.type('yes\n');
  await expect(screen(page)).toContainText('y');
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo "after $((1+1))"\n');
  await expect(screen(page)).toContainText('after 2');
});

test('a session survives a reload', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-bash/shell'));
  await expect(screen(page)).toContainText(/[#$]/);
  await page.locator('.xterm').click();
  await page.keyboard.type('kept=yes-kept; echo ready\n');
  await expect(screen(page)).toContainText('ready');
  await page.reload();
  await expect(screen(page)).toContainText('ready');
  await page.locator('.xterm').click();
  await page.keyboard.type('echo "now $kept"\n');
  await expect(screen(page)).toContainText('now yes-kept');
});

test('a pod deleted while its shell is open', async ({ app, page, state, api }) => {
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'doomed', namespace: state.namespace },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        { name: 'main', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command: ['sleep', '100000'] },
      ],
    },
  });
  await expect
    .poll(
      async () =>
        ((await api.get('v1', 'pods', state.namespace, 'doomed')) as { status?: { phase?: string } }).status?.phase,
      { timeout: 30_000 },
    )
    .toBe('Running');
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/doomed/shell'));
  await expect(screen(page)).toContainText(/[#$]/);
  await api.delete('v1', 'pods', state.namespace, 'doomed', 0);
  await expect(page.getByRole('main')).toContainText(/ended|deleted|gone|code 137/i);
});
