import { expect, it } from 'vitest';
import type { ObjectRef } from '../api/kube-object.ts';
import { kubectlCommand } from './kubectl-command.ts';

const ref = (group: string, plural: string, name: string, namespace?: string): ObjectRef => ({
  cluster: 'c',
  resource: {
    group,
    version: 'v1',
    resource: plural,
    kind: 'K',
    singular: 'k',
    shortNames: [],
    categories: [],
    namespaced: namespace !== undefined,
    verbs: [],
  },
  namespace,
  name,
});

it.each([
  ['get', ref('', 'pods', 'web-1', 'team-a'), ['-o', 'yaml'], 'kubectl get pods web-1 -n team-a -o yaml'],
  ['get', ref('apps', 'deployments', 'web', 'a'), [], 'kubectl get deployments.apps web -n a'],
  ['get', ref('', 'nodes', 'node-1'), [], 'kubectl get nodes node-1'],
  ['logs', ref('', 'pods', 'web-1', 'a'), ['-f'], 'kubectl logs web-1 -n a -f'],
  ['exec', ref('', 'pods', 'web-1', 'a'), ['-it', '--', 'sh'], 'kubectl exec web-1 -n a -it -- sh'],
  [
    'get',
    ref('rbac.authorization.k8s.io', 'clusterroles', 'system:node'),
    [],
    'kubectl get clusterroles.rbac.authorization.k8s.io system:node',
  ],
  [
    'get',
    ref('rbac.authorization.k8s.io', 'roles', "it's $(x)", 'a'),
    [],
    `kubectl get roles.rbac.authorization.k8s.io 'it'\\''s $(x)' -n a`,
  ],
])('%s', (verb, target, flags, expected) => {
  expect(kubectlCommand(verb, target, ...flags)).toBe(expected);
});
