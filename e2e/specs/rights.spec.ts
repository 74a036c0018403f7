import type { Page, Response } from '@playwright/test';
import { expect } from '@playwright/test';
import type { ApiObject, KubeApi } from '../fixtures/kube-api.ts';
import type { RunState } from '../fixtures/state.ts';
import { test } from '../fixtures/test.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** openssl req -new -subj "/O=dev/O=ops/CN=jane" */
const CERTIFICATE_REQUEST = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIbE1JR05BZ0VBTUNzeEREQUtCZ05WQkFvTUEyUmxkakVNTUFvR0ExVUVDZ3',
  'dEYjNCek1RMHdDd1lEVlFRRApEQVJxWVc1bE1Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERBUWNEUWdBRTJCbHZFVERybmZEeWIraTZWbkFz',
  'CkdleTRBc2hZWXhvenNxdk9ua21DM2NRNjFCenhHcEgxRUhPMXFDQ3dWenVxSzQ3YitQQWMxUnMxeFhJVVY4SFQKNnFBQU1Bb0dDQ3FHU000OU',
  'JBTUNBMGNBTUVRQ0lHUlYzODVnSStBdmJac0U0c3pFRjFmcXJEM2FsbmtiR2ZlMgpXZU1SaENySUFpQTdrbnpIbWpUbWo0d204aEExNFA5b2RW',
  'YXJqZlg1aUE2R1Y4aUx4WHB5U0E9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K',
].join('');

/** What the BFF was asked while somebody looked around: discovery (one question a group on old servers) apart. */
class Asked {
  readonly all: string[] = [];
  readonly refused: string[] = [];

  constructor(page: Page) {
    page.on('response', (response: Response) => {
      const path = new URL(response.url()).pathname.replace(/^\/api\/clusters\/[^/]+\/k8s/, '');
      if (!response.url().includes('/api/') || /^\/(?:api|apis)(?:\/[^/]+){0,2}$/.test(path)) return;
      const line = `${response.status()} ${response.request().method()} ${path}`;
      this.all.push(line);
      if (response.status() === 403) this.refused.push(line);
    });
  }

  forget(): void {
    this.all.length = 0;
    this.refused.length = 0;
  }
}

/** A ServiceAccount with `view` in the given namespaces, and a token of it. */
async function viewer(api: KubeApi, name: string, home: string, namespaces: readonly string[]): Promise<string> {
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: home },
  });
  for (const namespace of namespaces)
    await api.create('rolebindings', {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: `view:${name}`, namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name, namespace: home }],
    });
  return api.token(home, name);
}

/** The page says something: rows, that there are none, or what is missing. Never nothing, never an address that is none. */
async function expectWords(page: Page): Promise<void> {
  const main = page.getByRole('main');
  await expect.poll(async () => (await main.innerText()).trim().length).toBeGreaterThan(20);
  await expect(main).not.toContainText(/no page at this address|went wrong/);
}

const SIDEBAR = /kinds|resources|sidebar/i;

/** Follows every link of the sidebar within the app. */
async function followAll(page: Page): Promise<number> {
  const links = page.getByRole('navigation', { name: SIDEBAR }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const address of new Set(addresses)) {
    await page.locator(`nav a[href="${address}"]`).first().click();
    await expect(page).toHaveURL((url) => url.pathname === new URL(address, url).pathname);
    await expectWords(page);
  }
  return addresses.length;
}

/** A token that has ended: its claims say so, and no API server takes it. */
function ended(token: string): string {
  const [head, claims = '', signature] = token.split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Record<string, unknown>;
  const past = Buffer.from(JSON.stringify({ ...said, exp: 1_600_000_000 })).toString('base64url');
  return [head, past, signature].join('.');
}

const accountOf = (state: RunState, name: string) => ({ name: `rights-${name}`, home: state.otherNamespace });

test('who has one namespace, two, or nothing: few questions, no refusals, no dead link', async ({
  app,
  page,
  state,
  api,
}) => {
  test.slow();
  const { namespace, otherNamespace } = state;
  const asked = new Asked(page);

  await test.step('the admin of one namespace', async () => {
    await app.signInByHand(state.tokens.developer);
    await expect(page).toHaveURL(new RegExp(`/namespaces/${namespace}/`));
    await expect(app.row('shell-bash')).toBeVisible();
    expect(asked.refused).toEqual([]);
    expect(asked.all.length, asked.all.join('\n')).toBeLessThanOrEqual(16);
    const links = await followAll(page);
    expect(links).toBeGreaterThan(15);
    expect(asked.refused).toEqual([]);
  });

  await test.step('a viewer of two namespaces who may not list namespaces', async () => {
    const { name, home } = accountOf(state, 'two');
    const token = await viewer(api, name, home, [namespace, otherNamespace]);
    await page.evaluate(() => localStorage.clear());
    asked.forget();
    await app.signInByHand(token);
    await expect(page).toHaveURL(new RegExp(`/namespaces/${otherNamespace}/`));
    await expect(app.row('neighbour')).toBeVisible();
    await app.go(app.inNamespace('core/pods', `${namespace},${otherNamespace}`));
    await expect(app.row('neighbour')).toBeVisible();
    await expect(app.row('shell-bash')).toBeVisible();
    await app.go(app.inNamespace('core/secrets', otherNamespace));
    await expect(page.getByRole('main')).toContainText(/may not list secrets/i);
    expect(asked.refused).toEqual([]);
    // the namespaces that were visited are offered, one in which there is nothing is told as it is typed
    await page
      .getByRole('button', { name: /^namespace/i })
      .first()
      .click();
    await expect(page.getByRole('checkbox', { name: `Show ${namespace} as well` })).toBeVisible();
    await page.getByPlaceholder(/type a namespace/i).fill('kube-node-lease');
    await expect(page.getByText('You have no rights in kube-node-lease.')).toBeVisible();
  });

  await test.step('a user with nothing', async () => {
    const { name, home } = accountOf(state, 'none');
    const token = await viewer(api, name, home, []);
    await page.evaluate(() => localStorage.clear());
    asked.forget();
    await app.signInByHand(token);
    await expect(page.getByRole('main')).toContainText(/may not list pods/i);
    expect(asked.all.length, asked.all.join('\n')).toBeLessThanOrEqual(16);
    for (const path of ['/overview', '/core/nodes', `/namespaces/${home}/overview`, `/namespaces/${home}/workloads`]) {
      await page.goto(app.address(path));
      await expect(page.getByRole('main')).toContainText(/may not|rights|access/i);
      await expectWords(page);
    }
    // pages that are opened one by one ask anew; none of them storms
    expect(asked.all.length, asked.all.join('\n')).toBeLessThanOrEqual(80);
    expect(asked.refused.length, asked.refused.join('\n')).toBeLessThanOrEqual(4);
  });

  await test.step('a token that has ended', async () => {
    await page.context().clearCookies();
    await page.goto(`${state.url}/sign-in`);
    asked.forget();
    await page.getByLabel('Token', { exact: true }).fill(ended(state.tokens.viewer));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText(/expired/i);
    await expect(page).toHaveURL(/\/sign-in/);
    expect(asked.all.filter((line) => line.includes('/session')).length).toBe(1);
    expect(asked.all.length).toBeLessThanOrEqual(3);
  });
});

test('a 403 is explained: what, who has it, the smallest Role, the question for kubectl (OPS-012)', async ({
  app,
  page,
  state,
}) => {
  await app.signIn(state.tokens.viewer);
  await page.goto(app.inNamespace('core/secrets'));
  const main = page.getByRole('main');
  await main.getByText('What is missing, who has it, the Role that would allow it').click();
  await expect(main).toContainText(`kubectl auth can-i list secrets -n ${state.namespace} --as=`);
  await expect(main).toContainText('kind: RoleBinding');
  await expect(main).toContainText('Who has this right');
  // an object by its name, whose right is limited to it
  await app.go(app.inNamespace('core/secrets/password'));
  await main.getByText('What is missing, who has it, the Role that would allow it').first().click();
  await expect(main).toContainText('resourceNames: [password]');
  await app.expectAccessible();
});

test('a login for a namespace is made, handed over and works; the admin sees with its eyes (OPS-015, 018, 197)', async ({
  app,
  page,
  state,
  api,
  browser,
}) => {
  test.slow();
  const namespace = `${state.namespace}-aezo`;
  // a session of its own: seeing as somebody else ends it
  await app.signInByHand(state.tokens.admin);
  await app.go(app.address(`/wizards/login?namespace=${namespace}`));
  const main = page.getByRole('main');
  await main.getByLabel('ServiceAccount', { exact: true }).fill('sa-aezo-admin');
  await main.getByLabel('ClusterRole').fill('cluster-admin');
  await main.getByLabel('Name of the binding').fill('test:sa-aezo-admin');
  await expect(main).toContainText(
    `kubectl create rolebinding test:sa-aezo-admin --clusterrole=cluster-admin --serviceaccount=${namespace}:sa-aezo-admin -n ${namespace}`,
  );
  await main.getByRole('button', { name: 'Try it (dry run)' }).click();
  await expect(main).toContainText('the API server would accept it');
  await expect(main).toContainText('only when its namespace is there');
  await app.expectAccessible();
  await main.getByRole('button', { name: 'Make the login' }).click();
  await expect(main.getByRole('heading', { name: 'The new token' })).toBeVisible();
  await expect(main).toContainText(`system:serviceaccount:${namespace}:sa-aezo-admin`);
  const made = main.getByTestId('made-token');
  await expect(made).toHaveText(/^•+$/);
  await main.getByRole('button', { name: 'Show it' }).click();
  const token = await made.innerText();
  const downloading = page.waitForEvent('download');
  await main.getByRole('button', { name: 'Download the kubeconfig' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/sa-aezo-admin\.kubeconfig$/);

  await test.step('whoever has the token has that namespace, and only it', async () => {
    const other = await browser.newContext();
    const theirs = await other.newPage();
    await theirs.goto(`${state.url}/sign-in`);
    await theirs.getByLabel('Token', { exact: true }).fill(token);
    await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(theirs).toHaveURL(new RegExp(`/namespaces/${namespace}/`));
    await expect(theirs.getByRole('main')).toContainText(/no pods|0 objects/i);
    await app.go(app.inNamespace('core/pods'), theirs);
    await expect(theirs.getByRole('main')).toContainText(/may not list pods/i);
    await other.close();
  });

  await test.step('the admin sees as that ServiceAccount: rows, pages and shells are refused alike', async () => {
    await app.go(app.address(`/wizards/view-as?user=system:serviceaccount:${namespace}:sa-aezo-admin`));
    await main.getByRole('button', { name: 'View as' }).click();
    const banner = page.getByRole('region', { name: 'You see the cluster as somebody else' });
    await expect(banner).toContainText(`system:serviceaccount:${namespace}:sa-aezo-admin`);
    await expect(page).toHaveURL(new RegExp(`/namespaces/${namespace}/`));
    await app.go(app.inNamespace('core/pods'));
    await expect(main).toContainText(/may not list pods/i);
    await app.go(app.inNamespace('core/pods/shell-bash/shell'));
    await expect(main).toContainText(/may not|not allowed|pods\/exec/i);
    await expect(banner).toBeVisible();
    await app.expectAccessible();
    await banner.getByRole('button', { name: /myself/ }).click();
    await expect(banner).toHaveCount(0);
    await page.goto(app.inNamespace('core/pods'));
    await expect(app.row('shell-bash')).toBeVisible();
  });
  await api.delete('v1', 'namespaces', undefined, namespace);
});

test('roles, bindings, pull secrets and certificate requests (OPS-193, 194, 195, 198)', async ({
  app,
  page,
  state,
  api,
}) => {
  test.slow();
  const { namespace } = state;
  await app.signIn(state.tokens.admin);
  const main = page.getByRole('main');

  await page.goto(app.address(`/wizards/role?namespace=${namespace}`));
  await main.getByLabel('Name', { exact: true }).fill('rights-reader');
  await main.getByLabel('Resources', { exact: true }).fill('pods/log, deployments.apps');
  await main.getByLabel('Resources', { exact: true }).press('Enter');
  await expect(main).toContainText(
    `kubectl create role rights-reader --verb=get,list,watch --resource=pods/log,deployments.apps -n ${namespace}`,
  );
  await main.getByRole('button', { name: 'Create the role' }).click();
  await expect(page).toHaveURL(/roles\/rights-reader/);

  await app.go(app.address(`/wizards/binding?roleKind=Role&role=rights-reader&namespace=${namespace}`));
  await main.getByLabel('Kind', { exact: true }).selectOption('Group');
  await main.getByLabel('Name', { exact: true }).fill('rights-team');
  await main.getByRole('button', { name: 'Add a subject' }).click();
  await main.getByLabel('Kind', { exact: true }).nth(1).selectOption('User');
  await main.getByLabel('Name', { exact: true }).nth(1).fill('rights jane');
  await main.getByRole('button', { name: 'Create the binding' }).click();
  await expect(page).toHaveURL(/rolebindings\/rights-reader/);
  const binding = (await api.get(`${RBAC}/v1`, 'rolebindings', namespace, 'rights-reader:rights-team')) as ApiObject & {
    subjects: { kind: string; name: string }[];
  };
  expect(binding.subjects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'Group rights-team',
    'User rights jane',
  ]);

  await app.go(app.inNamespace('core/serviceaccounts/e2e-viewer'));
  await page
    .getByRole('button', { name: /actions|more/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: /image pull secrets/i }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Another by name').fill('registry');
  await dialog.getByLabel('Another by name').press('Enter');
  await expect(dialog.getByRole('checkbox', { name: 'registry' })).toBeChecked();
  await dialog.getByRole('button', { name: /image pull secrets/i }).click();
  await expect(dialog).toHaveCount(0);
  expect(await api.get('v1', 'serviceaccounts', namespace, 'e2e-viewer')).toMatchObject({
    imagePullSecrets: [{ name: 'registry' }],
  });

  const name = `${namespace}-jane`;
  await api.create('certificatesigningrequests', {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: {
      request: CERTIFICATE_REQUEST,
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    },
  });
  await app.go(app.address(`/certificates.k8s.io/certificatesigningrequests/${name}`));
  await page
    .getByRole('button', { name: /actions|more/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Approve' }).click();
  await expect(dialog).toContainText('dev, ops');
  await expect(dialog).toContainText(`kubectl certificate approve ${name}`);
  await dialog.getByRole('button', { name: /^approve/i }).click();
  await expect(dialog).toHaveCount(0);
  expect(await api.get('certificates.k8s.io/v1', 'certificatesigningrequests', undefined, name)).toMatchObject({
    status: { conditions: [{ type: 'Approved', reason: 'QuarterdeckApprove' }] },
  });
  await api.delete('certificates.k8s.io/v1', 'certificatesigningrequests', undefined, name);
});
