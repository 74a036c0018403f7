import { expect, type Page } from '@playwright/test';
import type { RunState } from '../fixtures/state.ts';
import { test } from '../fixtures/test.ts';
import { Reader, tutorialFile } from '../fixtures/tutorial.ts';

/**
 * "Deploying the PHP Guestbook application with Redis", as its reader lives it, in the browser alone.
 * conformance/scenarios/t5-2-guestbook.ts is the same with kubectl.
 */
const POD = {
  leader: /^redis-leader-[0-9a-z]+-[0-9a-z]+$/,
  follower: /^redis-follower-[0-9a-z]+-[0-9a-z]+$/,
  frontend: /^frontend-[0-9a-z]+-[0-9a-z]+$/,
} as const;
type Part = keyof typeof POD;

/** A kubelet of v1.20 that is busy takes its time to tidy up after a pod. */
const GONE = { timeout: 120_000 };

const IP = String.raw`\d+\.\d+\.\d+\.\d+`;
const REDIS_SERVICE = new RegExp(`ClusterIP.*${IP}.*<none>.*6379/TCP`, 's');

/** Cluster of CI: no registry, so no image of the tutorial's own; others do the work of theirs. */
const STAND_INS: readonly (readonly [image: string, standIn: string])[] = [
  ['gcr.io/google_samples/gb-redis-follower:v2', 'docker.io/redis:6.0.5'],
  ['gcr.io/google_samples/gb-frontend:v5', 'docker.io/nginx:1.21'],
];

function manifest(name: string, target: RunState['target']): string {
  const text = tutorialFile(name);
  if (target === 'demo') return text;
  return STAND_INS.reduce((done, [image, standIn]) => done.replace(image, standIn), text);
}

/** "kubectl get pods": so many of each, all running, and no others but those that are on their way out. */
async function expectPods(reader: Reader, counts: Partial<Record<Part, number>>, page: Page = reader.page) {
  const grid = page.getByRole('grid');
  const running = (part: Part) => grid.getByRole('row', { name: POD[part] }).filter({ hasText: /1\/1\s*Running\s*0/ });
  for (const part of ['leader', 'follower', 'frontend'] as const)
    await expect(running(part), part).toHaveCount(counts[part] ?? 0, { timeout: 45_000 });
  const staying = grid.getByRole('row', { name: /^(?:redis|frontend)-/ }).filter({ hasNotText: 'Terminating' });
  await expect(staying).toHaveCount(Object.values(counts).reduce((sum, count) => sum + count, 0));
}

/** The pods that stand in a Deployment's tree: those that it owns, not those that its selector matches. */
async function expectOwned(reader: Reader, deployment: string, pod: RegExp, count: number): Promise<void> {
  await reader.list('Deployments');
  await reader.open(deployment);
  const tree = reader.page.getByRole('list', { name: 'What it belongs to and what belongs to it' });
  await expect(tree.getByRole('link', { name: /^redis-\w+-[0-9a-z]+-[0-9a-z]+$/ })).toHaveCount(count);
  await expect(tree.getByRole('link', { name: pod })).toHaveCount(count);
}

/** "kubectl logs -f deployment/…" of the Deployment whose page is open: so many containers, followed, and all of them its own pods'. */
async function expectLogs(reader: Reader, pods: RegExp, count: number): Promise<void> {
  const { page } = reader;
  await reader.tab('Logs');
  const log = page.getByRole('log');
  await expect(log).toContainText('Ready to accept connections', { timeout: 45_000 });
  const many = page.getByText(/^Live: \d+ of \d+ containers$/);
  if (count === 1) {
    await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();
    await expect(many).toHaveCount(0);
    return;
  }
  await expect(many).toHaveText(`Live: ${count} of ${count} containers`);
  // each line says of which pod it is
  const names = log.locator('[title*="/"]');
  await expect(names.first()).toBeVisible();
  for (const name of await names.evaluateAll((found) =>
    found.map((each) => each.getAttribute('title')?.split('/')[0] ?? ''),
  ))
    expect(name).toMatch(pods);
}

/** "kubectl scale": in its dialog, from the page of the Deployment. */
async function scaleFrontend(reader: Reader, from: number, to: number): Promise<void> {
  const { dialog, namespace } = reader;
  await reader.act('frontend', 'Scale');
  await expect(dialog).toContainText(`Now: ${from} wanted, ${from} there`);
  await dialog.getByLabel('Replicas').fill(`${to}`);
  await expect(dialog).toContainText(
    to > from
      ? `${to - from} more pods are made.`
      : `frontend goes from ${from} to ${to} replicas: ${from - to} pods end.`,
  );
  await expect(dialog).toContainText(`kubectl scale deployments.apps frontend -n ${namespace} --replicas=${to}`);
  await dialog.getByRole('button', { name: 'Scale frontend', exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** "kubectl delete … -l": all that the selector leaves in the list. */
async function deleteSelected(reader: Reader, kind: string, plural: string): Promise<void> {
  const { page, dialog } = reader;
  await reader.list(kind);
  await reader.select('app=redis');
  await page.getByRole('checkbox', { name: /^select all 2/i }).check();
  await page
    .getByRole('region', { name: 'Selected objects' })
    .getByRole('button', { name: 'Delete', exact: true })
    .click();
  for (const role of ['leader', 'follower']) await expect(dialog).toContainText(`redis-${role}`);
  await dialog.getByRole('button', { name: `Delete 2 ${plural}` }).click();
  await expect(dialog).toHaveCount(0, GONE);
  await expect(reader.main).toContainText('None match the selector app=redis.');
}

async function deleteFrontend(reader: Reader, kind: string): Promise<void> {
  const { app, page, dialog } = reader;
  await reader.list(kind);
  await app.row('frontend').click({ button: 'left', position: { x: 6, y: 6 }, modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  await dialog.getByRole('button', { name: 'Delete frontend' }).click();
  await expect(dialog).toHaveCount(0, GONE);
  await expect(app.row('frontend')).toHaveCount(0);
}

test.describe('T5.2', () => {
  test.setTimeout(300_000);
  test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, `${state.namespace}-t5`));

  test('deploying the PHP Guestbook application with Redis', async ({ app, page, api, state }) => {
    const { target } = state;
    const namespace = `${state.namespace}-t5`;
    await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const reader = new Reader(app, namespace);
    const { main } = reader;
    const nothing = new RegExp(`No pods in ${namespace}`, 'i');
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace('core/pods', namespace));
    await expect(main).toContainText(nothing);

    await test.step('T5.2-01, 02: the leader runs', async () => {
      await reader.apply(manifest('redis-leader-deployment.yaml', target), 'Deployment redis-leader');
      await reader.list('Pods');
      await expectPods(reader, { leader: 1 });
    });

    await test.step('T5.2-03: its log is followed', async () => {
      await reader.list('Deployments');
      await reader.open('redis-leader');
      await expectLogs(reader, POD.leader, 1);
    });

    await test.step('T5.2-04, 05: the leader’s Service', async () => {
      await reader.apply(manifest('redis-leader-service.yaml', target), 'Service redis-leader');
      await reader.list('Services');
      await expect(app.row('redis-leader')).toContainText(REDIS_SERVICE);
    });

    await test.step('T5.2-06, 07: two followers; whose pods they are is told by owner, not by selector', async () => {
      await reader.apply(manifest('redis-follower-deployment.yaml', target), 'Deployment redis-follower');
      await reader.list('Pods');
      await expectPods(reader, { leader: 1, follower: 2 });
      await expectOwned(reader, 'redis-leader', POD.leader, 1);
      // of one selector with the followers, and yet its own pod's lines alone
      await expectLogs(reader, POD.leader, 1);
      await expectOwned(reader, 'redis-follower', POD.follower, 2);
      await expectLogs(reader, POD.follower, 2);
    });

    await test.step('T5.2-08, 09: the followers’ Service', async () => {
      await reader.apply(manifest('redis-follower-service.yaml', target), 'Service redis-follower');
      await reader.list('Services');
      for (const role of ['leader', 'follower'])
        await expect(app.row(`redis-${role}`), role).toContainText(REDIS_SERVICE);
    });

    await test.step('T5.2-10, 11: three front ends, by two labels', async () => {
      await reader.apply(manifest('frontend-deployment.yaml', target), 'Deployment frontend');
      await reader.list('Pods');
      await reader.select('app=guestbook,tier=frontend');
      await expectPods(reader, { frontend: 3 });
    });

    const comment = reader.applyEditor.locator('.cm-line', { hasText: 'type: LoadBalancer' });
    const toggle = async () => {
      await comment.click();
      await page.keyboard.press('ControlOrMeta+/');
    };
    await test.step('T5.2-12, 13: a comment is a key away from being none, and stays one', async () => {
      await reader.paste(manifest('frontend-service.yaml', target));
      await toggle();
      await expect(comment).toHaveText(/^ {2}type: LoadBalancer$/);
      await toggle();
      await expect(comment).toHaveText(/^ {2}# type: LoadBalancer$/);
      await reader.applyPasted('Service frontend', 'created');
      await expect(comment).toHaveText(/^ {2}# type: LoadBalancer$/);
    });

    await test.step('T5.2-14: three Services', async () => {
      await reader.list('Services');
      await expect(app.row('frontend')).toContainText(new RegExp(`ClusterIP.*${IP}.*<none>.*80/TCP`, 's'));
      for (const role of ['leader', 'follower'])
        await expect(app.row(`redis-${role}`), role).toContainText(REDIS_SERVICE);
    });

    await test.step('T5.2-15, 16: the guestbook answers', async () => {
      const words = target === 'demo' ? 'Guestbook' : 'Welcome to nginx!';
      await reader.list('Services');
      await reader.open('frontend');
      await reader.tab('Ports');
      await expect(main).toContainText(`kubectl port-forward -n ${namespace} service/frontend 8080:80`);
      const opening = page.context().waitForEvent('page');
      await page.getByRole('button', { name: 'Open port 80 by http' }).click();
      const guestbook = await opening;
      await expect(guestbook.locator('body')).toContainText(words, { timeout: 30_000 });
      if (target === 'demo') {
        await expect(guestbook.getByPlaceholder('Messages')).toBeVisible();
        await expect(guestbook.getByRole('button', { name: 'Submit' })).toBeVisible();
        // what the page's scripts ask for, by an absolute path and by a relative one; they come from where a test does not go
        const ask = (path: string) => guestbook.evaluate(async (to) => (await fetch(to)).text(), path);
        expect(await ask('/guestbook.php?cmd=set&key=messages&value=hello')).toContain('Updated');
        await expect.poll(() => ask('guestbook.php?cmd=get&key=messages')).toContain('hello');
      }
      await guestbook.close();
      await page.bringToFront();
      await expect(page.getByRole('table', { name: 'Open now' })).toContainText(`service/frontend (${namespace})`);
      await page.getByRole('button', { name: 'Stop port 80 of service/frontend' }).click();
      // others of this person's may be open
      await expect(page.getByRole('button', { name: 'Stop port 80 of service/frontend' })).toHaveCount(0);
    });

    await test.step('T5.2-17, 18: the same Service with an address outside', async () => {
      await reader.paste(manifest('frontend-service.yaml', target));
      await toggle();
      await reader.applyPasted('Service frontend', 'configured');
      await reader.list('Services');
      const row = app.row('frontend');
      await expect(row).toContainText('LoadBalancer');
      await expect(row).toContainText(/80:\d+\/TCP/);
      if (target === 'demo') {
        const link = row.getByRole('link', { name: /^http/ });
        await expect(link).toHaveAttribute('href', new RegExp(`^http://${IP}/$`));
        const address = new URL((await link.getAttribute('href')) ?? '').host;
        await reader.open('frontend');
        await expect(main.getByRole('link', { name: address, exact: true })).toHaveAttribute(
          'href',
          `http://${address}/`,
        );
        await expect(main.getByRole('button', { name: 'Copy the value of External addresses' })).toHaveCount(1);
      } else {
        // no load balancer is there to give an address, and that is said
        await expect(row).toContainText('<pending>');
      }
    });

    // the reader's second terminal
    const second = await page.context().newPage();
    const tape = second.getByRole('log');
    await test.step('T5.2-19, 20: five front ends', async () => {
      await second.goto(`${app.inNamespace('core/pods', namespace)}?tape=1`);
      await page.bringToFront();
      await expectPods(reader, { leader: 1, follower: 2, frontend: 3 }, second);
      await reader.list('Deployments');
      await reader.open('frontend');
      await scaleFrontend(reader, 3, 5);
      await expectPods(reader, { leader: 1, follower: 2, frontend: 5 }, second);
    });

    await test.step('T5.2-21, 22: two front ends; the others pass through Terminating', async () => {
      await scaleFrontend(reader, 5, 2);
      await expectPods(reader, { leader: 1, follower: 2, frontend: 2 }, second);
      await expect(tape.locator('> div > div', { hasText: /frontend-.*Terminating/ })).toHaveCount(3);
      await second.close();
      await page.bringToFront();
    });

    await test.step('T5.2-23: deleted by label, kind by kind, then the front end', async () => {
      await deleteSelected(reader, 'Deployments', 'deployments');
      await deleteSelected(reader, 'Services', 'services');
      await deleteFrontend(reader, 'Deployments');
      await deleteFrontend(reader, 'Services');
    });

    await test.step('T5.2-24: nothing is left', async () => {
      await reader.list('Pods');
      await expect(main).toContainText(nothing, GONE);
    });
  });
});
