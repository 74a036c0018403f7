import { expect, type Page } from '@playwright/test';
import type { App } from '../fixtures/app.ts';
import { test } from '../fixtures/test.ts';

/** What the terminals in sight show, by xterm's rows. */
const screen = (page: Page) => page.locator('.xterm-rows:visible');
const dock = (page: Page) => page.getByRole('region', { name: 'Terminals', exact: true });

/** Goes to the address of a pod's shell, and to its prompt. */
async function shellIn(app: App, page: Page, pod: string): Promise<void> {
  await page.goto(app.inNamespace(`core/pods/${pod}/shell`));
  await expect(screen(page)).toContainText(/[#$]/, { timeout: 30_000 });
  await page.locator('.xterm:visible').click();
}

/** What `stty size` says: rows and columns. */
async function size(page: Page): Promise<string> {
  await page.keyboard.type('clear; stty size\n');
  await expect(screen(page)).toContainText(/\d+ \d+/);
  return (await screen(page).innerText()).match(/(\d+) (\d+)/)?.[0] ?? '';
}

test('bash: commands, UTF-8, copy and paste, its size, the exit code; another beside it', async ({
  app,
  page,
  state,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: state.url });
  await app.signIn(state.tokens.developer);
  await shellIn(app, page, 'shell-bash');
  await page.keyboard.type('echo "sum $((40+2)) in $0"\n');
  await expect(screen(page)).toContainText(/sum 42 in .*bash/);
  await page.keyboard.insertText('echo héllo-世界');
  await page.keyboard.press('Enter');
  await expect(screen(page)).toContainText(/世界[\s\S]*世界/);

  await test.step('copied by the keyboard what a double click has selected', async () => {
    await page.keyboard.type('clear; echo copied$((6*7))\n');
    const row = screen(page)
      .locator('div')
      .filter({ hasText: /^copied42/ });
    await expect(row).toBeVisible();
    // the rows lie below what takes the mouse
    await row.dblclick({ position: { x: 20, y: 8 }, force: true });
    await page.keyboard.press('Control+Shift+c');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('copied42');
  });
  await test.step('pasted: several lines only after a word, with none of the escapes that would end it', async () => {
    // one command in two lines: what is typed ahead is lost where a shell is only played
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted$((1+0))\u001b[201~ \\\npasted$((1+1))\n'));
    await page.keyboard.press('Control+Shift+v');
    const dialog = page.getByRole('dialog', { name: 'Paste 2 lines?' });
    await expect(dialog).toContainText('echo pasted$((1+0))[201~');
    await expect(screen(page)).not.toContainText('pasted');
    await dialog.getByRole('button', { name: 'Paste 2 lines' }).click();
    await page.keyboard.press('Enter');
    await expect(screen(page)).toContainText('pasted1[201~ pasted2');
  });

  const before = await size(page);
  await page.setViewportSize({ width: 900, height: 700 });
  await expect.poll(() => size(page)).not.toBe(before);

  await dock(page).getByRole('button', { name: 'Split: another one beside it' }).click();
  await expect(screen(page)).toHaveCount(2);
  await expect(screen(page).last()).toContainText(/[#$]/);
  await page.keyboard.type('echo "second $((1+1))"\n');
  await expect(screen(page).last()).toContainText('second 2');
  await page.keyboard.press('Control+Shift+f');
  await expect(page.getByLabel('Search in the terminal', { exact: true })).toBeFocused();
  await page.keyboard.type('second 2');
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('exit 7\n');
  await expect(dock(page)).toContainText(/exit code 7/);
});

test('terminals live across navigation, a reload and windows', async ({ app, page, state, context }) => {
  await app.signIn(state.tokens.developer);
  await shellIn(app, page, 'shell-bash');
  await page.keyboard.type('kept=yes-kept; echo ready\n');
  await expect(screen(page)).toContainText('ready');
  await page.keyboard.press('Control+Shift+Enter');
  await page.keyboard.press('F2');
  await page.keyboard.type('my shell');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Deployments', exact: true }).click();
  await expect(page).toHaveURL(/deployments/);
  await expect(screen(page)).toContainText('ready');
  await page.getByRole('button', { name: 'Maximise' }).click();
  await page.reload();
  await expect(page.getByRole('tab', { name: 'my shell' })).toBeVisible();
  await expect(screen(page)).toContainText('ready');
  await page.keyboard.press('Control+Backquote');
  await page.keyboard.type('echo "now $kept"\n');
  await expect(screen(page)).toContainText('now yes-kept');

  const other = await context.newPage();
  await other.goto(app.inNamespace('core/pods/shell-sh/shell'));
  await expect(screen(other)).toContainText(/[#$]/);
  await other.getByRole('button', { name: 'More terminals' }).click();
  await other.getByRole('menuitem', { name: /shell-bash.*seen by 1 window/ }).click();
  await expect(screen(other)).toContainText('now yes-kept');
  await other.keyboard.type('echo "both $kept"\n');
  await expect(screen(page)).toContainText('both yes-kept');
  await other.close();
});

test('a shell is found: sh without bash, none at all; a command of one’s own; attach', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await shellIn(app, page, 'shell-sh');
  await page.keyboard.type('echo "in $0"\n');
  await expect(screen(page)).toContainText(/in .*sh/);

  await page.getByLabel('Command in place of a shell').fill("echo 'two  blanks' $HOME");
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(screen(page)).toContainText('two  blanks $HOME');
  await expect(dock(page)).toContainText(/exit code 0/);

  await page.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dock(page)).toContainText('it takes no input');

  await page.goto(app.inNamespace('core/pods/no-shell/shell'));
  await expect(dock(page)).toContainText(/no shell/i, { timeout: 30_000 });
  await dock(page).getByRole('button', { name: 'Debug container' }).click();
  await expect(page.getByRole('dialog')).toContainText('no-shell');
});

test('vi and top are used', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await shellIn(app, page, 'shell-sh');
  await page.keyboard.type('clear; vi /tmp/notes\n');
  await expect(screen(page)).toContainText('~');
  await page.keyboard.type('ifirst line\nsecond');
  await page.keyboard.press('Escape');
  // busybox takes what follows an Escape at once for the rest of a key's sequence
  await expect(screen(page)).toContainText('- /tmp/notes');
  await page.keyboard.type(':wq\n');
  await expect(screen(page)).toContainText(/[#$]\s*$/);
  // a shell throws away what was typed while it takes the terminal back
  await expect(async () => {
    await page.keyboard.type('clear; cat /tmp/notes | tr a-z A-Z\n');
    await expect(screen(page)).toContainText(/FIRST LINE[\s\S]*SECOND/, { timeout: 3000 });
  }).toPass();

  await page.keyboard.type('clear; top -d 1\n');
  await expect(screen(page)).toContainText(/Load average[\s\S]*COMMAND/);
  await page.keyboard.press('q');
  await expect(async () => {
    await page.keyboard.type('echo "left $((2+2))"\n');
    await expect(screen(page)).toContainText('left 4', { timeout: 3000 });
  }).toPass();
});

test('a flood stays interruptible, and output cannot play tricks', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: state.url });
  await shellIn(app, page, 'shell-sh');
  const title = await page.title();
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  // an unended DCS, the clipboard, the title, a link of another target, a repetition without end, invalid UTF-8
  const tricks =
    '\\033P1\\$rpwned\\033]52;c;cHduZWQ=\\007\\033]0;pwned\\007\\033]8;;javascript:alert(1)\\007link\\033]8;;\\007\\033[2147483647b\\377\\376';
  await page.keyboard.type(`printf "${tricks}\\n"; echo "alive $((3+3))"\n`);
  await expect(screen(page)).toContainText('alive 6');
  expect(await page.title()).toBe(title);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  // an address is followed by Ctrl-click, never by a plain one
  await page.keyboard.type(`clear; echo "at ${state.url}/healthz"\n`);
  const address = screen(page)
    .locator('div')
    .filter({ hasText: /^at http/ });
  await expect(address).toBeVisible();
  // the rows lie below what takes the mouse
  await address.click({ position: { x: 80, y: 8 }, force: true });
  const followed = page.context().waitForEvent('page');
  await address.click({ position: { x: 90, y: 8 }, modifiers: ['Control'], force: true });
  const other = await followed;
  await expect(other).toHaveURL(`${state.url}/healthz`);
  expect(page.context().pages()).toHaveLength(2);
  await other.close();
  await page.keyboard.type('clear; yes\n');
  await expect(screen(page)).toContainText(/y\s*y/);
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo "after $((1+1))"\n');
  await expect(screen(page)).toContainText('after 2');
});

test('a pod deleted while its shell is open, and made anew', async ({ app, page, state, api }) => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'doomed', namespace: state.namespace },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        { name: 'main', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command: ['sleep', '100000'] },
      ],
    },
  };
  const read = async () => (await api.get('v1', 'pods', state.namespace, 'doomed')) as { status?: { phase?: string } };
  await api.create('pods', pod);
  await expect.poll(async () => (await read()).status?.phase, { timeout: 30_000 }).toBe('Running');
  await app.signIn(state.tokens.developer);
  await shellIn(app, page, 'doomed');
  await page.getByRole('link', { name: 'Deployments', exact: true }).click();
  await api.delete('v1', 'pods', state.namespace, 'doomed', 0);
  await expect(dock(page)).toContainText(/The pod is (gone|being deleted)/, { timeout: 30_000 });

  await test.step('the pod that takes its name has a terminal of its own, and an end of its own', async () => {
    await api.create('pods', pod);
    await expect(dock(page)).toContainText('Another pod has taken its name', { timeout: 30_000 });
    await dock(page).getByRole('button', { name: 'Start anew' }).click();
    // the screen of the old one stands until then, and takes no keys
    await expect(dock(page)).toContainText('Connected: ', { timeout: 30_000 });
    await expect(screen(page)).toContainText(/[#$]\s*$/, { timeout: 30_000 });
    const lookedAt = page.waitForResponse(/\/pods\/doomed$/);
    await page.keyboard.type('echo "anew $((1+1))"; exit\n');
    await expect(screen(page)).toContainText('anew 2');
    await expect(dock(page)).toContainText(/exit code 0/);
    await lookedAt;
    await expect(dock(page)).not.toContainText('taken its name');
  });
});

test('signing out ends the terminals and takes them away', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  await shellIn(app, page, 'shell-sh');
  await page
    .getByRole('button', { name: /account|who am i|developer/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect(dock(page)).toHaveCount(0);
});
