import { expect, it } from 'vitest';
import { decodeToken } from './decode-token.ts';

it('decodes a token for display, and shows nothing of what is none', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'RS256' })}.${part({ sub: 'sübject', iss: 'me', aud: ['a', 'b'] })}.x`;
  expect(decodeToken(token)).toMatchObject({ subject: 'sübject', issuer: 'me', audiences: ['a', 'b'] });
  expect(decodeToken('opaque')).toEqual({ subject: '', issuer: '', audiences: [], text: '' });
});
