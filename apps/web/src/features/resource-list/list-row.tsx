import { memo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { RowActions } from '../../actions/row-actions.tsx';
import { objectPath } from '../../api/addresses.ts';
import type { Row } from '../../live/row.ts';
import type { RowStore } from '../../live/row-store.ts';
import type { Selection } from '../../live/selection.ts';
import { Age } from '../../ui/age.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { drawingStyle } from '../../ui/cell-drawing.ts';
import { gridId, rowId } from '../../ui/grid-ids.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import { ObjectLink } from '../../ui/object-link.tsx';
import { SafeLink } from '../../ui/safe-link.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { onTick } from '../../ui/ticker.ts';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { ListColumn } from './list-columns.ts';
import type { ListSubject } from './list-subject.ts';
import classes from './list-table.module.css';
import { isOnSelect, SelectCell } from './select-cell.tsx';
import { cellId } from './use-cells.tsx';

/** Only what changed this recently glows: a row that scrolls into view later is no news. */
const GLOW_MS = 2000;
/** The end of a name that is never cut: the hash that tells pods apart. */
const NAME_TAIL = 6;
/** A word that may be cut is a name too: of an event's object, of an image with its tag. */
const LONG_WORD = /^\S{20,}$/;

export interface ListRowProps {
  readonly uid: string;
  readonly index: number;
  readonly top: number;
  readonly store: RowStore;
  readonly selection: Selection;
  readonly columns: readonly ListColumn[];
  /** id of the column whose text is the link to the object */
  readonly linkColumn: string | undefined;
  /** id of the column whose cell is marked; only the active row has one */
  readonly markedColumn: string | undefined;
  readonly subject: ListSubject;
  readonly active: boolean;
  readonly withMenu: boolean;
  readonly onActive: (uid: string) => void;
  /** shows the row beside the list; undefined where it cannot */
  readonly onPeek: ((uid: string) => void) | undefined;
  readonly onHover: (uid: string) => void;
  readonly onMenu: (uid: string | undefined) => void;
}

/** One row. Follows its own uid in the store, so that a change re-renders this row and no other. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const {
    uid,
    index,
    top,
    store,
    selection,
    columns,
    linkColumn,
    markedColumn,
    subject,
    active,
    withMenu,
    onActive,
    onPeek,
    onHover,
    onMenu,
  } = props;
  const { t } = useTranslation('list');
  const row = useSyncExternalStore(
    (listener) => store.subscribeRow(uid, listener),
    () => store.getRow(uid),
  );
  // the row that is gone is the same object: its end is a change of its own. It is held in its place under the pointer, but
  // never passed off as alive
  const gone = useSyncExternalStore(
    (listener) => store.subscribeRow(uid, listener),
    () => store.isGone(uid),
  );
  const selected = useSyncExternalStore(
    (listener) => selection.subscribeRow(uid, listener),
    () => selection.has(uid),
  );
  if (row === undefined) return null;
  const target = subject.targetOf(row);
  const path = target && objectPath(target.ref);
  const name = safeText(subject.nameOf(row));
  return (
    <tr
      id={rowId(uid)}
      {...gridRole.row}
      aria-rowindex={index + 2}
      aria-label={gone ? t('goneRow', { name }) : name}
      aria-selected={selected}
      data-active={active || undefined}
      data-gone={gone || undefined}
      className={classes.row}
      data-glow={glowOf(store, uid)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        onActive(uid);
        // a link with Ctrl opens another tab, as everywhere
        const onLink = event.target instanceof Element && event.target.closest('a, button') !== null;
        if (event.shiftKey) {
          // the browser would open another window
          if (onLink) event.preventDefault();
          selection.extendTo(uid);
        } else if (isOnSelect(event) || ((event.ctrlKey || event.metaKey) && !onLink)) selection.toggle(uid);
        else {
          selection.setAnchor(uid);
          if (!onLink && !hasSelectedText(event)) onPeek?.(uid);
        }
      }}
      onMouseDown={(event) => {
        // a range of rows, not of text; and a checkbox takes the focus from the grid no more than the row does
        if (!event.shiftKey && !isOnSelect(event)) return;
        event.preventDefault();
        document.getElementById(gridId)?.focus({ preventScroll: true });
      }}
      onPointerEnter={() => onHover(uid)}
    >
      <SelectCell name={name} selected={selected} />
      {columns.map((column, i) => (
        <ListCell
          key={column.id}
          cluster={subject.cluster}
          column={column}
          index={i}
          row={row}
          path={column.id === linkColumn ? path : undefined}
          cellId={column.id === markedColumn ? cellId(uid) : undefined}
        />
      ))}
      <td {...gridRole.cell} aria-colindex={columns.length + 2} className={classes.actions}>
        {withMenu && target !== undefined ? (
          <RowActions
            target={target}
            kindActions={subject.actionsOf(target)}
            onOpen={(open) => onMenu(open ? uid : undefined)}
          />
        ) : null}
      </td>
    </tr>
  );
});

/** Two names in turn: the same animation would not start again. */
function glowOf(store: RowStore, uid: string): 'a' | 'b' | undefined {
  const { at, count } = store.changeOf(uid);
  if (Date.now() - at > GLOW_MS) return undefined;
  return count % 2 === 0 ? 'a' : 'b';
}

/** A drag over the row's text ends in a click as well; a double click selects a word, and means to open. */
function hasSelectedText({ detail }: { readonly detail: number }): boolean {
  return detail < 2 && getSelection()?.type === 'Range';
}

interface ListCellProps {
  readonly cluster: string;
  readonly column: ListColumn;
  readonly index: number;
  readonly row: Row;
  readonly path: string | undefined;
  /** only of the marked cell */
  readonly cellId: string | undefined;
}

function ListCell({ cluster, column, index, row, path, cellId: id }: ListCellProps) {
  const { t } = useTranslation('app');
  const words = useWords('kind-lists');
  // by the clock too: what is late today was only slow before
  const health = useSyncExternalStore(column.health ? onTick : never, () => column.health?.(row));
  const text = safeText(column.text(row));
  const drawing = column.draw?.(row);
  const description = safeText(column.describe?.(row, words) ?? '');
  const title = description || (column.look === 'text' && path === undefined ? text : '');
  return (
    <td
      {...gridRole.cell}
      id={id}
      data-marked={id === undefined ? undefined : ''}
      aria-colindex={index + 2}
      className={classes.cell}
      data-look={column.look}
      data-align={column.align}
      data-health={health}
      data-drawing={drawing && ('squares' in drawing ? 'squares' : 'bar')}
      style={drawingStyle(drawing)}
      // the mark and the picture are drawn by the style sheet: their meaning is said here
      aria-label={labelOf(text, health && t(`health.${health}`), description)}
      title={title || undefined}
    >
      {path === undefined ? (
        <CellContent cluster={cluster} column={column} row={row} text={text} />
      ) : (
        <AppLink to={path} tabIndex={-1} className={classes.name} title={text} aria-label={text}>
          {text.length > NAME_TAIL ? <span className={classes.nameHead}>{text.slice(0, -NAME_TAIL)}</span> : null}
          {text.slice(-NAME_TAIL)}
        </AppLink>
      )}
    </td>
  );
}

/** "1/2 (warning): app Running; sidecar CrashLoopBackOff"; undefined when the text says it all. */
function labelOf(text: string, health: string | undefined, description: string): string | undefined {
  if (health === undefined && description === '') return undefined;
  const marked = health === undefined ? text : `${text} (${health})`;
  return description === '' || description === text ? marked : `${marked}: ${description}`;
}

function CellContent({
  cluster,
  column,
  row,
  text,
}: Omit<ListCellProps, 'index' | 'path' | 'cellId'> & { readonly text: string }) {
  const since = column.since?.(row) ?? 0;
  if (since > 0) return <Age created={since} />;
  if (column.ticks?.(row)) return <TickingText text={() => safeText(column.text(row))} />;
  const to = text === '' ? undefined : column.link?.(row);
  const Icon = column.icon?.(row);
  const word = LONG_WORD.test(text) ? <LongWord text={text} /> : text;
  if (Icon !== undefined)
    return (
      <>
        <Icon size={14} aria-hidden="true" className={classes.icon} />
        {word}
      </>
    );
  if (column.pick !== undefined && text !== '')
    return (
      <button
        type="button"
        tabIndex={-1}
        className={classes.pick}
        data-added={column.added}
        title={column.pick.title(row)}
        onClick={() => column.pick?.run(row)}
      >
        {word}
      </button>
    );
  if (typeof to === 'string') return <SafeLink href={to}>{text}</SafeLink>;
  if (to === undefined) return word;
  return (
    <ObjectLink cluster={cluster} to={to} tabIndex={-1}>
      {word}
    </ObjectLink>
  );
}

/** Cut in the middle when there is no room. */
function LongWord({ text }: { readonly text: string }) {
  return (
    <span className={classes.name}>
      <span className={classes.nameHead}>{text.slice(0, -NAME_TAIL)}</span>
      {text.slice(-NAME_TAIL)}
    </span>
  );
}

function never(): () => void {
  return () => {};
}
