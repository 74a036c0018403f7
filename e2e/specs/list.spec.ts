import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';

test('the list has kubectl’s columns and words', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods'));
  await expect(app.row('shell-bash')).toContainText('1/1');
  await expect(app.row('shell-bash')).toContainText('Running');
  await expect(app.row('finished')).toContainText('Completed');
  await expect(app.row('crasher')).toContainText(/CrashLoopBackOff|Error/);
  await expect(app.row('no-image')).toContainText(/ErrImagePull|ImagePullBackOff/);
  const columns = await api.printedColumns(`/api/v1/namespaces/${state.namespace}/pods`);
  expect(columns).toContain('Restarts');
  for (const column of columns)
    await expect(app.grid.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
});

test('what changes in the cluster changes on screen by itself', async ({ app, page, state, api }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps'));
  await expect(app.row('settings')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^live/i }).first()).toBeVisible();
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'born-later', namespace: state.namespace },
    data: { a: '1' },
  });
  await expect(app.row('born-later')).toContainText('1');
  await api.merge('v1', 'configmaps', state.namespace, 'born-later', { data: { b: '2', c: '3' } });
  await expect(app.row('born-later')).toContainText('3');
  await api.delete('v1', 'configmaps', state.namespace, 'born-later');
  await expect(app.row('born-later')).toHaveCount(0);
});

test('text filter, sort and wide columns live in the address', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns`));
  await expect(app.row('mast')).toBeVisible();
  await expect(app.grid.getByRole('columnheader', { name: /maker/i })).toHaveCount(0);

  await app.grid
    .getByRole('columnheader', { name: /lumen/i })
    .getByRole('button')
    .or(app.grid.getByRole('columnheader', { name: /lumen/i }))
    .first()
    .click();
  await expect(page).toHaveURL(/sort=/);
  const names = async () =>
    (await app.grid.getByRole('row').allInnerTexts()).flatMap((text) => text.match(/bow|mast|stern/) ?? []);
  await expect.poll(names).toEqual(['stern', 'bow', 'mast']);

  await page
    .getByRole('button', { name: /wide/i })
    .or(page.getByRole('checkbox', { name: /wide/i }))
    .or(page.getByRole('switch', { name: /wide/i }))
    .first()
    .click();
  await expect(app.grid.getByRole('columnheader', { name: /maker/i })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('stern');
  await expect(app.row('mast')).toHaveCount(0);
  await expect(page).toHaveURL(/q=stern/);
  await page.reload();
  await expect(app.row('stern')).toBeVisible();
  await expect(app.row('mast')).toHaveCount(0);
  await expect(app.grid.getByRole('columnheader', { name: /maker/i })).toBeVisible();
});

test('rows can be walked and opened by keyboard', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace(`${state.crdGroup}/lanterns?sort=name`));
  await expect(app.row('bow')).toBeVisible();
  await app.grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/lanterns\/mast/);
});

test('several and all namespaces show the namespace column', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods', `${state.namespace},${state.otherNamespace}`));
  await expect(app.row(/neighbour/)).toBeVisible();
  await expect(app.row(/shell-bash/)).toBeVisible();
  await expect(app.grid.getByRole('columnheader', { name: /namespace/i })).toBeVisible();
  await page.goto(`${app.inNamespace('core/pods', '_all')}?q=neighbour`);
  // another run's neighbour may stand beside it
  await expect(app.row(/neighbour/).filter({ hasText: state.otherNamespace })).toBeVisible();
});

test('every listable kind is in the sidebar, custom resources included', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.admin);
  const sidebar = page.getByRole('navigation', { name: /kinds|resources|sidebar/i });
  for (const group of ['Workloads', 'Network', 'Config & storage', 'Access', 'Cluster', 'Custom resources'])
    await expect(sidebar.getByText(group, { exact: true }).first()).toBeVisible();
  for (const kind of ['Pods', 'Deployments', 'Services', 'ConfigMaps', 'ClusterRoleBindings', 'Nodes'])
    await expect(sidebar.getByRole('link', { name: kind, exact: true })).toBeVisible();
  await expect(sidebar.getByText(/lanterns?/i).first()).toBeVisible();
});

test('names with a colon open', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  const name = `dev:${state.namespace.replace('qd-e2e-', '')}-admin`;
  await page.goto(app.address(`/rbac.authorization.k8s.io/clusterrolebindings?q=${encodeURIComponent(name)}`));
  await app.grid.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('cluster-admin');
});

test('an empty list, an unknown kind and an unknown namespace look different', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/pods', `${state.namespace}-nowhere`));
  await expect(page.getByRole('main')).toContainText(/there is no namespace/i);
  await page.goto(app.inNamespace('nosuch.example/gizmos'));
  await expect(page.getByRole('main')).toContainText(/gizmos/);
  await expect(page.getByRole('main')).toContainText(/serve/i);
});

test('a list of Secrets holds no values', async ({ app, page, state }) => {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/secrets'));
  await expect(app.row('password')).toBeVisible();
  expect(frames.join()).not.toContain(state.canary);
  expect(frames.join()).not.toContain(Buffer.from(state.canary).toString('base64'));
});
