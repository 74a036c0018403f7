import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiPath, formatResource, parseApiVersion, parseResource } from './resource-path.ts';

describe('resource strings', () => {
  test.each([
    ['v1/pods', { group: '', version: 'v1', resource: 'pods' }],
    ['apps/v1/deployments', { group: 'apps', version: 'v1', resource: 'deployments' }],
  ])('%s', (text, gvr) => {
    expect(parseResource(text)).toEqual(gvr);
    expect(formatResource(gvr)).toBe(text);
  });

  test.each(['', 'pods', 'a/b/c/d', '/v1/pods', 'apps//deployments', 'v1/'])('%j is none', (text) => {
    expect(parseResource(text)).toBeUndefined();
  });

  test('apiVersion', () => {
    expect(parseApiVersion('v1')).toEqual({ group: '', version: 'v1' });
    expect(parseApiVersion('batch/v1beta1')).toEqual({ group: 'batch', version: 'v1beta1' });
  });
});

describe('apiPath', () => {
  const bindings = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' };
  test('encodes names that hold a colon', () => {
    expect(apiPath(bindings, { name: 'dev:cluster-sa-admin' })).toBe(
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/dev%3Acluster-sa-admin',
    );
  });
  test('sub-resources of namespaced objects', () => {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    expect(apiPath(pods, { namespace: 'a', name: 'b.c', subresource: 'log' })).toBe(
      '/api/v1/namespaces/a/pods/b.c/log',
    );
  });
  test('no name can add a segment, a query or a fragment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const path = apiPath(bindings, { name });
        expect(path.split('/')).toHaveLength(6);
        expect(path).not.toMatch(/[?#\\\s]/);
      }),
    );
  });
});
