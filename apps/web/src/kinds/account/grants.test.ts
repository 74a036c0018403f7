import { describe, expect, test } from 'vitest';
import { grantsOf, tokensOf } from './grants.ts';

const binding = (name: string, namespace: string | undefined, subject: object, role = 'view') => ({
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { kind: 'ClusterRole', name: role },
  subjects: [subject],
});

describe('what a service account is granted', () => {
  const found = (subject: object, namespace?: string) => grantsOf([binding('b', namespace, subject)], 'team', 'robot');

  test.each([
    ['by its name', { kind: 'ServiceAccount', name: 'robot', namespace: 'team' }, ''],
    ['by its user name', { kind: 'User', name: 'system:serviceaccount:team:robot' }, ''],
    ['by the group of all accounts', { kind: 'Group', name: 'system:serviceaccounts' }, 'system:serviceaccounts'],
    [
      'by the group of its namespace',
      { kind: 'Group', name: 'system:serviceaccounts:team' },
      'system:serviceaccounts:team',
    ],
    ['as somebody who is signed in', { kind: 'Group', name: 'system:authenticated' }, 'system:authenticated'],
  ])('%s', (_, subject, group) => {
    expect(found(subject)).toEqual([
      {
        binding: { kind: 'ClusterRoleBinding', namespace: '', name: 'b' },
        role: { kind: 'ClusterRole', name: 'view' },
        scope: '',
        group,
      },
    ]);
    expect(found(subject, 'x')[0]?.scope).toBe('x');
  });

  test.each([
    { kind: 'ServiceAccount', name: 'robot', namespace: 'other' },
    { kind: 'ServiceAccount', name: 'robots', namespace: 'team' },
    { kind: 'User', name: 'robot' },
    { kind: 'Group', name: 'system:serviceaccounts:other' },
  ])('not by %j', (subject) => {
    expect(found(subject)).toEqual([]);
  });

  test('a binding that names no namespace means its own', () => {
    expect(found({ kind: 'ServiceAccount', name: 'robot' }, 'team')).toHaveLength(1);
    expect(found({ kind: 'ServiceAccount', name: 'robot' }, 'other')).toHaveLength(0);
  });

  test('odd bindings are passed over', () => {
    expect(grantsOf([null, 3, { subjects: 'x' }, { subjects: [null] }], 'team', 'robot')).toEqual([]);
  });
});

test('tokens are those of this very account, not of one of its name before it', () => {
  const secret = (name: string, of: string, uid?: string) => ({
    metadata: {
      name,
      annotations: {
        'kubernetes.io/service-account.name': of,
        ...(uid === undefined ? {} : { 'kubernetes.io/service-account.uid': uid }),
      },
    },
  });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', uid: 'u1' } };
  const secrets = [
    secret('a', 'robot', 'u1'),
    secret('b', 'robot', 'u0'),
    secret('c', 'robot'),
    secret('d', 'x'),
    null,
    {},
  ];
  expect(tokensOf(secrets, account)).toEqual(['a', 'c']);
});
