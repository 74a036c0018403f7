import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOidcSettings } from '../../apps/bff/src/auth/oidc/oidc-settings.ts';
import { readConfig } from '../../apps/bff/src/config.ts';
import { ROOT } from '../../scripts/run-step.ts';
import type { Manifest } from './manifest.ts';
import { buildVariant, listVariants, type Variant } from './render.ts';

interface Deployment extends Manifest {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [Container];
        readonly volumes: readonly Readonly<Record<string, unknown>>[];
      };
    };
  };
}

interface ConfigMap extends Manifest {
  readonly data: Readonly<Record<string, string>>;
}

interface Container {
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

/** What PodSecurity "restricted" demands of a pod; and our own demands. */
const RESTRICTED = {
  serviceAccountName: 'quarterdeck',
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      resources: {
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { cpu: expect.any(String), memory: expect.any(String) },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    },
  ],
};

/** What PodSecurity "restricted" allows of volumes, and we use. */
const VOLUMES = new Set(['name', 'configMap', 'secret', 'emptyDir']);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A path of the container in this test's folder. */
function inFolder(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const find = (objects: readonly Manifest[], kind: string): Manifest | undefined =>
  objects.find((object) => object.kind === kind);

const BUILT = await Promise.all(
  listVariants().map(async (variant) => ({ ...variant, objects: await buildVariant(variant) })),
);

describe.each(BUILT)('$name', ({ objects, ...variant }) => {
  const { spec } = (find(objects, 'Deployment') as Deployment).spec.template;
  const [container] = spec.containers;

  it('has no rights, no token and no key in it, and is what PodSecurity calls restricted', () => {
    expect(spec).toMatchObject(RESTRICTED);
    expect(JSON.stringify(spec)).not.toMatch(/"(?:host\w+|privileged|add|procMount|serviceAccountToken)":/);
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds.filter((kind) => /Role|Binding|Secret/.test(kind))).toEqual([]);
    expect(find(objects, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
    for (const volume of spec.volumes) expect(Object.keys(volume).filter((key) => !VOLUMES.has(key))).toEqual([]);
    const own = new Set(
      objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)),
    );
    expect([...own]).toEqual([variant.namespace]);
  });

  it('leaves a quarter of its memory to what is not heap', () => {
    const options = container.env.find(({ name }) => name === 'NODE_OPTIONS')?.value;
    const [, heap] = /^--max-old-space-size=(\d+)$/.exec(options ?? '') ?? [];
    const [, limit, unit] = /^(\d+)([MG])i$/.exec(container.resources.limits.memory) ?? [];
    expect(Number(heap)).toBeGreaterThan(0);
    expect(Number(heap)).toBeLessThanOrEqual(Number(limit) * (unit === 'G' ? 1024 : 1) * 0.75);
  });

  it('is configured with settings that exist, and starts with them', () => {
    const source = readFileSync(join(ROOT, 'apps', 'bff', 'src', 'config-schema.ts'), 'utf8');
    const env: Record<string, string | undefined> = {};
    for (const { name, value } of container.env) {
      // Node reads the second one
      if (!['POD_NAMESPACE', 'NODE_OPTIONS'].includes(name)) expect(source).toContain(` ${name}: `);
      env[name] = value?.replaceAll('$(POD_NAMESPACE)', () => {
        // Kubernetes puts in only what stands before it
        expect(container.env.findIndex((one) => one.name === 'POD_NAMESPACE')).toBeLessThan(
          container.env.findIndex((one) => one.name === name),
        );
        return variant.namespace;
      });
      const below = container.volumeMounts.some(({ mountPath }) => value?.startsWith(mountPath));
      if (value?.startsWith('/')) expect(below, `${name} lies in a volume`).toBe(true);
    }
    env['QUARTERDECK_SESSION_KEY_FILE'] = inFolder('key', randomBytes(32).toString('base64'));
    if (env['QUARTERDECK_TLS_DIR'] !== undefined) env['QUARTERDECK_TLS_DIR'] = dirname(inFolder('tls/.empty', ''));
    const config = readConfig({ ...env, KUBERNETES_SERVICE_HOST: '10.96.0.1' });
    expect(config.warnings).toEqual([]);
    expect(config.secureCookies).toBe(true);
    const scheme = config.tls === null ? 'HTTP' : 'HTTPS';
    expect(container).toMatchObject({
      ports: [
        { name: 'web', containerPort: config.port },
        { name: 'metrics', containerPort: config.metricsPort },
        ...(config.ports ? [{ name: 'ports', containerPort: config.ports.listen }] : []),
      ],
      readinessProbe: { httpGet: { path: '/readyz', port: 'web', scheme } },
      livenessProbe: { httpGet: { path: '/healthz', port: 'web', scheme } },
    });
  });
});

it('the provider of the OpenID overlay is one that the BFF can read', async () => {
  const variant = listVariants().find(({ name }) => name === 'oidc') as Variant;
  const { data } = find(await buildVariant(variant), 'ConfigMap') as ConfigMap;
  const secret = inFolder('client-secret', 'secret\n');
  const written = (data['oidc.json'] ?? '').replace(/"\/etc\/quarterdeck\/oidc-secret\/[^"]+"/, `"${secret}"`);
  const providers = readOidcSettings(inFolder('oidc.json', written), new Set(['in-cluster']));
  expect(providers).toMatchObject([{ id: 'company', clientSecret: 'secret' }]);
});
