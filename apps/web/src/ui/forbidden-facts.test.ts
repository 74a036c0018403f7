import { expect, it } from 'vitest';
import { forbiddenFacts } from './forbidden-facts.ts';

it.each([
  [
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "team-a"',
    { user: 'jane', verb: 'list', resource: 'pods', namespace: 'team-a' },
  ],
  [
    'nodes is forbidden: User "system:serviceaccount:a:b" cannot watch resource "nodes" in API group "" at the cluster scope',
    { user: 'system:serviceaccount:a:b', verb: 'watch', resource: 'nodes' },
  ],
  [
    'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" in the namespace "a": RBAC: role.rbac "x" not found',
    { user: 'jane', verb: 'patch', resource: 'deployments.apps/scale', namespace: 'a', name: 'web' },
  ],
  [
    'pods "new" is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "a"',
    { user: 'jane', verb: 'create', resource: 'pods', namespace: 'a' },
  ],
  ['forbidden: User "jane" cannot get path "/metrics"', { user: 'jane', verb: 'get', resource: '/metrics' }],
  ['pods "x" is forbidden: exceeded quota: q, requested: pods=1', undefined],
  [undefined, undefined],
])('%j', (message, facts) => {
  expect(forbiddenFacts(message)).toEqual(facts);
});
