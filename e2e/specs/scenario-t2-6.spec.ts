import { expect, type Locator } from '@playwright/test';
import {
  askService,
  bootcamp,
  expectCells,
  BOOTCAMP_IMAGE as IMAGE,
  BOOTCAMP as NAME,
  BOOTCAMP_POD as POD,
} from '../fixtures/bootcamp.ts';
import type { ApiObject } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader } from '../fixtures/tutorial.ts';

const V2 = { demo: `jocatalin/${NAME}:v2`, cluster: `${IMAGE}:v2` } as const;
/** Pods of a kubelet of v1.20 that is busy. */
const SLOW = { timeout: 60_000 };

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

/** What the rollout panel has said. */
interface Said {
  readonly phase: string;
  /** of each revision, the newest first */
  readonly revisions: readonly string[];
}

/** Writes down what the panel of the rollout says, as often as it says something else. */
async function listen(panel: Locator): Promise<() => Promise<readonly Said[]>> {
  const all = await panel.evaluateHandle((element) => {
    const said: Said[] = [];
    const note = () =>
      said.push({
        phase: element.querySelector('[role=status]')?.textContent ?? '',
        revisions: [...element.querySelectorAll('tbody tr')].map((row) => row.textContent ?? ''),
      });
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true });
    return said;
  });
  return () => all.evaluate((said) => [...said]);
}

/** "kubectl get pods" with the images beside it: so many of each status and image, and no others but those on their way out. */
async function expectPods(reader: Reader, wanted: readonly (readonly [count: number, says: RegExp, image: string])[]) {
  const { app, namespace } = reader;
  await app.go(app.inNamespace('core/pods?cols=field:spec.containers[*].image', namespace));
  for (const [count, says, image] of wanted)
    await expect(app.row(POD).filter({ hasText: says }).filter({ hasText: image }), image).toHaveCount(count, SLOW);
  // a kubelet of v1.20 that is busy takes more than a minute to tidy up after a pod
  await expect(app.row(POD).filter({ hasNotText: 'Terminating' })).toHaveCount(
    wanted.reduce((sum, [count]) => sum + count, 0),
    SLOW,
  );
}
/** READY, STATUS and RESTARTS, side by side. */
const RUNNING = /1\/1\s*Running\s*0/;

/** T2.6, and CTL-33…36: an update without downtime, one that fails, the way back, a canary and its end. */
test.describe('T2.6', () => {
  test.setTimeout(180_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t26`));

  test('performing a rolling update, with rights in one namespace only', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t26`;
    const v2 = V2[state.target];
    const labels = { app: NAME };
    const { token } = await makePlace(api, namespace);
    await api.create('deployments', bootcamp(namespace, 4, state.target));
    await api.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace, labels },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: 8080 }] },
    });
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
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: state.url });
    await app.signIn(token);

    const openDeployment = () => app.go(app.inNamespace(`apps/deployments/${NAME}`, namespace));

    await test.step('T2.6-01 … 03: four pods of the first version', async () => {
      await page.goto(app.inNamespace('apps/deployments', namespace));
      await expectCells(app, app.row(NAME), { Ready: '4/4', 'Up-to-date': '4', Available: '4' }, SLOW);
      await expectPods(reader, [[4, RUNNING, `${IMAGE}:v1`]]);
      await app.row(POD).first().getByRole('link', { name: POD }).first().click();
      await expect(page.getByRole('region', { name: 'Containers', exact: true })).toContainText(`${IMAGE}:v1`);
      await openDeployment();
      await expect(phase).toContainText('Successfully rolled out');
      await expect(panel).toContainText('at least 3 available, at most 5 in all');
      await expect(revision(1)).toContainText(`${IMAGE}:v1`);
    });

    await test.step('T2.6-04, 05, 09: another image; old and new pods side by side, counted until it is done', async () => {
      const said = await listen(panel);
      await setImage(reader, v2, 'second version');
      await expect(revision(2)).toContainText('second version');
      await expect(revision(2)).toContainText('4/4', SLOW);
      await expect(revision(1)).toContainText('0/0', SLOW);
      await expect(phase).toContainText('Successfully rolled out', SLOW);
      expect(patches.map(({ type }) => type)).toEqual(['application/strategic-merge-patch+json']);
      const all = await said();
      const isPod = /kubernetes-bootcamp-[0-9a-z]+-[0-9a-z]{5}/;
      const both = all.filter(
        ({ revisions: [newest, before] }) => isPod.test(newest ?? '') && isPod.test(before ?? ''),
      );
      expect(both.some(({ revisions: [newest] }) => /ContainerCreating|Pending/.test(newest ?? ''))).toBe(true);
      expect(both.some(({ revisions: [, before] }) => /Terminating/.test(before ?? ''))).toBe(true);
      expect(all.map((each) => each.phase)).toContainEqual(
        expect.stringMatching(/[1-3] of 4 pods updated|[0-3] of 4 updated pods available|old pods? still to end/),
      );
    });

    await test.step('T2.6-06 … 08: address, port and node port of the Service; who answers is of the second version', async () => {
      const set = (await revision(2).getByRole('link').first().innerText()).trim();
      const { spec } = (await api.get('v1', 'services', namespace, NAME)) as ApiObject & {
        spec: { clusterIP: string; ports: { nodePort: number }[] };
      };
      const nodePort = String(spec.ports[0]?.nodePort);
      await reader.list('Services');
      await reader.open(NAME);
      await expect(reader.main).toContainText(/Type\s*NodePort/);
      await expect(reader.main).toContainText(spec.clusterIP);
      await expect(page.getByRole('table', { name: 'Ports', exact: true })).toContainText(
        new RegExp(`8080\\s*8080\\s*${nodePort}\\s*TCP`),
      );
      await page.getByRole('button', { name: `Copy the value of Node port ${nodePort}` }).click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(nodePort);
      const answers = await askService(reader, (each) => each.length === 3);
      expect(answers).toHaveLength(3);
      for (const answer of answers) {
        expect(answer).toContain(`${set}-`);
        if (state.target === 'demo') expect(answer).toContain('| v=2');
      }
    });

    await test.step('T2.6-10: the image is the second version’s', async () => {
      await expectPods(reader, [[4, RUNNING, v2]]);
      await openDeployment();
    });

    await test.step('T2.6-11 … 14: an image that does not exist; what holds it back, down to the pod’s own words', async () => {
      await setImage(reader, `${IMAGE}:v10`, 'tenth version');
      const why = panel.getByRole('region', { name: 'Why it does not go on' });
      await expect(why).toContainText(/kubernetes-bootcamp-\w+ 2 of 2 pods made, 0 available/, SLOW);
      await expect(why).toContainText(/ImagePullBackOff|ErrImagePull/, SLOW);
      await expect(why).toContainText(`${IMAGE}:v10`, SLOW);
      await expect(why.getByRole('link', { name: new RegExp(`^${NAME}-\\w+-\\w+$`) })).toHaveCount(1);
      await expect(phase).toContainText('2 of 4 pods updated');
      await expect(revision(3)).toContainText('tenth version');
      await expect(panel.getByRole('list', { name: 'Conditions in words' })).toContainText(
        'ReplicaSets are being scaled',
      );
      await expect(
        page.getByRole('table', { name: 'Conditions' }).getByRole('row', { name: /Progressing/ }),
      ).toContainText('ReplicaSetUpdated');
      await reader.list('Deployments');
      await expectCells(app, app.row(NAME), { Ready: '3/4', 'Up-to-date': '2', Available: '3' });
      // not healthy, and why, where the share is drawn
      await expect(
        app.row(NAME).getByRole('gridcell', { name: '3/4 (in progress): 3 of 4 pods ready; ReplicaSetUpdated' }),
      ).toBeVisible();
      const broken = /0\/1\s*(ImagePullBackOff|ErrImagePull)\s*0/;
      await expectPods(reader, [
        [2, broken, `${IMAGE}:v10`],
        [3, RUNNING, v2],
      ]);
      const pod = app.row(POD).filter({ hasText: broken }).first();
      await pod.getByRole('link', { name: POD }).first().click();
      await reader.tab('Events');
      const events = page.getByRole('table', { name: 'Events' });
      await expect(events).toContainText(/Warning\s*Failed.*Failed to pull image "\S+:v10"/s, SLOW);
      await expect(events).toContainText(/BackOff.*Back-off pulling image "\S+:v10"/s, SLOW);
      await openDeployment();
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
      // what is brought back has another number
      await expect(revision(2)).toHaveCount(0);
      expect(patches.at(-1)?.type).toBe('application/json-patch+json');
      await expectPods(reader, [[4, RUNNING, v2]]);
      await openDeployment();
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

    await test.step('T2.6-18: the Deployment and its Service are deleted at once', async () => {
      await reader.paste(
        ['apps/v1 Deployment', 'v1 Service']
          .map((type) => type.split(' '))
          .map(([apiVersion, kind]) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${NAME}\n`)
          .join('---\n'),
      );
      await page.getByRole('button', { name: 'Delete what is in this text…' }).click();
      for (const kind of ['deployments.apps', 'services'])
        await expect(reader.dialog).toContainText(`kubectl delete ${kind} ${NAME} -n ${namespace}`);
      await reader.dialog.getByRole('button', { name: 'Delete 2 objects' }).click();
      await expect(reader.dialog).toHaveCount(0, SLOW);
      for (const kind of ['Deployments', 'Services']) {
        await reader.list(kind);
        await expect(reader.main).toContainText(new RegExp(`No ${kind.toLowerCase()} in ${namespace}`, 'i'));
      }
    });
  });
});
