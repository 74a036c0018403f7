import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildKustomization } from '../../apps/web/src/features/apply/kustomize/build.ts';
import { ROOT } from '../../scripts/run-step.ts';
import { kustomizeFiles, listVariants, valuesOf } from './render.ts';

const guide = readFileSync(join(ROOT, 'docs', 'install.md'), 'utf8');

describe('docs/install.md', () => {
  it('names every overlay, and values beside each', () => {
    for (const variant of listVariants().filter(({ name }) => name !== 'base' && name !== 'in-cluster-test')) {
      expect(guide).toContain(`| \`${variant.name}\` |`);
      expect(valuesOf(variant)).toBeTypeOf('object');
    }
  });

  it('shows a kustomization of several components that works as it stands', async () => {
    const [, yaml = ''] = /```yaml\n(apiVersion: kustomize[\s\S]*?)```/.exec(guide) ?? [];
    const files = new Map([...kustomizeFiles()].map(([path, text]) => [`quarterdeck/${path}`, text]));
    files.set('kustomization.yaml', new TextEncoder().encode(yaml));
    const objects = await buildKustomization(files, '');
    expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({
      spec: { type: 'NodePort', ports: [{ nodePort: 30443 }] },
    });
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    expect(deployment).toMatchObject({ spec: { replicas: 2 } });
    expect(JSON.stringify(deployment)).toContain('"image":"registry.example.com/quarterdeck:0.1.0"');
    expect(JSON.stringify(deployment)).toContain('https://10.0.0.11:30443,https://10.0.0.12:30443');
  });
});
