import { describe, expect, it, test } from 'vitest';
import { cutKind, kindsOf, type OpenApiDocument } from './cut-kind.ts';
import { kindOf } from './schema-node.ts';
import { recorded, treeOf } from './test/recorded.ts';

const SOURCES = ['v1.20-v2', 'demo-v3-apps'] as const;

describe.each(SOURCES)('a Deployment of %s (OPS-070)', (source) => {
  const tree = treeOf(source, 'apps/v1', 'Deployment');

  it('reaches fields through references', () => {
    expect(tree.explain(['spec', 'replicas'])).toMatchObject({ type: 'integer', required: false });
    expect(tree.explain(['spec', 'template', 'spec', 'containers'])).toMatchObject({
      type: '[]Container',
      required: true,
    });
    expect(tree.explain(['spec', 'template', 'spec', 'containers', 0, 'image'])).toMatchObject({ type: 'string' });
    expect(tree.explain(['spec', 'nothing'])).toBeUndefined();
  });

  it('has its own description before the one of what it refers to', () => {
    expect(tree.explain(['spec'])?.description).toMatch(/^Spec/);
    expect(tree.explain(['spec', 'selector'])?.description).toMatch(/^Label selector for pods/);
  });

  it('tells merge keys, quantities and int-or-string', () => {
    const containers = tree.at(['spec', 'template', 'spec', 'containers']);
    expect(containers).toMatchObject({ patchStrategy: 'merge', mergeKey: 'name' });
    const limits = tree.at(['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu']);
    expect(limits?.type).toBe('quantity');
    expect(tree.at(['spec', 'strategy', 'rollingUpdate', 'maxSurge'])?.type).toBe('int-or-string');
    expect(tree.explain(['metadata', 'labels'])?.type).toBe('map[string]string');
  });

  it('has required fields first', () => {
    const names = tree.fields(['spec']).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['selector', 'template']);
    expect(names.slice(2)).toEqual(names.slice(2).toSorted());
  });

  it('knows that status is written elsewhere', () => {
    expect(tree.schema.statusApart).toBe(true);
  });
});

test('kinds of one document; what stands for every group is none', () => {
  const kinds = kindsOf(recorded('v1.20-v2'));
  expect(kinds.get('apps/v1/Deployment')).toBe('io.k8s.api.apps.v1.Deployment');
  expect(kinds.get('/v1/Service')).toBe('io.k8s.api.core.v1.Service');
  expect([...kinds.keys()].some((key) => key.endsWith('DeleteOptions'))).toBe(false);
});

test('a custom resource of the cluster', () => {
  const tree = treeOf('demo-v3-crd', 'shop.example.com/v1', 'Backup');
  expect(tree.fields(['spec']).map(({ name, required }) => [name, required])).toEqual([
    ['schedule', true],
    ['source', true],
    ['keep', false],
  ]);
});

test('only what the kind reaches comes along', () => {
  const schema = cutKind(recorded('v1.20-v2'), kindOf('v1', 'Service'));
  expect(Object.keys(schema?.definitions ?? {})).not.toContain('io.k8s.api.core.v1.PodSpec');
});

test('an unknown kind', () => {
  expect(cutKind(recorded('v1.20-v2'), kindOf('v1', 'Nothing'))).toBeUndefined();
});

const crd: OpenApiDocument = {
  components: {
    schemas: {
      a: {
        'x-kubernetes-group-version-kind': [{ group: 'g', version: 'v1', kind: 'A' }],
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: {
              once: {
                type: 'string',
                'x-kubernetes-validations': [{ rule: ' self == oldSelf ', message: 'only once' }],
              },
              free: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
                properties: { known: { type: 'string' } },
              },
              port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
              self: { $ref: '#/components/schemas/a' },
            },
          },
        },
      },
    },
  },
};

test('marks of a CRD: immutable by its rule, open, int-or-string; a circle ends', () => {
  const schema = cutKind(crd, kindOf('g/v1', 'A'));
  const spec = schema?.root.properties?.['spec']?.properties;
  expect(spec?.['once']).toMatchObject({ immutable: true, rules: ['only once'] });
  expect(spec?.['free']).toMatchObject({ open: true });
  expect(spec?.['port']).toMatchObject({ type: 'int-or-string' });
  expect(Object.keys(schema?.definitions ?? {})).toEqual(['a']);
});
