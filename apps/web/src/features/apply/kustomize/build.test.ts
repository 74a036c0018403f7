// @vitest-environment node
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../api/schema/read-documents.ts';
import { isMap, type JsonMap, writeYaml } from '../kube-yaml.ts';
import { buildKustomization } from './build.ts';
import { type FileSet, rootKustomizations } from './file-set.ts';
import { KustomizeError } from './kustomize-error.ts';
import { KUSTOMIZE_CASES, type KustomizeCase } from './test/cases.ts';
import recorded from './test/recorded.json' with { type: 'json' };

const files = (texts: Readonly<Record<string, string>>): FileSet =>
  new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]));
const byName = (objects: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(
    objects.filter(isMap).map((object) => {
      const { name, namespace } = object['metadata'] as JsonMap;
      return [`${object['kind']}/${namespace ?? ''}/${name}`, object];
    }),
  );
const ours = async ({ files: texts, build = '' }: KustomizeCase) =>
  byName(await buildKustomization(files(texts), build));
const EXPECTED = new Map<string, unknown[]>(Object.entries(recorded));

/** The kubectls to compare with: those of $KUBECTL_PATH, else that of the path. What was recorded is compared without any. */
const KUBECTLS = (process.env['KUBECTL_PATH'] ?? 'kubectl').split(delimiter).flatMap((program) => {
  const { stdout } = spawnSync(program, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const minor = /"gitVersion":\s*"v1\.(\d+)/.exec(stdout ?? '')?.[1];
  return minor === undefined ? [] : [{ program, minor: Number(minor) }];
});

function built(program: string, { files: texts, build = '.' }: KustomizeCase): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const text = execFileSync(program, ['kustomize', join(folder, build)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return byName(readDocuments(text).map(({ value }) => value));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('OPS-084: a kustomization builds what kubectl builds of it', () => {
  it.each(KUSTOMIZE_CASES)('$id, as kustomize v5.6 did', async (one) => {
    expect(await ours(one)).toEqual(byName(EXPECTED.get(one.id) ?? []));
  });

  it('every case has its recorded answer', () => {
    expect([...EXPECTED.keys()]).toEqual(KUSTOMIZE_CASES.map(({ id }) => id));
  });

  const live = KUBECTLS.flatMap(({ program, minor }) =>
    KUSTOMIZE_CASES.filter(({ newestOnly }) => minor >= 27 || !newestOnly).map((one) => ({ ...one, program, minor })),
  );
  it.runIf(live.length > 0).each(live)('$id, as kubectl 1.$minor does', async ({ program, minor: _, ...one }) => {
    expect(await ours(one)).toEqual(built(program, one));
  });

  it('what is built reads back as it was, in either dialect of YAML', async () => {
    const [one] = await buildKustomization(
      files({
        'kustomization.yaml': `configMapGenerator:\n- name: odd\n  literals: ['a=no', 'b=012', 'c=1:30', 'd=2020-01-01', 'e=', 'f=y', 'g=~']\n`,
      }),
      '',
    );
    expect(readDocuments(writeYaml(one))[0]?.value).toEqual(one);
  });
});

describe('a kustomization that cannot be built says why', () => {
  const fault = (texts: Readonly<Record<string, string>>, build = '') =>
    buildKustomization(files(texts), build).then(
      () => undefined,
      (error: unknown) => (error instanceof KustomizeError ? [error.fault, ...Object.values(error.values)] : error),
    );
  it.each([
    ['resources: [gone.yaml]', ['noFile', 'gone.yaml']],
    ['resources: [https://example.com/base]', ['remote', 'https://example.com/base']],
    ['resources: ["github.com/org/repo//base?ref=v1"]', ['remote', 'github.com/org/repo//base?ref=v1']],
    ['resources: [../../etc]', ['outside', '../../etc']],
    ['resources: [/etc/passwd]', ['outside', '/etc/passwd']],
    ['resource: []', ['unknownField', 'resource', 'kustomization.yaml']],
    ['helmCharts: [{name: x}]', ['unsupported', 'helmCharts', 'kustomization.yaml']],
    ['resources: [./]', ['cycle', '']],
    ['patches: [{patch: "kind: Pod\\nmetadata: {name: a}"}]', ['noTarget', 'Pod a']],
    ['replicas: [{name: a, count: 1}]', ['noTarget', 'a']],
    ['configMapGenerator: [{name: a, envs: [e]}]', ['noFile', 'e']],
    ['configMapGenerator: [{name: a, literals: [b]}]', ['badEntry', 'literals', 'b']],
    ['configMapGenerator: [{name: a}, {name: a}]', ['twice', 'a']],
  ])('%s', async (text, expected) => {
    expect(await fault({ 'kustomization.yaml': text })).toEqual(expected);
  });

  it('no kustomization, broken YAML', async () => {
    expect(await fault({ 'a.yaml': 'a: b' })).toEqual(['noKustomization', '.']);
    expect((await fault({ 'kustomization.yaml': 'a: [' }))?.toString()).toContain('notYaml,kustomization.yaml');
  });

  it('finds the folders that nothing else refers to', () => {
    const texts = {
      'shop/base/kustomization.yaml': 'resources: []',
      'shop/dev/kustomization.yaml': 'resources: [../base]',
      'shop/prod/kustomization.yml': 'bases: [../base]',
    };
    expect(rootKustomizations(files(texts))).toEqual(['shop/dev', 'shop/prod']);
  });
});
