import type { OidcStart } from '@quarterdeck/shared/bff-api';
import { afterEach, expect } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { TestOidcProvider } from './test-oidc-provider.ts';
import { cookieOf, TestServer } from './test-server.ts';

/** What a test has opened, closed after it. */
export const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ID_TOKEN_SECONDS = 300;
const POLL = { timeout: 60_000, interval: 500 };
// of our own: "view" is put together by a controller, which an API server alone does not have
export const role = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'pod-reader' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
};
export const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'of-the-provider' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'house:shop-developers' }],
};

/** An OpenID provider that runs until the test ends. */
export async function startProvider(): Promise<TestOidcProvider> {
  const provider = await TestOidcProvider.start();
  closing.push(() => provider.close());
  return provider;
}

/** Signs in there and looks at the cluster, before and after the first ID token's end. */
export async function useCluster(provider: TestOidcProvider, url: string, ca: string): Promise<void> {
  const clock = new FakeClock(Date.now());
  const { issuer, clientId, clientSecret } = provider;
  const settings = { id: 'house', title: 'House', issuer, clientId, clientSecret, ca: provider.ca, clusters: null };
  const server = await TestServer.start(
    { url },
    {
      clusters: [{ name: 'real', server: new URL(url), ca: Buffer.from(ca), insecure: false, localUser: null }],
      deps: {
        clock,
        failedSignInsPerMinute: 1000,
        oidc: [{ ...settings, scopes: ['openid', 'offline_access'], token: 'id_token', logout: true }],
      },
    },
  );
  closing.push(() => server.close());
  provider.register(server.url, ID_TOKEN_SECONDS);
  const signIn = async () => {
    const begun = await server.fetch('/api/clusters/real/oidc/house', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    const callback = new URL(await provider.walk(((await begun.json()) as OidcStart).url, 'ida'));
    return server.fetch(`/oidc/finish${callback.search}`, { cookie: cookieOf(begun) });
  };
  // an API server is ready some ten seconds before it has read the provider's keys
  let finished = await signIn();
  const asked = async () => {
    if (finished.status !== 200) finished = await signIn();
    return finished.status;
  };
  await expect.poll(asked, POLL).toBe(200);
  let cookie = cookieOf(finished);
  const session = await server.fetch('/api/clusters/real/session', { cookie });
  expect(await session.json()).toMatchObject({ kind: 'oidc', renewsItself: true });
  const pods = () => server.fetch('/api/clusters/real/k8s/api/v1/pods', { cookie });
  expect((await pods()).status).toBe(200);
  const nodes = await server.fetch('/api/clusters/real/k8s/api/v1/secrets', { cookie });
  expect(nodes.status).toBe(403);
  expect(await nodes.text()).toContain('house:ida');
  // past the first token's end by our clock: the answer comes with a renewed one, whatever the API server's clock says
  const given = provider.tokens;
  clock.advance(ID_TOKEN_SECONDS * 1000 - 30_000);
  const renewed = await pods();
  expect(renewed.status).toBe(200);
  expect(provider.tokens).toBe(given + 1);
  cookie = cookieOf(renewed);
  expect(cookie).not.toBe('');
}
