import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binding, closing, role, startProvider, useCluster } from '../../test/oidc-house.ts';
import { RealApiServer } from '../../test/real-api-server.ts';
import { testCertificates } from '../../test/test-certificates.ts';

test('a provider’s users on a real API server', { timeout: 180_000 }, async () => {
  const provider = await startProvider();
  const folder = mkdtempSync(join(tmpdir(), 'qd-oidc-ca-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, 'ca.crt');
  writeFileSync(caFile, provider.ca);
  const api = await RealApiServer.start([
    `--oidc-issuer-url=${provider.issuer}`,
    `--oidc-client-id=${provider.clientId}`,
    `--oidc-ca-file=${caFile}`,
    '--oidc-username-claim=sub',
    '--oidc-username-prefix=house:',
    '--oidc-groups-claim=groups',
    '--oidc-groups-prefix=house:',
  ]);
  closing.push(() => api.close());
  expect(await api.admin('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', role)).toBe(201);
  expect(await api.admin('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', binding)).toBe(201);
  await useCluster(provider, api.url, testCertificates.authority);
});
