import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { imageVersion } from './image.ts';
import { ROOT } from './run-step.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>;
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const workflow = parse(read('.github/workflows/release.yml')) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

test('one version stands everywhere: package, image, chart, manifests', () => {
  const version = imageVersion();
  expect(read('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
  expect(parse(read('deploy/helm/quarterdeck/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  expect(parse(read('deploy/kustomize/base/kustomization.yaml'))).toMatchObject({ images: [{ newTag: version }] });
  for (const file of readdirSync(join(ROOT, 'deploy')).filter((name) => name.endsWith('.yaml')))
    expect(read(`deploy/${file}`), file).toMatch(
      new RegExp(`^ *image: quarterdeck:${version.replaceAll('.', '\\.')}$`, 'm'),
    );
});

test('the release names the version of each action, and no script of it holds a secret or an expression', () => {
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  // an expression within a script is text that somebody else may have written
  for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{/);
  expect(steps.some(({ run }) => /set -x|printenv|\benv$/m.test(run ?? ''))).toBe(false);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
});

test('the release tests, and publishes image, chart, bill of materials and provenance', () => {
  const text = JSON.stringify(steps);
  for (const part of ['npm test', 'docker/build-push-action', 'helm package', 'attest-sbom', 'attest-build-provenance'])
    expect(text).toContain(part);
});
