import type { Row } from './row.ts';
import type { SortKey } from './sort-key.ts';

/** What a sort must know of a column. */
interface SortedColumn {
  readonly id: string;
  sortKey(row: Row): SortKey;
}

export interface ListSort {
  readonly column: SortedColumn;
  readonly descending: boolean;
}

/** "-age" → the age column, descending; undefined for a column that this list does not have. */
export function readSort(text: string | undefined, columns: readonly SortedColumn[]): ListSort | undefined {
  if (text === undefined || text === '') return undefined;
  const descending = text.startsWith('-');
  const id = descending ? text.slice(1) : text;
  const column = columns.find((candidate) => candidate.id === id);
  return column && { column, descending };
}

/** The next state of a click on a header: ascending, descending, the server's own order. */
export function nextSort(id: string, current: ListSort | undefined): string | undefined {
  if (current?.column.id !== id) return id;
  return current.descending ? undefined : `-${id}`;
}
