import { expect, type Page } from '@playwright/test';
import { BOOTCAMP_IMAGE, bootcamp, expectCells, BOOTCAMP as NAME, BOOTCAMP_POD as POD } from '../fixtures/bootcamp.ts';
import { type ApiObject, until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';
import { Reader } from '../fixtures/tutorial.ts';

const IMAGE = `${BOOTCAMP_IMAGE}:v1`;
const labels = { app: NAME };
/** A kubelet of v1.20 that is busy takes its time. */
const SLOW = { timeout: 60_000 };

/** What the program says and what asks it; a cluster without a registry has another program under that image's name. */
const PROGRAMS = {
  demo: {
    answer: /Hello Kubernetes bootcamp! \| Running on: kubernetes-bootcamp-\S+ \| v=1/,
    log: /Kubernetes Bootcamp App Started At: .* \| Running On: +kubernetes-bootcamp-/,
    ask: 'curl http://localhost:8080',
    shell: 'bash',
    prompt: /root@kubernetes-bootcamp-[0-9a-z-]+:\/#/,
    show: 'cat server.js',
    shown: 'www.listen(8080',
    above: "require('http')",
  },
  cluster: {
    answer: /NOW: \d{4}-/,
    log: /\d\d:\d\d:\d\d Started HTTP server on port 8080/,
    ask: 'wget -qO- http://localhost:8080',
    shell: 'sh',
    prompt: /\/ #/,
    show: 'ls /',
    shown: 'agnhost',
    above: 'ls /',
  },
} as const;

async function opened(page: Page, button: string): Promise<Page> {
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return tab;
}

/** Kubernetes basics 3 and 4: looking into an application, and exposing it. What T2.2 makes is there at the start. */
test.describe('T2.3, T2.4', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
  test.setTimeout(180_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t23`));

  test('viewing Pods and nodes; using a Service to expose your app', async ({ app, page, api, state }) => {
    const namespace = `${state.namespace}-t23`;
    const program = PROGRAMS[state.target];
    const reader = new Reader(app, namespace);
    const { main, dialog } = reader;
    const dock = page.getByRole('region', { name: 'Terminals', exact: true });
    const screen = page.locator('.xterm-rows:visible');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await until('the default service account', () => api.get('v1', 'serviceaccounts', namespace, 'default'));
    await app.signIn(state.tokens.admin);

    let pod = '';
    await test.step('T2.3-01, T2.4-01: a Pod appears and runs, without listing again', async () => {
      await page.goto(app.inNamespace('core/pods', namespace));
      await expect(main).toContainText(`No pods in ${namespace}`);
      await api.create('deployments', bootcamp(namespace, 1, state.target));
      await expectCells(app, app.row(POD), { Ready: '1/1', Status: 'Running', Restarts: '0' }, SLOW);
      pod = (await app.row(POD).getByRole('link', { name: POD }).first().textContent()) ?? '';
    });

    await test.step('T2.3-02: what is in it, where it runs and what has befallen it; beside the list, too', async () => {
      const { spec, status } = (await api.get('v1', 'pods', namespace, pod)) as ApiObject & {
        spec: { nodeName: string };
        status: { podIP: string; containerStatuses: { imageID: string; containerID: string }[] };
      };
      await app.row(POD).getByRole('gridcell').nth(2).click();
      await expect(page.getByRole('region', { name: `Pod ${pod}` })).toContainText(IMAGE);
      await page.keyboard.press('Escape');
      await reader.open(pod);
      const [container] = status.containerStatuses;
      for (const words of [
        IMAGE,
        container?.imageID ?? 'no image',
        container?.containerID ?? 'no container',
        status.podIP,
        spec.nodeName,
        'ContainersReady',
        'BestEffort',
        'node.kubernetes.io/not-ready',
        '/var/run/secrets/kubernetes.io/serviceaccount',
      ])
        await expect(main, words).toContainText(words);
      await expect(page.getByRole('navigation', { name: 'Owners' })).toContainText(/ReplicaSet.*Deployment/s);
      await reader.tab('Events');
      for (const reason of ['Scheduled', 'Pulled', 'Created', 'Started']) await expect(main).toContainText(reason);
      await expect(main).toContainText(`Successfully assigned ${namespace}/${pod} to ${spec.nodeName}`);
    });

    await test.step('T2.3-04, T2.4-11: the Pod’s name, copied', async () => {
      await page.getByRole('button', { name: 'Copy the name', exact: true }).first().click();
      await expect.poll(copied).toBe(pod);
    });

    await test.step('T2.3-05: the application’s answer at the Pod’s port', async () => {
      await reader.tab('Ports');
      await page.getByLabel('Another port').fill('8080');
      await expect(main).toContainText(`kubectl port-forward -n ${namespace} pod/${pod} 8080:8080`);
      const preview = await opened(page, 'Open');
      await expect(preview.locator('body')).toContainText(program.answer);
      await preview.close();
      await page.bringToFront();
    });

    await test.step('T2.3-06: everything that it has written; of one container there is none to choose', async () => {
      await reader.tab('Logs');
      await expect.poll(() => page.getByRole('log').innerText()).toMatch(program.log);
      await expect(page.getByRole('combobox', { name: 'Container', exact: true })).toBeDisabled();
    });

    await test.step('T2.3-08: a shell, the first of bash, sh and ash that is there', async () => {
      await reader.tab('Shell');
      await expect(page.getByText(new RegExp(`^Connected: ${program.shell}`))).toBeVisible();
      await expect(screen).toContainText(program.prompt);
      await page.locator('.xterm:visible').click();
    });

    await test.step('T2.3-09, 10: what is typed is answered in the container', async () => {
      await page.keyboard.type(`${program.show}\n`);
      await expect(screen).toContainText(program.shown);
      // what is long is scrolled
      await page.keyboard.press('Shift+PageUp');
      await expect(screen).toContainText(program.above);
      await page.keyboard.type(`clear; ${program.ask}\n`);
      await expect(screen).toContainText(program.answer);
    });

    await test.step('T2.3-11: its end, with the code, and a way to begin again', async () => {
      await page.keyboard.type('exit\n');
      await expect(dock).toContainText('The shell ended (exit code 0).');
      await dock.getByRole('button', { name: 'Start again' }).click();
      await expect(page.getByText(new RegExp(`^Connected: ${program.shell}`))).toBeVisible();
      await page.getByRole('button', { name: 'Close: ends what runs' }).click();
    });

    const panel = page.getByRole('dialog', { name: /^Run a command/ });
    const result = panel.getByRole('region', { name: new RegExp(`^${NAME}-`) });
    const run = async (command: string) => {
      await reader.act(pod, 'Run a command');
      await panel.getByLabel('Command', { exact: true }).fill(command);
      await page.keyboard.press('Enter');
      await expect(result).toContainText('Exit code 0');
    };
    await test.step('T2.3-07: the variables that the container has, which are more than the Pod declares', async () => {
      await run('env');
      await expect(panel).toContainText(new RegExp(`kubectl exec -n ${namespace} ${pod}.* -- env`));
      const words = await result.locator('pre').first().innerText();
      for (const line of [
        /^PATH=\/\S+$/m,
        new RegExp(`^HOSTNAME=${pod}$`, 'm'),
        /^KUBERNETES_SERVICE_PORT=443$/m,
        /^HOME=\/root$/m,
      ])
        expect(words).toMatch(line);
      await result.getByRole('button', { name: 'Copy the output' }).click();
      await expect.poll(copied).toContain(`HOSTNAME=${pod}\n`);
      await page.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
      await reader.tab('Overview');
      await expect(main).toContainText(IMAGE);
      await expect(main).not.toContainText('KUBERNETES_SERVICE_PORT');
    });

    await test.step('T2.4-02: the Service that is there from the start', async () => {
      await app.go(app.inNamespace('core/services', 'default'));
      const cells = { Type: 'ClusterIP', 'Cluster-IP': /^[\d.]+$/, 'External-IP': '<none>', 'Port(s)': '443/TCP' };
      await expectCells(app, app.row('kubernetes'), cells);
    });

    await test.step('T2.4-03: exposed by a port of every node, as kubectl exposes it', async () => {
      await app.go(app.inNamespace(`apps/deployments/${NAME}`, namespace));
      await reader.act(NAME, 'Expose as a Service');
      await page.getByLabel('Type', { exact: true }).selectOption('NodePort');
      await page.getByRole('button', { name: 'Add a port' }).click();
      await page.getByLabel('Port', { exact: true }).fill('8080');
      const plan = page.getByRole('region', { name: 'What will be made' });
      await expect(plan).toContainText(`kubectl expose deployment/${NAME} -n ${namespace} --type=NodePort --port=8080`);
      await plan.getByRole('button', { name: 'Create the Service' }).click();
      await expect(page).toHaveURL(new RegExp(`/core/services/${NAME}$`));
    });

    const service = (await api.get('v1', 'services', namespace, NAME)) as ApiObject & {
      spec: { clusterIP: string; ports: { nodePort: number }[] };
    };
    const nodePort = service.spec.ports[0]?.nodePort ?? 0;
    await test.step('T2.4-05, 06: type, address, ports, endpoints, affinity; the node port, copied', async () => {
      expect(service).toMatchObject({
        metadata: { labels },
        spec: { type: 'NodePort', selector: labels, ports: [{ port: 8080, protocol: 'TCP', targetPort: 8080 }] },
      });
      const { status } = (await api.get('v1', 'pods', namespace, pod)) as ApiObject & { status: { podIP: string } };
      const reach = page.getByRole('region', { name: 'How it is reached' });
      await expect(reach).toContainText(`${status.podIP}:8080`, SLOW);
      for (const words of ['NodePort', service.spec.clusterIP, `app=${NAME}`, 'Session affinity', 'None', 'Cluster'])
        await expect(main, words).toContainText(words);
      await expect(page.getByRole('table', { name: 'Ports', exact: true })).toContainText(`${nodePort}`);
      await main.getByRole('button', { name: `Copy the value of Node port ${nodePort}` }).click();
      await expect.poll(copied).toBe(`${nodePort}`);
    });

    await test.step('T2.4-04: the list has it at once; its page says at which addresses the nodes are', async () => {
      const { items } = (await api.request('GET', '/api/v1/nodes')) as {
        items: { status: { addresses: { type: string; address: string }[] } }[];
      };
      const addresses = items.flatMap(({ status }) => status.addresses.map(({ address }) => address));
      const link = page.getByRole('region', { name: 'How it is reached' }).getByRole('link', { name: /^http/ }).first();
      const url = new URL((await link.getAttribute('href')) ?? '');
      expect(url.port).toBe(`${nodePort}`);
      expect(addresses).toContain(url.hostname);
      await reader.list('Services');
      await expectCells(app, app.row(NAME), {
        Type: 'NodePort',
        'Cluster-IP': service.spec.clusterIP,
        'External-IP': '<none>',
        'Port(s)': `8080:${nodePort}/TCP`,
      });
    });

    await reader.open(NAME);
    await reader.tab('Ports');
    const visited = await opened(page, 'Open port 8080 by http');
    await test.step('T2.4-07: the application answers behind the Service', async () => {
      await expect(visited.locator('body')).toContainText(program.answer);
      await page.bringToFront();
    });

    await test.step('T2.4-08, 09: the label that the Deployment gives, and the Pod by it', async () => {
      await reader.list('Deployments');
      await reader.open(NAME);
      await expect(page.getByRole('region', { name: 'Labels', exact: true })).toContainText(`app${NAME}`);
      await expect(page.getByRole('region', { name: 'Pod template', exact: true })).toContainText(NAME);
      await main.getByRole('link', { name: 'Show these pods', exact: true }).first().click();
      await expect(page).toHaveURL(new RegExp(`l=app(=|%3D)${NAME}`));
      await expect(app.row(pod)).toContainText('Running');
    });

    await test.step('T2.4-10: the Service by the same label, which comes along', async () => {
      const sidebar = page.getByRole('navigation', { name: /kinds|resources|sidebar/i });
      await sidebar.getByRole('link', { name: 'Services', exact: true }).click();
      await expect(page.getByRole('button', { name: `Remove the selector app=${NAME}` })).toBeVisible();
      await expect(app.row(NAME)).toContainText('NodePort');
    });

    await test.step('T2.4-12, 13: a label on the Pod, seen without a reload', async () => {
      const patches: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'PATCH' && !request.url().includes('dryRun')) patches.push(request.postData() ?? '');
      });
      await reader.list('Pods');
      await reader.open(pod);
      const own = page.getByRole('region', { name: 'Labels', exact: true });
      await expect(own).not.toContainText('version');
      await reader.act(pod, 'Label');
      await dialog.getByRole('textbox', { name: 'Key' }).fill('version');
      await dialog.getByRole('textbox', { name: 'Value' }).fill('v1');
      await expect(dialog).toContainText(`kubectl label pods ${pod} -n ${namespace} version=v1`);
      await dialog.getByRole('button', { name: new RegExp(`^Label ${NAME}`) }).click();
      await expect(dialog).toHaveCount(0);
      await expect(own).toContainText('versionv1');
      expect(patches.map((patch) => JSON.parse(patch) as unknown)).toEqual([
        { metadata: { labels: { version: 'v1' } } },
      ]);
    });

    await test.step('T2.4-14: the Pod by its new label', async () => {
      await page.getByRole('link', { name: 'List those with version=v1' }).click();
      await expect(page.getByRole('button', { name: 'Remove the selector version=v1' })).toBeVisible();
      await expect(app.row(pod)).toContainText('Running');
      await reader.select('version=v2');
      await expect(main).toContainText('None match the selector version=v2.');
    });

    await test.step('T2.4-15, 16: the Services of a label are deleted, and none is left', async () => {
      await reader.list('Services');
      await reader.select(`app=${NAME}`);
      await app.row(NAME).getByRole('checkbox').check();
      await page
        .getByRole('region', { name: 'Selected objects' })
        .getByRole('button', { name: 'Delete', exact: true })
        .click();
      await expect(dialog).toContainText(NAME);
      await dialog.getByRole('button', { name: `Delete ${NAME}` }).click();
      await expect(dialog).toHaveCount(0);
      await expect(main).toContainText(`None match the selector app=${NAME}.`);
      await reader.list('Services');
      await expect(main).toContainText(`No services in ${namespace}`);
    });

    await test.step('T2.4-17: what was open answers no more, and says why', async () => {
      await visited.reload();
      await expect(visited.locator('body')).toContainText(`services "${NAME}" not found`);
      await visited.close();
      await page.bringToFront();
    });

    await test.step('T2.4-18: the application runs on', async () => {
      await reader.list('Pods');
      await reader.open(pod);
      await run(program.ask);
      await expect(result).toContainText(program.answer);
    });
  });
});
