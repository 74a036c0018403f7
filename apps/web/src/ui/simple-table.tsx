import type { ReactNode } from 'react';
import classes from './simple-table.module.css';

interface SimpleTableRow {
  /** unique within the table */
  readonly id: string;
  /** in the order of the columns */
  readonly cells: readonly ReactNode[];
}

interface SimpleTableProps {
  /** what the table is, for those who do not see the heading above it */
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly SimpleTableRow[];
}

/** A small static table of a detail page; lists of objects are grids of their own. */
export function SimpleTable({ label, columns, rows }: SimpleTableProps) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {columns.map((column, index) => (
              <td key={column}>{cells[index]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Ids for rows that have no identity of their own: their text, numbered where it repeats. */
export function rowIds(texts: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return count === 0 ? text : `${text} #${count}`;
  });
}
