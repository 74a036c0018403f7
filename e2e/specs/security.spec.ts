import { createServer, request as httpRequest, type Server } from 'node:http';
import { expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { test } from '../fixtures/test.ts';

test('hostile text of the cluster is only ever text', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  for (const path of ['core/configmaps?q=settings', 'core/configmaps/settings', 'core/configmaps/settings/yaml']) {
    await page.goto(app.inNamespace(path));
    await expect(page.getByRole('main')).toContainText('settings');
  }
  await page.goto(app.inNamespace('core/configmaps/settings'));
  await expect(page.getByRole('main')).toContainText('onerror=window.__pwned=1');
});

test('the token is nowhere that JavaScript or an address could read it', async ({ app, page, state }) => {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await app.signInByHand(state.tokens.developer);
  await page.goto(app.inNamespace('core/pods/talker/logs'));
  await expect(page.getByRole('log')).toContainText('line');
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML]),
  );
  expect(stored).not.toContain(state.tokens.developer);
  expect(addresses.join('\n')).not.toContain(state.tokens.developer);
  const cookies = await page.context().cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie.httpOnly).toBe(true);
    expect(cookie.sameSite).toBe('Strict');
    expect(cookie.value).not.toContain(state.tokens.developer);
  }
});

test('a canary Secret stays in the cluster until its own page is opened, and is not drawn there before it is asked for', async ({
  app,
  page,
  state,
  api,
}) => {
  const canary = `canary-${Math.random().toString(36).slice(2)}`;
  const forms = [canary, Buffer.from(canary).toString('base64')];
  const carries = (text: string) => forms.some((form) => text.includes(form));
  await api.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'canary', namespace: state.namespace },
    stringData: { canary },
  });
  // what a HAR of the browser would hold
  const token: string[] = [];
  const secret: string[] = [];
  const answers: Promise<void>[] = [];
  let signingIn = true;
  const look = (where: string, text: string) => {
    if (carries(text)) secret.push(where);
    if (!signingIn && text.includes(state.tokens.developer)) token.push(where);
  };
  page.on('request', (request) =>
    look(request.url(), `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`),
  );
  page.on('response', (response) => {
    look(response.url(), JSON.stringify(response.headers()));
    answers.push(
      response.text().then(
        (text) => look(response.url(), text),
        () => undefined,
      ),
    );
  });
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => look(socket.url(), payload.toString()));
    socket.on('framereceived', ({ payload }) => look(socket.url(), payload.toString()));
  });
  const storage = () =>
    page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML]),
    );

  await app.signInByHand(state.tokens.developer);
  signingIn = false;
  for (const path of ['core/secrets', 'overview', 'core/configmaps']) {
    await page.goto(app.inNamespace(path));
    await expect(page.getByRole('main')).toContainText(path === 'overview' ? state.namespace : /canary|settings/);
    expect(carries(await storage()), path).toBe(false);
  }
  await Promise.all(answers);
  expect(secret).toEqual([]);

  await page.goto(app.inNamespace('core/secrets/canary'));
  await expect(page.getByRole('main')).toContainText('canary');
  await expect(page.getByRole('main').getByText('Opaque').first()).toBeVisible();
  expect(carries(await storage())).toBe(false);
  expect(token).toEqual([]);
  await api.delete('v1', 'secrets', state.namespace, 'canary');
});

/** The raw status of a request whose target is sent exactly as written. */
function rawStatus(origin: string, target: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

test('paths that climb, absolute targets and foreign origins are refused', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const root = `/api/clusters/${encodeURIComponent(state.cluster)}/k8s`;
  const here = `/api/v1/namespaces/${state.namespace}`;
  expect(await rawStatus(state.url, `${root}${here}/configmaps/settings`, { cookie })).toBe(200);
  for (const path of [
    `${here}/../kube-system/secrets`,
    `${here}/%2e%2e/kube-system/secrets`,
    `${here}%2f..%2fkube-system/secrets`,
    '//evil.example/api/v1',
    '/http://evil.example/',
    `${here}/pods/%00`,
    '/metrics',
  ])
    expect(await rawStatus(state.url, `${root}${path}`, { cookie }), path).toBe(400);
  expect(await rawStatus(state.url, `${root}${here}/configmaps/settings`, {}), 'no session').toBe(401);
  const impersonated = await rawStatus(state.url, `${root}/api/v1/namespaces/kube-system/secrets`, {
    cookie,
    'Impersonate-User': 'system:admin',
    'Impersonate-Group': 'system:masters',
  });
  expect(impersonated).toBe(403);
  for (const origin of ['http://evil.example', 'null'])
    expect(
      await rawStatus(
        state.url,
        `${root}${here}/configmaps/settings`,
        { cookie, origin, 'x-quarterdeck': '1' },
        'DELETE',
      ),
      origin,
    ).toBe(403);
});

test('a socket from another origin is refused before anything is dialled', async ({ app, page, state }) => {
  await app.signInByHand(state.tokens.developer);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const outcome = (origin: string | undefined) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${state.url.replace('http', 'ws')}/api/live`, {
        headers: { cookie },
        ...(origin ? { origin } : {}),
      });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
  expect(await outcome(state.url)).toBe(101);
  for (const origin of ['http://evil.example', `${state.url}0`, 'null', undefined])
    expect(await outcome(origin), String(origin)).toBe(403);
});

test('a page of another origin can neither frame the product nor connect to it', async ({ app, state, context }) => {
  await app.signInByHand(state.tokens.developer);
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe src="${state.url}/sign-in"></iframe><script>
      const s = new WebSocket('${state.url.replace('http', 'ws')}/api/live'); s.onopen = () => document.title = 'open'; s.onclose = () => document.title = 'refused';
    </script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const foreign = await context.newPage();
  await foreign.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
  await expect(foreign).toHaveTitle('refused');
  expect(
    await foreign
      .frames()[1]
      ?.locator('body')
      .innerText()
      .catch(() => ''),
  ).not.toContain('Token');
  server.close();
});
