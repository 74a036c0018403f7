import { describe, expect, test } from 'vitest';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { wholeKinds as kinds } from '../../kinds/whole-kinds.ts';
import { pathFault, withoutEndSlash } from './ask-raw.ts';
import { completePath } from './complete-path.ts';
import { MASK, maskRaw } from './mask-raw.ts';
import { secrecyOf } from './secrecy.ts';

function kind(group: string, resource: string, kindName: string, namespaced = true): DiscoveredResource {
  return {
    group,
    version: 'v1',
    resource,
    kind: kindName,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced,
    verbs: ['list'],
  };
}
const resources = [
  kind('', 'secrets', 'Secret'),
  kind('', 'pods', 'Pod'),
  kind('', 'nodes', 'Node', false),
  kind('apps', 'deployments', 'Deployment'),
];

describe('secret values of an answer', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 's',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"p":"hidden"}}' },
    },
    data: { p: 'hidden' },
    stringData: { q: 'hidden' },
  };
  const shown = (value: unknown, path: string, of = resources) =>
    JSON.stringify(maskRaw(value, secrecyOf(kinds, of, path)));

  test.each([
    ['one object', secret, '/api/v1/namespaces/a/secrets/s'],
    [
      'a list, whose items have no kind',
      { kind: 'SecretList', apiVersion: 'v1', items: [{ ...secret, kind: undefined }] },
      '/api/v1/secrets',
    ],
    [
      'a table with whole objects',
      { kind: 'Table', rows: [{ object: secret }] },
      '/api/v1/namespaces/a/secrets?limit=1',
    ],
    ['an event of a watch', { type: 'ADDED', object: secret }, '/api/v1/secrets'],
    ['a list of several kinds', { kind: 'List', apiVersion: 'v1', items: [secret] }, '/apis/example.com/v1/bundles'],
    ['an encoded path', { ...secret, kind: 'Strange' }, '/api/v1/namespaces/a/%73ecrets/s'],
  ])('are masked in %s', (_, value, path) => {
    expect(shown(value, path)).not.toContain('hidden');
    expect(shown(value, path)).toContain(MASK);
  });

  test('are masked before discovery has been read', () => {
    expect(shown({ ...secret, kind: undefined }, '/api/v1/secrets', [])).not.toContain('hidden');
  });

  test('the names of the keys stay, and so does what is not secret', () => {
    expect(maskRaw(secret, secrecyOf(kinds, resources, '/api/v1/secrets'))).toMatchObject({
      metadata: { name: 's' },
      data: { p: MASK },
    });
    const map = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'seen' } };
    expect(maskRaw(map, secrecyOf(kinds, resources, '/api/v1/configmaps'))).toEqual(map);
  });
});

test.each([
  ['/api/v1/pods', undefined],
  ['/apis/apps/v1/deployments?limit=1&labelSelector=a%3Db', undefined],
  ['api/v1', 'start'],
  ['//evil.example/x', 'start'],
  ['https://evil.example', 'start'],
  ['/api/v1/pods with spaces', 'start'],
  ['/api/../metrics', 'dots'],
  ['/api/v1/pods?watch=true', 'endless'],
  ['/api/v1/pods?watch=1', 'endless'],
  ['/api/v1/pods?watch', 'endless'],
  ['/api/v1/pods?watch=false', undefined],
  ['/api/v1/namespaces/a/pods/p/log?follow=true', 'endless'],
])('%s → %s', (path, fault) => {
  expect(pathFault(path)).toBe(fault);
});

test('a path that is typed is completed one part at a time, by what the cluster serves', () => {
  const complete = (typed: string) => completePath(typed, resources, ['team-a', 'team-b']);
  expect(complete('/ap')).toEqual(['/api', '/apis']);
  expect(complete('/apis/')).toEqual(['/apis/apps']);
  expect(complete('/api/v1/n')).toEqual(['/api/v1/namespaces', '/api/v1/nodes']);
  expect(complete('/api/v1/namespaces/')).toEqual(['/api/v1/namespaces/team-a', '/api/v1/namespaces/team-b']);
  expect(complete('/api/v1/namespaces/unlisted/')).toEqual([
    '/api/v1/namespaces/unlisted/pods',
    '/api/v1/namespaces/unlisted/secrets',
  ]);
  expect(complete('/api/v1/pods?l')).toEqual([]);
});

test.each([
  ['/api/v1/namespaces/ns/pods/web-1/', '/api/v1/namespaces/ns/pods/web-1'],
  ['/api/v1/pods/?limit=1&continue=a/', '/api/v1/pods?limit=1&continue=a/'],
  ['/version', '/version'],
  ['/', '/'],
])('asks for a path without the slash at its end (T2.2-09): %s', (path, asked) => {
  expect(withoutEndSlash(path)).toBe(asked);
});
