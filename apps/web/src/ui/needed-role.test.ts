import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { neededRole } from './needed-role.ts';

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
