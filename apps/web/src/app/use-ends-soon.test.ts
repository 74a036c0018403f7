import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { expect, test } from 'vitest';
import { endsSoon } from './use-ends-soon.ts';

const session = (more: Partial<SessionInfo>): SessionInfo => ({
  cluster: 'c',
  account: 'a',
  user: { name: 'jane', groups: [] },
  kind: 'token',
  renewsItself: false,
  tokenExpiresAt: null,
  sessionExpiresAt: 100_000,
  idleTimeoutSeconds: 1800,
  csrf: 'x',
  homeNamespace: null,
  serverVersion: null,
  ...more,
});

// OPS-008: a person is told in time
test.each([
  ['a token that ends within minutes', { tokenExpiresAt: 1200 }, 'token'],
  ['a token that lives', { tokenExpiresAt: 2000 }, undefined],
  ['a token that renews itself', { tokenExpiresAt: 1200, renewsItself: true }, undefined],
  ['a session that ends', { sessionExpiresAt: 1299, renewsItself: true }, 'session'],
  ['neither', {}, undefined],
] as const)('%s', (_name, more, expected) => {
  expect(endsSoon(session(more), 1000)).toBe(expected);
});
