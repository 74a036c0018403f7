import { expect, test } from 'vitest';
import { LAST_APPLIED } from '../last-applied.ts';
import { MASK, maskSecrets } from './mask-secrets.ts';
import { writeYaml } from './write-yaml.ts';

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'db',
    uid: 'u',
    annotations: { [LAST_APPLIED]: '{"data":{"password":"aHVudGVyMg=="}}', note: 'kept' },
  },
  type: 'Opaque',
  data: { password: 'aHVudGVyMg==', empty: '' },
  stringData: { token: 'hunter2' },
};

test('values and the applied copy are masked; keys, type and other annotations stay', () => {
  const masked = maskSecrets(secret, ['data', 'stringData']);
  expect(masked['data']).toEqual({ password: MASK, empty: MASK });
  expect(masked['stringData']).toEqual({ token: MASK });
  expect(masked.metadata.annotations).toEqual({ [LAST_APPLIED]: MASK, note: 'kept' });
  expect(masked['type']).toBe('Opaque');
  expect(writeYaml(masked)).not.toMatch(/aHVudGVyMg|hunter2/);
});

test('the object itself is not changed', () => {
  maskSecrets(secret, ['data', 'stringData']);
  expect(secret.data.password).toBe('aHVudGVyMg==');
});

test('a secret without data stays without', () => {
  const bare = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', uid: 'u' } };
  expect(maskSecrets(bare, ['data'])).toEqual(bare);
});
