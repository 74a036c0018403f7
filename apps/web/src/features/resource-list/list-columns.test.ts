import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import { Box } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import { nextSort, readSort } from '../../live/list-sort.ts';
import type { Row } from '../../live/row.ts';
import { textMatch } from '../../live/text-match.ts';
import { readColumnChoice } from './column-choice.ts';
import { alignNumbers, columnWidths, gridTemplate } from './column-widths.ts';
import { type ColumnsInput, DELETION_FIELD, type ListColumn, listColumns, listFields } from './list-columns.ts';

const column = (name: string, more: Partial<LiveColumn> = {}): LiveColumn => ({
  name,
  type: 'string',
  format: '',
  priority: 0,
  description: '',
  ...more,
});
const row = (cells: Row['cells'], more: Partial<Row> = {}): Row => ({
  uid: 'u',
  namespace: 'team-a',
  name: 'web-1',
  created: 0,
  labels: null,
  cells,
  fields: [],
  ...more,
});
const podColumns = [
  column('Name', { format: 'name' }),
  column('Ready'),
  column('Status'),
  column('Restarts', { type: 'integer' }),
  column('Age'),
  column('Node', { priority: 1 }),
];
const kindFile = (more: Partial<KindDefinition>): KindDefinition => ({
  resources: ['v1/pods'],
  group: 'workloads',
  order: 1,
  icon: Box,
  ...more,
});
const columnsOf = (input: Partial<ColumnsInput>) =>
  listColumns({
    server: podColumns,
    fields: listFields(input.kind),
    kind: undefined,
    withNamespace: false,
    namespaceHeader: 'Namespace',
    ...input,
  });

describe('listColumns', () => {
  it('has the server’s own in its order, the namespace where it tells something', () => {
    expect(columnsOf({}).map(({ id }) => id)).toEqual(['name', 'ready', 'status', 'restarts', 'age', 'node']);
    expect(columnsOf({ withNamespace: true })[0]).toMatchObject({ id: 'namespace', header: 'Namespace' });
    expect(columnsOf({}).filter(({ wide }) => wide)).toHaveLength(1);
    expect(columnsOf({ server: [] })).toEqual([]);
  });

  it('fills in the name that is left out on the wire', () => {
    expect(columnsOf({}).map((c) => c.text(row([null, '1/1', 'Running', 3, '5m', null])))).toEqual([
      'web-1',
      '1/1',
      'Running',
      '3',
      '5m',
      '',
    ]);
  });

  it('gives a table without names a name column', () => {
    expect(columnsOf({ server: [column('Phase')] }).map(({ id }) => id)).toEqual(['name', 'phase']);
  });

  it('lets a kind’s column tick and sort by its moment, in place of the server’s frozen words', () => {
    const kind = kindFile({
      fields: ['lastTimestamp'],
      columns: [
        {
          id: 'last-seen',
          header: 'Last Seen',
          text: (view) => view.cell('Last Seen'),
          since: (view) => Date.parse(String(view.field('lastTimestamp'))) / 1000 || undefined,
        },
      ],
    });
    const [, seen] = columnsOf({ kind, server: [column('Name'), column('Last Seen', { description: 'when' })] });
    const at = row([null, '5s'], { fields: ['2026-01-01T00:00:00Z'] });
    expect(seen).toMatchObject({ id: 'last-seen', look: 'age', align: 'end', description: 'when' });
    expect(seen?.since?.(at)).toBe(Date.parse('2026-01-01T00:00:00Z') / 1000);
    expect(seen?.sortKey(at)).toBe(-Date.parse('2026-01-01T00:00:00Z') / 1000);
    const never = row([null, '<unknown>']);
    expect([seen?.text(never), seen?.since?.(never), seen?.sortKey(never)]).toEqual(['<unknown>', 0, null]);
  });

  it('puts a kind’s columns in place of the same header, others before the age', () => {
    const kind = kindFile({
      fields: ['spec.x'],
      columns: [
        { id: 'ready', header: 'Ready', text: (view) => `<${view.cell('Ready')}>` },
        { id: 'x', header: 'X', text: (view) => String(view.field('spec.x') ?? '-') },
      ],
    });
    const columns = columnsOf({ kind });
    expect(columns.map(({ header }) => header)).toEqual(['Name', 'Ready', 'Status', 'Restarts', 'X', 'Age', 'Node']);
    const one = row([null, '1/2', 'Running', 0, '1m', null], { fields: ['seen', null] });
    expect(columns[1]?.text(one)).toBe('<1/2>');
    expect(columns[4]?.text(one)).toBe('seen');
  });

  it('never gives two columns one id', () => {
    const ids = columnsOf({ server: [column('A b'), column('a-B'), column('名'), column('字')] }).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('marks the status by the kind’s word, else by common words', () => {
    const running = row([null, '1/1', 'Running', 0, '', '']);
    expect(columnsOf({}).map((c) => c.health?.(running))).toEqual([
      undefined,
      undefined,
      'ok',
      undefined,
      undefined,
      undefined,
    ]);
    const kind = kindFile({ statusColumn: 'Ready', health: () => 'warning' });
    expect(
      columnsOf({ kind })
        .map((c) => c.health?.(running))
        .filter(Boolean),
    ).toEqual(['warning']);
  });

  it.each([
    ['now', 0, 'progressing'],
    ['long ago', 3_600_000, 'warning'],
  ])('says that an object is going away since %s', (_since, ago, health) => {
    const going = row([null, '1/1', 'Running', 0, '', ''], { fields: [new Date(Date.now() - ago).toISOString()] });
    const status = columnsOf({}).find(({ id }) => id === 'status');
    expect(listFields(undefined)).toEqual([DELETION_FIELD]);
    expect(status?.text(going)).toBe('Terminating');
    expect(status?.health?.(going)).toBe(health);
  });

  it('asks for the fields of a kind’s wide columns only where they are shown', () => {
    const kind = kindFile({
      fields: ['spec.x'],
      columns: [
        { id: 'a', header: 'A', fields: ['spec.a'], text: () => '' },
        { id: 'b', header: 'B', fields: ['spec.b'], wide: true, text: () => '' },
      ],
    });
    const fieldsOf = (cols: string) => listFields(kind, readColumnChoice(cols));
    expect(fieldsOf('')).toEqual(['spec.x', 'spec.a', DELETION_FIELD]);
    for (const cols of ['wide', 'name,b']) expect(fieldsOf(cols)).toContain('spec.b');
  });

  it('takes a picture, a link and words from the kind, and its header from the person’s language', () => {
    const node = { group: '', kind: 'Node', name: 'node-7' };
    const kind = kindFile({
      columns: [
        {
          id: 'node',
          header: 'Node',
          text: (view) => view.cell('Node'),
          draw: () => ({ share: 0.5, tone: 'ok' }),
          link: () => node,
          describe: (_view, words) => words('half'),
        },
        { id: 'own', header: 'Own', title: 'list.own', text: () => '' },
      ],
    });
    const columns = columnsOf({ kind, words: (key) => `<${key}>` });
    const one = row([null, '1/1', 'Running', 0, '', 'node-7']);
    const shown = columns.find(({ id }) => id === 'node');
    expect([shown?.draw?.(one), shown?.link?.(one), shown?.describe?.(one, (key) => key)]).toEqual([
      { share: 0.5, tone: 'ok' },
      node,
      'half',
    ]);
    expect(columns.map(({ header }) => header)).toEqual(expect.arrayContaining(['Node', '<list.own>']));
  });

  it('sorts ages by the moment of creation, the unknown last', () => {
    const age = columnsOf({}).find(({ id }) => id === 'age');
    expect(age?.sortKey(row([], { created: 100 }))).toBe(-100);
    expect(age?.sortKey(row([]))).toBeNull();
  });
});

describe('sorting by a header', () => {
  it('goes up, down, and back to the server’s order', () => {
    const columns = columnsOf({});
    expect(nextSort('age', undefined)).toBe('age');
    expect(nextSort('age', readSort('age', columns))).toBe('-age');
    expect(nextSort('age', readSort('-age', columns))).toBeUndefined();
    expect(nextSort('name', readSort('-age', columns))).toBe('name');
  });
  it.each([undefined, '', 'nosuch', '-', '-nosuch', '__proto__'])('knows no column %j', (text) => {
    expect(readSort(text, columnsOf({}))).toBeUndefined();
  });
});

describe('textMatch', () => {
  const one = row([null, '1/1', 'Running', 0, '5m', 'node-7']);
  it.each([
    ['web', true],
    ['WEB running', true],
    ['node-7', true],
    ['web stopped', false],
    ['5m', false],
    ['team-a', false],
  ])('%j: %s', (filter, expected) => {
    expect(textMatch(filter, columnsOf({}))?.(one)).toBe(expected);
  });
  it('is nothing for blanks', () => expect(textMatch('  ', columnsOf({}))).toBeUndefined());
});

describe('alignNumbers', () => {
  it('puts numbers at the end, also where the server calls them text', () => {
    const columns = columnsOf({ server: [column('Name', { format: 'name' }), column('Data'), column('Note')] });
    const ends = alignNumbers(columns, [row([null, '1', '2']), row([null, '12', 'x'])]).map(({ align }) => align);
    expect(ends).toEqual(['start', 'end', 'start']);
    expect(alignNumbers(columns, []).every(({ align }) => align === 'start')).toBe(true);
  });
});

describe('columnWidths', () => {
  it('leaves room for contents, headers, and status words yet to come', () => {
    const columns = columnsOf({});
    const widths = columnWidths(columns, [row([null, '1/1', 'Running', 0, '5m', 'n'], { name: 'x'.repeat(200) })]);
    expect(widths[0]).toMatchObject({ ch: 56, weight: 100 });
    expect(widths[2]?.ch).toBeGreaterThanOrEqual(16);
    expect(widths[3]?.weight).toBe(0);
    // a narrow list takes from names and texts, never from a status or a number
    expect(widths.map(({ ch, leastCh }) => leastCh < ch)).toEqual([true, false, false, false, false, false]);
    expect(gridTemplate(widths, 32, 40).columns).toMatch(/^32px minmax\(calc\(clamp\(18ch, .*, 56ch\) .* 40px$/);
  });

  it('leaves room for what stands beside the text: an icon, the edge of a label’s chip', () => {
    const [, ready] = columnsOf({});
    if (ready === undefined) throw new Error('no such column');
    const rows = [row([null, 'a long text', '', 0, '', ''])];
    const px = (more: Partial<ListColumn>) => columnWidths([{ ...ready, ...more }], rows)[0]?.px ?? 0;
    expect(px({ icon: () => Box })).toBe(px({}) + 22);
    const pick = { run: () => {}, title: () => '' };
    expect(px({ added: 'label', pick })).toBe(px({}) + 14);
    expect(px({ pick })).toBe(px({}));
  });
});

describe('columns that are made of other objects', () => {
  const kind = kindFile({
    columns: [
      {
        id: 'load',
        header: 'Load',
        of: '/pods',
        fields: ['@load', 'status.size'],
        text: (view) => `${view.field('@load')}`,
      },
    ],
  });

  it.each([
    ['few of them', '', ['/pods'], { asked: true, left: false }],
    ['many of them', '', [], { asked: false, left: true }],
    ['not known yet', '', undefined, { asked: false, left: true }],
    ['many of them, and chosen', 'load', [], { asked: true, left: true }],
  ])('are asked for where there are %s', (_, cols, few, { asked, left }) => {
    const beside = few && new Set(few);
    const fields = listFields(kind, readColumnChoice(cols), false, beside);
    // behind all that the server is asked for
    expect(fields).toEqual(
      asked && cols === ''
        ? ['status.size', DELETION_FIELD, '@load']
        : asked
          ? [DELETION_FIELD, 'status.size', '@load']
          : [DELETION_FIELD],
    );
    const found = columnsOf({ kind, fields, beside }).find(({ id }) => id === 'load');
    expect(found).toMatchObject({ left, unread: !asked, costly: true });
    if (asked) expect(found?.text(row([], { fields: [null, null, 7] }))).toBe('7');
  });
});
