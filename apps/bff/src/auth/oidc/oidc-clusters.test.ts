import { test } from 'vitest';
import { startDemoCluster } from '../../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import { binding, closing, role, startProvider, useCluster } from '../../test/oidc-house.ts';

test('a provider’s users on the demo cluster', { timeout: 60_000 }, async () => {
  const provider = await startProvider();
  const { issuer, clientId, ca } = provider;
  const demo = await startDemoCluster({
    seed: false,
    oidc: {
      issuerUrl: issuer,
      clientId,
      caPem: ca,
      usernamePrefix: 'house:',
      groupsClaim: 'groups',
      groupsPrefix: 'house:',
    },
  });
  closing.push(() => demo.close());
  demo.store.create({ group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }, role);
  demo.store.create({ group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings' }, binding);
  await useCluster(provider, demo.url, demo.caPem);
});
