import { describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { type SearchedColumn, textMatch } from './text-match.ts';

const column = (id: string, header: string, index: number): SearchedColumn => ({
  id,
  header,
  look: 'text',
  text: (row) => String(row.cells[index] ?? ''),
});
const columns = [
  column('name', 'Name', 0),
  column('status', 'Status', 1),
  column('nominated-node', 'Nominated Node', 2),
];
const row = (...cells: string[]): Row => ({
  uid: '',
  namespace: '',
  name: '',
  created: 0,
  labels: null,
  cells,
  fields: [],
});
const web = row('web-1', 'Running', 'node-2');

describe('textMatch', () => {
  it.each([
    ['web', true],
    ['WEB run', true],
    ['web api', false],
    ['node-2', true],
    ['!api', true],
    ['!web', false],
    ['status:running', true],
    ['status:web', false],
    ['!status:running', false],
    ['nominated-node:node', true],
    ['name:"web-1"', true],
    ['"web-1 "', false],
    ['web !crash status:run', true],
  ])('%j of a web pod: %s', (filter, expected) => {
    expect(textMatch(filter, columns)?.(web)).toBe(expected);
  });

  it.each(['', '   ', '!', '""', 'status:""'])('%j filters nothing', (filter) => {
    expect(textMatch(filter, columns)).toBeUndefined();
  });

  it('takes a colon without a column before it as a letter', () => {
    const rbac = row('system:node', 'nginx:1.27', '');
    for (const filter of ['system:node', 'nginx:1', 'https://x'])
      expect(textMatch(filter, columns)?.(rbac)).toBe(filter !== 'https://x');
  });
});
