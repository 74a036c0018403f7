import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type BindingInput, bindingFault, bindingPlan, readRole, readSubjects } from './binding/binding-plan.ts';
import { bindingNameFor, type LoginInput, loginFault, loginPlan } from './login/login-plan.ts';
import { planText, writePath } from './plan/planned-object.ts';
import { policyRules, type RoleInput, readRules, readTarget, riskOf, roleFault, rolePlan } from './role/role-plan.ts';
import { kubeconfigText } from './token/kubeconfig-file.ts';

const aezo: LoginInput = {
  scope: 'namespace',
  namespace: 'aezo-test',
  account: 'sa-aezo-admin',
  role: 'cluster-admin',
  binding: 'test:sa-aezo-admin',
  lifetime: 3600,
};

describe('a login for a namespace (OPS-015)', () => {
  it('makes namespace, ServiceAccount and a RoleBinding to a ClusterRole, as kubectl would', () => {
    const plan = loginPlan(aezo);
    expect(plan.map(({ command }) => command)).toEqual([
      'kubectl create namespace aezo-test',
      'kubectl create serviceaccount sa-aezo-admin -n aezo-test',
      'kubectl create rolebinding test:sa-aezo-admin --clusterrole=cluster-admin --serviceaccount=aezo-test:sa-aezo-admin -n aezo-test',
    ]);
    expect(plan.map(writePath)).toEqual([
      '/api/v1/namespaces',
      '/api/v1/namespaces/aezo-test/serviceaccounts',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/aezo-test/rolebindings',
    ]);
    expect(plan[2]?.object).toMatchObject({
      metadata: { name: 'test:sa-aezo-admin', namespace: 'aezo-test' },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'sa-aezo-admin', namespace: 'aezo-test' }],
    });
    expect(planText(plan).split('---\n')).toHaveLength(3);
  });

  it('binds in the whole cluster where that is chosen (OPS-016), and keeps a token in a Secret where it shall not end', () => {
    const plan = loginPlan({ ...aezo, scope: 'cluster', lifetime: null });
    expect(plan[2]?.object).toMatchObject({ kind: 'ClusterRoleBinding', metadata: { name: 'test:sa-aezo-admin' } });
    expect(plan[2]?.object.metadata).not.toHaveProperty('namespace');
    expect(plan[3]?.object).toMatchObject({
      type: 'kubernetes.io/service-account-token',
      metadata: { annotations: { 'kubernetes.io/service-account.name': 'sa-aezo-admin' } },
    });
  });

  it('says which field is wrong', () => {
    expect(loginFault(aezo)).toBeUndefined();
    expect(loginFault({ ...aezo, namespace: 'Aezo' })).toEqual(['namespace', 'label']);
    expect(loginFault({ ...aezo, account: 'sa_admin' })).toEqual(['account', 'subdomain']);
    expect(loginFault({ ...aezo, binding: 'a/b' })).toEqual(['binding', 'segment']);
    expect(loginFault({ ...aezo, role: '' })).toEqual(['role', 'empty']);
    expect(bindingNameFor(aezo)).toBe('cluster-admin:sa-aezo-admin');
  });
});

describe('a role (OPS-193)', () => {
  const rule = { verbs: ['get'], targets: ['pods', 'pods/log', 'deployments.apps/scale'], names: [], urls: [] };

  it.each([
    ['pods', { group: '', resource: 'pods' }],
    ['pods/log', { group: '', resource: 'pods/log' }],
    ['deployments.apps/scale', { group: 'apps', resource: 'deployments/scale' }],
    ['*.*', { group: '*', resource: '*' }],
    ['widgets.example.com', { group: 'example.com', resource: 'widgets' }],
    ['Pods', undefined],
    ['a b', undefined],
    ['/metrics', undefined],
  ])('reads the resource %j', (text, target) => {
    expect(readTarget(text)).toEqual(target);
  });

  it('has a rule for each API group, so that nothing more is given than was chosen', () => {
    expect(policyRules({ ...rule, names: ['one'], urls: ['/metrics'] })).toEqual([
      { apiGroups: [''], resources: ['pods', 'pods/log'], resourceNames: ['one'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['deployments/scale'], resourceNames: ['one'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ]);
  });

  it('is told to kubectl by flags where those can say it, else as a text', () => {
    const role: RoleInput = { kind: 'Role', name: 'reader', namespace: 'a', rules: [rule] };
    expect(rolePlan(role)[0]?.command).toBe(
      'kubectl create role reader --verb=get --resource=pods,pods/log,deployments.apps/scale -n a',
    );
    const two = rolePlan({ ...role, rules: [rule, rule] })[0]?.command ?? '';
    const [, text = ''] = /<<'EOF'\n([\s\S]*)EOF$/.exec(two) ?? [];
    expect(parse(text)).toMatchObject({ kind: 'Role', rules: [{}, {}, {}, {}] });
  });

  it('keeps what was read beside the rules, and is written over it', () => {
    const base = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reader', resourceVersion: '7', labels: { a: 'b' } },
      rules: [{ apiGroups: ['', 'apps'], resources: ['pods'], verbs: ['get'] }],
    };
    expect(readRules(base)).toEqual([{ verbs: ['get'], targets: ['pods', 'pods.apps'], names: [], urls: [] }]);
    const [item] = rolePlan({ kind: 'ClusterRole', name: 'reader', namespace: '', rules: readRules(base), base });
    expect(item).toMatchObject({ replaces: base, object: { metadata: base.metadata } });
    expect(item && writePath(item)).toBe('/apis/rbac.authorization.k8s.io/v1/clusterroles/reader');
  });

  it('says what is missing, and what gives more than it seems to', () => {
    const role: RoleInput = { kind: 'Role', name: 'r', namespace: 'a', rules: [rule] };
    expect(roleFault(role)).toBeUndefined();
    expect(roleFault({ ...role, name: 'a b' })).toBe('name');
    expect(roleFault({ ...role, namespace: '' })).toBe('namespace');
    expect(roleFault({ ...role, rules: [] })).toBe('noRule');
    expect(roleFault({ ...role, rules: [{ ...rule, verbs: [] }] })).toBe('noVerb');
    expect(roleFault({ ...role, rules: [{ ...rule, targets: [] }] })).toBe('noTarget');
    expect(riskOf(rule)).toBeUndefined();
    expect(riskOf({ ...rule, verbs: ['*'], targets: ['*.*'] })).toBe('everything');
    expect(riskOf({ ...rule, verbs: ['bind'] })).toBe('escalates');
    expect(riskOf({ ...rule, targets: ['secrets'] })).toBe('secrets');
  });
});

describe('a binding (OPS-194)', () => {
  const input: BindingInput = {
    kind: 'RoleBinding',
    name: 'team',
    namespace: 'a',
    role: { kind: 'ClusterRole', name: 'edit' },
    subjects: [
      { kind: 'User', name: 'jane doe', namespace: '' },
      { kind: 'Group', name: 'dev', namespace: '' },
      { kind: 'ServiceAccount', name: 'ci', namespace: 'b' },
    ],
  };

  it('has subjects of all three kinds', () => {
    const [item] = bindingPlan(input);
    expect(item?.command).toBe(
      "kubectl create rolebinding team --clusterrole=edit --user='jane doe' --group=dev --serviceaccount=b:ci -n a",
    );
    expect(item?.object['subjects']).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane doe' },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'dev' },
      { kind: 'ServiceAccount', name: 'ci', namespace: 'b' },
    ]);
    expect(readSubjects(item?.object)).toEqual(input.subjects);
    expect(readRole(item?.object)).toEqual(input.role);
  });

  it('says what is missing', () => {
    expect(bindingFault(input)).toBeUndefined();
    expect(bindingFault({ ...input, role: { kind: 'Role', name: '' } })).toBe('role');
    expect(bindingFault({ ...input, subjects: [] })).toBe('noSubject');
    const account = { kind: 'ServiceAccount', name: 'ci', namespace: '' } as const;
    expect(bindingFault({ ...input, subjects: [account] })).toBe('subject');
  });
});

it('makes a kubeconfig with one context, which is in force (OPS-018)', () => {
  const text = kubeconfigText({
    cluster: 'c',
    server: 'https://10.0.0.1:6443',
    certificateAuthority: 'Q0E=',
    namespace: 'a',
    user: 'ci',
    token: 't0k',
  });
  expect(parse(text)).toMatchObject({
    kind: 'Config',
    'current-context': 'ci@c',
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority-data': 'Q0E=' } }],
    contexts: [{ name: 'ci@c', context: { cluster: 'c', user: 'ci', namespace: 'a' } }],
    users: [{ name: 'ci', user: { token: 't0k' } }],
  });
});
