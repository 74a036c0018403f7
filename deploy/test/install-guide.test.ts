import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/run-step.ts';
import { readManifests } from './manifest.ts';
import { kustomize, listVariants, valuesOf } from './render.ts';

const guide = readFileSync(join(ROOT, 'docs', 'install.md'), 'utf8');

describe('docs/install.md', () => {
  it('names every overlay, and values beside each', () => {
    for (const variant of listVariants().filter(({ name }) => name !== 'base' && name !== 'in-cluster-test')) {
      expect(guide).toContain(`| \`${variant.name}\` |`);
      expect(valuesOf(variant)).toBeTypeOf('object');
    }
  });

  it('shows a kustomization of several components that works as it stands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'qd-guide-'));
    try {
      symlinkSync(ROOT, join(folder, 'quarterdeck'));
      const [, yaml = ''] = /```yaml\n(apiVersion: kustomize[\s\S]*?)```/.exec(guide) ?? [];
      writeFileSync(join(folder, 'kustomization.yaml'), yaml);
      const objects = readManifests(kustomize(folder));
      expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({
        spec: { type: 'NodePort', ports: [{ nodePort: 30443 }] },
      });
      const deployment = objects.find(({ kind }) => kind === 'Deployment');
      expect(deployment).toMatchObject({ spec: { replicas: 2 } });
      expect(JSON.stringify(deployment)).toContain('"image":"registry.example.com/quarterdeck:0.1.0"');
      expect(JSON.stringify(deployment)).toContain('https://10.0.0.11:30443,https://10.0.0.12:30443');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
