import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Selection } from '../live/selection.ts';
import { rowId } from './grid-ids.ts';
import { isTyping } from './is-typing.ts';

export interface GridKeysInput {
  readonly grid: RefObject<HTMLElement | null>;
  readonly order: readonly string[];
  /** the row that is active at first */
  readonly initial?: string | undefined;
  readonly scrollTo: (index: number) => void;
  readonly pageRows: () => number;
  readonly open: (uid: string) => void;
  /** undefined: rows cannot be selected */
  readonly selection?: Selection;
  /** any other single key while a row is active: perhaps an action's shortcut */
  readonly press: (key: string, uid: string) => void;
}

export interface GridKeys {
  readonly active: string | undefined;
  /** −1: no row is active, or the active one is not in the list any more */
  readonly activeIndex: number;
  setActive(uid: string): void;
  /** for the grid's element: it has the focus, and names the active row */
  readonly gridProps: { readonly tabIndex: 0; readonly 'aria-activedescendant': string | undefined };
}

/**
 * The keys of a list: arrows, j and k, page, home and end move the active row, with Shift they select on the way; Enter opens
 * it, Space and x select it, Ctrl-A selects all, Esc nothing. They work while the grid has the focus and while nothing on the
 * page has it.
 */
export function useGridKeys(input: GridKeysInput): GridKeys {
  const { grid, order } = input;
  const [active, setActive] = useState(input.initial);
  const activeIndex = useMemo(() => (active === undefined ? -1 : order.indexOf(active)), [order, active]);
  // where the active row was: when it goes, the keys carry on from there
  const lastIndex = useRef(-1);
  if (activeIndex >= 0) lastIndex.current = activeIndex;
  const latest = useRef({ input, active, activeIndex });
  useEffect(() => {
    latest.current = { input, active, activeIndex };
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { input: now, active: uid, activeIndex: index } = latest.current;
      const element = grid.current;
      if (element === null || event.defaultPrevented || event.altKey) return;
      const { target } = event;
      if (!(target instanceof Node) || isTyping(target)) return;
      const inside = element.contains(target);
      if (!inside && !target.contains(element)) return;
      // a dialog that has lost its focus is still in front
      if (!inside && document.querySelector('[aria-modal="true"]') !== null) return;
      if (event.key === 'Escape' && (now.selection?.getSize() ?? 0) > 0) {
        event.preventDefault();
        now.selection?.clear();
        return;
      }
      if (inside && target instanceof Element && target.closest('button, a, input') !== null) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key !== 'a' || !inside || now.selection === undefined) return;
        event.preventDefault();
        now.selection.selectShown();
        return;
      }

      const to = destination(event.key, index >= 0 ? index : lastIndex.current, now.order.length, now.pageRows());
      if (to !== undefined) {
        event.preventDefault();
        const next = now.order[to];
        if (next === undefined) return;
        setActive(next);
        if (event.shiftKey) now.selection?.extendTo(next, uid);
        else now.selection?.setAnchor(next);
        now.scrollTo(to);
        element.focus({ preventScroll: true });
      } else if (uid !== undefined && index >= 0) {
        if (event.key === 'Enter') {
          event.preventDefault();
          now.open(uid);
        } else if (now.selection !== undefined && (event.key === ' ' || event.key === 'x')) {
          // Space would scroll
          event.preventDefault();
          now.selection.toggle(uid);
        } else if (event.key.length === 1 || event.key === 'Delete') now.press(event.key, uid);
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [grid]);

  const descendant = activeIndex >= 0 && active !== undefined ? rowId(active) : undefined;
  return { active, activeIndex, setActive, gridProps: { tabIndex: 0, 'aria-activedescendant': descendant } };
}

/** The index that a key leads to; undefined for keys that do not move. */
function destination(key: string, from: number, count: number, page: number): number | undefined {
  const clamp = (index: number) => Math.min(Math.max(index, 0), count - 1);
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return clamp(from + 1);
    case 'ArrowUp':
    case 'k':
      return clamp(from - 1);
    case 'PageDown':
      return clamp(from + page);
    case 'PageUp':
      return clamp(from - page);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
    default:
      return undefined;
  }
}
