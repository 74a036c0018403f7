import { type ListSort, nextSort } from '../../live/list-sort.ts';
import type { Selection } from '../../live/selection.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ListColumn } from './list-columns.ts';
import classes from './list-table.module.css';
import { SelectHead } from './select-cell.tsx';

export interface ListHeadProps {
  readonly columns: readonly ListColumn[];
  readonly sort: ListSort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly actionsLabel: string;
  readonly selection: Selection;
  /** rows that the list shows */
  readonly matching: number;
}

/** The header row. A click sorts: ascending, descending, then the server's own order again. */
export function ListHead({ columns, sort, onSort, actionsLabel, selection, matching }: ListHeadProps) {
  return (
    <thead {...gridRole.group} className={classes.head}>
      <tr {...gridRole.row} aria-rowindex={1} className={classes.headRow}>
        <SelectHead selection={selection} matching={matching} />
        {columns.map((column, i) => {
          const sorted = sort?.column.id === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              {...gridRole.header}
              aria-colindex={i + 2}
              aria-sort={sorted ?? 'none'}
              className={classes.headCell}
              data-align={column.align}
              title={column.description === '' ? undefined : safeText(column.description)}
            >
              <button
                type="button"
                className={classes.sort}
                data-sort={sorted}
                onClick={() => onSort(nextSort(column.id, sort))}
              >
                {safeText(column.header)}
              </button>
            </th>
          );
        })}
        <th {...gridRole.header} aria-colindex={columns.length + 2}>
          <span className="qd-visually-hidden">{actionsLabel}</span>
        </th>
      </tr>
    </thead>
  );
}
