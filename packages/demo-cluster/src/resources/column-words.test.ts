import { expect, test } from 'vitest';
import { columnWords } from './column-words.ts';
import { Registry } from './registry.ts';

const columns = new Registry().all().flatMap((type) => type.columns.map((column) => ({ type, column })));

test('every column of a built-in kind is described', () => {
  const silent = columns.filter(({ type, column }) => columnWords(type, column) === '');
  expect(silent.map(({ type, column }) => `${type.plural}/${column.name}`)).toEqual([]);
});

test('a custom column says what its definition says', () => {
  const { column } = columns[0] ?? {};
  expect(column && columnWords({ plural: 'x' }, { ...column, name: 'Size', description: 'how big' })).toBe('how big');
});
