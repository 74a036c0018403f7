import { expect, it } from 'vitest';
import type { KubeObject } from '../kube-object.ts';
import { changedPaths, meaningfulChanges } from './changed-paths.ts';
import { droppedFields } from './dropped-fields.ts';
import { byManager, conflictingFields, ownersOf, takenFields } from './field-owners.ts';
import { readText } from './read-text.ts';
import { PROBE } from './test/probe-text.ts';
import { turnedBack } from './turned-back.ts';
import { parsePath, pathText } from './value-path.ts';

const paths = (changes: readonly { path: readonly (string | number)[] }[]) => changes.map(({ path }) => pathText(path));

it('names the fields that differ, members of lists by their names', () => {
  const before = {
    spec: {
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', image: '1' },
      ],
      x: [1, 2],
    },
  };
  const after = { spec: { containers: [{ name: 'b', image: '2' }], x: [1, 3, 4], y: null } };
  expect(paths(changedPaths(before, after))).toEqual([
    'spec.containers[0].image',
    'spec.containers[0]',
    'spec.x[1]',
    'spec.x[2]',
    'spec.y',
  ]);
});

it('the status and what the server counts are no difference', () => {
  const at = (more: object, meta: object) => ({ metadata: { name: 'a', ...meta }, ...more });
  expect(meaningfulChanges(at({ status: 1 }, { resourceVersion: '1' }), at({ status: 2 }, { generation: 2 }))).toEqual(
    [],
  );
  expect(paths(meaningfulChanges(at({}, {}), at({}, { labels: { 'a.b/c': 'd' } })))).toEqual(['metadata.labels']);
});

it('fields that a server leaves out without a word (v1.20 has no strict validation)', () => {
  const sent = {
    metadata: { name: 'a', creationTimestamp: null },
    spec: { replicas: 0, foo: 1, list: [{ name: 'x', bar: 'y' }] },
  };
  const result = { metadata: { name: 'a' }, spec: { list: [{ name: 'x', added: true }] }, status: {} };
  expect(droppedFields(sent, result).map(pathText)).toEqual(['spec.foo', 'spec.list[0].bar']);
  expect(droppedFields({ stringData: { a: 'b' } }, { data: {} })).toEqual([]);
});

it.each([
  ['spec.ports[0].name', 'spec.ports[0].name'],
  ['metadata.annotations[example.com/note]', 'metadata.annotations[example.com/note]'],
  ['.spec.template.spec.containers[name="c"].image', 'spec.template.spec.containers[0].image'],
  ['.spec.template.spec.containers[name="d"].image', 'spec.template.spec.containers'],
  ['.metadata.labels.app.kubernetes.io/name', 'metadata.labels[app.kubernetes.io/name]'],
  ['[]', ''],
])('the server’s path %s is %s', (text, expected) => {
  const object = {
    ...readText(PROBE).object,
    metadata: { labels: { 'app.kubernetes.io/name': 'x', app: 'y' } },
  };
  expect(pathText(parsePath(text, object))).toBe(expected);
});

const LIVE: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'a',
    uid: 'u',
    managedFields: [
      { manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:selector': {} } } },
      {
        manager: 'hpa',
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'argocd',
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:template': { 'k:{"name":"c"}': { '.': {}, 'f:image': {} } } } },
      },
      { manager: 'quarterdeck', operation: 'Update', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
    ],
  },
  spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: [{ name: 'c', image: '1' }], paused: true },
};

it('knows who wrote a field last: lists by key, whole fields, sub-resources', () => {
  const names = (...path: (string | number)[]) => ownersOf(LIVE, path).map(({ manager }) => manager);
  expect(names('spec', 'replicas')).toEqual(['kubectl', 'hpa']);
  expect(names('spec', 'selector', 'matchLabels', 'a')).toEqual(['kubectl']);
  expect(names('spec', 'template', 0, 'image')).toEqual(['argocd']);
  expect(names('spec', 'other')).toEqual([]);
});

it('whose fields a change writes over, without our own', () => {
  const after = {
    ...LIVE,
    spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template: [{ name: 'c', image: '2' }], paused: false },
  };
  const taken = byManager(takenFields(LIVE, meaningfulChanges(LIVE, after)));
  expect(taken.map(({ owner, paths: fields }) => [owner.manager, ...fields])).toEqual([
    ['kubectl', 'spec.replicas'],
    ['hpa', 'spec.replicas'],
    ['argocd', 'spec.template[0].image'],
  ]);
});

it('names the owner of a member of a list by its key, wherever the member has moved', () => {
  const owner = (manager: string, fields: object) => ({ manager, operation: 'Update', fieldsV1: { 'f:spec': fields } });
  const live = {
    ...LIVE,
    metadata: {
      ...LIVE.metadata,
      managedFields: [
        owner('mesh', { 'f:containers': { 'k:{"name":"proxy"}': { 'f:image': {} } } }),
        owner('ci', { 'f:containers': { 'k:{"name":"app"}': { 'f:image': {}, 'f:args': {} } } }),
      ],
    },
    spec: {
      containers: [
        { name: 'proxy', image: '1' },
        { name: 'app', image: '1', args: ['a'] },
      ],
    },
  };
  const after = { ...live, spec: { containers: [{ name: 'app', image: '2', args: ['b'] }] } };
  const changes = meaningfulChanges(live, after);
  expect(paths(changes)).toEqual(['spec.containers[0].image', 'spec.containers[0].args[0]', 'spec.containers[0]']);
  expect(byManager(takenFields(live, changes)).map(({ owner: by, paths: fields }) => [by.manager, ...fields])).toEqual([
    ['ci', 'spec.containers[0].image', 'spec.containers[0].args[0]'],
    ['mesh', 'spec.containers[0]'],
  ]);
  // and what is turned back is told although a controller put its container before ours
  const now = {
    ...live,
    spec: {
      containers: [
        { name: 'proxy', image: '1' },
        { name: 'app', image: '1', args: ['b'] },
      ],
    },
  };
  expect(turnedBack(changes, after, now).map(({ path, wrote }) => [pathText(path), wrote])).toEqual(
    expect.arrayContaining([['spec.containers[1].image', '2']]),
  );
});

it('reads the conflicts of a server-side apply', () => {
  const status = {
    kind: 'Status' as const,
    details: {
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "hpa" with subresource "scale" using apps/v1',
          field: '.spec.replicas',
        },
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "argocd-controller" using apps/v1 at 2026-01-01T00:00:00Z',
          field: '.spec.paused',
        },
      ],
    },
  };
  expect(conflictingFields(status, LIVE)).toEqual([
    { path: ['spec', 'replicas'], manager: 'hpa', operation: 'Update', subresource: 'scale' },
    { path: ['spec', 'paused'], manager: 'argocd-controller', operation: 'Update' },
  ]);
});

it('says what was turned back after a write, and by whom; what others add is theirs', () => {
  const written = { ...LIVE, spec: { ...(LIVE['spec'] as object), replicas: 9 } };
  const now = { ...LIVE, spec: { ...(LIVE['spec'] as object), replicas: 3, added: 1 } };
  const changes = meaningfulChanges(LIVE, written);
  expect(turnedBack(changes, written, now)).toEqual([
    {
      path: ['spec', 'replicas'],
      wrote: 9,
      now: 3,
      owners: expect.arrayContaining([expect.objectContaining({ manager: 'hpa' })]),
    },
  ]);
  expect(turnedBack(changes, written, { ...written, spec: { ...written.spec, added: 1 } })).toEqual([]);
});
