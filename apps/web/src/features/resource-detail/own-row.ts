import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { RowView } from '../../kinds/define-kind.ts';
import { statusColumnOf } from '../../kinds/word-health.ts';
import { cellText } from '../../live/cell-text.ts';
import { cellAt, type Row } from '../../live/row.ts';

export interface OwnRow extends RowView {
  /** what the server's status column says, the one that the list marks; "" when there is none */
  readonly status: string;
  /** the header of that column; "" when there is none */
  readonly statusHeader: string;
  /** the server's columns with their texts; those of the name and the age are left out */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}

/** A row with its columns by name. */
export function ownRow(
  row: Row,
  columns: readonly LiveColumn[],
  fields: readonly string[],
  statusColumn: string | undefined,
): OwnRow {
  const names = columns.map(({ name }) => name);
  const named = statusColumn === undefined ? -1 : names.indexOf(statusColumn);
  const at = named >= 0 ? named : statusColumnOf(names);
  const texts = columns.map((_, index) => cellText(cellAt(row, index)));
  return {
    row,
    status: texts[at] ?? '',
    statusHeader: names[at] ?? '',
    cell: (name) => texts[names.indexOf(name)] ?? '',
    field: (path) => row.fields[fields.indexOf(path)] ?? undefined,
    reads: (path) => fields.includes(path),
    facts: columns.flatMap(({ name, format, type }, index) =>
      format === 'name' || type === 'date' || name === 'Age' || name === 'Created At'
        ? []
        : [{ name, text: texts[index] ?? '' }],
    ),
  };
}
