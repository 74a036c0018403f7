import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { listApiPaths } from './list-api-paths.ts';

const pods = fakeResource('v1/pods', 'Pod');
const nodes = fakeResource('v1/nodes', 'Node', { namespaced: false });
const none = { labelSelector: '', fieldSelector: '' };

it('has a path for each namespace of a namespaced kind, and one for all', () => {
  expect(listApiPaths({ ...none, resources: [pods], namespaces: ['a', 'b'] })).toEqual([
    '/api/v1/namespaces/a/pods',
    '/api/v1/namespaces/b/pods',
  ]);
  expect(listApiPaths({ ...none, resources: [pods], namespaces: null })).toEqual(['/api/v1/pods']);
  expect(listApiPaths({ ...none, resources: [nodes], namespaces: ['a'] })).toEqual(['/api/v1/nodes']);
});

it('asks with the selectors of the list', () => {
  expect(
    listApiPaths({
      resources: [fakeResource('apps/v1/deployments', 'Deployment')],
      namespaces: ['a'],
      labelSelector: 'app in (a,b)',
      fieldSelector: 'metadata.name=web',
    }),
  ).toEqual([
    '/apis/apps/v1/namespaces/a/deployments?labelSelector=app+in+%28a%2Cb%29&fieldSelector=metadata.name%3Dweb',
  ]);
});
