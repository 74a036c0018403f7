import { type RequestListener, request } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { testCertificates } from '../../apps/bff/src/test/test-certificates.ts';
import { freePort, startProduct } from '../fixtures/product.ts';
import { test } from '../fixtures/test.ts';

// the certificate vouches for itself
test.use({ ignoreHTTPSErrors: true });

/** A reverse proxy such as many have one: it speaks TLS, and what is below the prefix goes on in the clear, without the prefix. */
function strippingProxy(prefix: string, port: number) {
  const strip = (url = '') => url.slice(prefix.length) || '/';
  const isOurs = (url = '') => url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`);
  const onRequest: RequestListener = (asked, response) => {
    if (!isOurs(asked.url)) {
      response.writeHead(404).end('another program');
      return;
    }
    const { method = 'GET' } = asked;
    const headers = { ...asked.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' };
    const sent = request({ host: '127.0.0.1', port, method, path: strip(asked.url), headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.destroy());
    asked.pipe(sent);
  };
  const server = createServer(testCertificates.server, onRequest);
  server.on('upgrade', (asked, socket, head) => {
    if (!isOurs(asked.url)) return void socket.destroy();
    const onward = connect(port, '127.0.0.1', () => {
      const headers = asked.rawHeaders.reduce((text, part, i) => text + part + (i % 2 === 0 ? ': ' : '\r\n'), '');
      onward.write(`GET ${strip(asked.url)} HTTP/1.1\r\n${headers}\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    const cut = () => {
      socket.destroy();
      onward.destroy();
    };
    socket.on('error', cut);
    onward.on('error', cut);
  });
  return server;
}

/** Signs in by hand, sees a list change, and has a shell: below the prefix alone. */
async function workBelow(page: Page, url: string, state: { cluster: string; namespace: string; token: string }) {
  const outside: string[] = [];
  page.on('request', (asked) => {
    if (!asked.url().startsWith(`${url}/`) && /^https?:/.test(asked.url())) outside.push(asked.url());
  });
  page.on('websocket', (socket) => {
    if (!socket.url().startsWith(`${url.replace(/^http/, 'ws')}/`)) outside.push(socket.url());
  });
  const pods = `/clusters/${encodeURIComponent(state.cluster)}/namespaces/${state.namespace}/core/pods`;
  await page.goto(`${url}${pods}/shell-bash`);
  await expect(page).toHaveURL((at) => at.href.startsWith(`${url}/sign-in?`));
  await page.getByLabel('Token', { exact: true }).fill(state.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`${url}${pods}/shell-bash`);

  // links are true ones, and the way back is the browser's
  const link = page.getByRole('navigation').getByRole('link', { name: 'Pods', exact: true });
  await expect(link).toHaveAttribute('href', new URL(`${url}${pods}`).pathname);
  await link.click();
  await expect(page).toHaveURL(`${url}${pods}`);
  await expect(page.getByRole('grid').getByRole('row', { name: /shell-bash/ })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`${url}${pods}/shell-bash`);

  await page.goto(`${url}${pods}/shell-bash/shell`);
  const screen = page.locator('.xterm-rows:visible');
  await expect(screen).toContainText(/[#$]/);
  await page.locator('.xterm:visible').click();
  await page.keyboard.type('echo "sum $((40+2))"\n');
  await expect(screen).toContainText('sum 42');
  expect(outside).toEqual([]);
}

/** Kept below the prefix, away from scripts, and never sent in the clear. */
async function expectSecureCookies(context: BrowserContext, path: string) {
  const ours = (await context.cookies()).filter(({ name }) => name.includes('qd-'));
  expect(ours.length).toBeGreaterThan(0);
  for (const { name, ...rest } of ours)
    expect({ name: name.startsWith('__Secure-qd-'), ...rest }).toMatchObject({
      name: true,
      path,
      secure: true,
      httpOnly: true,
    });
}

test('HTTPS with a certificate of its own, below a prefix that the proxy leaves (OPS-019, OPS-020)', async ({
  page,
  context,
  browser,
  state,
  api,
}) => {
  test.slow();
  const port = await freePort();
  const url = `https://localhost:${port}/tools/deck`;
  const product = await startProduct(['--port', `${port}`], {
    KUBECONFIG: state.kubeconfig,
    QUARTERDECK_LOCAL_USER: '0',
    QUARTERDECK_TLS: '1',
    QUARTERDECK_PUBLIC_URL: url,
  });
  try {
    expect(product.url).toBe(url);
    const { cluster, namespace, tokens } = state;
    await workBelow(page, url, { cluster, namespace, token: tokens.developer });
    await expectSecureCookies(context, '/tools/deck');

    await test.step('a browser that trusts nobody warns of the certificate alone, and may go on', async () => {
      const strict = await browser.newContext({ ignoreHTTPSErrors: false });
      const wary = await strict.newPage();
      // not that of a wrong name or time; with HSTS there would be no way on
      await expect(wary.goto(url)).rejects.toThrow('net::ERR_CERT_AUTHORITY_INVALID');
      await strict.close();
      const answer = await page.request.get(`${url}/sign-in`);
      expect(answer.headers()['strict-transport-security']).toBeUndefined();
    });

    await test.step('a list is live', async () => {
      const name = 'below-a-prefix';
      await page.goto(`${url}/clusters/${encodeURIComponent(cluster)}/namespaces/${namespace}/core/configmaps`);
      await expect(page.getByRole('grid')).toBeVisible();
      await api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
      await expect(page.getByRole('grid').getByRole('row', { name: new RegExp(name) })).toBeVisible();
      await api.delete('v1', 'configmaps', namespace, name);
      await expect(page.getByRole('grid').getByRole('row', { name: new RegExp(name) })).toBeHidden();
    });
  } finally {
    await product.program.stop();
  }
});

test('HTTP behind a proxy that speaks HTTPS and takes the prefix off (OPS-019)', async ({ page, context, state }) => {
  test.slow();
  const [port, front] = [await freePort(), await freePort()];
  const url = `https://localhost:${front}/deck`;
  const product = await startProduct(['--port', `${port}`], {
    KUBECONFIG: state.kubeconfig,
    QUARTERDECK_LOCAL_USER: '0',
    QUARTERDECK_PUBLIC_URL: url,
    QUARTERDECK_TRUST_PROXY: '1',
  });
  const proxy = strippingProxy('/deck', port);
  await new Promise<void>((resolve) => proxy.listen(front, '127.0.0.1', resolve));
  try {
    const { cluster, namespace, tokens } = state;
    await workBelow(page, url, { cluster, namespace, token: tokens.developer });
    await expectSecureCookies(context, '/deck');
    // without a slash at its end, the address is the same
    await page.goto(url);
    await expect(page).toHaveURL((at) => at.href.startsWith(`${url}/clusters/`));
  } finally {
    proxy.closeAllConnections();
    proxy.close();
    await product.program.stop();
  }
});
