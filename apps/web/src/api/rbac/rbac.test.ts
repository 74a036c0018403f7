import { describe, expect, it } from 'vitest';
import { partsOf, sourcesOfRule, wholesOf } from './aggregation.ts';
import { knownSubjects, rightsOf } from './effective-rights.ts';
import { judge } from './grants.ts';
import { readRule, ruleAllows } from './policy-rule.ts';
import { type RbacSnapshot, readBinding, readRole, snapshotOf } from './rbac-snapshot.ts';
import type { RightQuestion } from './right-question.ts';
import { risksOfRules } from './risk.ts';
import { askerOf, parseSubjectId, type Subject, subjectId } from './subject.ts';
import { whoCan } from './who-can.ts';

const account = (namespace: string, name: string): Subject => ({ kind: 'ServiceAccount', namespace, name });
const user = (name: string): Subject => ({ kind: 'User', namespace: '', name });
const group = (name: string): Subject => ({ kind: 'Group', namespace: '', name });
const role = (name: string, rules: readonly object[], more: object = {}) =>
  readRole('ClusterRole', { metadata: { name }, rules, ...more });
const bound = (name: string, to: string, subjects: readonly object[], namespace = '') =>
  readBinding(namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding', {
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    roleRef: { kind: 'ClusterRole', name: to },
    subjects,
  });
const pods = (verb: string, namespace?: string, name?: string): RightQuestion => ({
  verb,
  group: '',
  resource: 'pods',
  namespace,
  name,
});

describe('a rule', () => {
  it.each<[string, object, RightQuestion, boolean]>([
    [
      'a sub-resource by its full name',
      { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] },
      { ...pods('get'), subresource: 'log' },
      true,
    ],
    [
      'the resource itself does not give its sub-resources',
      { verbs: ['get'], apiGroups: [''], resources: ['pods'] },
      { ...pods('get'), subresource: 'log' },
      false,
    ],
    [
      'a star gives sub-resources too',
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { ...pods('get'), subresource: 'log' },
      true,
    ],
    [
      'a star before a sub-resource',
      { verbs: ['get'], apiGroups: [''], resources: ['*/log'] },
      { ...pods('get'), subresource: 'log' },
      true,
    ],
    [
      'no star after a resource',
      { verbs: ['get'], apiGroups: [''], resources: ['pods/*'] },
      { ...pods('get'), subresource: 'log' },
      false,
    ],
    [
      'a name',
      { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] },
      pods('get', 'a', 'web'),
      true,
    ],
    [
      'a name does not give the list',
      { verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] },
      pods('list', 'a'),
      false,
    ],
    [
      'no star among names',
      { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['*'] },
      pods('get', 'a', 'web'),
      false,
    ],
    ['another group', { verbs: ['get'], apiGroups: ['apps'], resources: ['pods'] }, pods('get'), false],
    ['a path', { verbs: ['get'], nonResourceURLs: ['/healthz'] }, { verb: 'get', path: '/healthz' }, true],
    [
      'a path by its beginning',
      { verbs: ['get'], nonResourceURLs: ['/healthz/*'] },
      { verb: 'get', path: '/healthz/ping' },
      true,
    ],
    [
      'the beginning is none',
      { verbs: ['get'], nonResourceURLs: ['/healthz/*'] },
      { verb: 'get', path: '/healthz' },
      false,
    ],
    [
      'a star inside of a path is none',
      { verbs: ['get'], nonResourceURLs: ['/a/*/c'] },
      { verb: 'get', path: '/a/b/c' },
      false,
    ],
    [
      'a path is no resource',
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verb: 'get', path: '/metrics' },
      false,
    ],
  ])('%s', (_, rule, question, allowed) => {
    expect(ruleAllows(readRule(rule), question)).toBe(allowed);
  });

  it('of an odd shape gives nothing', () => {
    for (const odd of [null, 3, { verbs: 'get' }, { verbs: [null, 1], resources: {} }])
      expect(ruleAllows(readRule(odd), pods('get'))).toBe(false);
  });
});

const VIEW = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

describe('who can (OPS-196)', () => {
  const snapshot = snapshotOf(
    [role('view', [VIEW]), role('all', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }])],
    [
      bound('view-a', 'view', [user('ann'), { kind: 'ServiceAccount', name: 'robot' }], 'a'),
      bound('dev:cluster-sa-admin', 'all', [
        account('kube-system', 'sa-admin'),
        { kind: 'ServiceAccount', name: 'lost' },
      ]),
      bound('team', 'view', [group('devs')]),
      bound('dangling', 'gone', [user('bob')]),
    ],
  );
  const ids = (question: RightQuestion, options = {}) =>
    whoCan(snapshot, question, options).holders.map(({ subject, chains }) => [
      subjectId(subject),
      ...chains.map(({ binding }) => binding.name),
    ]);

  it('names everybody and the binding that grants it, in a namespace', () => {
    expect(ids(pods('list', 'a'))).toEqual([
      ['Group//devs', 'team'],
      ['Group//system:masters'],
      ['User//ann', 'view-a'],
      ['ServiceAccount/a/robot', 'view-a'],
      ['ServiceAccount/kube-system/sa-admin', 'dev:cluster-sa-admin'],
    ]);
  });

  it('a binding of a namespace gives nothing elsewhere, nor in the whole cluster', () => {
    expect(ids(pods('list', 'b')).flat()).not.toContain('view-a');
    expect(ids(pods('list')).flat()).not.toContain('view-a');
    expect(ids(pods('list'), { anywhere: true }).flat()).toContain('view-a');
  });

  it('says of which bindings the roles could not be read, and not of those that have none', () => {
    const problem = { code: 'qd.api.forbidden', title: 'no', status: 403 } as const;
    const partial: RbacSnapshot = {
      ...snapshot,
      gaps: [{ plural: 'clusterroles', namespace: undefined, problem }],
      roles: new Map(),
    };
    expect(whoCan(snapshot, pods('list', 'a')).open).toEqual([]);
    expect(whoCan(partial, pods('list', 'a')).open.map(({ binding }) => binding.name)).toEqual(
      expect.arrayContaining(['view-a', 'team', 'dangling']),
    );
  });
});

describe('a subject', () => {
  it('is in the groups that the API server puts it into', () => {
    expect(askerOf(account('a', 'robot')).groups).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:a',
      'system:authenticated',
    ]);
    expect(askerOf(user('system:serviceaccount:a:robot'))).toEqual(askerOf(account('a', 'robot')));
    expect(askerOf(user('system:anonymous')).groups).toEqual(['system:unauthenticated']);
    expect(askerOf(group('system:serviceaccounts:a')).groups).toContain('system:serviceaccounts');
  });

  it.each([account('a', 'dev:cluster-sa'), user('https://issuer/x#ann'), group('team:a/b')])(
    'keeps its identity: %j',
    (one) => {
      expect(parseSubjectId(subjectId(one))).toEqual(one);
    },
  );

  it('has the rights of its bindings and of its groups, each with where it holds', () => {
    const snapshot = snapshotOf(
      [role('view', [VIEW, { verbs: ['get'], nonResourceURLs: ['/metrics'] }])],
      [
        bound('here', 'view', [account('a', 'robot')], 'b'),
        bound('all', 'view', [group('system:serviceaccounts')]),
        bound('gone', 'none', [account('a', 'robot')]),
      ],
    );
    const { rights, open } = rightsOf(snapshot, askerOf(account('a', 'robot')));
    expect(rights.map(({ scope, subject, rule }) => [scope, subject.name, rule.nonResourceURLs.length])).toEqual([
      ['', 'system:serviceaccounts', 0],
      ['', 'system:serviceaccounts', 1],
      // a path is of no namespace
      ['b', 'robot', 0],
    ]);
    expect(open).toEqual([expect.objectContaining({ why: 'absent' })]);
  });

  it('a master may do everything without a role', () => {
    expect(judge(snapshotOf([], []), askerOf(group('system:masters')), pods('delete'))).toMatchObject({
      allowed: true,
      master: true,
    });
  });
});

describe('aggregation', () => {
  const selecting = (label: string) => ({
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] },
  });
  const labelled = (name: string, ...labels: string[]) => ({
    metadata: { name, labels: Object.fromEntries(labels.map((each) => [each, 'true'])) },
  });
  const leaf = readRole('ClusterRole', { ...labelled('lanterns', 'to-view'), rules: [VIEW] });
  const view = readRole('ClusterRole', { ...labelled('view', 'to-edit'), ...selecting('to-view'), rules: [VIEW] });
  const edit = readRole('ClusterRole', { ...labelled('edit'), ...selecting('to-edit'), rules: [VIEW] });
  const snapshot = snapshotOf([leaf, view, edit], []);

  it('shows what a role is made of, what it goes into, and who wrote a rule', () => {
    expect(partsOf(snapshot, edit).map(({ name }) => name)).toEqual(['view']);
    expect(wholesOf(snapshot, leaf).map(({ name }) => name)).toEqual(['view']);
    expect(sourcesOfRule(snapshot, edit, readRule(VIEW))).toEqual(['lanterns']);
  });

  it('roles that take in each other end', () => {
    const a = readRole('ClusterRole', { ...labelled('a', 'x'), ...selecting('x'), rules: [VIEW] });
    const b = readRole('ClusterRole', { ...labelled('b', 'x'), ...selecting('x'), rules: [VIEW] });
    expect(sourcesOfRule(snapshotOf([a, b], []), a, readRule(VIEW))).toEqual([]);
  });
});

describe('risks (CTL-58)', () => {
  const risks = (scope: string, ...rules: readonly object[]) => risksOfRules(rules.map(readRule), scope);

  it('everything is cluster-admin, or a namespace’s', () => {
    const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    expect(risks('', all)).toEqual(['clusterAdmin']);
    expect(risks('a', all)).toEqual(['namespaceAdmin']);
  });

  it.each<[string, object, string]>([
    ['escalate', { verbs: ['escalate'], apiGroups: ['*'], resources: ['roles'] }, ''],
    [
      'bind',
      {
        verbs: ['bind'],
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        resourceNames: ['view'],
      },
      'a',
    ],
    ['impersonate', { verbs: ['impersonate'], apiGroups: [''], resources: ['users'] }, ''],
    ['secrets', { verbs: ['list'], apiGroups: [''], resources: ['secrets'] }, 'a'],
    ['exec', { verbs: ['create'], apiGroups: [''], resources: ['pods/exec'] }, 'a'],
    ['tokens', { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] }, 'a'],
    ['nodeProxy', { verbs: ['get'], apiGroups: [''], resources: ['nodes/proxy'] }, ''],
  ])('%s', (risk, rule, scope) => {
    expect(risks(scope, rule)).toContain(risk);
  });

  it('what a binding in a namespace cannot reach is none', () => {
    expect(risks('a', { verbs: ['get'], apiGroups: [''], resources: ['nodes/proxy'] })).toEqual([]);
    expect(risks('a', VIEW)).toEqual([]);
  });

  it('stand beside the subjects that bindings name', () => {
    const snapshot = snapshotOf(
      [role('all', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }])],
      [bound('b', 'all', [user('ann'), user('ann')])],
      [account('a', 'idle')],
    );
    expect(knownSubjects(snapshot)).toEqual([
      { subject: user('ann'), bindings: 1, risks: ['clusterAdmin'] },
      { subject: account('a', 'idle'), bindings: 0, risks: [] },
    ]);
  });
});
