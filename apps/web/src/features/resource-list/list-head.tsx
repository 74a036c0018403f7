import { type ListSort, nextSort } from '../../live/list-sort.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ListColumn } from './list-columns.ts';
import classes from './list-table.module.css';

export interface ListHeadProps {
  readonly columns: readonly ListColumn[];
  readonly sort: ListSort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly actionsLabel: string;
}

/** The header row. A click sorts: ascending, descending, then the server's own order again. */
export function ListHead({ columns, sort, onSort, actionsLabel }: ListHeadProps) {
  return (
    <thead {...gridRole.group} className={classes.head}>
      <tr {...gridRole.row} aria-rowindex={1} className={classes.headRow}>
        {columns.map((column, i) => {
          const sorted = sort?.column.id === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              {...gridRole.header}
              aria-colindex={i + 1}
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
        <th {...gridRole.header} aria-colindex={columns.length + 1}>
          <span className="qd-visually-hidden">{actionsLabel}</span>
        </th>
      </tr>
    </thead>
  );
}
