import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { Login } from '../logins.ts';
import { configMap, pod, startTestCluster, type TestCluster } from '../testing/api-client.ts';

let cluster: TestCluster;
let now = Date.parse('2026-01-01T00:00:00Z');
let tokens: Record<Login['id'], string>;

beforeAll(async () => {
  cluster = await startTestCluster({ clock: { now: () => now } });
  tokens = Object.fromEntries(cluster.logins.map(({ id, token }) => [id, token])) as typeof tokens;
});
afterAll(() => cluster.close());

describe('who may do what', () => {
  test.each<[Login['id'], string, string, number]>([
    ['admin', 'GET', '/api/v1/secrets', 200],
    ['admin', 'GET', '/api/v1/nodes', 200],
    ['developer', 'GET', '/api/v1/namespaces/shop/pods', 200],
    ['developer', 'GET', '/api/v1/namespaces/shop/secrets', 200],
    ['developer', 'GET', '/api/v1/namespaces/shop', 200],
    ['developer', 'GET', '/api/v1/namespaces', 403],
    ['developer', 'GET', '/api/v1/pods', 403],
    ['developer', 'GET', '/api/v1/namespaces/default/pods', 403],
    ['developer', 'GET', '/api/v1/nodes', 403],
    ['developer', 'GET', '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles', 403],
    ['developer', 'DELETE', '/api/v1/namespaces/shop/configmaps/none', 404],
    ['viewer', 'GET', '/api/v1/pods', 200],
    ['viewer', 'GET', '/apis/apps/v1/deployments', 200],
    ['viewer', 'GET', '/api/v1/namespaces', 200],
    ['viewer', 'GET', '/api/v1/secrets', 403],
    ['viewer', 'DELETE', '/api/v1/namespaces/shop/configmaps/none', 403],
    ['viewer', 'GET', '/api/v1/namespaces/shop/pods/none/exec?command=sh', 403],
    ['viewer', 'GET', '/api', 200],
  ])('%s %s %s: %i', async (id, method, path, code) => {
    expect((await cluster.ask(path, { method, token: tokens[id] })).code).toBe(code);
  });

  test('a refusal has the real words', async () => {
    const { body } = await cluster.ask('/api/v1/pods', { token: tokens.developer });
    expect(body).toMatchObject({
      message:
        'pods is forbidden: User "system:serviceaccount:shop:developer" cannot list resource "pods" in API group "" at the cluster scope',
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    });
    const other = await cluster.ask('/apis/apps/v1/namespaces/default/deployments', {
      token: tokens.developer,
      body: {},
    });
    expect(other.body['message']).toBe(
      'deployments.apps is forbidden: User "system:serviceaccount:shop:developer" cannot create resource "deployments" in API group "apps" in the namespace "default"',
    );
  });

  test.each([
    ['a wrong one', 'nonsense'],
    ['a JWT of somebody else', 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'],
  ])('%s: 401', async (_case, token) => {
    const { code, body } = await cluster.ask('/api/v1/pods', { token });
    expect([code, body['message'], body['reason']]).toEqual([401, 'Unauthorized', 'Unauthorized']);
  });

  test('who says nothing is anonymous, and forbidden', async () => {
    const { code, body } = await cluster.ask('/api/v1/pods', { token: '' });
    expect([code, body['message']]).toEqual([
      403,
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    ]);
  });

  test('the version and health are public', async () => {
    const codes = await Promise.all(
      ['/version', '/readyz'].map(async (path) => (await cluster.ask(path, { token: '' })).code),
    );
    expect(codes).toEqual([200, 200]);
  });

  test('a role is felt as soon as it is written, by name only', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const rules = [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['kube-root-ca.crt'], verbs: ['get', 'list'] },
    ];
    await cluster.ask(`${rbac}/roles`, { body: { apiVersion, kind: 'Role', metadata: { name: 'ca' }, rules } });
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ca' };
    const subjects = [{ kind: 'ServiceAccount', name: 'developer', namespace: 'shop' }];
    await cluster.ask(`${rbac}/rolebindings`, {
      body: { apiVersion, kind: 'RoleBinding', metadata: { name: 'ca' }, roleRef, subjects },
    });
    const maps = '/api/v1/namespaces/default/configmaps';
    const paths = [
      `${maps}/kube-root-ca.crt`,
      `${maps}/other`,
      maps,
      `${maps}?fieldSelector=metadata.name%3Dkube-root-ca.crt`,
    ];
    const codes = await Promise.all(
      paths.map(async (path) => (await cluster.ask(path, { token: tokens.developer })).code),
    );
    expect(codes).toEqual([200, 403, 403, 200]);
  });
});

describe('tokens', () => {
  const request = (seconds: number) => ({
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: seconds } },
  });
  const path = '/api/v1/namespaces/shop/serviceaccounts/developer/token';

  test('end when they say', async () => {
    const { code, body } = await cluster.ask(path, request(600));
    const token = textAt(body, 'status', 'token');
    expect([code, textAt(body, 'status', 'expirationTimestamp')]).toEqual([201, '2026-01-01T00:10:00Z']);
    expect((await cluster.ask('/api/v1/namespaces/shop/pods', { token })).code).toBe(200);
    now += 600_000;
    expect((await cluster.ask('/api/v1/namespaces/shop/pods', { token })).code).toBe(401);
  });

  test('do not live less than ten minutes', async () => {
    expect((await cluster.ask(path, request(60))).code).toBe(422);
  });

  test('die with their account', async () => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    await cluster.ask(accounts, { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'brief' } } });
    const token = textAt((await cluster.ask(`${accounts}/brief/token`, request(3600))).body, 'status', 'token');
    const ask = () => cluster.ask('/api', { token });
    expect((await ask()).code).toBe(200);
    await cluster.ask(`${accounts}/brief`, { method: 'DELETE' });
    expect((await ask()).code).toBe(401);
  });

  test('are put into secrets that ask for one', async () => {
    const { body } = await cluster.ask('/api/v1/namespaces/shop/secrets', {
      body: {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: { name: 'old-style', annotations: { 'kubernetes.io/service-account.name': 'developer' } },
      },
    });
    const stored = await cluster.ask(`/api/v1/namespaces/shop/secrets/${textAt(body, 'metadata', 'name')}`);
    const token = Buffer.from(textAt(stored.body, 'data', 'token'), 'base64').toString();
    expect((await cluster.ask('/api/v1/namespaces/shop/pods', { token })).code).toBe(200);
  });

  test('expireTokens() ends those given out, not later ones', async () => {
    const before = cluster.logins[2]?.token ?? '';
    cluster.faults.expireTokens();
    const after = cluster.logins[2]?.token ?? '';
    const codes = [
      (await cluster.ask('/api', { token: before })).code,
      (await cluster.ask('/api', { token: after })).code,
    ];
    cluster.faults.expireTokens(false);
    expect(codes).toEqual([401, 200]);
  });
});

describe('reviews', () => {
  const AUTHZ = '/apis/authorization.k8s.io/v1';

  test('who am I', async () => {
    const { body } = await cluster.ask('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      token: tokens.viewer,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    });
    expect(valueAt(body, 'status', 'userInfo')).toMatchObject({
      username: 'system:serviceaccount:kube-public:viewer',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-public', 'system:authenticated'],
    });
  });

  test.each<[Login['id'], string, string, boolean]>([
    ['developer', 'create', 'shop', true],
    ['developer', 'create', 'default', false],
    ['viewer', 'list', '', true],
    ['viewer', 'delete', 'shop', false],
  ])('may %s %s pods in %j: %j', async (id, verb, namespace, allowed) => {
    const { body } = await cluster.ask(`${AUTHZ}/selfsubjectaccessreviews`, {
      token: tokens[id],
      body: { kind: 'SelfSubjectAccessReview', spec: { resourceAttributes: { verb, namespace, resource: 'pods' } } },
    });
    expect(valueAt(body, 'status', 'allowed')).toBe(allowed);
  });

  test('all rules of a namespace', async () => {
    const { body } = await cluster.ask(`${AUTHZ}/selfsubjectrulesreviews`, {
      token: tokens.developer,
      body: { kind: 'SelfSubjectRulesReview', spec: { namespace: 'shop' } },
    });
    const rules = objectsIn(body, 'status', 'resourceRules');
    expect(rules.some((rule) => JSON.stringify(rule['resources']).includes('pods/exec'))).toBe(true);
  });

  test('of a token', async () => {
    const { body } = await cluster.ask('/apis/authentication.k8s.io/v1/tokenreviews', {
      body: { kind: 'TokenReview', spec: { token: tokens.developer } },
    });
    expect(valueAt(body, 'status')).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:shop:developer' },
    });
  });
});

describe('faults on requests', () => {
  test('throttle()', async () => {
    cluster.faults.throttle(true);
    const { code, headers } = await cluster.ask('/api');
    cluster.faults.throttle(false);
    expect([code, headers['retry-after'], (await cluster.ask('/api')).code]).toEqual([429, '1', 200]);
  });

  test('down()', async () => {
    cluster.faults.down(true);
    await expect(cluster.ask('/api')).rejects.toThrow();
    cluster.faults.down(false);
    expect((await cluster.ask('/api')).code).toBe(200);
  });

  test('there is no control endpoint unless asked for', async () => {
    expect((await cluster.ask('/demo/faults', { body: { name: 'gone' } })).code).toBe(404);
  });

  test('the control endpoint is the admin’s', async () => {
    const open = await startTestCluster({ faultControl: true });
    const body = { name: 'throttle', value: true };
    const viewer = open.logins[2]?.token ?? '';
    const codes = [
      (await open.ask('/demo/faults', { token: viewer, body })).code,
      (await open.ask('/demo/faults', { body: { name: 'explode' } })).code,
      (await open.ask('/demo/faults', { body })).code,
      (await open.ask('/api')).code,
    ];
    await open.close();
    expect(codes).toEqual([403, 400, 200, 429]);
  });
});

test('writes by the developer land in the shop', async () => {
  const made = await cluster.ask('/api/v1/namespaces/shop/pods', { token: tokens.developer, body: pod('mine') });
  const map = await cluster.ask('/api/v1/namespaces/shop/configmaps', { token: tokens.viewer, body: configMap('no') });
  expect([made.code, map.code]).toEqual([201, 403]);
});
