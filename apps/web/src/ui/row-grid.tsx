import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type ListSort, nextSort } from '../live/list-sort.ts';
import type { Row } from '../live/row.ts';
import type { RowStore } from '../live/row-store.ts';
import type { SortKey } from '../live/sort-key.ts';
import { useStillRows } from '../live/use-still-rows.ts';
import { gridId, rowId } from './grid-ids.ts';
import { gridRole } from './grid-roles.ts';
import classes from './row-grid.module.css';
import { safeText } from './safe-text.ts';
import { placeOf } from './scroll-memory.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { usePlaceMemory } from './use-place-memory.ts';
import { visibleRange } from './visible-range.ts';

/** --qd-row-height */
const ROW_PX = 32;
const OVERSCAN = 4;
const GLOW_MS = 2000;

export interface GridColumn {
  readonly id: string;
  readonly header: string;
  /** a track of grid-template-columns: "12ch", "minmax(20ch, 2fr)" */
  readonly width: string;
  readonly look: 'name' | 'dim' | 'text' | 'age';
  readonly align?: 'end';
  /** what is filtered by, and shown where `view` is not given */
  text(row: Row): string;
  sortKey(row: Row): SortKey;
  view?(row: Row): ReactNode;
}

export interface RowGridProps {
  readonly label: string;
  /** an entry of the browser's history: Back finds the grid as it was left */
  readonly visit: string;
  readonly store: RowStore;
  /** uids, sorted and filtered */
  readonly order: readonly string[];
  readonly columns: readonly GridColumn[];
  /** the least width of the whole, as CSS; what is narrower scrolls */
  readonly minWidth: string;
  readonly sort: ListSort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  /** the accessible name of a row; keep its identity */
  readonly nameOf: (row: Row) => string;
  /** what can be done with a row, at its end; made for the row under the pointer and the active one. Keep its identity. */
  readonly menu?: (row: Row, onOpen: (open: boolean) => void) => ReactNode;
  /** a single key on the active row */
  readonly onPress?: (key: string, row: Row) => void;
}

/**
 * Live rows as an ARIA grid of which only the visible part exists, for pages whose columns are their own. Keys and stillness
 * are those of a kind's list; the row's first link is what Enter opens.
 */
export function RowGrid(props: RowGridProps) {
  const { label, visit, store, order, columns, minWidth, sort, onSort, nameOf, menu, onPress } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const [hovered, setHovered] = useState<string>();
  const [menuOpen, setMenuOpen] = useState<string>();
  const scrollTo = useRef<(index: number) => void>(() => {});
  const { active, activeIndex, setActive, gridProps } = useGridKeys({
    grid,
    order,
    initial: placeOf(visit)?.active,
    scrollTo: (index) => scrollTo.current(index),
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    open: (uid) => document.getElementById(rowId(uid))?.querySelector('a')?.click(),
    press: (key, uid) => {
      const row = store.getRow(uid);
      if (row !== undefined) onPress?.(key, row);
    },
  });
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => order[index] ?? index,
    overscan: OVERSCAN,
    scrollMargin: ROW_PX,
    scrollPaddingStart: ROW_PX,
    useFlushSync: false,
    rangeExtractor: (range) => visibleRange(range, activeIndex),
  });
  // after the virtualizer, which scrolls to its own beginning when it is mounted
  usePlaceMemory({ visit, scroller, rows: order.length, rowPx: ROW_PX, active });
  scrollTo.current = (index) => virtualizer.scrollToIndex(index, { align: 'auto' });
  const still = useStillRows(store, menuOpen !== undefined);
  const style = useMemo<CSSProperties & Record<`--${string}`, string>>(
    () => ({
      '--grid-columns': [...columns.map(({ width }) => width), ...(menu === undefined ? [] : ['40px'])].join(' '),
      '--grid-width': minWidth,
    }),
    [columns, menu, minWidth],
  );

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onPointerMove={still.onPointerMove}
      onPointerLeave={(event) => {
        setHovered(undefined);
        still.onPointerLeave(event);
      }}
    >
      <table
        ref={grid}
        id={gridId}
        className={classes.grid}
        style={style}
        {...gridRole.grid}
        {...gridProps}
        aria-label={label}
        aria-rowcount={order.length + 1}
        aria-colcount={columns.length}
      >
        <Head columns={columns} sort={sort} onSort={onSort} withMenu={menu !== undefined} />
        <tbody {...gridRole.group} className={classes.body} style={{ height: order.length * ROW_PX }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const uid = order[index];
            return uid === undefined ? null : (
              <GridRow
                key={uid}
                uid={uid}
                index={index}
                top={start - ROW_PX}
                store={store}
                columns={columns}
                active={uid === active}
                withMenu={uid === (menuOpen ?? hovered ?? active)}
                nameOf={nameOf}
                menu={menu}
                onActive={setActive}
                onHover={setHovered}
                onMenu={setMenuOpen}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps extends Pick<RowGridProps, 'columns' | 'sort' | 'onSort'> {
  readonly withMenu: boolean;
}

function Head({ columns, sort, onSort, withMenu }: HeadProps) {
  return (
    <thead {...gridRole.group} className={classes.head}>
      <tr {...gridRole.row} aria-rowindex={1} className={classes.headRow}>
        {columns.map(({ id, header, align }, i) => {
          const sorted = sort?.column.id === id ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={id}
              {...gridRole.header}
              aria-colindex={i + 1}
              aria-sort={sorted ?? 'none'}
              className={classes.headCell}
              data-align={align}
            >
              <button
                type="button"
                className={classes.sort}
                data-sort={sorted}
                onClick={() => onSort(nextSort(id, sort))}
              >
                {header}
              </button>
            </th>
          );
        })}
        {withMenu ? <td {...gridRole.cell} /> : null}
      </tr>
    </thead>
  );
}

interface GridRowProps extends Pick<RowGridProps, 'store' | 'columns' | 'nameOf'> {
  readonly uid: string;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly withMenu: boolean;
  readonly menu: RowGridProps['menu'];
  readonly onActive: (uid: string) => void;
  readonly onHover: (uid: string) => void;
  readonly onMenu: (uid: string | undefined) => void;
}

/** One row. Follows its own uid in the store, so that a change re-renders this row and no other. */
const GridRow = memo(function GridRow(props: GridRowProps) {
  const { uid, index, top, store, columns, active, withMenu, nameOf, menu, onActive, onHover, onMenu } = props;
  const row = useSyncExternalStore(
    (listener) => store.subscribeRow(uid, listener),
    () => store.getRow(uid),
  );
  if (row === undefined) return null;
  const { at, count } = store.changeOf(uid);
  // two names in turn: the same animation would not start again
  const glow = Date.now() - at > GLOW_MS ? undefined : count % 2 === 0 ? 'a' : 'b';
  return (
    <tr
      id={rowId(uid)}
      {...gridRole.row}
      aria-rowindex={index + 2}
      aria-label={safeText(nameOf(row))}
      aria-selected={active}
      className={classes.row}
      data-glow={glow}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onActive(uid)}
      onPointerEnter={() => onHover(uid)}
    >
      {columns.map((column, i) => {
        const text = safeText(column.text(row));
        return (
          <td
            key={column.id}
            {...gridRole.cell}
            aria-colindex={i + 1}
            className={classes.cell}
            data-look={column.look}
            data-align={column.align}
            title={column.view === undefined && text !== '' ? text : undefined}
          >
            {column.view === undefined ? text : column.view(row)}
          </td>
        );
      })}
      {menu === undefined ? null : (
        <td {...gridRole.cell} aria-colindex={columns.length + 1} className={classes.menu}>
          {withMenu ? menu(row, (open) => onMenu(open ? uid : undefined)) : null}
        </td>
      )}
    </tr>
  );
});
