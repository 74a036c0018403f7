import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startDemoCluster } from '../../packages/demo-cluster/src/start-demo-cluster.ts';
import { applyAll } from './apply-all.ts';

it('every variant can be applied to a cluster of today', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-deploy-'));
  const cluster = await startDemoCluster({ seed: false });
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
    await expect(applyAll(kubeconfig, 'policy/v1')).resolves.toBeUndefined();
  } finally {
    await cluster.close();
    rmSync(folder, { recursive: true });
  }
});
