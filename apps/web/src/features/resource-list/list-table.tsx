import { type CSSProperties, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useOfferedTarget } from '../../actions/offered-target.ts';
import { ShortcutRunner } from '../../actions/row-actions.tsx';
import type { ListSort } from '../../live/list-sort.ts';
import type { RowStore } from '../../live/row-store.ts';
import type { Selection } from '../../live/selection.ts';
import { useStillRows } from '../../live/use-still-rows.ts';
import { gridId, rowId } from '../../ui/grid-ids.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import { useGridKeys } from '../../ui/use-grid-keys.ts';
import { usePlaceMemory } from '../../ui/use-place-memory.ts';
import { useRowWindow } from '../../ui/use-row-window.ts';
import type { ColumnArranging } from './column-arranging.ts';
import { type ColumnWidth, gridTemplate } from './column-widths.ts';
import { type ListColumn, linkColumnOf } from './list-columns.ts';
import { ListHead } from './list-head.tsx';
import { ListRow } from './list-row.tsx';
import type { ListSubject } from './list-subject.ts';
import classes from './list-table.module.css';
import { useActiveAtFirst } from './panel/use-active-at-first.ts';
import type { Peek } from './panel/use-peek.ts';
import { useCells } from './use-cells.tsx';

/** --qd-row-height */
const ROW_PX = 32;
/** Rows beyond the edges: enough for a flick of the wheel, few enough for 600 elements in the whole list. */
const OVERSCAN = 4;
const SELECT_PX = 32;
const ACTIONS_PX = 40;

export interface ListTableProps {
  readonly visit: string;
  readonly subject: ListSubject;
  readonly store: RowStore;
  readonly selection: Selection;
  /** undefined: rows open as pages only */
  readonly peek: Peek | undefined;
  /** the row that stands open beside the list, as the address names it */
  readonly opened: string | undefined;
  /** uids, sorted and filtered */
  readonly order: readonly string[];
  readonly columns: readonly ListColumn[];
  /** by column */
  readonly widths: readonly ColumnWidth[];
  readonly sort: ListSort | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly arranging: ColumnArranging;
}

/**
 * The rows as an ARIA grid of which only the visible part exists. The focus stays on the grid and names the active row
 * (aria-activedescendant), so it survives rows that scroll away, move or go.
 */
export function ListTable(props: ListTableProps) {
  const { visit, subject, store, selection, peek, opened, order, columns, widths, sort, onSort, arranging } = props;
  const { t } = useTranslation('list');
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const [hovered, setHovered] = useState<string>();
  const [menuOpen, setMenuOpen] = useState<string>();
  const [pressed, setPressed] = useState<{ readonly key: string; readonly uid: string }>();

  const toRow = useRef<(index: number) => void>(() => {});
  const { active, activeIndex, setActive, gridProps } = useGridKeys({
    grid,
    order,
    initial: useActiveAtFirst(visit, opened, order, store, subject),
    scrollTo: (index) => toRow.current(index),
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    // the link of the row does what its click does, whatever router is around
    open: (uid) => document.getElementById(rowId(uid))?.querySelector('a')?.click(),
    selection,
    press: (key, uid) => {
      if (key === 'o' && peek !== undefined) peek.open(uid);
      else setPressed({ key, uid });
    },
  });
  useOfferedTarget(() => {
    const row = active === undefined ? undefined : store.getRow(active);
    const marked = row && subject.targetOf(row);
    return marked && { target: marked, kindActions: subject.actionsOf(marked) };
  });
  const follow = peek?.follow;
  useEffect(() => {
    if (active !== undefined) follow?.(active);
  }, [active, follow]);
  const cells = useCells({ grid, store, order, columns, active: activeIndex >= 0 ? active : undefined });
  const { indexes, scrollTo } = useRowWindow({
    scroller,
    rows: order.length,
    rowPx: ROW_PX,
    overscan: OVERSCAN,
    activeIndex,
  });
  usePlaceMemory({ visit, scroller, rows: order.length, rowPx: ROW_PX, active });
  toRow.current = scrollTo;

  const style = useMemo<CSSProperties & Record<`--${string}`, string>>(() => {
    const template = gridTemplate(widths, SELECT_PX, ACTIONS_PX);
    return { '--list-columns': template.columns, '--list-width': template.minWidth };
  }, [widths]);
  const linkColumn = useMemo(() => linkColumnOf(columns), [columns]);
  const menuOf = menuOpen ?? hovered ?? active;
  const still = useStillRows(store, menuOpen !== undefined);
  const selecting = useSyncExternalStore(selection.subscribe, () => selection.getSize() > 0);
  const pressedRow = pressed && store.getRow(pressed.uid);
  const target = pressedRow && subject.targetOf(pressedRow);

  return (
    <>
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
          {...gridRole.selectGrid}
          {...gridProps}
          {...cells.gridProps}
          aria-label={subject.title}
          data-selecting={selecting || undefined}
          aria-rowcount={order.length + 1}
          aria-colcount={columns.length + 2}
        >
          <ListHead
            columns={columns}
            sort={sort}
            onSort={onSort}
            actionsLabel={t('actionsColumn')}
            selection={selection}
            matching={order.length}
            arranging={arranging}
          />
          <tbody {...gridRole.group} className={classes.body} style={{ height: order.length * ROW_PX }}>
            {indexes.map((index) => {
              const uid = order[index];
              return uid === undefined ? null : (
                <ListRow
                  key={uid}
                  uid={uid}
                  index={index}
                  top={index * ROW_PX}
                  store={store}
                  selection={selection}
                  columns={columns}
                  linkColumn={linkColumn}
                  subject={subject}
                  markedColumn={uid === active ? cells.marked : undefined}
                  active={uid === active}
                  withMenu={uid === menuOf}
                  onActive={setActive}
                  onPeek={peek?.open}
                  onHover={setHovered}
                  onMenu={setMenuOpen}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {cells.menu}
      {target === undefined || pressed === undefined ? null : (
        <ShortcutRunner
          key={`${pressed.uid} ${pressed.key}`}
          target={target}
          kindActions={subject.actionsOf(target)}
          pressed={pressed.key}
          selected={() => selection.rows().flatMap((row) => subject.targetsOf(row))}
          onDone={() => setPressed(undefined)}
        />
      )}
    </>
  );
}
