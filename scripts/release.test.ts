import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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

/** Helm, as far as that step needs it: it packs the values, and renders the image that they name. */
const HELM = `#!/bin/sh
set -e
case $1 in
package) cp "$2/values.yaml" "$4/quarterdeck-0.1.0.tgz" ;;
template) sed -nE 's#^  repository: (.*)#\\1#p; s#^  tag: (.*)#@\\1#p' "$3" | tr -d '\\n' | sed 's#.*#image: "&"#' ;;
esac
`;

test('what the release packs runs its image, by digest, and nothing is packed that does not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const chart = 'deploy/helm/quarterdeck';
  for (const part of ['out', 'bin', chart]) mkdirSync(join(folder, part), { recursive: true });
  for (const file of ['deploy/quarterdeck.yaml', 'deploy/quarterdeck-v1.20.yaml', `${chart}/values.yaml`])
    cpSync(join(ROOT, file), join(folder, file));
  writeFileSync(join(folder, 'bin', 'helm'), HELM, { mode: 0o755 });
  const script = steps.find(({ run }) => run?.includes('helm package'))?.run ?? '';
  const image = 'registry.example.com/team/quarterdeck';
  const digest = `sha256:${'a'.repeat(64)}`;
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, IMAGE: image, DIGEST: digest };
  // as GitHub runs it
  const run = () => spawnSync('bash', ['--norc', '-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 0, stderr: '' });
  const packed = (file: string) => readFileSync(join(folder, 'out', file), 'utf8');
  expect(parse(packed('quarterdeck-0.1.0.tgz'))).toMatchObject({ image: { repository: image, tag: digest } });
  for (const file of ['quarterdeck.yaml', 'quarterdeck-v1.20.yaml'])
    expect(packed(file)).toContain(`image: ${image}@${digest}\n`);
  expect(packed('SHA256SUMS').trim().split('\n')).toHaveLength(3);

  writeFileSync(join(folder, chart, 'values.yaml'), 'image:\n  repository: another\n  tag: ""\n');
  expect(run().status).toBe(1);
});

test('a release without a registry to publish to says so at once', () => {
  const [first] = workflow.jobs['test']?.steps ?? [];
  const run = (REGISTRY: string) =>
    spawnSync('bash', ['-e', '-c', first?.run ?? ''], { env: { REGISTRY }, encoding: 'utf8' });
  expect(run('')).toMatchObject({ status: 1, stdout: expect.stringContaining('::error::') });
  expect(run('registry.example.com')).toMatchObject({ status: 0, stdout: '' });
});

test('the release tests, and publishes image, chart, bill of materials and provenance', () => {
  const text = JSON.stringify(steps);
  expect(workflow.jobs['test']).toMatchObject({ container: { image: expect.stringMatching(/^node:\d+-bookworm$/) } });
  for (const part of ['npm test', 'docker/build-push-action', 'helm package', 'attest-sbom', 'attest-build-provenance'])
    expect(text).toContain(part);
});
