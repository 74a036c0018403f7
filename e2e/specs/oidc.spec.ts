import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { TestOidcProvider } from '../../apps/bff/src/test/test-oidc-provider.ts';
import { OUTPUTS } from '../../scripts/build.ts';
import { startProgram } from '../../scripts/child-program.ts';
import { KubeApi } from '../fixtures/kube-api.ts';
import { startProduct } from '../fixtures/product.ts';
import { test } from '../fixtures/test.ts';

/** The product takes a new token a minute before the old one ends: here, at nearly every request. */
const ID_TOKEN_SECONDS = 62;

test.use({ ignoreHTTPSErrors: true });

/** An OpenID provider, a demo cluster that trusts it, and the product before it, with a second provider that is down. */
async function openHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'qd-oidc-'));
  const file = (name: string) => join(folder, name);
  const provider = await TestOidcProvider.start();
  const { issuer, clientId, clientSecret } = provider;
  writeFileSync(file('ca.crt'), provider.ca);
  const cluster = startProgram(
    [
      ...[OUTPUTS.demoCluster, '--port', '0', '--kubeconfig', file('kubeconfig')],
      ...['--oidc-issuer-url', issuer, '--oidc-client-id', clientId, '--oidc-ca-file', file('ca.crt')],
      ...['--oidc-username-prefix', 'house:', '--oidc-groups-claim', 'groups', '--oidc-groups-prefix', 'house:'],
    ],
    { ready: /^Demo cluster is listening/ },
  );
  await cluster.ready;
  const entry = { clientId, clientSecret, caFile: file('ca.crt') };
  writeFileSync(
    file('oidc.json'),
    JSON.stringify([
      { id: 'house', title: 'House', issuer, ...entry },
      { id: 'away', title: 'Away', issuer: 'https://localhost:1', ...entry },
    ]),
  );
  const product = await startProduct([], {
    KUBECONFIG: file('kubeconfig'),
    QUARTERDECK_OIDC_FILE: file('oidc.json'),
    QUARTERDECK_PORTS_PORT: '0',
  });
  provider.register(new URL(product.url).origin, ID_TOKEN_SECONDS);
  return {
    provider,
    product,
    api: new KubeApi(file('kubeconfig')),
    close: async () => {
      await product.program.stop();
      await cluster.stop();
      await provider.close();
      rmSync(folder, { recursive: true });
    },
  };
}

// it runs a cluster of its own with the flags of a provider of its own; a real API server has them in oidc-real.cluster.test.ts
if (process.env['E2E_TARGET'] !== 'cluster')
  test('an OpenID provider’s person signs in, is renewed, and is signed out there too (OPS-007)', async ({ page }) => {
    test.slow();
    const { provider, product, api, close } = await openHouse();
    try {
      await api.create('rolebindings', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'house', namespace: 'default' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'house:shop-developers' }],
      });
      const wanted = `/clusters/${encodeURIComponent(api.context)}/namespaces/default/core/configmaps`;
      await page.goto(`${product.url}${wanted}?q=kube`);
      await page.getByRole('button', { name: /Away/ }).click();
      await expect(page.getByRole('alert')).toContainText('Away');
      await page.getByRole('button', { name: /House/ }).click();

      await test.step('at the provider: who leaves comes back to a page that says so', async () => {
        await expect(page).toHaveURL((url) => url.origin === provider.issuer);
        await page.getByRole('link', { name: /cancel/i }).click();
        await expect(page).toHaveURL(/\/sign-in/);
        await expect(page.getByRole('alert')).toContainText('House');
        await page.getByRole('button', { name: /House/ }).click();
        await page.getByPlaceholder(/login/i).fill('ida');
        await page.getByPlaceholder(/password/i).fill('x');
        await page.getByRole('button', { name: /sign-in/i }).click();
        await page.getByRole('button', { name: /continue/i }).click();
      });

      await test.step('back on the page that was wanted, with the rights of the provider’s group', async () => {
        await expect(page).toHaveURL(`${product.url}${wanted}?q=kube`);
        await expect(page.getByRole('row', { name: /kube-root-ca\.crt/ })).toBeVisible();
        const given = provider.tokens;
        await page.goto(`${product.url}${wanted.replace('configmaps', 'secrets')}`);
        await expect(page.getByRole('main')).toContainText(/may not list secrets/i);
        await expect
          .poll(async () => {
            await page.request.get(`${product.url}/api/clusters/${encodeURIComponent(api.context)}/session`);
            return provider.tokens;
          })
          .toBeGreaterThan(given);
      });

      const who = page.getByRole('button', { name: /signed in as/i });
      await expect(who).toContainText('house:ida');
      await who.click();
      await expect(page.getByRole('dialog', { name: /signed in as/i })).toContainText(/renew/i);
      await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
      await expect(page).toHaveURL((url) => url.origin === provider.issuer);
      await page.getByRole('button', { name: /yes/i }).click();
      await expect(page).toHaveURL(/\/sign-in/);
      await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(kept).not.toContain('eyJ');
      expect(product.output.join('\n')).not.toContain('eyJ');
    } finally {
      await close();
    }
  });
