import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RealApiServer } from '../../apps/bff/src/test/real-api-server.ts';
import { applyAll } from './apply-all.ts';

it('every variant can be applied to a real API server of the oldest Kubernetes', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-deploy-'));
  const server = await RealApiServer.start([]);
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig(), { mode: 0o600 });
    await expect(applyAll(kubeconfig, 'policy/v1beta1')).resolves.toBeUndefined();
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
