import { expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

it('keeps text as text both ways', () => {
  const search = { q: '007', l: 'app in (a,b),tier!=x', f: 'status.phase=Running', sort: '-age' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
  expect(parseSearch('?q=%7B%22a%22%3A1%7D')).toEqual({ q: '{"a":1}' });
});

it('leaves empty values out', () => {
  expect(stringifySearch({ q: '', l: undefined })).toBe('');
});
