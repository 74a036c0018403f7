import { type MouseEvent, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { lazyWithWords, readWithWords } from '../../i18n/lazy-with-words.ts';
import type { RowStore } from '../../live/row-store.ts';
import { rowId } from '../../ui/grid-ids.ts';
import { isTyping } from '../../ui/is-typing.ts';
import type { ListColumn } from './list-columns.ts';
import { shownText } from './shown-text.ts';

const readCopy = readWithWords(['columns'], () => import('./copy-cell.ts'));
const CellMenu = lazyWithWords(['columns'], () => import('./cell-menu.tsx'));

export interface CellsInput {
  readonly grid: RefObject<HTMLElement | null>;
  readonly store: RowStore;
  readonly order: readonly string[];
  readonly columns: readonly ListColumn[];
  /** uid of the active row, if it is in the list */
  readonly active: string | undefined;
}

interface CellPlace {
  readonly uid: string;
  readonly column: ListColumn;
  readonly x: number;
  readonly y: number;
}

export interface Cells {
  /** id of the column whose cell is marked in the active row */
  readonly marked: string | undefined;
  /** for the grid's element: the marked cell is named in place of its row */
  readonly gridProps: {
    readonly 'aria-activedescendant'?: string;
    readonly onContextMenu: (event: MouseEvent) => void;
  };
  readonly menu: ReactNode;
}

/** The element id of the marked cell of a row. */
export function cellId(uid: string): string {
  return `${rowId(uid)}-cell`;
}

/**
 * Cells of a list: the arrows to the left and right mark one in the active row, `c` copies it (or the name), and the context
 * menu copies the one under the pointer.
 */
export function useCells(input: CellsInput): Cells {
  const { grid, store, order, columns, active } = input;
  const [chosen, setChosen] = useState<string>();
  const [place, setPlace] = useState<CellPlace>();
  const marked = columns.find(({ id }) => id === chosen);
  const latest = useRef({ ...input, marked });
  useEffect(() => {
    latest.current = { ...input, marked };
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { columns: all, active: uid, marked: now } = latest.current;
      const element = grid.current;
      const { key, target, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event;
      if (element === null || uid === undefined || defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return;
      if (!(target instanceof Element) || isTyping(target)) return;
      if (element.contains(target) ? target.closest('button, a, input') !== null : !target.contains(element)) return;
      if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const from = now === undefined ? -1 : all.indexOf(now);
        const to = all[Math.max(0, Math.min(all.length - 1, from + (key === 'ArrowLeft' ? -1 : 1)))];
        event.preventDefault();
        setChosen(to?.id);
      } else if (key === 'c') {
        const row = latest.current.store.getRow(uid);
        if (row === undefined) return;
        event.preventDefault();
        const text = now === undefined ? row.name : shownText(now, row);
        void readCopy().then(({ copyCell }) => copyCell(text));
      }
    }
    // before the keys of the rows, which take a letter for an action's
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [grid]);

  const markedId = marked?.id;
  useEffect(() => {
    if (markedId === undefined || active === undefined) return;
    document.getElementById(cellId(active))?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [markedId, active]);

  function onContextMenu(event: MouseEvent): void {
    const { target } = event;
    // a link has a menu of its own that people need, and so has selected text
    if (!(target instanceof Element) || target.closest('a, button, input') || getSelection()?.type === 'Range') return;
    const index = (attribute: string) => Number(target.closest(`[${attribute}]`)?.getAttribute(attribute));
    // the first column selects, the first row has the headers
    const column = columns[index('aria-colindex') - 2];
    const uid = order[index('aria-rowindex') - 2];
    if (column === undefined || uid === undefined) return;
    event.preventDefault();
    setPlace({ uid, column, x: event.clientX, y: event.clientY });
  }

  return {
    marked: markedId,
    gridProps: {
      onContextMenu,
      ...(markedId === undefined || active === undefined ? {} : { 'aria-activedescendant': cellId(active) }),
    },
    menu:
      place === undefined ? null : (
        <Suspense>
          <CellMenu
            key={`${place.x} ${place.y}`}
            row={store.getRow(place.uid)}
            column={place.column}
            columns={columns}
            x={place.x}
            y={place.y}
            onClose={() => setPlace(undefined)}
          />
        </Suspense>
      ),
  };
}
