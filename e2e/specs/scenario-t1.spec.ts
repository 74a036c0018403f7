import { expect, type Locator } from '@playwright/test';
import { expectCells } from '../fixtures/bootcamp.ts';
import { test } from '../fixtures/test.ts';
import { makePlace, Reader } from '../fixtures/tutorial.ts';

const NAME = 'hello-node';
const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.39';
const POD = new RegExp(`^${NAME}-[0-9a-z]+-[0-9a-z]+$`);
/** A kubelet of v1.20 that is busy takes its time, to start a container and to tidy up after it. */
const SLOW = { timeout: 60_000 };

/** "Hello Minikube" in the browser; what minikube itself does is outside of the API, and faults.spec.ts has the cluster that stops. */
test.describe('T1', () => {
  test.setTimeout(180_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t1`));

  test('Hello Minikube', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t1`;
    const reader = new Reader(app, namespace);
    const { main, dialog } = reader;
    const { token } = await makePlace(api, namespace);
    const plan = page.getByRole('region', { name: 'What will be made' });
    const expectColumns = async (path: string): Promise<void> => {
      for (const name of await api.printedColumns(path))
        await expect(app.grid.getByRole('columnheader', { name, exact: true }), name).toBeVisible();
    };
    /** The texts of a log in their own blanks, which matchers of texts fold. */
    const textOf = (log: Locator) => log.innerText();

    await test.step('T1-02, 03: a page by its own address, once one has signed in with a token', async () => {
      const address = app.inNamespace('apps/deployments', namespace);
      await page.goto(address);
      await page.getByLabel('Token', { exact: true }).fill(token);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(address);
      await expect(main).toContainText(`No deployments in ${namespace}`);
    });

    // the reader's second terminal: "kubectl get deployments -w"
    const second = await page.context().newPage();
    await second.goto(`${app.inNamespace('apps/deployments', namespace)}?tape=1`);
    const tape = second.getByRole('log');
    await expect(tape).toContainText('nothing has changed', { ignoreCase: true });
    await page.bringToFront();

    await test.step('T1-04: name, image and a command as argv; what is made equals what kubectl makes', async () => {
      await main.getByRole('button', { name: 'Deploy …' }).click();
      await page.getByLabel('Image', { exact: true }).fill(IMAGE);
      await page.getByLabel('Name', { exact: true }).fill(NAME);
      await expect(page.getByLabel('Namespace', { exact: true })).toHaveValue(namespace);
      await page.getByLabel('Command', { exact: true }).fill('/agnhost netexec --http-port=8080');
      await expect(
        page.getByRole('list', { name: 'What the program gets, word by word' }).getByRole('listitem'),
      ).toHaveText(['/agnhost', 'netexec', '--http-port=8080']);
      await expect(plan).toContainText(
        `kubectl create deployment ${NAME} -n ${namespace} --image=${IMAGE} -- /agnhost netexec --http-port=8080`,
      );
      await plan.getByRole('button', { name: 'Deploy' }).click();
      await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
      expect(await api.get('apps/v1', 'deployments', namespace, NAME)).toMatchObject({
        metadata: { labels: { app: NAME } },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: NAME } },
          template: {
            metadata: { labels: { app: NAME } },
            spec: {
              containers: [{ name: 'agnhost', image: IMAGE, command: ['/agnhost', 'netexec', '--http-port=8080'] }],
            },
          },
        },
      });
    });

    await test.step('T1-05: NAME, READY, UP-TO-DATE, AVAILABLE, AGE; from 0/1 to 1/1 by itself', async () => {
      await reader.list('Deployments');
      await expectCells(app, app.row(NAME), { Ready: '1/1', 'Up-to-date': '1', Available: '1' }, SLOW);
      await expectColumns(`/apis/apps/v1/namespaces/${namespace}/deployments`);
      await expect(tape.locator('> div > div', { hasText: /hello-node.*Ready 0\/1\s+→\s+1\/1/ })).toHaveCount(1);
      await second.close();
    });

    let pod = '';
    await test.step('T1-06: the Pod, by the link of its Deployment, and in the list', async () => {
      await reader.open(NAME);
      const tree = page.getByRole('list', { name: 'What it belongs to and what belongs to it' });
      pod = (await tree.getByRole('link', { name: POD }).textContent()) ?? '';
      await tree.getByRole('link', { name: POD }).click();
      await expect(page.getByRole('heading', { level: 1, name: pod })).toBeVisible();
      await reader.list('Pods');
      await expect(app.row(POD)).toHaveCount(1);
      await expectCells(app, app.row(pod), { Ready: '1/1', Status: 'Running', Restarts: '0' });
      await expectColumns(`/api/v1/namespaces/${namespace}/pods`);
    });

    await test.step('T1-07: the events, the newest first or last', async () => {
      await reader.list('Events');
      for (const [reason, about] of [
        ['ScalingReplicaSet', `Deployment/${NAME}`],
        ['SuccessfulCreate', `ReplicaSet/${NAME}-`],
        ['Scheduled', `Pod/${pod}`],
        ['Pulled', `Pod/${pod}`],
        ['Created', `Pod/${pod}`],
        ['Started', `Pod/${pod}`],
      ] as const)
        await expect(app.row(new RegExp(`${reason} ${about}`)), reason).toContainText('Normal');
      // which of them come first is events.spec.ts's: all of these may be of one second
      const seen = app.grid.getByRole('columnheader', { name: 'Last seen' });
      const order = await seen.getAttribute('aria-sort');
      expect(['ascending', 'descending']).toContain(order);
      await seen.getByRole('button').click();
      await expect(seen).toHaveAttribute('aria-sort', order === 'ascending' ? 'descending' : 'ascending');
    });

    await test.step('T1-08: where and who I am, and not with what', async () => {
      await page.getByRole('button', { name: /signed in as/i }).click();
      const facts = page.getByRole('dialog').or(page.getByRole('menu')).first();
      await expect(facts).toContainText(`system:serviceaccount:${namespace}:reader`);
      await expect(facts).toContainText(state.cluster);
      await expect(facts).toContainText(api.server.origin);
      expect(await page.content()).not.toContain(token);
      await page.keyboard.press('Escape');
    });

    await test.step('T1-09: what the application has written, time stamps and blanks as they are', async () => {
      await app.go(app.inNamespace(`core/pods/${pod}/logs`, namespace));
      const log = page.getByRole('log');
      await expect(log).toContainText('Started UDP server');
      // the program of the cluster of one's own is of an older version, which writes its lines otherwise
      const [stamp, blanks] =
        state.target === 'demo'
          ? ([String.raw`I\d{4} \d\d:\d\d:\d\d\.\d+ +1 log\.go:\d+\]`, '  '] as const)
          : ([String.raw`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`, ' '] as const);
      for (const words of ['HTTP server on port 8080', `UDP server on port${blanks}8081`])
        expect(await textOf(log)).toMatch(new RegExp(`${stamp} Started ${words}`));
    });

    await test.step('T1-10: exposed by a load balancer, as kubectl exposes it', async () => {
      await reader.list('Deployments');
      await reader.open(NAME);
      await reader.act(NAME, 'Expose as a Service');
      await expect(main).toContainText('The containers declare no ports. They may listen on one all the same');
      await page.getByLabel('Type', { exact: true }).selectOption('LoadBalancer');
      await page.getByRole('button', { name: 'Add a port' }).click();
      await page.getByLabel('Port', { exact: true }).fill('8080');
      await expect(plan).toContainText(
        `kubectl expose deployment/${NAME} -n ${namespace} --type=LoadBalancer --port=8080`,
      );
      await plan.getByRole('button', { name: 'Create the Service' }).click();
      await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
      const service = await api.get('v1', 'services', namespace, NAME);
      expect(service).toMatchObject({
        metadata: { labels: { app: NAME } },
        spec: {
          type: 'LoadBalancer',
          selector: { app: NAME },
          ports: [{ port: 8080, protocol: 'TCP', targetPort: 8080 }],
        },
      });
    });

    await test.step('T1-11: TYPE, CLUSTER-IP, EXTERNAL-IP, PORT(S): pending until it has an address', async () => {
      // no load balancer is on a cluster of one's own
      const address = state.target === 'demo' ? /^[\d.]+$/ : '<pending>';
      if (state.target === 'cluster') await expect(main).toContainText('Waiting for an address of the load balancer');
      await reader.list('Services');
      await expectCells(
        app,
        app.row(NAME),
        { Type: 'LoadBalancer', 'Cluster-IP': /^[\d.]+$/, 'External-IP': address, 'Port(s)': /^8080:\d+\/TCP$/ },
        SLOW,
      );
      await expectColumns(`/api/v1/namespaces/${namespace}/services`);
    });

    await test.step('T1-12: the application, in a page that is not of the dashboard’s origin', async () => {
      await reader.open(NAME);
      await reader.tab('Ports');
      const [opened] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('button', { name: 'Open port 8080 by http' }).click(),
      ]);
      await expect(opened.locator('body')).toContainText('NOW: ', { timeout: 30_000 });
      expect(new URL(opened.url()).origin).not.toBe(new URL(state.url).origin);
      await opened.close();
      await page.bringToFront();
    });

    for (const [step, kind] of [
      ['T1-17', 'Services'],
      ['T1-18', 'Deployments'],
    ] as const)
      await test.step(`${step}: deleted`, async () => {
        await reader.list(kind);
        await reader.open(NAME);
        await reader.act(NAME, 'Delete');
        await expect(dialog).toContainText(
          `kubectl delete ${kind === 'Services' ? 'services' : 'deployments.apps'} ${NAME}`,
        );
        if (kind === 'Deployments')
          await expect(dialog).toContainText('Its ReplicaSets and their pods are deleted too');
        await dialog.getByRole('button', { name: `Delete ${NAME}` }).click();
        await expect(dialog).toHaveCount(0, SLOW);
        await reader.list(kind);
        await expect(main).toContainText(`No ${kind.toLowerCase()} in ${namespace}`);
      });

    await test.step('T1-18: the ReplicaSet has gone, too, and the Pod goes', async () => {
      await reader.list('ReplicaSets');
      await expect(main).toContainText(`No replicasets in ${namespace}`, SLOW);
      await reader.list('Pods');
      await expect(main).toContainText(new RegExp(`Terminating|No pods in ${namespace}`));
    });

    await test.step('T1-15: the system’s own pods and Services: not for everybody', async () => {
      await app.go(app.inNamespace('core/pods', 'kube-system'));
      await expect(main).toContainText('You may not list pods');
      await expect(main).toContainText('Needs list on pods in namespace kube-system.');
      await app.signIn(state.tokens.admin);
      await page.goto(app.inNamespace('workloads', 'kube-system'));
      // the control plane of a cluster of one's own runs beside it
      if (state.target !== 'demo') {
        await expect(main).toContainText('No workloads in kube-system');
        return;
      }
      for (const [kind, name] of [
        ['Deployment', 'coredns'],
        ['Deployment', 'metrics-server'],
        ['DaemonSet', 'kube-proxy'],
      ] as const)
        await expect(app.row(name).filter({ hasText: kind }).first(), name).toContainText(/(\d+)\/\1/);
      await app.go(app.inNamespace('core/pods', 'kube-system'));
      for (const pod of [/^coredns-/, /^etcd-/, /^kube-apiserver-/, /^metrics-server-/])
        await expectCells(app, app.row(pod).first(), { Ready: '1/1', Status: 'Running' });
      await app.go(app.inNamespace('core/services', 'kube-system'));
      await expect(app.row('kube-dns')).toContainText(/ClusterIP.*<none>.*53\/UDP,53\/TCP,9153\/TCP/s);
    });

    await test.step('T1-18: the Pod has had its time to end', async () => {
      await app.go(app.inNamespace('core/pods', namespace));
      await expect(main).toContainText(`No pods in ${namespace}`, SLOW);
    });
  });
});
