import { expect, type Locator } from '@playwright/test';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

const NAME = 'kubernetes-bootcamp';
const IMAGE = `gcr.io/google-samples/${NAME}`;
const V2 = { demo: `jocatalin/${NAME}:v2`, cluster: `${IMAGE}:v2` } as const;
/** Pods of a kubelet of v1.20 that is busy. */
const SLOW = { timeout: 60_000 };

const deployment = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: NAME, namespace, labels: { app: NAME } },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: NAME } },
    template: {
      metadata: { labels: { app: NAME } },
      spec: {
        // nothing waits for a program that does not listen to SIGTERM
        terminationGracePeriodSeconds: 1,
        containers: [{ name: NAME, image: `${IMAGE}:v1`, imagePullPolicy: 'IfNotPresent' }],
      },
    },
  },
});

/** Sets the image of the Deployment whose page is open. */
async function setImage(reader: Reader, image: string, cause: string, paused = false): Promise<void> {
  const { dialog } = reader;
  await reader.act(NAME, 'Set image');
  await dialog.getByLabel(`Image of ${NAME}`).fill(image);
  await dialog.getByLabel('Change-cause').fill(cause);
  if (paused) await dialog.getByRole('checkbox', { name: /Pause the rollout first/ }).check();
  await expect(dialog).toContainText(`kubectl set image deployments.apps/${NAME}`);
  await dialog.getByRole('button', { name: 'Set the image' }).click();
  await expect(dialog).toHaveCount(0);
}

/** T2.6, and CTL-33…36: an update without downtime, one that fails, the way back, a canary and its end. */
test.describe('T2.6', () => {
  test.setTimeout(180_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t26`));

  test('performing a rolling update', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t26`;
    const v2 = V2[state.target];
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await until('the default service account', () => api.get('v1', 'serviceaccounts', namespace, 'default'));
    await api.create('deployments', deployment(namespace));
    const reader = new Reader(app, namespace);
    const panel = page.getByRole('region', { name: 'Rollout', exact: true });
    const phase = panel.getByRole('status').first();
    const revisions = panel.getByRole('table', { name: 'Revisions' });
    const revision = (number: number): Locator => revisions.getByRole('row', { name: new RegExp(`^${number} `) });
    const patches: { type: string | undefined; body: string }[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH' && new URL(request.url()).searchParams.get('dryRun') === null)
        patches.push({ type: request.headers()['content-type'], body: request.postData() ?? '' });
    });
    await app.signIn(state.tokens.admin);

    await test.step('T2.6-01 … 03: four pods of the first version', async () => {
      await page.goto(app.inNamespace('apps/deployments', namespace));
      await expect(app.row(NAME)).toContainText(/4\/4.*4.*4/s, SLOW);
      await reader.open(NAME);
      await expect(phase).toContainText('Successfully rolled out');
      await expect(panel).toContainText('at least 3 available, at most 5 in all');
      await expect(revision(1)).toContainText(`${IMAGE}:v1`);
    });

    await test.step('T2.6-04, 05, 09: another image; old and new ReplicaSet side by side, until it is done', async () => {
      await setImage(reader, v2, 'second version');
      await expect(revision(2)).toContainText('second version');
      await expect(revision(2)).toContainText('4/4', SLOW);
      await expect(revision(1)).toContainText('0/0');
      await expect(phase).toContainText('Successfully rolled out', SLOW);
      expect(patches.map(({ type }) => type)).toEqual(['application/strategic-merge-patch+json']);
    });

    await test.step('T2.6-11 … 14: an image that does not exist; what holds it back, down to the pod’s own words', async () => {
      await setImage(reader, `${IMAGE}:v10`, 'tenth version');
      const why = panel.getByRole('region', { name: 'Why it does not go on' });
      await expect(why).toContainText(/kubernetes-bootcamp-\w+ 2 of 2 pods made, 0 available/, SLOW);
      await expect(why).toContainText(/ImagePullBackOff|ErrImagePull/, SLOW);
      await expect(why).toContainText(`${IMAGE}:v10`, SLOW);
      await expect(why.getByRole('link', { name: new RegExp(`^${NAME}-\\w+-\\w+$`) })).toHaveCount(1);
      await expect(phase).toContainText('2 of 4 pods updated');
      await reader.list('Deployments');
      await expect(app.row(NAME)).toContainText('3/4');
      await reader.open(NAME);
    });

    await test.step('OPS-095: any two revisions are compared', async () => {
      await panel.getByRole('button', { name: 'Compare revisions' }).click();
      const compare = panel.getByRole('region', { name: 'Compare revisions' });
      await compare.getByLabel('From').selectOption({ index: 2 });
      await expect(compare.getByTestId('write-diff')).toContainText(`${IMAGE}:v1`);
      await expect(compare.getByTestId('write-diff')).toContainText(`${IMAGE}:v10`);
    });

    await test.step('T2.6-15 … 17: back to the second version, with the difference shown first', async () => {
      await panel.getByRole('button', { name: 'Roll back to revision 2' }).click();
      await expect(reader.dialog.getByTestId('write-diff')).toContainText(v2);
      await expect(reader.dialog).toContainText('becomes revision 4');
      await expect(reader.dialog).toContainText(`kubectl rollout undo deployments.apps/${NAME}`);
      await reader.dialog.getByRole('button', { name: `Roll back ${NAME}` }).click();
      await expect(reader.dialog).toHaveCount(0);
      await expect(revision(4)).toContainText('second version');
      await expect(revision(4)).toContainText('4/4', SLOW);
      await expect(phase).toContainText('Successfully rolled out', SLOW);
      expect(patches.at(-1)?.type).toBe('application/json-patch+json');
    });

    await test.step('CTL-34: an update that is paused, one step of it, and its end', async () => {
      // so long is every step that a machine with much to do pauses it in time
      await api.merge('apps/v1', 'deployments', namespace, NAME, { spec: { minReadySeconds: 15 } });
      await setImage(reader, `${IMAGE}:v1`, 'canary', true);
      await expect(phase).toContainText('Paused: 0 of 4 updated');
      await panel.getByRole('button', { name: 'One step of the rollout' }).click();
      await reader.dialog.getByRole('button', { name: 'One step', exact: true }).click();
      await expect(reader.dialog).toHaveCount(0, SLOW);
      await expect(phase).toContainText(/Paused: [12] of 4 updated/);
      await api.merge('apps/v1', 'deployments', namespace, NAME, { spec: { minReadySeconds: 0 } });
      // the page has caught up with it before anybody clicks
      const { metadata } = await api.get('apps/v1', 'deployments', namespace, NAME);
      await expect(reader.main).toContainText(`${metadata.generation}, seen by the controller`, SLOW);
      await panel.getByRole('button', { name: 'Abort and roll back' }).click();
      await expect(reader.dialog.getByRole('checkbox', { name: /Resume it in the same write/ })).toBeChecked();
      await reader.dialog.getByRole('button', { name: `Roll back ${NAME}` }).click();
      await expect(reader.dialog).toHaveCount(0);
      await expect(phase).toContainText('Successfully rolled out', SLOW);
      await expect(revisions.getByRole('row').nth(1)).toContainText('second version');
      await app.expectAccessible();
    });
  });
});
