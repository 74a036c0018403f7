import type { Row } from './row.ts';

/** What a filter must know of a column. */
export interface SearchedColumn {
  readonly id: string;
  readonly header: string;
  /** ages are not searched: their words change by themselves */
  readonly look: string;
  text(row: Row): string;
}

/** One word of a filter: in any column, or in the one whose id or header is named; the whole may be negated. */
export interface FilterTerm {
  readonly not: boolean;
  /** in small letters; undefined: any column */
  readonly column: string | undefined;
  /** in small letters */
  readonly text: string;
}

const TERM = /(!?)(?:([^\s:"!]+):)?(?:"([^"]*)"?|(\S+))/g;

/**
 * The terms of a filter: words that must all be there, `!word` that must not, `column:word` for one column, "quotes" around
 * spaces. A colon that no column's name stands before is part of the word: an image's tag, an RBAC name.
 */
export function filterTerms(filter: string, columns: readonly SearchedColumn[]): FilterTerm[] {
  const named = new Set(columns.flatMap(namesOf));
  return [...filter.toLowerCase().matchAll(TERM)].flatMap(([whole, not = '', name, quoted, word = '']) => {
    const text = quoted ?? word;
    const isColumn = name !== undefined && named.has(name);
    const plain = name === undefined || isColumn ? text : whole.slice(not.length).replaceAll('"', '');
    return plain === '' || plain === '!'
      ? []
      : [{ not: not === '!', column: isColumn ? name : undefined, text: plain }];
  });
}

/**
 * Whether a row passes the filter. All columns are searched, the wide ones included: an address or a node is found whether its
 * column is shown or not. Undefined for an empty filter.
 */
export function textMatch(filter: string, columns: readonly SearchedColumn[]): ((row: Row) => boolean) | undefined {
  const terms = filterTerms(filter, columns);
  if (terms.length === 0) return undefined;
  const searched = columns.filter(({ look }) => look !== 'age');
  const anywhere = terms.filter(({ column }) => column === undefined);
  const somewhere = terms.flatMap(({ column, ...term }) => {
    const found = columns.find((candidate) => column !== undefined && namesOf(candidate).includes(column));
    return found === undefined ? [] : [{ ...term, column: found }];
  });
  return (row) => {
    if (!somewhere.every(({ not, column, text }) => column.text(row).toLowerCase().includes(text) !== not))
      return false;
    if (anywhere.length === 0) return true;
    const line = searched
      .map((column) => column.text(row))
      .join('\n')
      .toLowerCase();
    return anywhere.every(({ not, text }) => line.includes(text) !== not);
  };
}

/** What a filter may call a column: its id, or its header with "-" for spaces. */
function namesOf({ id, header }: SearchedColumn): string[] {
  return [id.toLowerCase(), header.toLowerCase().replaceAll(/\s+/g, '-')];
}
