import { describe, expect, test } from 'vitest';
import { readPastedToken, readTokenClaims } from './service-account-token.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown): string => `${encode({ alg: 'RS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
const token = jwt({ sub: 'system:serviceaccount:team-a:deployer', exp: 1_900_000_000 });

describe('a pasted token', () => {
  test.each([
    ['as it is', token],
    ['with blanks and line breaks', `  ${token.slice(0, 20)}\r\n  ${token.slice(20)}\n`],
    ['with the header’s words', `Authorization: Bearer ${token}`],
    ['with a zero-width space', `\u200b${token}`],
    ['still base64, as in a Secret', Buffer.from(token).toString('base64')],
    [
      'base64 broken into lines',
      Buffer.from(token)
        .toString('base64')
        .replace(/(.{76})/g, '$1\n'),
    ],
  ])('%s', (_what, pasted) => expect(readPastedToken(pasted)).toEqual({ token }));

  test('one that is no JWT stays as it is', () => {
    expect(readPastedToken('abcdef.0123456789abcdef')).toEqual({ token: 'abcdef.0123456789abcdef' });
  });

  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['tök€n', 'binary'],
    ['a\u0000b', 'binary'],
    ['x'.repeat(20_000), 'too-long'],
  ])('%j', (pasted, fault) => expect(readPastedToken(pasted)).toEqual({ fault }));
});

describe('claims', () => {
  test('a ServiceAccount’s namespace and expiry', () => {
    expect(readTokenClaims(token)).toEqual({
      subject: 'system:serviceaccount:team-a:deployer',
      expiresAt: 1_900_000_000,
      namespace: 'team-a',
    });
  });
  test.each([
    '',
    'abc',
    'a.b.c',
    `x.${encode([1])}.y`,
    `x.${encode(null)}.y`,
    `x.${encode({ exp: 'soon', sub: 5 })}.y`,
  ])('%j has none', (text) => {
    expect(readTokenClaims(text)).toEqual({ subject: null, expiresAt: null, namespace: null });
  });
});
