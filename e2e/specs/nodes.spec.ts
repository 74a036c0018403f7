import { expect, type Page } from '@playwright/test';
import { BareNode } from '../fixtures/bare-node.ts';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

const TAINT = { key: 'quarterdeck.example/e2e', operator: 'Exists' };

/** Every eviction and every deletion of a pod that the page asks for. */
function watchPods(page: Page): { evictions: string[]; deletions: string[] } {
  const seen = { evictions: [] as string[], deletions: [] as string[] };
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (!/\/pods(\/|$)/.test(path)) return;
    if (request.method() === 'DELETE') seen.deletions.push(path);
    if (request.method() === 'POST' && path.endsWith('/eviction'))
      seen.evictions.push(path.replace(/.*\/pods\/(.*)\/eviction$/, '$1'));
  });
  return seen;
}

let node: BareNode;

test.beforeAll(async ({ api, state }) => {
  node = new BareNode(api, `zz-${state.namespace}`, state.namespace);
  await node.make();
});

test.afterAll(async ({ api, state }) => {
  await node.remove();
  await api.delete('apps/v1', 'deployments', state.namespace, 'guests', 0);
});

test('what is asked of a node stands in the list; cordon and uncordon from there (OPS-181, OPS-182, TUT-35)', async ({
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.admin);
  // chosen: unasked they stand there where the cluster has few pods
  await page.goto(app.address(`/core/nodes?q=${node.name}&cols=cpuRequests,memoryRequests`));
  const row = app.row(node.name);
  await expect(row).toContainText('Ready');
  await expect(row).toContainText(/\d+m \(\d+%\)\s*[\d.]+[MG]i \(\d+%\)/);
  for (const [action, said] of [
    ['Cordon', 'SchedulingDisabled'],
    ['Uncordon', undefined],
    ['Cordon', 'SchedulingDisabled'],
  ] as const) {
    await row.hover();
    await page.getByRole('button', { name: `Actions of ${node.name}` }).click();
    await page.getByRole('menuitem', { name: new RegExp(`^${action}`) }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(`kubectl ${action.toLowerCase()} ${node.name}`);
    await dialog.getByRole('button', { name: new RegExp(`^${action}`) }).click();
    await expect(dialog).toHaveCount(0);
    if (said === undefined) await expect(row).not.toContainText('SchedulingDisabled');
    else await expect(row).toContainText(said);
  }
  // the node controller has put its taint beside it meanwhile (OPS-066)
  await page
    .getByRole('button', { name: `Undo: Node ${node.name} saved` })
    .last()
    .click();
  await expect(row).not.toContainText('SchedulingDisabled');
});

test('a node: amounts, where pods may run, a drain that a budget holds, why pods wait, taints, removal (OPS-180…188, CTL-50…54, TUT-34…35)', async ({
  app,
  page,
  state,
  api,
}) => {
  test.setTimeout(150_000);
  const { namespace } = state;
  const { name } = node;
  const reader = new Reader(app, namespace);
  await api.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'guests', namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'guests' } },
      template: {
        metadata: { labels: { app: 'guests' } },
        spec: {
          terminationGracePeriodSeconds: 0,
          nodeSelector: { 'quarterdeck.example/e2e': name },
          tolerations: [{ ...TAINT, effect: 'NoSchedule' }],
          containers: [
            {
              name: 'main',
              image: 'registry.k8s.io/pause:3.2',
              resources: { requests: { cpu: '250m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  });
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'bare', namespace },
    spec: {
      nodeName: name,
      terminationGracePeriodSeconds: 0,
      tolerations: [TAINT],
      containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.2' }],
    },
  });
  const policy = (await api.request('GET', '/apis/policy')) as { preferredVersion: { groupVersion: string } };
  const budget = { apiVersion: policy.preferredVersion.groupVersion, plural: 'poddisruptionbudgets', name: 'guests' };
  await api.create(budget.plural, {
    apiVersion: budget.apiVersion,
    kind: 'PodDisruptionBudget',
    metadata: { name: budget.name, namespace },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'guests' } } },
  });
  await node.runPods(3);

  await app.signIn(state.tokens.admin);
  await page.goto(app.address(`/core/nodes/${name}`));
  const amounts = page.getByRole('table', { name: 'Allocated resources' });
  // capacity, reserved, allocatable, requests
  await expect(amounts.getByRole('row', { name: /^cpu/ })).toContainText(/2200m\s*200m\s*2\s*500m \(25%\)/);
  await expect(amounts.getByRole('row', { name: /^memory/ })).toContainText(/5Gi\s*1Gi\s*4Gi\s*128Mi \(3%\)/);
  await expect(reader.main).toContainText('zone-e2e');
  await app.expectAccessible();

  await page.goto(app.address('/overview'));
  await page.getByText('What the nodes have and use', { exact: true }).click();
  const all = page.getByRole('table', { name: 'What the nodes have and use' });
  await expect(all.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText(
    /zone-e2e\s*\d+ \/ 20\s*2\s*500m \(25%\)/,
  );
  await expect(all.getByRole('row', { name: /^All nodes/ })).toBeVisible();
  await page.getByText('Control plane', { exact: true }).click();
  await expect(reader.main).toContainText(/The API server is ready: \d+ checks of \/readyz have passed/);
  await expect(page.getByRole('table', { name: 'Components' })).toContainText('scheduler');
  await page.getByText('Add a node', { exact: true }).click();
  await expect(reader.main).toContainText('kubeadm token create --print-join-command');
  await app.expectAccessible();

  await page.goto(app.inNamespace('apps/deployments/guests/scheduling'));
  await expect(reader.main).toContainText(
    `Runs only on nodes with all of these labels: quarterdeck.example/e2e=${name}.`,
  );
  await expect(reader.main).toContainText('1 could take one more pod now.');
  await expect(reader.main).toContainText('2 pods, in 1 of 1 zones.');
  const open = page
    .getByRole('table', { name: 'Which nodes could take one more pod' })
    .getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(open).toContainText(/zone-e2e\s*2\s*Nothing that is looked at here/);
  await page.getByText('Try another nodeSelector or tolerations').click();
  await page.getByLabel('nodeSelector').fill('quarterdeck.example/e2e=nowhere');
  await page.getByRole('button', { name: 'Look' }).click();
  await expect(reader.main).toContainText('0 could take a pod.');
  await expect(open).toContainText('lacks the label quarterdeck.example/e2e=nowhere');
  await app.expectAccessible();

  const asked = watchPods(page);
  await page.goto(app.address(`/core/nodes/${name}`));
  await reader.act(name, 'Drain');
  const { dialog } = reader;
  const start = dialog.getByRole('button', { name: `Drain ${name}` });
  await expect(dialog).toContainText('1 is in the way');
  await expect(dialog.getByRole('row', { name: /guests-/ }).first()).toContainText(
    'budget guests allows 0 disruptions',
  );
  await expect(start).toBeDisabled();
  await dialog.getByLabel(/Evict bare pods too/).check();
  await expect(dialog).toContainText('2 have to wait for their PodDisruptionBudgets.');
  await expect(dialog).toContainText(`kubectl drain ${name} --ignore-daemonsets --force`);
  await app.expectAccessible();
  await start.click();
  await expect(dialog.getByText(/Held back by PodDisruptionBudget guests: .*needs 2 healthy pods/)).toHaveCount(2);
  await expect(dialog.getByRole('row', { name: `${namespace}/bare` })).toContainText('Gone');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByRole('status')).toContainText('Nothing more is evicted.');
  await api.merge(budget.apiVersion, budget.plural, namespace, budget.name, { spec: { minAvailable: 0 } });
  await dialog.getByRole('button', { name: 'Go on' }).click();
  // the budget's new room may be seen after a refusal or two: 5 and 10 s of back-off (10 where the server asks for them), looks between, and the pods' end
  await expect(dialog.getByRole('status')).toContainText('Drained: 3 of 3 pods are gone.', { timeout: 60_000 });
  expect(asked.deletions, 'a drain evicts, and deletes nothing').toEqual([]);
  expect(new Set(asked.evictions).size).toBe(3);
  expect(asked.evictions.length).toBeGreaterThan(3);

  // what was evicted is made again, and has no place
  const waiting = await page.context().newPage();
  await waiting.goto(app.inNamespace('core/pods?l=app%3Dguests'));
  const rows = waiting.getByRole('grid').getByRole('row', { name: /guests-/ });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Pending');
  await rows
    .first()
    .getByRole('link', { name: /guests-/ })
    .first()
    .click();
  const says = waiting.getByRole('table', { name: 'What the scheduler says' });
  await expect(says).toContainText(/They are cordoned|They do not match the pod's nodeSelector/);
  const each = waiting.getByRole('table', { name: 'Why not on each node' });
  await expect(each.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText('cordoned');
  await waiting.close();

  await dialog.getByRole('button', { name: 'Uncordon' }).click();
  await expect(dialog.getByText('Uncordoned')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await node.runPods(2);

  await reader.act(name, 'Taints');
  await dialog.getByRole('button', { name: 'Add a taint' }).click();
  await dialog.getByLabel('Key of taint 2').fill('quarterdeck.example/away');
  await dialog.getByLabel('Effect of taint 2').selectOption('NoExecute');
  await expect(dialog.getByRole('status')).toContainText(/2 of the \d pods on this node will be evicted:/);
  await expect(dialog).toContainText('quarterdeck.example/away:NoExecute');
  const before = (await node.pods()).map(({ metadata }) => metadata.name);
  await dialog.getByRole('button', { name: /^Taints/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(reader.main).toContainText('quarterdeck.example/away');
  await expect
    .poll(async () => (await node.pods()).filter(({ metadata }) => before.includes(metadata.name)).length)
    .toBe(0);
  const pods = page.getByRole('table', { name: /^Non-terminated pods/ });
  await expect(pods.getByRole('row', { name: /guests-/ })).toHaveCount(0);

  await reader.act(name, 'Remove from the cluster');
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await app.expectAccessible();
  await dialog.getByRole('button', { name: `Delete ${name}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/has been deleted|is gone/i).first()).toBeVisible();
});
