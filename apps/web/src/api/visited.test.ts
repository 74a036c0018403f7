// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { type Visited, visited } from './visited.ts';

const page = (name: string, cluster = 'demo'): Visited => ({
  path: `/clusters/${cluster}/namespaces/a/core/pods/${name}`,
  name,
  kind: 'Pod',
  where: 'a',
});

beforeEach(() => {
  localStorage.clear();
  visited.reload();
});

it('keeps the last twenty that were opened, the newest first, each once', () => {
  for (let i = 0; i < 25; i += 1) visited.opened('demo', page(`pod-${i}`));
  visited.opened('demo', page('pod-10'));
  const { recent } = visited.get('demo');
  expect(recent).toHaveLength(20);
  expect(recent.slice(0, 3).map(({ name }) => name)).toEqual(['pod-10', 'pod-24', 'pod-23']);
});

it('stars and unstars, per cluster, and remembers it', () => {
  visited.star('demo', page('web'), true);
  visited.star('other', page('db', 'other'), true);
  visited.reload();
  expect(visited.get('demo').favourites.map(({ name }) => name)).toEqual(['web']);
  visited.star('demo', page('web'), false);
  visited.reload();
  expect(visited.get('demo').favourites).toEqual([]);
  expect(visited.isFavourite('other', page('db', 'other').path)).toBe(true);
});

it.each([
  'no json',
  '{}',
  '[1, null, {"path": "//evil.example/"}]',
  '[{"path":"javascript:alert(1)","name":"x","kind":"","where":""}]',
])('takes no harm from %s in the store', (text) => {
  localStorage.setItem('quarterdeck.favourites.demo', text);
  visited.reload();
  expect(visited.get('demo').favourites).toEqual([]);
});

it('does not keep what is too long', () => {
  visited.star('demo', { ...page('x'), path: `/clusters/demo/${'x'.repeat(5000)}` }, true);
  expect(visited.get('demo').favourites).toEqual([]);
});
