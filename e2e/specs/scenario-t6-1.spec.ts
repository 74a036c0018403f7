import { expect, type Locator } from '@playwright/test';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

/** The updates of "StatefulSet Basics", and what a DaemonSet says of its nodes. In which order pods come and go: scenario-t6-1-order.spec.ts. */
const APPS = 'apps/v1';
/** one image under three names: a change of the template that is there at once */
const [OLD, NEW, NEWER] = ['busybox:1.28', 'docker.io/busybox:1.28', 'docker.io/library/busybox:1.28'] as const;
const PATIENCE = { timeout: 60_000 };

const template = (app: string, image: string) => ({
  metadata: { labels: { app } },
  spec: {
    // gone at once: a busy kubelet of v1.20 takes a minute to tidy up after a pod that is given a second
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image, imagePullPolicy: 'IfNotPresent', command: ['sleep', '100000'] }],
  },
});

test.describe('T6.1', () => {
  test.setTimeout(240_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t6`));

  test('a StatefulSet is updated in stages, by hand, and taken back; a DaemonSet says why a node has no pod', async ({
    app,
    page,
    api,
    state,
  }) => {
    const namespace = `${state.namespace}-t6`;
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await until('the default service account', () => api.get('v1', 'serviceaccounts', namespace, 'default'));
    await api.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'nginx', namespace },
      spec: { clusterIP: 'None', selector: { app: 'nginx' }, ports: [{ port: 80, name: 'web' }] },
    });
    await api.create('statefulsets', {
      apiVersion: APPS,
      kind: 'StatefulSet',
      metadata: { name: 'web', namespace },
      spec: {
        serviceName: 'nginx',
        replicas: 2,
        selector: { matchLabels: { app: 'nginx' } },
        template: template('nginx', OLD),
      },
    });
    await api.create('daemonsets', {
      apiVersion: APPS,
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          ...template('agent', OLD),
          spec: { ...template('agent', OLD).spec, nodeSelector: { disk: 'ssd-of-t6' } },
        },
      },
    });
    const reader = new Reader(app, namespace);
    const { dialog } = reader;
    const written: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH' && !request.url().includes('dryRun')) written.push(request.postData() ?? '');
    });
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace('apps/statefulsets/web', namespace));
    const ordinals = page.getByRole('table', { name: 'Pods in their order' });
    const row = (ordinal: number): Locator =>
      ordinals.getByRole('row').filter({ has: page.getByText(`web-${ordinal}`, { exact: true }) });
    const rollout = page.getByRole('status');
    const revisions = page.getByRole('table', { name: 'Revisions' });
    /** waits for the dry run of what is in the form, then does it */
    const proceed = async (name: string) => {
      await dialog.getByRole('button', { name, exact: true }).click();
      await expect(dialog).toHaveCount(0);
    };
    const setImage = async (from: string, to: string) => {
      await reader.act('web', 'Set image');
      const image = dialog.getByRole('textbox', { name: 'Image of main' });
      await expect(image).toHaveValue(from);
      await image.fill(to);
      await proceed('Set the image');
    };

    await test.step('T6.1-05, 06, 18: pods in their order, with names that stay', async () => {
      for (const ordinal of [0, 1]) await expect(row(ordinal)).toContainText(/Running.*1\/1.*Ready/s, PATIENCE);
      await expect(ordinals.getByRole('row').nth(1)).toContainText(`web-0.nginx.${namespace}.svc.cluster.local`);
      await expect(rollout.filter({ hasText: 'All 2 pods are ready and of the newest revision' })).toBeVisible();
      await expect(reader.main).toContainText(
        'each once the one before is ready, and go in reverse order (OrderedReady)',
      );
    });

    /** uids of the pods of an app */
    const uids = async (appLabel: string) => {
      const { items } = (await api.request(
        'GET',
        `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${appLabel}`,
      )) as { items: { metadata: { uid?: string } }[] };
      return items.map(({ metadata: { uid } }) => uid);
    };

    await test.step('a restart that says why: every pod is another one (OPS-098, CTL-36)', async () => {
      const before = await uids('nginx');
      await reader.act('web', 'Restart');
      await dialog.getByLabel('Change-cause').fill('new certificate');
      await expect(dialog).toContainText('Its pods are replaced one after the other');
      await expect(dialog).toContainText(`kubectl rollout restart statefulsets.apps/web -n ${namespace} && kubectl`);
      await proceed('Restart web');
      await expect(revisions.getByRole('row').nth(1)).toContainText(/^2.*new certificate.*present/s);
      await expect.poll(async () => (await uids('nginx')).filter((uid) => before.includes(uid)), PATIENCE).toEqual([]);
      await expect(rollout.filter({ hasText: 'All 2 pods are ready and of the newest revision' })).toBeVisible(
        PATIENCE,
      );
    });

    await test.step('T6.1-38: a partition above all', async () => {
      await page.getByRole('button', { name: 'Update strategy', exact: true }).click();
      await dialog.getByRole('slider', { name: 'Partition' }).fill('2');
      await expect(dialog).toContainText('No pod gets the newest template.');
      await expect(dialog).toContainText('Keep their revision, also when they are deleted: web-0, web-1');
      await expect(dialog).toContainText('kubectl patch statefulsets.apps web');
      await proceed('Change the strategy');
      expect(written.at(-1)).toBe(
        '{"spec":{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}}}',
      );
    });

    await test.step('T6.1-39 to 42: a new image, and a pod that comes back with the old one', async () => {
      await setImage(OLD, NEW);
      for (const ordinal of [0, 1]) await expect(row(ordinal)).toContainText('Held back by partition 2');
      await expect(rollout.filter({ hasText: '0 of 2 pods updated, the partition holds back 2' })).toBeVisible();
      const before = (await api.get('v1', 'pods', namespace, 'web-1')).metadata.uid;
      await api.delete('v1', 'pods', namespace, 'web-1');
      await until('another web-1', async () => {
        const { uid } = (await api.get('v1', 'pods', namespace, 'web-1')).metadata;
        return uid === before ? undefined : true;
      });
      await expect(row(1)).toContainText(/Running.*1\/1.*Held back by partition 2/s, PATIENCE);
      await expect(row(1).getByText(OLD, { exact: true })).toBeVisible();
    });

    await test.step('T6.1-43 to 48: a canary is one pod more', async () => {
      await page.getByRole('button', { name: 'Update web-1 too' }).click();
      await expect(dialog.getByRole('slider', { name: 'Partition' })).toHaveValue('1');
      await expect(dialog).toContainText('Get the newest template: web-1');
      await proceed('Change the strategy');
      await expect(row(1).getByText(NEW, { exact: true })).toBeVisible(PATIENCE);
      await expect(row(1)).toContainText(/Running.*1\/1.*Ready.*newest/s, PATIENCE);
      await expect(row(0)).toContainText(/Held back by partition 1.*older/s);
      await expect(row(0).getByText(OLD, { exact: true })).toBeVisible();
    });

    await test.step('T6.1-49 to 51: the rest', async () => {
      await page.getByRole('button', { name: 'Update all the rest' }).click();
      await expect(dialog).toContainText('Get the newest template: web-0, web-1');
      await proceed('Change the strategy');
      await expect(rollout.filter({ hasText: 'All 2 pods are ready and of the newest revision' })).toBeVisible(
        PATIENCE,
      );
      for (const ordinal of [0, 1]) await expect(row(ordinal).getByText(NEW, { exact: true })).toBeVisible();
    });

    await test.step('T6.1-52: OnDelete, and the way to update a pod by hand', async () => {
      await page.getByRole('button', { name: 'Update strategy', exact: true }).click();
      await dialog.getByRole('combobox', { name: 'Type' }).selectOption('OnDelete');
      await proceed('Change the strategy');
      expect(written.at(-1)).toBe('{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}');
      await setImage(NEW, NEWER);
      for (const ordinal of [0, 1]) await expect(row(ordinal)).toContainText('Delete it to update it');
      await expect(
        rollout.filter({ hasText: '2 of 2 pods are of an older revision until they are deleted' }),
      ).toBeVisible();
      await page.getByRole('button', { name: 'Delete web-1 so that it comes back updated' }).click();
      await expect(dialog.getByRole('button', { name: 'Delete web-1' })).toBeEnabled();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await app.expectAccessible();
    });

    await test.step('the first revision again, which becomes the fifth', async () => {
      await expect(revisions.getByRole('row')).toHaveCount(5);
      await page.getByRole('button', { name: 'Roll back to revision 1' }).click();
      await expect(dialog).toContainText('kubectl rollout undo statefulsets.apps/web');
      await dialog.getByRole('button', { name: /^Roll back/ }).click();
      await expect(dialog).toHaveCount(0);
      await expect(revisions.getByRole('row').nth(1)).toContainText(/^5.*present/s);
      expect(JSON.parse(written.at(-1) ?? '[]')).toContainEqual(
        expect.objectContaining({ op: 'replace', path: '/spec/template' }),
      );
      await expect
        .poll(async () => JSON.stringify((await api.get(APPS, 'statefulsets', namespace, 'web'))['spec']))
        .toContain(`"${OLD}"`);
    });

    await test.step('a DaemonSet: why a node has no pod, and a pod once it may (CTL-41)', async () => {
      await page.goto(app.inNamespace('apps/daemonsets/agent', namespace));
      const matrix = page.getByRole('table', { name: 'Nodes and their pods' });
      await expect(matrix.getByRole('row').nth(1)).toContainText('lacks the label disk=ssd-of-t6');
      await expect(rollout.filter({ hasText: 'No node is to have a pod' })).toBeVisible();
      await api.merge(APPS, 'daemonsets', namespace, 'agent', {
        spec: { template: { spec: { nodeSelector: null } } },
      });
      await expect(
        matrix
          .getByRole('row')
          .filter({ hasText: /agent-\w{5}.*Running.*1\/1.*newest.*Ready/s })
          .first(),
      ).toBeVisible(PATIENCE);
      await expect(rollout.filter({ hasText: /^On all \d+ nodes, ready/ })).toBeVisible(PATIENCE);
      await expect(revisions.getByRole('row')).toHaveCount(3);
    });

    await test.step('its restart: another pod on each node (CTL-41)', async () => {
      const before = await uids('agent');
      await reader.act('agent', 'Restart');
      await proceed('Restart agent');
      await expect(revisions.getByRole('row')).toHaveCount(4);
      await expect.poll(async () => (await uids('agent')).filter((uid) => before.includes(uid)), PATIENCE).toEqual([]);
      await expect(rollout.filter({ hasText: /^On all \d+ nodes, ready/ })).toBeVisible(PATIENCE);
    });
  });
});
