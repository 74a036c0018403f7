import { type CSSProperties, type ReactNode, useRef } from 'react';
import { rowId } from './grid-ids.ts';
import { gridRole } from './grid-roles.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useRowWindow } from './use-row-window.ts';
import classes from './window-table.module.css';

const ROW_PX = 32;
const OVERSCAN = 6;
/** of a row, at both ends */
const PADDING_PX = 16;
/** So many rows are as high as they are; more are scrolled. */
const MOST_ROWS = 16;

interface WindowColumn {
  readonly id: string;
  readonly header: string;
  /** px at least */
  readonly least: number;
  /** its share of what is left over; 0 for a column that does not grow */
  readonly grows: number;
}

interface WindowTableProps {
  readonly label: string;
  readonly columns: readonly WindowColumn[];
  /** unique ids of the rows, in their order */
  readonly ids: readonly string[];
  /** the cells of a row, in the order of the columns */
  readonly cells: (index: number) => readonly ReactNode[];
  /** what Enter and a click do; undefined: rows do nothing */
  readonly onOpen?: (id: string) => void;
  readonly opened?: string | undefined;
}

/**
 * A long table of which only what is in sight exists, one to a page: an ARIA grid with the keys of the lists. Rows are of one height, so
 * that what does not fit into a cell is cut off there.
 */
export function WindowTable({ label, columns, ids, cells, onOpen, opened }: WindowTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const toRow = useRef<(index: number) => void>(() => {});
  const { active, activeIndex, setActive, gridProps } = useGridKeys({
    grid,
    order: ids,
    initial: opened,
    scrollTo: (index) => toRow.current(index),
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    open: (id) => (onOpen === undefined ? document.getElementById(rowId(id))?.querySelector('a')?.click() : onOpen(id)),
    press: () => {},
  });
  const { indexes, scrollTo } = useRowWindow({
    scroller,
    rows: ids.length,
    rowPx: ROW_PX,
    overscan: OVERSCAN,
    activeIndex,
  });
  toRow.current = scrollTo;
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--columns': columns
      .map(({ least, grows }) => (grows === 0 ? `${least}px` : `minmax(${least}px, ${grows}fr)`))
      .join(' '),
    '--least': `${columns.reduce((sum, { least }) => sum + least, PADDING_PX)}px`,
  };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ height: (Math.min(ids.length, MOST_ROWS) + 1) * ROW_PX + 2 }}
    >
      <table
        ref={grid}
        className={classes.grid}
        style={style}
        {...gridRole.grid}
        {...gridProps}
        aria-label={label}
        aria-rowcount={ids.length + 1}
      >
        <thead {...gridRole.group} className={classes.head}>
          <tr {...gridRole.row} className={classes.headRow}>
            {columns.map(({ id, header }) => (
              <th key={id} {...gridRole.header} scope="col" title={header}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...gridRole.group} className={classes.body} style={{ height: ids.length * ROW_PX }}>
          {indexes.map((index) => {
            const id = ids[index];
            if (id === undefined) return null;
            const drawn = cells(index);
            return (
              <tr
                key={id}
                id={rowId(id)}
                {...gridRole.row}
                className={classes.row}
                style={{ top: index * ROW_PX, height: ROW_PX }}
                aria-rowindex={index + 2}
                aria-selected={onOpen === undefined ? undefined : id === opened}
                data-active={id === active || undefined}
                data-open={onOpen === undefined ? undefined : ''}
                onClick={() => {
                  setActive(id);
                  onOpen?.(id);
                }}
              >
                {columns.map((column, at) => (
                  <td key={column.id} {...gridRole.cell}>
                    {drawn[at]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
