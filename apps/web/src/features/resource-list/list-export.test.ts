import { describe, expect, it } from 'vitest';
import type { Row } from '../../live/row.ts';
import type { ListColumn } from './list-columns.ts';
import { exportName, toCsv, toJson } from './list-export.ts';

const column = (header: string, text: (row: Row) => string): ListColumn => ({
  id: `${header}-id`,
  header,
  description: '',
  look: 'text',
  align: 'start',
  wide: false,
  text,
  sortKey: () => null,
});
const row = (name: string): Row => ({
  uid: name,
  namespace: '',
  name,
  created: 0,
  labels: null,
  cells: [],
  fields: [],
});
const named = column('Name', ({ name }) => name);

describe('CSV', () => {
  it.each([
    ['web-1', 'web-1'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    // a spreadsheet would run these
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['@SUM(1)', "'@SUM(1)"],
    ['+1-1', "'+1-1"],
    ['-cmd', "'-cmd"],
    ['\t=1', "'\t=1"],
    ['-1', '-1'],
    ['+2.5', '+2.5'],
    ['web\u202egnp', 'web\\u202egnp'],
  ])('writes %j', (name, cell) => {
    expect(toCsv([named], [row(name)])).toBe(`Name\r\n${cell}\r\n`);
  });

  it('keeps the order of columns and rows, and marks what is not ASCII', () => {
    const columns = [column('命名空间', () => 'a'), named];
    expect(toCsv(columns, [row('b'), row('a')])).toBe('\ufeff命名空间,Name\r\na,b\r\na,a\r\n');
    expect(toCsv([named], [])).toBe('Name\r\n');
  });
});

it('has ages as they are now, not as they were printed', () => {
  const age = { ...column('Age', () => '1s'), since: () => Date.now() / 1000 - 7200 };
  expect(toCsv([age], [row('a')])).toBe('Age\r\n120m\r\n');
});

describe('JSON', () => {
  it('is an object for each row by the headers, by the ids where headers are the same', () => {
    const columns = [named, column('X', () => '1'), { ...column('X', () => '2'), id: 'x-2' }];
    expect(JSON.parse(toJson(columns, [row('a'), row('b')]))).toEqual([
      { Name: 'a', 'X-id': '1', 'x-2': '2' },
      { Name: 'b', 'X-id': '1', 'x-2': '2' },
    ]);
  });
  it('has a column whatever it is called', () => {
    expect(toJson([column('__proto__', () => 'x')], [row('a')])).toContain('"__proto__": "x"');
  });
});

it('names the file after what it holds and when', () => {
  const at = new Date('2026-11-21T13:04:05.678Z');
  expect(exportName('pods', ['team-a'], at, 'csv')).toBe('pods-team-a-2026-11-21T13-04-05Z.csv');
  expect(exportName('nodes', null, at, 'json')).toBe('nodes-2026-11-21T13-04-05Z.json');
});
