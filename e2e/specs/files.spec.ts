import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

const files = (page: Page): Locator => page.getByRole('region', { name: 'Files of main' });
const entry = (page: Page, name: string) => files(page).getByRole('button', { name, exact: true });
const transfers = (page: Page) => page.getByRole('region', { name: 'Transfers' });
const put = (page: Page, name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles([{ name, mimeType: 'text/plain', buffer: Buffer.from(text) }]);

const STRANGE = "it's <b>a $(name) 中文.txt";
const HOSTILE = '<script>window.__pwned=1</script>\n\u202egnp.txt\n';

/** OPS-129: on busybox and, with bash and GNU's tools, on Debian. */
for (const pod of ['shell-sh', 'shell-bash'])
  test(`files of ${pod}: up, shown as text, replaced, down again, as a folder`, async ({ app, page, state }) => {
    await app.signIn(state.tokens.developer);
    await page.goto(`${app.inNamespace(`core/pods/${pod}/files`)}?path=/tmp`);
    await expect(files(page).getByRole('status').first()).toContainText(/entries|entry/);

    await put(page, STRANGE, HOSTILE);
    await expect(transfers(page)).toContainText('done');
    await entry(page, STRANGE).click();
    const content = page.getByRole('textbox', { name: `Content of ${STRANGE}` });
    await expect(content).toHaveValue('<script>window.__pwned=1</script>\n\\u202egnp.txt\n');

    await put(page, STRANGE, 'new');
    await expect(transfers(page)).toContainText('There is a file of that name');
    await transfers(page).getByRole('button', { name: 'Replace the file' }).click();
    // until it is, the old file stands in its place
    await expect(transfers(page)).toContainText('done · 3 B');
    const down = page.waitForEvent('download');
    await files(page)
      .getByRole('button', { name: `Download ${STRANGE}` })
      .click();
    const file = await down;
    expect(file.suggestedFilename()).toBe("it's _b_a $(name) 中文.txt");
    expect(readFileSync(await file.path(), 'utf8')).toBe('new');

    const folder = page.waitForEvent('download');
    await files(page).getByRole('button', { name: 'Download this folder' }).click();
    const archive = await folder;
    expect(archive.suggestedFilename()).toBe('tmp.tar');
    expect(readFileSync(await archive.path()).includes('tmp/')).toBe(true);

    await page.getByLabel('Go to a path').fill('../etc/./');
    await page.keyboard.press('Enter');
    await expect(entry(page, 'passwd')).toBeVisible();
    await entry(page, 'passwd').click();
    await expect(page.getByRole('textbox', { name: 'Content of passwd' })).toHaveValue(/root:x:0:0/);
    await page.goBack();
    await page.goBack();
    await expect(entry(page, STRANGE)).toBeVisible();
    if (pod === 'shell-bash') await app.expectAccessible();
  });

test('files: what is not there, no tools, no right, a drop of a file', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(`${app.inNamespace('core/pods/shell-bash/files')}?path=/nowhere`);
  await expect(files(page)).toContainText('/nowhere is not there');
  await page.goto(app.inNamespace('core/pods/no-shell/files'));
  await expect(files(page)).toContainText('has no tools for its files');
  await expect(files(page).getByRole('button', { name: 'Debug container' })).toBeVisible();

  await page.goto(`${app.inNamespace('core/pods/shell-bash/files')}?path=/tmp`);
  await expect(files(page).getByRole('status').first()).toContainText(/entries|entry/);
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['dropped'], 'dropped.txt'));
    return transfer;
  });
  await files(page).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(entry(page, 'dropped.txt')).toBeVisible();
  await expect(page).toHaveURL(/\/files\?/);

  await app.signIn(state.tokens.viewer);
  await page.goto(app.inNamespace('core/pods/shell-bash/files'));
  await expect(files(page)).toContainText(/You may not create pods\/exec/);
});
