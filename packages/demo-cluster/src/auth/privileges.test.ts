import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textAt } from '../json-value.ts';
import { startTestCluster, type TestCluster } from '../testing/api-client.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
const apiVersion = 'rbac.authorization.k8s.io/v1';
let cluster: TestCluster;

const rule = (resources: string[], verbs: string[], group = '') => ({ apiGroups: [group], resources, verbs });
const role = (name: string, rules: object[]) => ({ apiVersion, kind: 'Role', metadata: { name }, rules });
const binding = (name: string, kind: string, to: string, user: string) => ({
  apiVersion,
  kind: 'RoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: to },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
});
const as = (user: string, body: object, path: string) =>
  cluster.ask(`${RBAC}/${path}`, { body, headers: { 'impersonate-user': user } });

beforeAll(async () => {
  cluster = await startTestCluster();
  const access = rule(['roles', 'rolebindings'], ['create', 'get', 'update'], 'rbac.authorization.k8s.io');
  await cluster.ask(`${RBAC}/roles`, { body: role('keeper', [access, rule(['pods'], ['get', 'list'])]) });
  await cluster.ask(`${RBAC}/rolebindings`, { body: binding('keeper', 'Role', 'keeper', 'jane') });
});
afterAll(() => cluster.close());

describe('nobody grants what they do not hold', () => {
  test.each([
    ['less', [rule(['pods'], ['get'])], 201, ''],
    [
      'more-verbs',
      [rule(['pods'], ['get', 'delete', 'watch'])],
      403,
      'roles.rbac.authorization.k8s.io "more-verbs" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["delete" "watch"]}',
    ],
    ['everything', [rule(['*'], ['*'], '*')], 403, '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}'],
  ])('in a role: %s', async (name, rules, code, words) => {
    const { body, code: given } = await as('jane', role(name, rules), 'roles');
    expect([given, textAt(body, 'message')]).toEqual([code, expect.stringContaining(words)]);
  });

  test.each([
    ['own', 'Role', 'keeper', 201, ''],
    ['secrets', 'ClusterRole', 'edit', 403, 'is attempting to grant RBAC permissions not currently held'],
    ['absent', 'ClusterRole', 'nobody', 404, 'clusterroles.rbac.authorization.k8s.io "nobody" not found'],
  ])('by a binding: %s', async (name, kind, to, code, words) => {
    const { body, code: given } = await as('jane', binding(name, kind, to, 'joe'), 'rolebindings');
    expect([given, textAt(body, 'message')]).toEqual([code, expect.stringContaining(words)]);
  });
});

describe('impersonation', () => {
  test.each([
    [{ 'impersonate-user': 'jane' }, 200, ''],
    [{ 'impersonate-user': 'joe', 'impersonate-group': 'system:masters' }, 200, ''],
    [{ 'impersonate-user': 'jim' }, 403, 'User "jim" cannot list resource "pods"'],
    [{ 'impersonate-group': 'x' }, 500, 'without impersonating a user'],
  ])('%j: %i', async (headers, code, words) => {
    const { body, code: given } = await cluster.ask('/api/v1/namespaces/default/pods', { headers });
    expect([given, textAt(body, 'message')]).toEqual([code, expect.stringContaining(words)]);
  });

  test('needs a right of its own', async () => {
    const token = cluster.logins[2]?.token ?? '';
    const { body } = await cluster.ask('/api/v1/pods', { token, headers: { 'impersonate-user': 'jane' } });
    expect(textAt(body, 'message')).toBe(
      'users "jane" is forbidden: User "system:serviceaccount:kube-public:viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });
});
