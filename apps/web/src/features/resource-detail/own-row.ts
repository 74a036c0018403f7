import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { RowView } from '../../kinds/define-kind.ts';
import type { Row } from '../../live/row.ts';

export interface OwnRow extends RowView {
  /** the server's columns with their texts; those of the name and the age are left out */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}

/** A row with its columns by name. */
export function ownRow(row: Row, columns: readonly LiveColumn[], fields: readonly string[]): OwnRow {
  const texts = columns.map((_, index) => String(row.cells[index] ?? ''));
  return {
    row,
    cell: (name) => texts[columns.findIndex((column) => column.name === name)] ?? '',
    field: (path) => row.fields[fields.indexOf(path)] ?? undefined,
    facts: columns.flatMap(({ name, format, type }, index) =>
      format === 'name' || type === 'date' || name === 'Age' || name === 'Created At'
        ? []
        : [{ name, text: texts[index] ?? '' }],
    ),
  };
}
