import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { canICommand, neededRole } from './needed-role.ts';

const objects = (yaml: string) => parseAllDocuments(yaml, { version: '1.1' }).map((document) => document.toJS());

it('gives a ServiceAccount the right to a sub-resource in its namespace', () => {
  const { yaml, commands } = neededRole({
    user: 'system:serviceaccount:team-a:dev',
    verb: 'patch',
    resource: 'deployments.apps/scale',
    namespace: 'team-a',
  });
  expect(objects(yaml)).toEqual([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'patch-deployments-scale', namespace: 'team-a' },
      rules: [{ apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'patch-deployments-scale', namespace: 'team-a' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patch-deployments-scale' },
      subjects: [{ kind: 'ServiceAccount', name: 'dev', namespace: 'team-a' }],
    },
  ]);
  expect(commands).toEqual([
    'kubectl create role patch-deployments-scale --verb=patch --resource=deployments.apps/scale -n team-a',
    'kubectl create rolebinding patch-deployments-scale --role=patch-deployments-scale --serviceaccount=team-a:dev -n team-a',
  ]);
});

it('gives a user with an odd name what a live list needs, cluster-wide', () => {
  const { yaml, commands } = neededRole({ user: "o'neil: yes", verb: 'watch', resource: 'nodes' });
  expect(objects(yaml)).toEqual([
    expect.objectContaining({
      kind: 'ClusterRole',
      metadata: { name: 'view-nodes' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }],
    }),
    expect.objectContaining({
      kind: 'ClusterRoleBinding',
      subjects: [{ kind: 'User', name: "o'neil: yes", apiGroup: 'rbac.authorization.k8s.io' }],
    }),
  ]);
  expect(commands[1]).toBe(
    "kubectl create clusterrolebinding view-nodes --clusterrole=view-nodes --user='o'\\''neil: yes'",
  );
});

it.each(['no', 'null', '1', 'a b', '*', 'x: y', '#z'])('a namespace or user called %j stays a text', (word) => {
  const [role] = objects(neededRole({ user: word, verb: 'get', resource: 'pods', namespace: word }).yaml);
  expect(role.metadata.namespace).toBe(word);
});

it('limits a change to the object that was meant', () => {
  const facts = { user: 'jane', verb: 'delete', resource: 'pods', namespace: 'a', name: 'web-0' };
  const { yaml, commands } = neededRole(facts);
  expect(objects(yaml)[0]).toMatchObject({
    rules: [{ apiGroups: [''], resources: ['pods'], resourceNames: ['web-0'], verbs: ['delete'] }],
  });
  expect(commands[0]).toBe('kubectl create role delete-pods --verb=delete --resource=pods --resource-name=web-0 -n a');
});

it('gives the right to a path', () => {
  const { yaml, commands } = neededRole({ user: 'jane', verb: 'get', resource: '/metrics' });
  expect(objects(yaml)[0]).toMatchObject({
    kind: 'ClusterRole',
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  });
  expect(commands[0]).toBe('kubectl create clusterrole get-path --verb=get --non-resource-url=/metrics');
});

it.each([
  [
    { user: 'jane', verb: 'get', resource: 'deployments.apps/scale', namespace: 'a', name: 'web' },
    'kubectl auth can-i get deployments.apps/web --subresource=scale -n a --as=jane',
  ],
  [{ user: 'a b', verb: 'list', resource: 'nodes' }, "kubectl auth can-i list nodes -A --as='a b'"],
  [{ user: 'jane', verb: 'get', resource: '/metrics' }, 'kubectl auth can-i get /metrics --as=jane'],
])('asks as kubectl would: %j', (facts, command) => {
  expect(canICommand(facts)).toBe(command);
});
