import { describe, expect, it } from 'vitest';
import { looksLikeKubeconfig } from './looks-like-kubeconfig.ts';
import { readKubeconfig } from './read-kubeconfig.ts';

const file = (user: string, more = '') => `
apiVersion: v1
kind: Config
current-context: b
clusters:
- {name: c, cluster: {server: "https://k8s.example.com", certificate-authority-data: Q0E=}}
contexts:
- {name: a, context: {cluster: c, user: other}}
- {name: b, context: {cluster: c, user: u, namespace: shop}}
users:
- {name: other, user: {token: other-token}}
- {name: u, user: ${user}}
${more}`;
const current = (user: string) => {
  const contexts = readKubeconfig(file(user));
  return contexts === 'broken' ? undefined : contexts[0];
};

/** OPS-002, OPS-003: what leaves the browser is the chosen context's credential alone. */
describe('reading a kubeconfig', () => {
  it('lists the current context first, with what would be sent and nothing else', () => {
    expect(current('{token: t, password: "", extra: secret}')).toEqual({
      name: 'b',
      user: 'u',
      server: 'https://k8s.example.com',
      namespace: 'shop',
      current: true,
      fault: undefined,
      login: { server: 'https://k8s.example.com', authority: 'Q0E=', namespace: 'shop', user: { token: 't' } },
    });
    const contexts = readKubeconfig(file('{token: t}'));
    expect(contexts === 'broken' ? [] : contexts.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it.each([
    ['{client-certificate-data: Yw==, client-key-data: aw==}', { certificate: 'Yw==', key: 'aw==' }],
    ['{username: ann, password: pw}', { username: 'ann', password: 'pw' }],
    ['{username: ann}', { username: 'ann', password: '' }],
    ['{token: t, exec: {command: x}}', { token: 't' }],
  ])('takes %s', (user, sent) => {
    expect(current(user)?.login?.user).toEqual(sent);
  });

  it.each([
    [
      '{exec: {command: aws, args: [eks, get-token, "it\'s mine"]}}',
      { why: 'exec', command: `aws eks get-token 'it'\\''s mine'` },
    ],
    ['{auth-provider: {name: gcp}}', { why: 'auth-provider', command: 'gcp' }],
    ['{client-certificate: /x, client-key: /y}', { why: 'files' }],
    ['{tokenFile: /x}', { why: 'files' }],
    ['{client-certificate-data: Yw==}', { why: 'empty' }],
    ['{}', { why: 'empty' }],
    ['{token: t, as: root}', { why: 'impersonates' }],
  ])('refuses %s and says why', (user, fault) => {
    expect(current(user)).toMatchObject({ fault, login: undefined });
  });

  it.each([
    '',
    'x',
    '[]',
    '{"contexts": 3}',
    'contexts: [{name: a}]',
    'contexts: [{name: a, context: {cluster: c',
    'a: &a [*a]',
  ])('is not misled by %j', (text) => {
    expect(readKubeconfig(text)).toBe('broken');
  });

  it('knows a cluster that is not in the file, and names that objects have by nature', () => {
    const text = 'contexts: [{name: __proto__, context: {cluster: constructor, user: toString}}]';
    expect(readKubeconfig(text)).toMatchObject([{ name: '__proto__', fault: { why: 'no-cluster' } }]);
  });

  it.each([
    [file('{}'), true],
    ['{"kind":"Config"}', true],
    ['{\n  "apiVersion": "v1"', true],
    ['eyJhbGciOi.J9.x', false],
    ['Bearer abc', false],
  ])('tells a file from a token (%#)', (text, expected) => {
    expect(looksLikeKubeconfig(text)).toBe(expected);
  });
});
