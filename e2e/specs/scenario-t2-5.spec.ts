import { expect, type Page } from '@playwright/test';
import {
  askService,
  bootcamp,
  cellOf,
  expectCells,
  BOOTCAMP as NAME,
  BOOTCAMP_POD as POD,
} from '../fixtures/bootcamp.ts';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

/** Pods of a kubelet of v1.20 that is busy. */
const SLOW = { timeout: 60_000 };

const labels = { app: NAME };

/** Writes to the API server that are no trial: "PATCH …/scale {…}", on whichever version of the object, said once. */
function writesOf(page: Page): string[] {
  const writes: string[] = [];
  const tell = (write: string) => {
    const said = write.replace(/"resourceVersion":"\d+"/, '"resourceVersion":"…"');
    // a controller may come between, and it is written again
    if (said !== writes.at(-1)) writes.push(said);
  };
  page.on('request', (request) => {
    const url = new URL(request.url());
    const path = /\/apis\/.*/.exec(url.pathname)?.[0] ?? '';
    if (!['PATCH', 'PUT', 'POST'].includes(request.method()) || url.searchParams.has('dryRun')) return;
    if (/^\/apis\/(apps|autoscaling)\//.test(path))
      tell(`${request.method()} ${path.replace(/.*\/namespaces\/[^/]+/, '')} ${request.postData() ?? ''}`);
  });
  return writes;
}

/** Over the version that was looked at, and no other. */
const scaled = (replicas: number) =>
  `PATCH /deployments/${NAME}/scale {"metadata":{"resourceVersion":"…"},"spec":{"replicas":${replicas}}}`;

/** T2.5, and what scaling has to do with autoscalers and budgets (OPS-091, OPS-092, OPS-100, TUT-20, TUT-36). */
test.describe('T2.5', () => {
  test.setTimeout(180_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t25`));

  test('running multiple instances of an app', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t25`;
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await until('the default service account', () => api.get('v1', 'serviceaccounts', namespace, 'default'));
    await api.create('deployments', bootcamp(namespace, 1, state.target));
    const reader = new Reader(app, namespace);
    const { main, dialog } = reader;
    const writes = writesOf(page);
    const scale = async (to: string) => {
      await reader.act(NAME, 'Scale');
      await dialog.getByLabel('Replicas').fill(to);
    };
    const proceed = async (name = `Scale ${NAME}`) => {
      await dialog.getByRole('button', { name, exact: true }).click();
      await expect(dialog).toHaveCount(0);
    };
    const spec = async () => (await api.get('apps/v1', 'deployments', namespace, NAME))['spec'];
    await app.signIn(state.tokens.admin);

    await test.step('T2.5-01: the Service of T2.4 again, for a load balancer', async () => {
      await page.goto(app.inNamespace(`apps/deployments/${NAME}`, namespace));
      await reader.act(NAME, 'Expose as a Service');
      const plan = page.getByRole('region', { name: 'What will be made' });
      await page.getByLabel('Type', { exact: true }).selectOption('LoadBalancer');
      await page.getByRole('button', { name: 'Add a port' }).click();
      await page.getByLabel('Port', { exact: true }).fill('8080');
      await expect(plan).toContainText(
        `kubectl expose deployment/${NAME} -n ${namespace} --type=LoadBalancer --port=8080`,
      );
      await plan.getByRole('button', { name: 'Create the Service' }).click();
      await expect(page).toHaveURL(/services\/kubernetes-bootcamp$/);
      await reader.list('Services');
      await expectCells(app, app.row(NAME), { Type: 'LoadBalancer', 'Port(s)': /^8080:\d+\/TCP$/ });
    });

    await test.step('T2.5-02: one of one; the headings say what they mean', async () => {
      await reader.list('Deployments');
      await expectCells(app, app.row(NAME), { Ready: '1/1', 'Up-to-date': '1', Available: '1', Age: /^\d+[sm]/ }, SLOW);
      for (const [heading, meaning] of [
        ['Name', /./],
        ['Ready', /ready/],
        ['Up-to-date', /template/],
        ['Available', /ready/],
        ['Age', /./],
      ] as const)
        await expect(app.grid.getByRole('columnheader', { name: heading, exact: true })).toHaveAttribute(
          'title',
          meaning,
        );
      await reader.open(NAME);
    });

    await test.step('T2.5-03, OPS-092: its ReplicaSet is scaled by scaling the Deployment', async () => {
      const set = new RegExp(`${NAME}-[0-9a-z]+$`);
      const revisions = page.getByRole('table', { name: 'Revisions' });
      await expect(revisions.getByRole('row', { name: /^1 / })).toContainText(
        /kubernetes-bootcamp-[0-9a-z]+.*1\/1.*present/s,
      );
      await reader.list('ReplicaSets');
      await expect(app.grid.getByRole('row', { name: set })).toHaveCount(1);
      await expectCells(app, app.row(set), { Desired: '1', Current: '1', Ready: '1' });
      await reader.open(set);
      await page.getByRole('button', { name: /^Actions for/ }).click();
      await page.getByRole('menuitem', { name: /^Scale/ }).click();
      await expect(dialog).toContainText(`belongs to Deployment ${NAME}, which sets the number back`);
      await expect(dialog.getByRole('button', { name: `Scale ${NAME}-` })).toBeDisabled();
      await dialog.getByRole('button', { name: `Scale Deployment ${NAME} instead` }).click();
    });

    await test.step('T2.5-04: four', async () => {
      await expect(dialog).toContainText('Now: 1 wanted, 1 there');
      await dialog.getByLabel('Replicas').fill('4');
      await expect(dialog).toContainText(`${NAME} goes from 1 to 4 replicas: 3 more pods are made.`);
      await expect(dialog).toContainText(`kubectl scale deployments.apps ${NAME} -n ${namespace} --replicas=4`);
      await app.expectAccessible();
      await proceed();
      expect(writes).toEqual([scaled(4)]);
    });

    await test.step('T2.5-05: four pods of four addresses, and the event of it', async () => {
      await reader.list('Deployments');
      await expectCells(app, app.row(NAME), { Ready: '4/4', 'Up-to-date': '4', Available: '4' }, SLOW);
      await reader.open(NAME);
      await expect(page.getByRole('region', { name: 'Rollout', exact: true })).toContainText(
        /Wanted\s*4\s*Updated\s*4\s*Ready\s*4\s*Available\s*4\s*Of older revisions\s*0/,
      );
      await reader.tab('Events');
      await expect(main).toContainText(/ScalingReplicaSet.*Scaled up replica set \S+ (from 1 )?to 4/s);
      await app.go(app.inNamespace('core/pods?cols=wide', namespace));
      await expect(app.row(POD)).toHaveCount(4);
      const addresses = await cellOf(app, app.row(POD), 'IP');
      await expect(addresses).toHaveText([0, 1, 2, 3].map(() => /^\d+\.\d+\.\d+\.\d+$/));
      expect(new Set(await addresses.allInnerTexts()).size).toBe(4);
      await expect(await cellOf(app, app.row(POD), 'Node')).toHaveText([0, 1, 2, 3].map(() => /\w/));
    });

    await test.step('T2.5-06: the Service has four addresses, and now one pod answers, now another', async () => {
      await reader.list('Endpoints');
      await reader.open(NAME);
      await expect(main.getByRole('table', { name: 'Addresses' }).getByRole('row')).toHaveCount(5);
      await reader.list('Services');
      await reader.open(NAME);
      const answers = await askService(reader, (all) => new Set(all).size > 1);
      for (const answer of answers) expect(answer).toMatch(/kubernetes-bootcamp-[0-9a-z]+-[0-9a-z]+/);
      if (state.target === 'demo') expect(answers[0]).toMatch(/^Hello Kubernetes bootcamp! \| Running on: \S+ \| v=1$/);
      expect(new Set(answers).size).toBeGreaterThan(1);
    });

    await test.step('T2.5-07: two, by way of the list; and taken back', async () => {
      // the notice of what was scaled before is shown for 12 s
      const undo = page.getByRole('button', { name: `Undo: Deployment ${NAME} saved` });
      await expect(undo).toHaveCount(0, { timeout: 20_000 });
      await reader.list('Deployments');
      await app.row(NAME).getByRole('checkbox').check();
      await page.getByRole('region', { name: 'Selected objects' }).getByRole('button', { name: 'Scale' }).click();
      await dialog.getByLabel('Replicas').fill('2');
      await expect(dialog).toContainText('2 pods end');
      await proceed();
      expect(await spec()).toMatchObject({ replicas: 2 });
      // nothing slow is waited for before it is undone, for which there are 12 s: they end, and need not have ended
      await app.go(app.inNamespace('core/pods', namespace));
      await expect(app.row(POD).filter({ hasText: 'Running' })).toHaveCount(2);
      await undo.click();
      await expect(page.getByText('Undone.')).toBeVisible();
      expect(await spec()).toMatchObject({ replicas: 4 });
      await expect(app.row(POD).filter({ hasText: 'Running' })).toHaveCount(4, SLOW);
      await reader.list('Deployments');
      await expectCells(app, app.row(NAME), { Ready: '4/4', 'Up-to-date': '4', Available: '4' }, SLOW);
    });

    await test.step('T2.5-07, T-71: none at all is agreed to, and what it had is given back', async () => {
      await reader.open(NAME);
      writes.length = 0;
      await scale('0');
      await expect(dialog).toContainText(`All 4 pods of ${NAME} end`);
      await expect(dialog.getByRole('button', { name: `Scale ${NAME}` })).toBeDisabled();
      await dialog.getByRole('checkbox', { name: 'Yes, end all its pods' }).check();
      await proceed();
      expect(writes).toEqual([
        scaled(0),
        `PATCH /deployments/${NAME} {"metadata":{"annotations":{"quarterdeck.dev/replicas-before-zero":"4"}}}`,
      ]);
      await expect(main).toContainText('Scaled to 0', SLOW);
      await reader.act(NAME, 'Start again');
      await expect(dialog).toContainText('It had 4 replicas before it was scaled to 0.');
      await expect(dialog.getByLabel('Replicas')).toHaveValue('4');
      await dialog.getByLabel('Replicas').fill('3');
      await proceed(`Start again ${NAME}`);
    });

    await test.step('OPS-100: an autoscaler, and what it says to whom scales past it', async () => {
      await reader.act(NAME, 'Autoscale');
      await expect(dialog).toContainText(`${NAME} requests no cpu`);
      await dialog.getByLabel('At least').fill('2');
      await dialog.getByLabel('At most').fill('5');
      await dialog.getByLabel('CPU').fill('70');
      await expect(dialog).toContainText(`--min=2 --max=5 --cpu-percent=70`);
      await proceed(`Autoscale ${NAME}`);
      await scale('9');
      await expect(dialog).toContainText(`HorizontalPodAutoscaler ${NAME} keeps ${NAME} between 2 and 5`);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });

    await test.step('TUT-36: a budget over its pods, and what it would block', async () => {
      const { version } = (await api
        .request('GET', '/apis/policy')
        .then((group) => (group as { preferredVersion: { version: string } }).preferredVersion)) as { version: string };
      const budget = (name: string, minAvailable: number) =>
        api.create('poddisruptionbudgets', {
          apiVersion: `policy/${version}`,
          kind: 'PodDisruptionBudget',
          metadata: { name, namespace },
          spec: { minAvailable, selector: { matchLabels: labels } },
        });
      await budget('two-stay', 2);
      await app.go(app.inNamespace('policy/poddisruptionbudgets/two-stay', namespace));
      const own = page.getByRole('region', { name: 'Disruptions' });
      await expect(own.getByRole('status')).toContainText(
        '3 of 3 pods are healthy and 2 must be: 1 may be evicted now',
        SLOW,
      );
      const pods = own.getByRole('table', { name: 'Pods that it covers' });
      await expect(pods.getByRole('row', { name: /may go/ })).toHaveCount(3);
      await app.expectAccessible();
      await budget('all-stay', 3);
      await expect(pods.getByRole('row', { name: /never: also covered by all-stay/ })).toHaveCount(3, SLOW);
      await app.go(app.inNamespace('policy/poddisruptionbudgets/all-stay', namespace));
      await expect(own.getByRole('status')).toContainText('All 3 must stay: no pod may ever be evicted', SLOW);
      await expect(own.getByRole('table', { name: 'What a drain would meet' })).toContainText(/never goe?s?/);
    });

    await test.step('OPS-100: what an autoscaler says of itself, and another setting of it', async () => {
      await app.go(app.inNamespace(`autoscaling/horizontalpodautoscalers/${NAME}`, namespace));
      const own = page.getByRole('region', { name: 'Autoscaling' });
      await expect(own.getByRole('table', { name: 'By what it scales' })).toContainText(
        /cpu.*70% of what is requested/s,
      );
      await expect(own.getByRole('list', { name: 'What it says of itself' })).toContainText(
        /requests no cpu|serves no metrics|no measurements|No pod that is ready/,
        SLOW,
      );
      await app.expectAccessible();
      await reader.act(NAME, 'Autoscale');
      await dialog.getByLabel('At most').fill('3');
      await dialog.getByLabel('Memory').fill('64Mi');
      await proceed(`Autoscale ${NAME}`);
      await expect(own).toContainText('between 2 and 3');
      await expect(own.getByRole('table')).toContainText(/memory.*64Mi per pod/s);
    });
  });
});
