import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/run-step.ts';
import { comparable, readManifests } from './manifest.ts';
import {
  buildVariant,
  type ChartRenderer,
  chartRenderers,
  kustomizers,
  listVariants,
  type Variant,
  valuesOf,
} from './render.ts';

const VARIANTS = listVariants();
const BASE = VARIANTS[0] as Variant;
const KUSTOMIZERS = kustomizers();
const SLOW_MS = 120_000;

describe.each([...chartRenderers()])('the chart, rendered by %s', (_name, render: ChartRenderer) => {
  it.each(VARIANTS)('makes the same objects as kustomize: $name', { timeout: SLOW_MS }, async (variant) => {
    const chart = comparable(render(variant, { ...valuesOf(variant), namespace: { create: true } }));
    for (const [name, build] of KUSTOMIZERS) expect(comparable(await build(variant)), name).toEqual(chart);
  });

  it.each([
    ['an unknown value', { replica: 2 }, /replica/],
    ['a number as text', { replicas: 'two' }, /replicas/],
    ['no replica', { replicas: 0 }, /replicas/],
    ['a port that is none', { service: { nodePort: 70_000 } }, /nodePort/],
    ['an address without a scheme', { publicURL: 'deck.example.com' }, /publicURL/],
    ['an address that would end the line', { publicURL: 'https://a\n          - name: X' }, /publicURL/],
    ['a secret in the values', { oidc: { providers: [{ id: 'a', clientSecret: 'x' }] } }, /clientSecret/],
    ['ports without a wildcard', { ports: { url: 'https://ports.example.com' } }, /url/],
    ['a port of metrics that needs root', { metrics: { port: 80 } }, /port/],
    [
      'a heap beyond its memory',
      { resources: { limits: { memory: '512Mi' } } },
      /maxHeap is 768 MiB, more than .*512Mi/,
    ],
    ['a heap that leaves nothing', { maxHeap: 1024, resources: { limits: { memory: '1.25Gi' } } }, /maxHeap is 1024/],
  ])('refuses %s', (_what, values, fault) => {
    expect(() => render(BASE, values)).toThrow(fault);
  });

  it.each([
    [{ maxHeap: 384, resources: { limits: { memory: '512Mi' } } }, '--max-old-space-size=384'],
    [{ maxHeap: 1152, resources: { limits: { memory: '1.5Gi' } } }, '--max-old-space-size=1152'],
    // who names no limit, or one in another unit, has to know
    [{ resources: { limits: { memory: null } } }, '--max-old-space-size=768'],
    [{ resources: { limits: null } }, '--max-old-space-size=768'],
    [{ resources: { limits: { memory: '900M' } } }, '--max-old-space-size=768'],
  ])('takes a heap that the memory holds: %j', (values, value) => {
    const spec = { containers: [{ env: expect.arrayContaining([{ name: 'NODE_OPTIONS', value }]) }] };
    const deployment = render(BASE, values).find(({ kind }) => kind === 'Deployment');
    expect(deployment).toMatchObject({ spec: { template: { spec } } });
  });

  it('leaves out what is turned off, and takes what is added', () => {
    const objects = render(BASE, {
      metrics: { enabled: false },
      networkPolicy: { enabled: false },
      podDisruptionBudget: { enabled: false },
      tolerations: [],
      nodeSelector: { disk: 'ssd' },
      image: { tag: `sha256:${'0'.repeat(64)}` },
      service: { annotations: { note: 'a: "b"' } },
      oidc: { providers: [{ id: 'a', title: 'A', issuer: 'https://a', clientId: 'a' }], secretName: '' },
    });
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Deployment', 'Service', 'ServiceAccount']);
    const text = JSON.stringify(objects);
    expect(text).not.toMatch(/metrics|METRICS|tolerations|oidc-secret/);
    expect(text).toContain('"nodeSelector":{"disk":"ssd"}');
    expect(text).toContain(`quarterdeck@sha256:${'0'.repeat(64)}`);
    expect(text).toContain('"note":"a: \\"b\\""');
  });

  it('lets env go before what it says itself, and says no name twice', () => {
    const given = [
      { name: 'QUARTERDECK_TLS_NAMES', value: 'deck.example.com' },
      { name: 'QUARTERDECK_DRAIN_SECONDS', value: '60' },
    ];
    const objects = render(BASE, { env: given, terminationGracePeriodSeconds: 90 });
    const spec = {
      terminationGracePeriodSeconds: 90,
      containers: [{ env: expect.arrayContaining([...given, { name: 'HOST', value: '0.0.0.0' }]) }],
    };
    expect(objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({ spec: { template: { spec } } });
    for (const { name } of given) expect(JSON.stringify(objects).split(`"name":"${name}"`)).toHaveLength(2);
  });

  it.each([
    ['v1.20.2', 'policy/v1beta1'],
    ['v1.21.0-rc.0', 'policy/v1'],
    ['v1.31.4-gke.1183000', 'policy/v1'],
    ['v1.33.1+k3s1', 'policy/v1'],
  ])('has disruption budgets for Kubernetes %s in %s', (kubeVersion, apiVersion) => {
    const budget = render({ ...BASE, kubeVersion }, {}).find(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budget).toMatchObject({ apiVersion });
  });
});

describe('the one manifest', () => {
  it.each([
    ['quarterdeck.yaml', 'base'],
    ['quarterdeck-v1.20.yaml', 'kubernetes-1.20'],
  ])('%s is what kustomize makes of %s (else: kubectl kustomize … > deploy/…)', async (file, name) => {
    const variant = VARIANTS.find((one) => one.name === name) as Variant;
    const written = readManifests(readFileSync(join(ROOT, 'deploy', file), 'utf8'));
    expect(comparable(written)).toEqual(comparable(await buildVariant(variant)));
  });

  it('is of the version that is built', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(JSON.stringify(await buildVariant(BASE))).toContain(`"image":"quarterdeck:${version}"`);
    const chart = readFileSync(join(ROOT, 'deploy', 'helm', 'quarterdeck', 'Chart.yaml'), 'utf8');
    expect(chart).toContain(`\nversion: ${version}\n`);
    expect(chart).toContain(`\nappVersion: ${version}\n`);
  });
});
