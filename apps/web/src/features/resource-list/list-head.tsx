import type { KeyboardEvent, PointerEvent } from 'react';
import { type ListSort, nextSort } from '../../live/list-sort.ts';
import type { Selection } from '../../live/selection.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ColumnArranging } from './column-arranging.ts';
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
  readonly arranging: ColumnArranging;
}

/** Few people arrange columns: what it takes is loaded when the pointer or the keys come near. */
const arrange = () => import('./arrange-columns.ts');
const KEYS = 'Alt+ArrowLeft Alt+ArrowRight Shift+ArrowLeft Shift+ArrowRight Shift+Enter';

/**
 * The header row. A click sorts: ascending, descending, then the server's own order again. A header is dragged to its place
 * and by its edge to its width; Alt and Shift with the arrows do the same.
 */
export function ListHead({ columns, sort, onSort, actionsLabel, selection, matching, arranging }: ListHeadProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>, id: string): void {
    const { key, altKey, shiftKey } = event;
    const cell = event.currentTarget.parentElement;
    const isArrow = (key === 'ArrowLeft' || key === 'ArrowRight') && altKey !== shiftKey;
    if (cell === null || !(isArrow || (key === 'Enter' && shiftKey))) return;
    event.preventDefault();
    event.stopPropagation();
    void arrange().then(({ headKey }) => headKey(key, { id, cell, arranging }, altKey));
  }
  function onPress(event: PointerEvent<HTMLElement>, id: string, what: 'dragHead' | 'dragEdge'): void {
    const cell = event.currentTarget.parentElement;
    // a finger scrolls
    if (cell === null || event.button !== 0 || event.pointerType === 'touch') return;
    if (what === 'dragEdge') event.preventDefault();
    const { clientX: x } = event;
    void arrange().then((arranger) => arranger[what]({ id, cell, x, arranging }));
  }
  return (
    <thead {...gridRole.group} className={classes.head} onPointerEnter={() => void arrange()}>
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
              data-column={column.id}
              title={column.description === '' ? undefined : safeText(column.description)}
            >
              <button
                type="button"
                className={classes.sort}
                data-sort={sorted}
                aria-keyshortcuts={KEYS}
                onPointerDown={(event) => onPress(event, column.id, 'dragHead')}
                onKeyDown={(event) => onKeyDown(event, column.id)}
                onClick={() => onSort(nextSort(column.id, sort))}
              >
                {safeText(column.header)}
              </button>
              <span
                aria-hidden="true"
                className={classes.edge}
                onPointerDown={(event) => onPress(event, column.id, 'dragEdge')}
                onDoubleClick={({ currentTarget: { parentElement: cell } }) => {
                  if (cell !== null) void arrange().then(({ fit }) => fit({ id: column.id, cell, arranging }));
                }}
              />
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
