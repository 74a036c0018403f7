import { type BrowserContext, expect, type Page } from '@playwright/test';
import { App } from '../fixtures/app.ts';
import { type KubeApi, until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const NAMESPACE = 'quarterdeck-e2e';
const SELECTOR = encodeURIComponent('app.kubernetes.io/name=quarterdeck');

interface Replica {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The dashboard's replicas that take requests. */
async function replicas(api: KubeApi): Promise<readonly string[]> {
  const { items } = (await api.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=${SELECTOR}`)) as {
    items: readonly Replica[];
  };
  return items
    .filter(({ metadata, status }) => {
      const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
      return ready && metadata.deletionTimestamp === undefined;
    })
    .map(({ metadata }) => metadata.name);
}

/** The replica whose audit log tells of a shell in that pod. */
async function replicaOfShell(api: KubeApi, pod: string): Promise<string> {
  return until('the replica that holds the shell', async () => {
    for (const name of await replicas(api)) {
      const log = String(await api.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${name}/log`));
      if (log.split('\n').some((line) => /"exec/.test(line) && line.includes(pod))) return name;
    }
    return undefined;
  });
}

const live = (page: Page) => page.getByRole('status').filter({ hasText: /^live/i }).first();
const signedIn = (page: Page) => page.getByRole('button', { name: /signed in as/i });

test('a replica is killed: nobody is logged out, lists heal, the loss of a terminal is told', async ({
  app,
  page,
  state,
  api,
  browser,
}) => {
  test.setTimeout(120_000);
  expect(await replicas(api)).toHaveLength(2);
  await app.signInByHand(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/shell-bash/shell'));
  const screen = page.locator('.xterm-rows:visible');
  await expect(screen).toContainText(/[#$]/, { timeout: 30_000 });
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('echo "held $((40+2))"\n');
  await expect(screen).toContainText('held 42');
  const held = await replicaOfShell(api, 'shell-bash');

  // somebody else, with a list and nothing more
  const context: BrowserContext = await browser.newContext();
  const other = new App(await context.newPage(), state);
  await other.signInByHand(state.tokens.viewer);
  await other.page.goto(other.inNamespace('core/configmaps'));
  await expect(other.row('settings')).toBeVisible();
  await expect(live(other.page)).toBeVisible();
  const row = await other.row('settings').elementHandle();

  await api.delete('v1', 'pods', NAMESPACE, held, 0);
  const lost = page.getByRole('region', { name: 'Terminals', exact: true });
  await expect(lost).toContainText(/server (?:has )?(?:ended|stopped|restarted)|does not know the terminal|replica/i, {
    timeout: 30_000,
  });
  await expect(screen).toContainText('held 42');

  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'after-the-kill', namespace: state.namespace },
    data: { a: '1' },
  });
  await expect(other.row('after-the-kill')).toBeVisible({ timeout: 30_000 });
  await expect(live(other.page)).toBeVisible();
  // what was shown stayed where it was
  expect(await row?.evaluate((element) => element.isConnected)).toBe(true);

  for (const one of [page, other.page]) {
    await expect(signedIn(one)).toBeVisible();
    await expect(one).not.toHaveURL(/sign-in/);
    await expect(one.getByRole('dialog')).toHaveCount(0);
  }
  // by another replica, with the cookie of the one before
  await other.page.reload();
  await expect(other.row('settings')).toBeVisible();
  await expect(signedIn(other.page)).toContainText('e2e-viewer');

  // a new terminal, elsewhere
  await page.goto(app.inNamespace('core/pods/shell-sh/shell'));
  await expect(screen.last()).toContainText(/[#$]/, { timeout: 30_000 });
  expect(await replicaOfShell(api, 'shell-sh')).not.toBe(held);
  await expect.poll(async () => (await replicas(api)).length, { timeout: 60_000 }).toBe(2);
  expect(await replicas(api)).not.toContain(held);
  await context.close();
});
