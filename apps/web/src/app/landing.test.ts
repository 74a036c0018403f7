import { describe, expect, it } from 'vitest';
import { landingNamespaces, safeNext } from './landing.ts';

describe('landingNamespaces', () => {
  it.each([
    ['team-b', 'team-a', ['team-b']],
    ['a,b', 'team-a', ['a', 'b']],
    ['_all', 'team-a', null],
    [null, 'team-a', ['team-a']],
    ['', 'team-a', ['team-a']],
    [null, null, ['default']],
  ])('last %j, home %j → %j', (last, homeNamespace, landed) => {
    expect(landingNamespaces(last, { homeNamespace })).toEqual(landed);
  });

  it('lands in default before a session is known', () => {
    expect(landingNamespaces(null, undefined)).toEqual(['default']);
  });
});

describe('safeNext', () => {
  it.each([
    ['/clusters/demo/core/nodes?q=x', '/clusters/demo/core/nodes?q=x'],
    ['//evil.example/clusters/', undefined],
    ['https://evil.example/', undefined],
    ['/\\evil.example', undefined],
    ['/clusters/\\evil', undefined],
    ['/sign-in', undefined],
    [7, undefined],
  ])('%j → %j', (next, followed) => {
    expect(safeNext(next)).toBe(followed);
  });
});
