import { expect } from '@playwright/test';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader } from '../fixtures/tutorial.ts';

const NAME = 'kubernetes-bootcamp';
const IMAGE = `gcr.io/google-samples/${NAME}:v1`;
const POD = new RegExp(`^${NAME}-[0-9a-z]+-[0-9a-z]+$`);
const SLOW = { timeout: 60_000 };

/** "Using kubectl to create a Deployment", in the browser. */
test.describe('T2.2', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
  test.setTimeout(120_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t22`));

  test('using kubectl to create a Deployment', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t22`;
    const reader = new Reader(app, namespace);
    const { main } = reader;
    const { token } = await makePlace(api, namespace);

    await test.step('T2.2-03: the nodes, and what they are (a person of one namespace may not: namespace-user.spec.ts)', async () => {
      await app.signIn(state.tokens.admin);
      await page.goto(app.address('/core/nodes'));
      for (const column of ['Name', 'Status', 'Roles', 'Age', 'Version'])
        await expect(app.grid.getByRole('columnheader', { name: column, exact: true }), column).toBeVisible();
      await expect(app.grid).toContainText(/Ready.*v1\.\d+\.\d+/s);
    });

    await app.signIn(token);
    await test.step('T2.2-02, 07: the server says its version, straight from the API, and ours stands beside it', async () => {
      await page.goto(app.address('/raw?path=/version'));
      await expect(main).toContainText(/"?gitVersion"?:? *"?v1\.\d+/);
      const { gitVersion } = (await api.request('GET', '/version')) as { gitVersion: string };
      await page.getByRole('button', { name: /signed in as/i }).click();
      const facts = page.locator('dl', { hasText: 'Quarterdeck' });
      await expect(facts).toContainText(gitVersion);
      await expect(facts).toContainText(/Quarterdeck\d+\.\d+\.\d+/);
      await page.keyboard.press('Escape');
    });

    await test.step('T2.2-04: created by name and image; what is made equals what kubectl makes', async () => {
      await app.go(app.address(`/wizards/deploy?namespace=${namespace}`));
      // T2.2-01; what the API says of each field stands beside the editor (editor.spec.ts)
      for (const [label, help] of [
        ['Image', /For example nginx/],
        ['Name', /Of the Deployment; its pods get the label app/],
        ['Pods (replicas)', /How many pods run at the same time/],
      ] as const)
        await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(help);
      await page.getByLabel('Image', { exact: true }).fill(IMAGE);
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue(NAME);
      const plan = page.getByRole('region', { name: 'What will be made' });
      await expect(plan).toContainText(`kubectl create deployment ${NAME} -n ${namespace} --image=${IMAGE}`);
      await plan.getByRole('button', { name: 'Deploy' }).click();
      await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
      expect(await api.get('apps/v1', 'deployments', namespace, NAME)).toMatchObject({
        metadata: { labels: { app: NAME } },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: NAME } },
          template: { metadata: { labels: { app: NAME } }, spec: { containers: [{ image: IMAGE, name: NAME }] } },
        },
      });
    });

    await test.step('T2.2-04: a set was made, a pod by it, a node was found for it', async () => {
      await expect(
        page.getByRole('region', { name: 'Rollout', exact: true }).getByRole('status').first(),
      ).toContainText('Successfully rolled out', SLOW);
      await expect(main).toContainText('ScalingReplicaSet');
    });

    await test.step('T2.2-05: one Deployment that runs a single instance', async () => {
      await reader.list('Deployments');
      await expect(app.row(NAME)).toContainText(/1\/1/);
      await reader.list('Events');
      for (const [reason, about] of [
        ['ScalingReplicaSet', 'Deployment'],
        ['SuccessfulCreate', 'ReplicaSet'],
        ['Scheduled', 'Pod'],
      ] as const)
        await expect(app.row(new RegExp(`${reason} ${about}/${NAME}`)), reason).toContainText('Normal');
    });

    await test.step('CTL-40, OPS-092: the ReplicaSet points to its Deployment', async () => {
      await reader.list('ReplicaSets');
      const set = new RegExp(`^${NAME}-[0-9a-z]+$`);
      await app.grid.getByRole('link', { name: set }).click();
      const owner = page.getByRole('region', { name: 'Its owner', exact: true });
      await expect(owner).toContainText('what is changed here is turned back');
      await owner.getByRole('button', { name: `Edit a container: ${NAME}` }).click();
      await reader.dialog.getByLabel('Memory request').fill('32Mi');
      await reader.dialog.getByRole('button', { name: 'Add a variable' }).click();
      await reader.dialog.getByLabel('Name', { exact: true }).fill('LEVEL');
      await reader.dialog.getByLabel('Value', { exact: true }).fill('debug');
      await expect(reader.dialog).toContainText(`kubectl patch deployments.apps ${NAME}`);
      await reader.dialog.getByRole('button', { name: 'Write', exact: true }).click();
      await expect(reader.dialog).toHaveCount(0);
      expect(await api.get('apps/v1', 'deployments', namespace, NAME)).toMatchObject({
        spec: {
          template: {
            spec: {
              containers: [{ env: [{ name: 'LEVEL', value: 'debug' }], resources: { requests: { memory: '32Mi' } } }],
            },
          },
        },
      });
    });

    await test.step('T2.2-08, 09: the pod’s name, its events, and its object by the API with a slash at the end', async () => {
      await reader.list('Pods');
      // the container was edited: the pod of the older revision goes first
      await expect(app.row(POD)).toHaveCount(1, SLOW);
      await expect(app.row(POD)).toContainText('Running', SLOW);
      const pod = (await app.row(POD).getByRole('link', { name: POD }).first().textContent()) ?? '';
      await reader.open(pod);
      const { spec } = (await api.get('v1', 'pods', namespace, pod)) as { spec?: { nodeName?: string } };
      await expect(main).toContainText(spec?.nodeName ?? 'no node');
      await page.getByRole('button', { name: 'Copy the name', exact: true }).first().click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(pod);
      await app.go(app.address(`/raw?path=/api/v1/namespaces/${namespace}/pods/${pod}/`));
      await expect(main).toContainText('"Pod"');
      await expect(main).toContainText(pod);
    });
  });
});
