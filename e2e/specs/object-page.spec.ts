import { expect } from '@playwright/test';
import type { ApiObject } from '../fixtures/kube-api.ts';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const map = (
  namespace: string,
  name: string,
  more: Partial<ApiObject['metadata']> & Record<string, unknown> = {},
): ApiObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...more },
  data: { a: '1' },
});

test('CTL-12 relations: from a pod up to its Deployment, from there down again, live', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('apps/deployments/web'));
  const tree = page.getByRole('list', { name: 'What it belongs to and what belongs to it' });
  await expect(tree.getByRole('link', { name: /^web-[0-9a-z]+-[0-9a-z]+$/ })).toHaveCount(2);
  await expect(tree).toContainText('ReplicaSet');
  const pod = await tree
    .getByRole('link', { name: /^web-[0-9a-z]+-[0-9a-z]+$/ })
    .first()
    .innerText();

  await page.goto(app.inNamespace(`core/pods/${pod}`));
  const trail = page.getByRole('navigation', { name: 'Owners' });
  await expect(trail.getByRole('link', { name: 'web', exact: true })).toBeVisible();
  await expect(trail).toContainText(/ReplicaSet.*web-.*Deployment.*web/s);
  await trail.getByRole('link', { name: 'web', exact: true }).click();
  await expect(page).toHaveURL(/apps\/deployments\/web$/);
});

test('a pod that matches a selector and belongs to nobody is shown for what it is', async ({
  app,
  page,
  state,
  api,
}) => {
  await api.create('replicationcontrollers', {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'lonely', namespace: state.namespace },
    spec: {
      replicas: 0,
      selector: { app: 'lonely' },
      template: {
        metadata: { labels: { app: 'lonely' } },
        spec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }] },
      },
    },
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/services'));
  // a service picks pods without owning them
  await api.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front', namespace: state.namespace },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  await page.goto(app.inNamespace('core/services/front'));
  const picked = page.getByRole('region', { name: 'Relations', exact: true });
  await expect(picked.getByRole('heading', { name: 'Picked by its selector' })).toBeVisible();
  await expect(picked.getByRole('link', { name: /^web-[0-9a-z]+-[0-9a-z]+$/ })).toHaveCount(2);
  await expect(page.getByRole('main').getByRole('link', { name: 'Show these pods' })).toHaveAttribute(
    'href',
    /\/core\/pods\?l=app%3Dweb$/,
  );
  await api.delete('v1', 'services', state.namespace, 'front');
  await api.delete('v1', 'replicationcontrollers', state.namespace, 'lonely');
});

test('an owner that is gone, and children of any kind by looking everywhere', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('configmaps', map(namespace, 'parent'));
  const parent = await api.get('v1', 'configmaps', namespace, 'parent');
  const owner = (uid: string | undefined) => [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'parent', uid }];
  await api.create('configmaps', map(namespace, 'child', { ownerReferences: owner(parent.metadata.uid) }));
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/parent'));
  const relations = page.getByRole('region', { name: 'Relations', exact: true });
  await relations.getByRole('button', { name: 'Look in all kinds' }).click();
  await expect(relations.getByRole('link', { name: 'child', exact: true })).toBeVisible();

  await page.goto(app.inNamespace('core/configmaps/child'));
  await expect(page.getByRole('navigation', { name: 'Owners' }).getByRole('link', { name: 'parent' })).toBeVisible();
  // the child is left behind: its owner's uid is none that is there
  await api.request('DELETE', `/api/v1/namespaces/${namespace}/configmaps/parent`, {
    body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Orphan' },
  });
  await until('the owner to be gone', () =>
    api.get('v1', 'configmaps', namespace, 'parent').then(
      () => undefined,
      () => true,
    ),
  );
  await api.delete('v1', 'configmaps', namespace, 'child');
});

test('TUT-18 a ConfigMap says what uses it, a pod what it uses', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'reader', namespace },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'main',
          image: 'registry.k8s.io/pause:3.2',
          envFrom: [{ configMapRef: { name: 'settings', optional: true } }],
        },
      ],
    },
  });
  // a pod that starts changes the host's network, which a browser on the same host takes for a new one: before any page
  await until('the pod to run', async () => {
    const { status } = (await api.get('v1', 'pods', namespace, 'reader')) as { status?: { phase?: string } };
    return status?.phase === 'Running' || undefined;
  });
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/settings'));
  const uses = page.getByRole('region', { name: 'Uses and used by' });
  await uses.scrollIntoViewIfNeeded();
  await expect(uses.getByRole('list', { name: 'Used by Pods' })).toContainText(/reader.*environment variables/s);
  await uses.getByRole('link', { name: 'reader' }).click();
  await expect(
    page.getByRole('list', { name: 'Uses', exact: true }).getByRole('link', { name: 'settings' }),
  ).toBeVisible();
  await api.delete('v1', 'pods', namespace, 'reader', 0);
});

test('OPS-075 OPS-076 labels and annotations are changed where they stand', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('configmaps', map(namespace, 'labelled', { labels: { tier: 'front' } }));
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/labelled'));
  const labels = page.getByRole('region', { name: 'Labels', exact: true });
  await labels.getByText('front', { exact: true }).hover();
  await labels.getByRole('button', { name: 'Change tier' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Key').first()).toHaveValue('tier');
  await dialog.getByLabel('Value').first().fill('back');
  await dialog
    .getByRole('button', { name: /^(?:Label|Set labels|Edit labels|Change labels)/ })
    .last()
    .click();
  await expect(labels).toContainText('back');
  await api.delete('v1', 'configmaps', namespace, 'labelled');
});

test('managers: who has written which field, and a search in it', async ({ app, page, state, api }) => {
  const { namespace } = state;
  await api.create('configmaps', map(namespace, 'written'));
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/written/managers'));
  const managers = page.getByRole('list', { name: 'Managers' });
  await expect(managers.getByRole('listitem').first()).toContainText('field');
  await page.getByRole('searchbox', { name: 'Search fields and managers' }).fill('data.a');
  await expect(managers.getByRole('button', { name: 'Copy the path data.a' })).toBeAttached();
  await api.delete('v1', 'configmaps', namespace, 'written');
});

test('CTL-11 one re-created under the same name is noticed; the old one stays until the person turns to the new', async ({
  app,
  page,
  state,
  api,
}) => {
  const { namespace } = state;
  await api.create('configmaps', map(namespace, 'phoenix', { labels: { life: 'first' } }));
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/phoenix'));
  const main = page.getByRole('main');
  await expect(main).toContainText('first');
  await api.delete('v1', 'configmaps', namespace, 'phoenix');
  await expect(main).toContainText('has been deleted');
  await api.create('configmaps', map(namespace, 'phoenix', { labels: { life: 'second' } }));
  await expect(main).toContainText('has taken this name');
  await expect(main).toContainText('first');
  await main.getByRole('link', { name: /Show the new/ }).click();
  await expect(main).toContainText('second');
  await expect(main).not.toContainText('has taken this name');
  await api.delete('v1', 'configmaps', namespace, 'phoenix');
});

test('keys: y for YAML, Esc one level up, and up to the list', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/configmaps/settings'));
  await expect(page.getByRole('main')).toContainText('colour');
  await page.keyboard.press('y');
  await expect(page).toHaveURL(/\/settings\/yaml$/);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/settings$/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/core\/configmaps$/);
});

test('a section has an address of its own', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/crasher'));
  const sections = page.getByRole('navigation', { name: 'Sections of this page' });
  await sections.getByRole('link', { name: 'Conditions' }).click();
  await expect(page).toHaveURL(/#conditions$/);
  await expect(page.getByRole('region', { name: 'Conditions' })).toBeInViewport();
});

test('the API explorer: from an object to its path, completed, folded, secret values masked', async ({
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/secrets/password'));
  await page
    .getByRole('main')
    .getByRole('link', { name: `/api/v1/namespaces/${state.namespace}/secrets/password` })
    .click();
  await expect(page).toHaveURL(/\/raw\?path=/);
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('200');
  const encoded = Buffer.from(state.canary).toString('base64');
  await answer.getByRole('button', { name: 'JSON' }).click();
  const text = answer.getByRole('textbox', { name: 'Answer' });
  await expect(text).toHaveValue(/••••/);
  await expect(text).not.toHaveValue(new RegExp(encoded));
  await answer.getByRole('switch', { name: 'Show secret values' }).click();
  await expect(text).toHaveValue(new RegExp(encoded));

  const path = page.getByRole('textbox', { name: 'Path' }).or(page.getByRole('combobox', { name: 'Path' }));
  await path.fill(`/api/v1/namespaces/${state.namespace}/`);
  await expect(
    page.getByRole('option', { name: `/api/v1/namespaces/${state.namespace}/pods`, exact: true }),
  ).toBeVisible();
  await path.fill('/api/v1/nodes?limit=1');
  await page.keyboard.press('Enter');
  // an answer that is a refusal is an answer too
  await expect(answer).toContainText('403');
  await expect(page.getByRole('main')).toContainText("kubectl get --raw '/api/v1/nodes?limit=1'");
  await app.expectAccessible();
});
