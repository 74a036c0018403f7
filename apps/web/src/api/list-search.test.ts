import { expect, it } from 'vitest';
import { readListSearch } from './list-search.ts';

it.each([
  [
    { q: 'web', l: 'app=web', sort: '-age', other: 'x' },
    { q: 'web', l: 'app=web', sort: '-age' },
  ],
  [{ q: '', f: 7, cols: 'wide' }, { cols: 'wide' }],
  [{ q: 'x'.repeat(5000) }, {}],
  [{}, {}],
])('%j → %j', (search, kept) => {
  expect(readListSearch(search)).toEqual(kept);
});
