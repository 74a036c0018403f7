import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOidcSettings } from './oidc-settings.ts';

describe('the file of OpenID providers', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qd-oidc-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const house = { id: 'house', title: 'House', issuer: 'https://id.example.com/realms/house', clientId: 'quarterdeck' };
  const read = (value: unknown) => {
    const file = join(folder, 'oidc.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return readOidcSettings(file, new Set(['production', 'staging']));
  };

  it('reads several, with secrets in files of their own', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 's3cret\n');
    const [first, second] = read([
      { ...house, clientSecretFile: secret, clusters: ['production'], scopes: ['groups'] },
      { ...house, id: 'other' },
    ]);
    expect(first).toMatchObject({
      clientSecret: 's3cret',
      clusters: ['production'],
      scopes: ['openid', 'groups'],
      token: 'id_token',
    });
    expect(second).toMatchObject({ clientSecret: null, clusters: null, logout: true });
    expect(readOidcSettings(null, new Set())).toEqual([]);
  });

  it.each([
    ['no JSON', 'x', /is not JSON/],
    ['an issuer without TLS', [{ ...house, issuer: 'http://id.example.com' }], /wrong at 0\.issuer/],
    ['two of a name', [house, house], /two providers "house"/],
    ['a cluster that is not here', [{ ...house, clusters: ['moon'] }], /"moon"/],
    ['a secret that is not there', [{ ...house, clientSecretFile: '/none' }], /cannot read \/none/],
    ['a wrong secret, without showing it', [{ ...house, clientSecret: 7 }], /wrong at 0\.clientSecret$/],
  ])('refuses %s', (_name, value, words) => {
    expect(() => read(value)).toThrow(words);
  });
});
