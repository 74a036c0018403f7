import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import type { RowView } from '../kinds/define-kind.ts';
import { cellText } from './cell-text.ts';
import { cellAt, type Row } from './row.ts';

/** Reads rows by column name and field path, for the functions of kind files. */
export class RowReader {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #fields: ReadonlyMap<string, number>;
  readonly #nameColumn: number;

  constructor(columns: readonly LiveColumn[], fields: readonly string[]) {
    this.#columns = new Map(columns.map(({ name }, i) => [name, i]));
    this.#fields = new Map(fields.map((path, i) => [path, i]));
    this.#nameColumn = columns.findIndex(({ format }) => format === 'name');
  }

  view(row: Row): RowView {
    return {
      row,
      cell: (name) => this.cellText(row, this.#columns.get(name) ?? -1),
      field: (path) => row.fields[this.#fields.get(path) ?? -1] ?? undefined,
      reads: (path) => this.#fields.has(path),
    };
  }

  /** The text of a cell; a name that is left out on the wire is filled in. */
  cellText(row: Row, index: number): string {
    const cell = cellAt(row, index);
    if (cell === null) return index >= 0 && index === this.#nameColumn ? row.name : '';
    return cellText(cell);
  }

  field(row: Row, path: string): unknown {
    return row.fields[this.#fields.get(path) ?? -1] ?? undefined;
  }
}
