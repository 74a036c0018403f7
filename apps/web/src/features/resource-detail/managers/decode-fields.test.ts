import { expect, test } from 'vitest';
import { countOwned, decodeFields, filterFields, type OwnedField } from './decode-fields.ts';
import { readManagers } from './read-managers.ts';

const FIELDS = {
  'f:metadata': {
    'f:labels': { '.': {}, 'f:app.kubernetes.io/name': {} },
    'f:finalizers': { 'v:"example.com/keep"': {} },
  },
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"web"}': {
            '.': {},
            'f:image': {},
            'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:name': {} } },
          },
        },
      },
    },
  },
};

const paths = (fields: readonly OwnedField[]): string[] =>
  fields.flatMap(({ path, owned, children }) => [...(owned ? [path] : []), ...paths(children)]);

test('managedFields become paths: fields, members by key, members of sets, the thing itself', () => {
  const fields = decodeFields(FIELDS);
  expect(paths(fields)).toEqual([
    'metadata.labels',
    'metadata.labels["app.kubernetes.io/name"]',
    'metadata.finalizers["example.com/keep"]',
    'spec.replicas',
    'spec.template.spec.containers[name="web"]',
    'spec.template.spec.containers[name="web"].image',
    'spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].name',
  ]);
  expect(countOwned(fields)).toBe(7);
});

test('a search keeps the branches that lead to what it names', () => {
  expect(paths(filterFields(decodeFields(FIELDS), ' IMAGE '))).toEqual([
    'spec.template.spec.containers[name="web"]',
    'spec.template.spec.containers[name="web"].image',
  ]);
  expect(filterFields(decodeFields(FIELDS), 'nothing of that')).toEqual([]);
});

test('what is no such thing is left out, and depth is bounded', () => {
  expect(decodeFields(null)).toEqual([]);
  expect(decodeFields({ junk: {}, 'f:ok': 'text', 'k:{broken': {} }).map(({ name }) => name)).toEqual([
    'ok',
    '[{broken]',
  ]);
  let deep: unknown = {};
  for (let i = 0; i < 5000; i += 1) deep = { 'f:a': deep };
  expect(() => decodeFields(deep)).not.toThrow();
});

test('managers: the last writer first, with operation, sub-resource and number of fields', () => {
  const entry = (manager: string, time: string, more: Record<string, unknown> = {}) => ({
    manager,
    operation: 'Update',
    apiVersion: 'apps/v1',
    time,
    fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    ...more,
  });
  const managers = readManagers({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      uid: 'u',
      managedFields: [
        entry('kubectl', '2026-11-21T10:00:00Z', { operation: 'Apply' }),
        entry('kube-controller-manager', '2026-11-21T11:00:00Z', { subresource: 'status' }),
      ],
    },
  });
  expect(managers.map(({ name, operation, subresource, count }) => [name, operation, subresource, count])).toEqual([
    ['kube-controller-manager', 'Update', 'status', 1],
    ['kubectl', 'Apply', '', 1],
  ]);
});
