import { execFileSync } from 'node:child_process';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { App } from '../fixtures/app.ts';
import { type ApiObject, type KubeApi, until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const NAMESPACE = 'quarterdeck-e2e';
const SELECTOR = encodeURIComponent('app.kubernetes.io/name=quarterdeck');

interface Replica {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly containerID?: string;
      readonly lastState: { readonly terminated?: { readonly exitCode: number } };
    }[];
  };
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

/** The replica that took the newest socket of a live list. */
async function replicaOfList(api: KubeApi): Promise<string> {
  return until('the replica that serves the list', async () => {
    const opened: { readonly name: string; readonly time: string }[] = [];
    for (const name of await replicas(api)) {
      const log = String(await api.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${name}/log`));
      const line = log.split('\n').findLast((each) => each.includes('socket opened') && each.includes('"/api/live"'));
      if (line !== undefined) opened.push({ name, time: (JSON.parse(line) as { time: string }).time });
    }
    return opened.toSorted((a, b) => a.time.localeCompare(b.time)).at(-1)?.name;
  });
}

/** From now on notes each state that the list's chip has, and "gone" when it is taken away; returns what reads the notes. */
async function noteStates(page: Page): Promise<() => Promise<readonly string[]>> {
  const noted = await page.locator('[role="status"][data-state="live"]').evaluateHandle((chip) => {
    const states: string[] = [chip.getAttribute('data-state') ?? ''];
    const note = () => {
      const state = chip.isConnected ? (chip.getAttribute('data-state') ?? '') : 'gone';
      if (states.at(-1) !== state) states.push(state);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    return states;
  });
  return () => noted.jsonValue();
}

async function containerOf(api: KubeApi, name: string) {
  const { status } = (await api.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${name}`)) as Replica;
  return status.containerStatuses?.[0];
}

/** The replica's process dies where it stands: nobody is told, nothing is drained. Its container is started anew by the kubelet. */
async function killProcess(api: KubeApi, name: string): Promise<void> {
  const id = (await containerOf(api, name))?.containerID?.replace('containerd://', '') ?? '';
  const containerd = ['--address', process.env['CONTAINERD_ADDRESS'] ?? '', '--namespace', 'k8s.io'];
  execFileSync('ctr', [...containerd, 'tasks', 'kill', '--signal', 'SIGKILL', id]);
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
  test.setTimeout(240_000);
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

  // a new terminal, elsewhere; the lost one's tab may still be in front of it
  await page.goto(app.inNamespace('core/pods/shell-sh/shell'));
  const shell = page.getByRole('region', { name: /^Terminal in shell-sh/ });
  const printed = shell.locator('.xterm-rows');
  await expect(printed).toContainText(/[#$]/, { timeout: 30_000 });
  await shell.locator('.xterm').click();
  await page.keyboard.type('echo "kept $((40+3))"\n');
  await expect(printed).toContainText('kept 43');
  const second = await replicaOfShell(api, 'shell-sh');
  expect(second).not.toBe(held);
  await expect.poll(async () => (await replicas(api)).length, { timeout: 60_000 }).toBe(2);
  expect(await replicas(api)).not.toContain(held);

  await test.step('one dies at once, without a word (OPS-022)', async () => {
    await expect(live(other.page)).toBeVisible();
    await killProcess(api, second);
    await expect(shell.getByRole('alert')).toContainText(/this terminal (?:is lost|ended with its server)/i, {
      timeout: 15_000,
    });
    // what was lost, what is left, and the way on
    await expect(shell).toContainText(/Lost: (?:\/bin\/)?sh and what was started in it/);
    await expect(printed).toContainText('kept 43');
    await api.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'after-the-crash', namespace: state.namespace },
    });
    await expect(other.row('after-the-crash')).toBeVisible({ timeout: 30_000 });
    await expect(live(other.page)).toBeVisible();
    for (const one of [page, other.page]) {
      await expect(signedIn(one)).toBeVisible();
      await expect(one).not.toHaveURL(/sign-in/);
      await expect(one.getByRole('dialog')).toHaveCount(0);
    }
    await shell.getByRole('button', { name: 'New terminal', exact: true }).click();
    // on an empty screen
    await expect(printed).not.toContainText('kept', { timeout: 30_000 });
    await expect(printed).toContainText(/[#$]/);
    await page.keyboard.type('echo "again $((40+4))"\n');
    await expect(printed).toContainText('again 44');
    // it was no end in order
    await expect
      .poll(async () => (await containerOf(api, second))?.lastState.terminated?.exitCode, { timeout: 60_000 })
      .toBe(137);
    await expect.poll(async () => (await replicas(api)).length, { timeout: 60_000 }).toBe(2);
  });

  await test.step('one is asked to end: a list moves over without a flash (OPS-022)', async () => {
    // by a socket of its own: it is known who serves it
    await other.page.reload();
    await expect(other.row('after-the-crash')).toBeVisible();
    await expect(live(other.page)).toBeVisible();
    const states = await noteStates(other.page);
    const stays = await other.row('settings').elementHandle();
    const third = await replicaOfList(api);
    await api.delete('v1', 'pods', NAMESPACE, third);
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    await until(
      'the replica to be gone',
      async () =>
        ((await api.request('GET', `${pods}/${third}`, { allow: [404] })) as ApiObject).kind === 'Status' || undefined,
      60_000,
    );
    await api.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'after-the-move', namespace: state.namespace },
    });
    await expect(other.row('after-the-move')).toBeVisible();
    expect(await states()).toEqual(['live']);
    expect(await stays?.evaluate((element) => element.isConnected)).toBe(true);
    await expect(signedIn(other.page)).toBeVisible();
  });
  await context.close();
});
