import { expect, it } from 'vitest';
import { isMissingChunk, mayReload } from './missing-chunk.ts';

it.each([
  [new TypeError('Failed to fetch dynamically imported module: http://x/assets/a.js'), true],
  [new TypeError('error loading dynamically imported module: http://x/assets/a.js'), true],
  [new TypeError('Importing a module script failed.'), true],
  [new Error('Unable to preload CSS for /assets/notices-1.css'), true],
  [new TypeError('Cannot read properties of undefined'), false],
  ['a text', false],
])('%s is a missing chunk: %s', (error, expected) => {
  expect(isMissingChunk(error)).toBe(expected);
});

it('reloads once, and again only much later', () => {
  const kept = new Map<string, string>();
  const memory = {
    recall: (key: string) => kept.get(key) ?? null,
    remember: (key: string, value: string) => void kept.set(key, value),
  };
  expect([100_000, 110_000, 121_000].map((now) => mayReload(memory, now))).toEqual([true, false, true]);
});

it('never reloads where nothing can be remembered', () => {
  expect(mayReload({ recall: () => null, remember: () => {} }, 100_000)).toBe(false);
});
