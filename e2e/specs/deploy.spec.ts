import { expect, type Page } from '@playwright/test';
import type { ApiObject } from '../fixtures/kube-api.ts';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader } from '../fixtures/tutorial.ts';

/** A kubelet of v1.20 that is busy takes its time, to start a container and to tidy up after it. */
const SLOW = { timeout: 120_000 };
const APP = 'kubernetes-bootcamp';
const POD = /^kubernetes-bootcamp-[0-9a-z]+-[0-9a-z]+$/;

const plan = (page: Page) => page.getByRole('region', { name: 'What will be made' });
const bulk = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Selected objects' }).getByRole('button', { name, exact: true });

test.describe('T2.4', () => {
  test.setTimeout(300_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t24`));

  test('deploy, expose, label, two versions behind one Service, and what budgets allow', async ({
    app,
    page,
    api,
    state,
  }) => {
    const namespace = `${state.namespace}-t24`;
    const reader = new Reader(app, namespace);
    const { main, dialog } = reader;
    const wizard = (name: string) => page.getByLabel(name, { exact: true });
    const { token } = await makePlace(api, namespace);
    // no part of "admin" in v1.20
    const rbac = 'rbac.authorization.k8s.io';
    await api.create('roles', {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name: 'evicts', namespace },
      rules: [{ apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] }],
    });
    await api.create('rolebindings', {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'evicts', namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'evicts' },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
    });
    await app.signIn(token);

    await test.step('T2.2-02: the form makes what its preview says (TUT-15)', async () => {
      await page.goto(app.address(`/wizards/deploy?namespace=${namespace}`));
      await wizard('Image').fill('busybox:1.28');
      await expect(wizard('Name')).toHaveValue('busybox');
      await wizard('Name').fill(APP);
      await page.getByRole('button', { name: 'Add a port' }).click();
      await wizard('Port').fill('8080');
      await wizard('Command').fill(`sh -c 'sleep 100000'`);
      await expect(page.getByRole('list', { name: 'What the program gets, word by word' })).toContainText(
        'sleep 100000',
      );
      await expect(plan(page)).toContainText('containerPort: 8080');
      await expect(plan(page)).toContainText(
        `kubectl create deployment ${APP} -n ${namespace} --image=busybox:1.28 --port=8080 -- sh -c 'sleep 100000'`,
      );
      await app.expectAccessible();
      await plan(page)
        .getByRole('button', { name: /dry run/ })
        .click();
      await expect(plan(page)).toContainText('the API server would accept it');
      await plan(page).getByRole('button', { name: 'Deploy' }).click();
      await expect(page.getByRole('heading', { level: 1, name: APP })).toBeVisible();
      const { spec } = (await api.get('apps/v1', 'deployments', namespace, APP)) as ApiObject & {
        spec: { template: { spec: { containers: { command: string[] }[] } } };
      };
      expect(spec.template.spec.containers[0]?.command).toEqual(['sh', '-c', 'sleep 100000']);
    });

    await test.step('T2.4-01: the Pod runs', async () => {
      await reader.list('Pods');
      await expect(app.row(POD)).toContainText('Running', SLOW);
    });

    await test.step('T2.4-03, 04: expose it (TUT-16)', async () => {
      await reader.list('Deployments');
      await reader.open(APP);
      await reader.act(APP, 'Expose as a Service');
      await expect(wizard('Port')).toHaveValue('8080');
      await wizard('Type').selectOption('NodePort');
      await expect(main).toContainText('It would send traffic to 1 pod now');
      await expect(plan(page)).toContainText(
        `kubectl expose deployment/${APP} -n ${namespace} --type=NodePort --port=8080`,
      );
      await plan(page).getByRole('button', { name: 'Create the Service' }).click();
      await expect(page.getByRole('heading', { level: 1, name: APP })).toBeVisible();
    });

    await test.step('T2.4-05, 06: its type, address and node port', async () => {
      const { spec } = (await api.get('v1', 'services', namespace, APP)) as ApiObject & {
        spec: { clusterIP: string; ports: { nodePort: number }[] };
      };
      await expect(main).toContainText('NodePort');
      await expect(main).toContainText(spec.clusterIP);
      await expect(main).toContainText(String(spec.ports[0]?.nodePort));
    });

    await test.step('T2.4-09, 10: Pod and Service by the label', async () => {
      await reader.list('Pods');
      await reader.select(`app=${APP}`);
      await expect(app.row(POD)).toHaveCount(1);
      await reader.list('Services');
      await reader.select(`app=${APP}`);
      await expect(app.row(APP)).toContainText(/NodePort.*8080:\d+\/TCP/s);
    });

    await test.step('T2.4-12, 13, 14: a new label on the Pod', async () => {
      await reader.list('Pods');
      await app.row(POD).getByRole('checkbox').check();
      await bulk(page, 'Label').click();
      await dialog.getByRole('textbox', { name: 'Key' }).fill('version');
      await dialog.getByRole('textbox', { name: 'Value' }).fill('v1');
      await dialog.getByRole('button', { name: /^Label kubernetes/ }).click();
      await expect(dialog).toHaveCount(0);
      await reader.select('version=v1');
      await expect(app.row(POD)).toHaveCount(1);
    });

    await test.step('blue and green: a second Deployment gets the traffic when the Service is switched (CTL-39)', async () => {
      await reader.list('Deployments');
      await reader.open(APP);
      await reader.act(APP, 'Duplicate as new');
      await wizard('What for').selectOption('blue-green');
      await expect(wizard('Name')).toHaveValue(`${APP}-green`);
      await expect(main).toContainText('No Service will send traffic to its pods.');
      await app.expectAccessible();
      await plan(page)
        .getByRole('button', { name: `Create ${APP}-green` })
        .click();
      const green = page.getByRole('radio', { name: new RegExp(`^${APP}-green`) });
      await expect(page.getByRole('radio', { name: new RegExp(`^${APP}-green 1 of 1 pods ready`) })).toBeVisible(SLOW);
      await expect(page.getByRole('radio', { name: /traffic goes here now/ })).toBeDisabled();
      await green.check();
      await expect(plan(page)).toContainText(`kubectl set selector -n ${namespace} service ${APP} app=${APP}-green`);
      await plan(page).getByRole('button', { name: 'Switch the traffic' }).click();
      await expect(page.getByRole('radio', { name: `${APP}-green`, disabled: true })).toHaveAccessibleName(
        /traffic goes here now/,
      );
      const { spec } = (await api.get('v1', 'services', namespace, APP)) as ApiObject & { spec: { selector: object } };
      expect(spec.selector).toEqual({ app: `${APP}-green` });
    });

    await test.step('T2.4-15, 16: the Service is deleted by its label, and somebody who waits for it is told', async () => {
      await reader.list('Services');
      await reader.open(APP);
      await reader.act(APP, 'Tell me when');
      await dialog.getByRole('radio', { name: 'it is gone' }).check();
      await expect(dialog).toContainText('kubectl wait --timeout=-1s --for=delete services/');
      await dialog.getByRole('button', { name: 'Tell me', exact: true }).click();
      await expect(page.getByRole('button', { name: /waiting for 1 more/ })).toBeVisible();
      await reader.list('Services');
      await reader.select(`app=${APP}`);
      await app.row(APP).getByRole('checkbox').check();
      await bulk(page, 'Delete').click();
      await dialog.getByRole('button', { name: `Delete ${APP}` }).click();
      await expect(main).toContainText(`None match the selector app=${APP}.`);
      await page.getByRole('button', { name: /^1 has come of what you wait for/ }).click();
      await expect(dialog.getByRole('listitem')).toContainText('It is gone.');
      await dialog.getByRole('button', { name: `Take ${APP} from the list` }).click();
      await expect(page.getByRole('button', { name: /of what you wait for/ })).toHaveCount(0);
    });

    await test.step('many at once: the same images from another registry, tried on the server', async () => {
      await reader.list('Deployments');
      await expect(app.row(`${APP}-green`)).toBeVisible();
      await page.getByRole('checkbox', { name: /^select all 2/i }).check();
      await bulk(page, 'Replace image registry').click();
      await dialog.getByLabel('Images that begin with').fill('docker.io/');
      await dialog.getByLabel('begin with this instead').fill('mirror.example.com/');
      await expect(dialog.getByRole('table', { name: 'Images' })).toContainText(
        'mirror.example.com/library/busybox:1.28',
      );
      await expect(dialog).toContainText(`kubectl set image deployments.apps/${APP} -n ${namespace}`);
      await dialog.getByRole('button', { name: /dry run/ }).click();
      await expect(dialog).toContainText('2 would be accepted');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });

    await test.step('what a wizard made is taken back, once it is said what goes with it', async () => {
      const written = page.getByRole('button', { name: 'Your changes' });
      const what = `Deployment ${APP}-green created`;
      await written.click();
      await expect(dialog.getByRole('listitem').filter({ hasText: `Service ${APP} saved` })).toHaveCount(1);
      await dialog.getByRole('button', { name: `Delete …: ${what}` }).click();
      const deletion = page.getByRole('dialog', { name: `Delete ${APP}-green?` });
      await expect(deletion).toContainText('Its ReplicaSets and their pods are deleted too');
      await expect(deletion).toContainText(`kubectl delete deployments.apps ${APP}-green`);
      await deletion.getByRole('button', { name: `Delete ${APP}-green` }).click();
      await expect(dialog).toHaveCount(0, SLOW);
      await written.click();
      await expect(dialog.getByRole('listitem').filter({ hasText: what })).toContainText('undone');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    });

    await test.step('an eviction is refused by a budget that is named, and goes through without it; nothing is deleted', async () => {
      const asked: string[] = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (/\/pods\//.test(pathname) && ['DELETE', 'POST'].includes(request.method()))
          asked.push(`${request.method()} ${pathname.split('/').at(-1)}`);
      });
      // policy/v1 since v1.21
      const { preferredVersion } = (await api.request('GET', '/apis/policy')) as {
        preferredVersion: { groupVersion: string };
      };
      const policy = preferredVersion.groupVersion;
      await reader.list('Deployments');
      await reader.open(APP);
      await reader.act(APP, 'Disruption budget');
      await dialog.getByLabel('Name of the budget').fill('all-of-it');
      await dialog.getByLabel('What it promises').selectOption('minAvailable');
      await dialog.getByLabel('Pods', { exact: true }).fill('1');
      await expect(dialog).toContainText('1 pod is wanted and 1 healthy; 1 must stay: 0 may be evicted now.');
      await expect(dialog).toContainText('the drain of a node that has one never ends');
      await expect(dialog).toContainText(
        `kubectl create poddisruptionbudget all-of-it -n ${namespace} --selector=app=${APP} --min-available=1`,
      );
      await app.expectAccessible();
      await dialog.getByRole('button', { name: 'Write the budget' }).click();
      await expect(dialog).toHaveCount(0);
      await until('the budget’s status', async () => {
        const budget = (await api.get(policy, 'poddisruptionbudgets', namespace, 'all-of-it')) as {
          status?: { currentHealthy?: number };
        };
        return budget.status?.currentHealthy === 1 ? true : undefined;
      });
      await reader.list('Pods');
      await app.row(POD).getByRole('checkbox').check();
      await bulk(page, 'Evict').click();
      // a shell of process number 1 does not hear SIGTERM
      await dialog.getByLabel('Seconds to shut down').fill('1');
      const evict = dialog.getByRole('button', { name: /^Evict(?: kubernetes|: retry)/ });
      await evict.click();
      await expect(dialog).toContainText('The disruption budget all-of-it allows no eviction now');
      await expect(dialog).toContainText(/needs 1 healthy pods and has 1 currently/);
      await api.delete(policy, 'poddisruptionbudgets', namespace, 'all-of-it');
      await evict.click();
      await expect(dialog).toHaveCount(0, SLOW);
      expect(asked).toEqual(['POST eviction', 'POST eviction']);
    });
  });
});
