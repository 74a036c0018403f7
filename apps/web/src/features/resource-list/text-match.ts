import type { Row } from '../../live/row.ts';
import type { ListColumn } from './list-columns.ts';

/**
 * A row matches when every word of the filter is in one of its columns, the wide ones included: an address or a node is
 * found whether its column is shown or not. Undefined for an empty filter.
 */
export function textMatch(filter: string, columns: readonly ListColumn[]): ((row: Row) => boolean) | undefined {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const searched = columns.filter(({ look }) => look !== 'age');
  return (row) => {
    const text = searched
      .map((column) => column.text(row))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
