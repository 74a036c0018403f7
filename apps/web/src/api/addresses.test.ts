import { describe, expect, it } from 'vitest';
import { groupSegment, listPath, namespacesSegment, objectPath, parseGroup, parseNamespaces } from './addresses.ts';
import type { DiscoveredResource } from './kube-object.ts';

function resource(group: string, plural: string, namespaced: boolean): DiscoveredResource {
  return {
    group,
    version: 'v1',
    resource: plural,
    kind: plural,
    singular: plural,
    shortNames: [],
    categories: [],
    namespaced,
    verbs: ['list'],
  };
}

const pods = resource('', 'pods', true);
const nodes = resource('', 'nodes', false);
const deployments = resource('apps', 'deployments', true);
const clusterRoles = resource('rbac.authorization.k8s.io', 'clusterroles', false);

describe('listPath', () => {
  it.each([
    [pods, ['shop'], '/clusters/demo/namespaces/shop/core/pods'],
    [pods, ['a', 'b'], '/clusters/demo/namespaces/a,b/core/pods'],
    [pods, null, '/clusters/demo/namespaces/_all/core/pods'],
    [deployments, ['shop'], '/clusters/demo/namespaces/shop/apps/deployments'],
    [nodes, ['shop'], '/clusters/demo/core/nodes'],
    [clusterRoles, null, '/clusters/demo/rbac.authorization.k8s.io/clusterroles'],
  ])('%o in %j', (kind, namespaces, path) => {
    expect(listPath('demo', kind, namespaces)).toBe(path);
  });

  it('encodes what a kubeconfig may call a cluster', () => {
    expect(listPath('kind/dev #1', nodes, null)).toBe('/clusters/kind%2Fdev%20%231/core/nodes');
  });
});

describe('objectPath', () => {
  it('keeps names with ":" and "." and adds the tab', () => {
    const ref = { cluster: 'demo', resource: clusterRoles, namespace: undefined, name: 'system:node.x' };
    expect(objectPath(ref)).toBe('/clusters/demo/rbac.authorization.k8s.io/clusterroles/system%3Anode.x');
    expect(objectPath(ref, 'yaml')).toBe('/clusters/demo/rbac.authorization.k8s.io/clusterroles/system%3Anode.x/yaml');
  });

  it('names the namespace, and leaves the overview tab out', () => {
    const ref = { cluster: 'demo', resource: pods, namespace: 'shop', name: 'web-1' };
    expect(objectPath(ref, 'overview')).toBe('/clusters/demo/namespaces/shop/core/pods/web-1');
    expect(objectPath(ref, 'logs')).toBe('/clusters/demo/namespaces/shop/core/pods/web-1/logs');
  });
});

describe('segments', () => {
  it.each([
    ['_all', null],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a,,b,a', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['a,_all', null],
    ['', null],
    [',', null],
  ])('namespaces %j → %j', (segment, namespaces) => {
    expect(parseNamespaces(segment)).toEqual(namespaces);
  });

  it('are the inverse of their parsers', () => {
    for (const namespaces of [null, ['a'], ['a', 'b']])
      expect(parseNamespaces(namespacesSegment(namespaces))).toEqual(namespaces);
    for (const group of ['', 'apps', 'example.com']) expect(parseGroup(groupSegment(group))).toBe(group);
  });
});
