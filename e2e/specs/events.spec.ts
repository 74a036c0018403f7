import { expect } from '@playwright/test';
import type { KubeApi } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

const place = (state: { readonly namespace: string }) => `${state.namespace}-events`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+/, '');

/** An event of a made-up object: nothing else happens in this namespace. */
function put(
  api: KubeApi,
  namespace: string,
  name: string,
  {
    about,
    reason,
    type,
    count,
    first,
    last,
  }: Record<'about' | 'reason' | 'type', string> & Record<'count' | 'first' | 'last', number>,
): Promise<unknown> {
  return api.create('events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: about },
    reason,
    type,
    message: `message of ${name}`,
    count,
    firstTimestamp: minutesAgo(first),
    lastTimestamp: minutesAgo(last),
    source: { component: 'e2e' },
  });
}

test.beforeAll(async ({ api, state }) => {
  const namespace = place(state);
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const boat = { about: 'boat', reason: 'BackOff', type: 'Warning' };
  await put(api, namespace, 'boat.1', { ...boat, count: 3, first: 30, last: 20 });
  await put(api, namespace, 'boat.2', { ...boat, count: 4, first: 25, last: 10 });
  await put(api, namespace, 'boat.3', { ...boat, type: 'Normal', reason: 'Pulled', count: 1, first: 5, last: 5 });
  await put(api, namespace, 'raft.1', { ...boat, about: 'raft', reason: 'Unhealthy', count: 2, first: 3, last: 2 });
});
test.afterAll(({ api, state }) => api.delete('v1', 'namespaces', undefined, place(state)));

for (const group of ['core', 'events.k8s.io'])
  test(`events of ${group} are added up by object and reason, the newest first`, async ({ app, page, state }) => {
    await app.signIn(state.tokens.admin);
    await page.goto(app.inNamespace(`${group}/events`, place(state)));
    await expect(app.row('BackOff Pod/boat')).toContainText(/Warning.*message of boat\.2.*7.*(29|30)m/s);
    await expect(app.row('BackOff Pod/boat')).toContainText(/1[01]m/);
    const names = async () =>
      (await app.grid.getByRole('row').allInnerTexts()).flatMap((text) => text.match(/Unhealthy|Pulled|BackOff/) ?? []);
    await expect.poll(names).toEqual(['Unhealthy', 'Pulled', 'BackOff']);
    await expect(page.getByText(/keeps events for about an hour/i)).toBeVisible();
  });

test('only warnings, only one reason, and the object one click away', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/events', place(state)));
  await page.getByRole('button', { name: 'Warnings 2' }).click();
  await expect(page).toHaveURL(/s=Warning/);
  await expect(app.row(/Pulled/)).toHaveCount(0);
  await app
    .row(/Unhealthy/)
    .getByRole('button', { name: 'Unhealthy' })
    .click();
  await expect(page).toHaveURL(/q=reason/);
  await expect(app.row(/BackOff/)).toHaveCount(0);
  await app
    .row(/Unhealthy/)
    .getByRole('link', { name: 'Pod/raft' })
    .click();
  await expect(page).toHaveURL(/core\/pods\/raft$/);
  await expect(page.getByRole('main')).toContainText(/there is no|does not exist|not found/i);
});

test('an event that comes again counts up by itself; when all have gone the page says why', async ({
  app,
  page,
  state,
  api,
}) => {
  const namespace = `${place(state)}-live`;
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/events', namespace));
  await expect(page.getByRole('main')).toContainText(/no events in .*about an hour/is);
  await put(api, namespace, 'ship.1', { about: 'ship', reason: 'Sank', type: 'Warning', count: 1, first: 1, last: 1 });
  await expect(app.row('Sank Pod/ship')).toContainText('message of ship.1');
  await api.merge('v1', 'events', namespace, 'ship.1', { count: 42, lastTimestamp: minutesAgo(0) });
  await expect(app.row('Sank Pod/ship')).toContainText('42');
  await api.delete('v1', 'events', namespace, 'ship.1');
  await expect(page.getByRole('main')).toContainText(/no events in/i);
  await api.delete('v1', 'namespaces', undefined, namespace);
});

test('each event one by one is one click away, and so is the way back', async ({ app, page, state }) => {
  await app.signIn(state.tokens.admin);
  await page.goto(app.inNamespace('core/events', place(state)));
  await page.getByRole('button', { name: 'Show each event' }).click();
  await expect(page).toHaveURL(/view=table/);
  await expect(app.grid.getByRole('row', { name: /boat\.1/ })).toBeVisible();
  await expect(app.grid.getByRole('row', { name: /boat\.2/ })).toBeVisible();
  await page.getByRole('link', { name: /added up/i }).click();
  await expect(app.row('BackOff Pod/boat')).toBeVisible();
});

test('a namespace user sees the events of the namespace', async ({ app, page, state }) => {
  await app.signIn(state.tokens.developer);
  await page.goto(app.inNamespace('core/events?q=crasher'));
  await expect(app.row(/BackOff Pod\/crasher/)).toContainText('Warning');
  await app.expectAccessible();
});
