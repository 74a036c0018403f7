import { expect, type Page } from '@playwright/test';
import { type KubeApi, until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const ACCOUNT = 'sa-aezo-admin';
/** as the handbook teaches: a ClusterRole bound in a namespace, by a name with a colon */
const BINDING = 'test:sa-aezo-admin';
const NOBODY = 'access-nobody';

/** The namespace's own admin, and an account to which nothing is bound. */
async function prepare(api: KubeApi, namespace: string): Promise<void> {
  for (const name of [ACCOUNT, NOBODY])
    await api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  await api.create('rolebindings', {
    apiVersion: RBAC,
    kind: 'RoleBinding',
    metadata: { name: BINDING, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace }],
  });
  await until('the binding to hold', async () => {
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: `system:serviceaccount:${namespace}:${ACCOUNT}`,
        resourceAttributes: { namespace, verb: 'delete', resource: 'pods' },
      },
    };
    const answer = (await api.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body })) as {
      status: { allowed: boolean };
    };
    return answer.status.allowed ? true : undefined;
  });
}

/** Answers of 403, and what is asked about rights, from now on; discovery is many requests on old servers and none of ours. */
function counted(page: Page): { refused: string[]; asked: string[] } {
  const count = { refused: [] as string[], asked: [] as string[] };
  page.on('response', (response) => {
    if (response.status() === 403) count.refused.push(response.url());
    if (/authorization\.k8s\.io\/v1\/|\/serviceaccounts/.test(response.url())) count.asked.push(response.url());
  });
  return count;
}

test.beforeAll(({ api, state }) => prepare(api, state.namespace));

test('the admin of a namespace: what they may do, and what is missing, without a storm of requests (OPS-014)', async ({
  app,
  page,
  state,
  api,
}) => {
  test.slow();
  await app.signIn(state.tokens.developer);

  await test.step('my permissions: the matrix of a namespace, and any question with its kubectl command', async () => {
    const count = counted(page);
    await page.goto(app.address(`/access?ns=${state.namespace}`));
    const row = (name: string) => app.grid.getByRole('row', { name: new RegExp(`^${name.replaceAll('.', '\\.')} `) });
    await expect(row('configmaps')).toContainText('allowed');
    await page.getByRole('textbox', { name: /Filter kinds/ }).fill('nodes');
    // the admin of a namespace may do nothing with what belongs to the whole cluster
    await expect(row('nodes')).toContainText('not allowed');
    await page.getByRole('textbox', { name: /Filter kinds/ }).fill('pods/exec');
    await row('pods/exec').click();
    const question = page.getByRole('form', { name: 'A question about rights' });
    await question.getByLabel('Verb').fill('create');
    await question.getByRole('button', { name: 'Ask the API server' }).click();
    await expect(page.getByText('Yes', { exact: true })).toBeVisible();
    await expect(
      page.getByText(`kubectl auth can-i create pods --subresource=exec -n ${state.namespace}`),
    ).toBeVisible();
    await question.getByLabel('Resource or path').fill('/metrics');
    await question.getByLabel('Verb').fill('get');
    await question.getByRole('button', { name: 'Ask the API server' }).click();
    await expect(page.getByText('No', { exact: true })).toBeVisible();
    expect(count.refused.length).toBeLessThanOrEqual(2);
    await app.expectAccessible();
  });

  await test.step('who can: what could not be read is told; so it is to who has nothing', async () => {
    const count = counted(page);
    await app.go(app.address(`/access?tab=who&verb=delete&what=pods&ns=${state.namespace}`));
    const note = page.getByRole('note');
    await expect(note).toContainText('clusterroles: you may not list them.');
    await expect(note).toContainText(`rolebindings: you may list them only in ${state.namespace}.`);
    await expect(page.getByRole('heading', { name: /bindings? of which nothing can be said/ })).toBeVisible();
    expect(count.refused.length).toBeLessThanOrEqual(8);

    await app.signIn(await api.token(state.namespace, NOBODY));
    await page.goto(app.address(`/access?tab=who&verb=get&what=pods&ns=${state.namespace}`));
    await expect(note).toContainText('rolebindings: you may not list them.');
    const views = page.getByRole('navigation', { name: 'Views of permissions' });
    for (const view of ['My permissions', 'Subjects', 'Roles', 'Bindings']) {
      await views.getByRole('link', { name: view }).click();
      await expect(app.grid).toBeVisible();
    }
    // each list of roles and bindings once for each of the two, in the whole cluster and in the namespace; and the sidebar's questions
    expect(count.asked.length).toBeLessThanOrEqual(40);
  });
});

test('a cluster admin explores rights (OPS-196, CTL-58)', async ({ app, browser, page, state }) => {
  test.slow();
  await app.signIn(state.tokens.admin);

  await test.step('who can: the binding and its role, compared with the API server; by the keys', async () => {
    await page.goto(app.address('/access?tab=who'));
    const form = page.getByRole('form', { name: 'The right to look for' });
    await form.getByLabel('Verb').fill('delete');
    await form.getByLabel('Resource or path').fill('pods');
    await form.getByLabel('Namespace', { exact: true }).fill(state.namespace);
    await form.getByRole('button', { name: 'Who can?' }).click();
    await expect(page).toHaveURL(new RegExp(`ns=${state.namespace}`));
    const row = app.grid.getByRole('row', { name: new RegExp(`${state.namespace}/${ACCOUNT}`) });
    // the list is longer than what is in sight
    await app.grid.focus();
    await page.keyboard.press('End');
    await expect(row).toContainText(`${state.namespace}/${BINDING}`);
    await expect(row).toContainText('cluster-admin');
    await row.getByRole('gridcell').first().click();
    await expect(page.getByRole('region', { name: 'The way of the right' })).toContainText('verbs: ["*"]');
    const compare = page.getByRole('button', { name: /Ask about \d+ subjects/ });
    await compare
      .or(page.getByText(/Compared with the API server/))
      .first()
      .waitFor();
    await expect(page.getByRole('grid').getByText('says no')).toHaveCount(0);
    await app.expectAccessible();

    await app.go(app.address('/access?tab=who&verb=get&what=/healthz'));
    await expect(app.grid.getByRole('row', { name: /system:public-info-viewer/ }).first()).toBeVisible();
    await expect(page.getByText('Compared with the API server (SubjectAccessReview).')).toBeVisible();
    await expect(app.grid.getByText('agrees').first()).toBeVisible();
  });

  await test.step('a subject: all its rights, where they hold and why, its risks, and what the API server says', async () => {
    await app.go(app.address('/access?tab=subjects'));
    await page.getByRole('textbox', { name: /Filter Subjects/ }).fill(ACCOUNT);
    const row = app.grid.getByRole('row', { name: new RegExp(`${state.namespace}/${ACCOUNT}`) });
    await expect(row).toContainText('everything in a namespace');
    await app.grid.focus();
    await page.keyboard.press('Home');
    await row.getByRole('link').click();
    await expect(page.getByRole('heading', { name: new RegExp(ACCOUNT) })).toBeVisible();
    await expect(
      app.grid.getByRole('row', { name: new RegExp(`^${state.namespace} .*${BINDING}.*cluster-admin`) }),
    ).toBeVisible();
    const ask = async (namespace: string) => {
      const form = page.getByRole('form', { name: 'A question about rights' });
      await form.getByLabel('Verb').fill('delete');
      await form.getByLabel('Resource or path').fill('secrets');
      await form.getByLabel('Namespace', { exact: true }).fill(namespace);
      await form.getByRole('button', { name: 'Ask the API server' }).click();
    };
    await ask(state.namespace);
    await expect(page.getByText('By the roles and bindings: yes.')).toBeVisible();
    await expect(page.getByText('Yes', { exact: true })).toBeVisible();
    await ask(state.otherNamespace);
    await expect(page.getByText('By the roles and bindings that could be read: no.')).toBeVisible();
    await expect(page.getByText('No', { exact: true })).toBeVisible();
  });

  await test.step('pages of roles, bindings and accounts say to whom, what and where', async () => {
    await app.go(app.address('/rbac.authorization.k8s.io/clusterroles/admin'));
    const granted = page.getByRole('region', { name: 'Granted to' });
    await expect(granted.getByRole('link', { name: 'system:aggregate-to-admin' })).toBeVisible();
    await expect(granted.getByRole('row', { name: /e2e-developer.*test:developer/ }).first()).toBeVisible();
    await expect(granted.getByText('reads secrets')).toBeVisible();

    await app.go(app.inNamespace(`rbac.authorization.k8s.io/rolebindings/${encodeURIComponent(BINDING)}`));
    const given = page.getByRole('region', { name: 'What it gives' });
    await expect(given).toContainText(`gives its rights there alone: in ${state.namespace}`);
    await expect(given).toContainText('everything in a namespace');

    await app.go(app.inNamespace(`core/serviceaccounts/${ACCOUNT}`));
    const rights = page.getByRole('region', { name: 'Effective rights' });
    await expect(rights.getByRole('row', { name: new RegExp(`${state.namespace}.*${BINDING}`) }).first()).toBeVisible();
    await rights.getByRole('link', { name: 'Open in the explorer of permissions' }).click();
    await expect(page.getByRole('heading', { name: new RegExp(ACCOUNT) })).toBeVisible();
  });

  await test.step('in Chinese, dark and narrow: nothing sticks out', async () => {
    const context = await browser.newContext({
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 1000, height: 800 },
      storageState: await page.context().storageState(),
    });
    const narrow = await context.newPage();
    await narrow.goto(app.address('/access'));
    for (const [tab, words] of [
      ['mine', '我的权限'],
      ['who&verb=get&what=secrets', '谁可以'],
      ['subjects', '主体'],
      ['roles', '角色'],
      ['bindings', '绑定'],
    ] as const) {
      await narrow.getByRole('grid').waitFor();
      await app.go(app.address(`/access?tab=${tab}`), narrow);
      await expect(narrow.getByRole('grid')).toBeVisible();
      await expect(narrow.getByRole('main').locator('[aria-current=page]')).toHaveText(words);
      expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1000);
    }
    await context.close();
  });
});
