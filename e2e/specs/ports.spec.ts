import { type BrowserContext, expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

/** What a page of the cluster's may try against the dashboard; it writes what came of it into its own body. */
const HOSTILE = (dashboard: string) => `<!doctype html><title>hostile</title><pre id="out"></pre><script>
const said = [];
const say = (name, value) => { said.push(name + '=' + value); };
const settled = (promise) => promise.then((value) => value, (error) => 'refused');
(async () => {
  say('opener', window.opener === null);
  say('referrer', document.referrer === '');
  say('cookie', /qd-/.test(document.cookie));
  for (const domain of ['localhost', '.localhost']) document.cookie = 'qd-evil=1; domain=' + domain;
  document.cookie = 'mine=1';
  say('own-cookie', document.cookie.includes('mine=1'));
  say('fetch', await settled(fetch('${dashboard}/api/config', { credentials: 'include' }).then((r) => r.status)));
  say('no-cors', await settled(fetch('${dashboard}/api/accounts', { credentials: 'include', mode: 'no-cors' }).then((r) => r.type)));
  say('post', await settled(fetch('${dashboard}/api/clusters/x/ports', { method: 'POST', credentials: 'include', headers: { 'x-quarterdeck': '1' } }).then((r) => r.status)));
  say('socket', await new Promise((resolve) => { const s = new WebSocket('${dashboard}'.replace('http', 'ws') + '/api/live'); s.onopen = () => resolve('open'); s.onerror = () => resolve('refused'); }));
  say('worker', await settled(navigator.serviceWorker.register('/sw.js').then(() => 'registered')));
  const frame = document.createElement('iframe');
  frame.src = '${dashboard}/';
  document.body.append(frame);
  await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3000); });
  let inside = 'refused';
  try { inside = frame.contentDocument === null ? 'refused' : 'read'; } catch {}
  say('frame', inside);
  const popup = window.open('${dashboard}/');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  let seen = 'refused';
  try { if (popup && popup.document.body && popup.location.href !== 'about:blank') seen = 'read'; } catch {}
  say('popup', seen);
  say('own-fetch', await settled(fetch('/api/v1/namespaces').then((r) => r.status)));
  document.getElementById('out').textContent = said.join('\\n') + '\\nfinished';
})();
</script>`;

async function opened(context: BrowserContext, click: () => Promise<void>): Promise<Page> {
  const [page] = await Promise.all([context.waitForEvent('page'), click()]);
  return page;
}

/** T1-12, T2.4-07, OPS-128, TUT-32 */
test('the page of a Service and of a Pod, on an origin that reaches nothing of the dashboard', async ({
  app,
  page,
  state,
  api,
  browser,
  context,
}) => {
  test.setTimeout(120_000);
  const { namespace } = state;
  const config = { name: 'hostile-page', namespace };
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: config,
    data: { 'index.html': HOSTILE(state.url), 'sw.js': '', 'page.html': '<h1>second page</h1>' },
  });
  const container = {
    name: 'main',
    image: 'nginx:1.14.2',
    imagePullPolicy: 'IfNotPresent',
    ports: [{ containerPort: 80, name: 'http' }],
    volumeMounts: [{ name: 'html', mountPath: '/usr/share/nginx/html' }],
  };
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'hostile-page', namespace, labels: { app: 'hostile-page' } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [container],
      volumes: [{ name: 'html', configMap: { name: 'hostile-page' } }],
    },
  });
  await api.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hostile-page', namespace },
    spec: { selector: { app: 'hostile-page' }, ports: [{ port: 8080, targetPort: 80 }] },
  });
  await expect
    .poll(
      async () =>
        ((await api.get('v1', 'pods', namespace, 'hostile-page')) as { status?: { phase?: string } }).status?.phase,
      { timeout: 60_000 },
    )
    .toBe('Running');
  await app.signIn(state.tokens.developer);
  const cookies = async () => (await context.cookies(state.url)).map(({ name }) => name).sort();
  const own = await cookies();

  await page.goto(app.inNamespace('core/services/hostile-page/ports'));
  await expect(page.getByText(`kubectl port-forward -n ${namespace} service/hostile-page 8080:8080`)).toBeVisible();
  await app.expectAccessible();
  const visited = await opened(context, () => page.getByRole('button', { name: 'Open port 8080 by http' }).click());
  const { origin } = new URL(visited.url());
  expect(origin).not.toBe(new URL(state.url).origin);
  const out = visited.locator('#out');
  await expect(out).toContainText('finished', { timeout: 40_000 });
  const said = Object.fromEntries((await out.innerText()).split('\n').map((line) => line.split('=')));
  expect(said).toMatchObject({
    opener: 'true',
    referrer: 'true',
    cookie: 'false',
    'own-cookie': 'true',
    fetch: 'refused',
    post: 'refused',
    socket: 'refused',
    worker: 'refused',
    frame: 'refused',
    popup: 'refused',
    'own-fetch': '404',
  });
  // the dashboard is where it was, with its own cookies and no other
  await expect(page).toHaveURL(/hostile-page\/ports$/);
  expect(await cookies()).toEqual(own);

  await visited.goto(`${origin}/page.html`);
  await expect(visited.getByRole('heading', { name: 'second page' })).toBeVisible();
  // another browser has no use of the address
  const stranger = await browser.newContext();
  const strange = await stranger.newPage();
  await strange.goto(`${origin}/page.html`);
  await expect(strange.locator('body')).toContainText('not open in this browser');
  await stranger.close();

  const list = page.getByRole('table', { name: 'Open now' });
  await expect(list).toContainText(`service/hostile-page (${namespace})`);
  await list.getByRole('button', { name: 'Stop port 8080 of service/hostile-page' }).click();
  await expect(page.getByText('You have no port open on this cluster.')).toBeVisible();
  await visited.goto(`${origin}/page.html`);
  await expect(visited.locator('body')).toContainText('This port is not open');

  // T2.3-05: a Pod's port, and one on which nobody listens
  await page.goto(app.inNamespace('core/pods/hostile-page/ports'));
  await page.getByLabel('Another port').fill('81');
  const nobody = await opened(context, () => page.getByRole('button', { name: 'Open', exact: true }).click());
  await expect(nobody.locator('body')).toContainText(/error trying to reach service/);
  for (const one of context.pages()) if (one !== page) await one.close();
});

test('without the right a port stays closed, and it says so', async ({ app, page, state }) => {
  await app.signIn(state.tokens.viewer);
  await page.goto(app.inNamespace('core/pods/shell-sh/ports'));
  await page.getByLabel('Another port').fill('80');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('You may not get pods/proxy');
});
