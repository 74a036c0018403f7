import { expect, test } from 'vitest';
import { tokensOf } from './account-tokens.ts';

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
