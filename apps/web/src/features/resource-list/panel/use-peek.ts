import { useCallback, useEffect, useRef } from 'react';
import type { ListSearch } from '../../../api/list-search.ts';
import type { RowStore } from '../../../live/row-store.ts';
import { gridId, rowId } from '../../../ui/grid-ids.ts';
import { useEscape } from '../../../ui/use-escape.ts';
import type { ListSubject } from '../list-subject.ts';

/** Arrows that are held down pass rows; only the one where they rest is read. */
const REST_MS = 150;

export interface Peek {
  /** opens the row beside the list; the row that is open already becomes a page */
  readonly open: (uid: string) => void;
  /** the row beside the list is from now on this one, if one is open at all */
  readonly follow: (uid: string) => void;
  readonly close: () => void;
}

/** Which row stands open beside the list: it lives in the address, so Back and a copied link find it. Esc closes it. */
export function usePeek(
  opened: string | undefined,
  store: RowStore,
  subject: ListSubject,
  onSearch: (patch: Partial<ListSearch>) => void,
): Peek {
  const latest = useRef({ opened, store, subject, onSearch });
  latest.current = { opened, store, subject, onSearch };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = useCallback((uid: string) => {
    const now = latest.current;
    const row = now.store.getRow(uid);
    const key = row && now.subject.keyOf(row);
    if (key !== undefined && key !== now.opened) now.onSearch({ open: key });
  }, []);
  const open = useCallback(
    (uid: string) => {
      clearTimeout(timer.current);
      const row = latest.current.store.getRow(uid);
      if (row === undefined) return;
      // the link of the row does what its click does, whatever router is around
      if (latest.current.subject.keyOf(row) === latest.current.opened)
        document.getElementById(rowId(uid))?.querySelector('a')?.click();
      else show(uid);
    },
    [show],
  );
  const follow = useCallback(
    (uid: string) => {
      clearTimeout(timer.current);
      if (latest.current.opened !== undefined) timer.current = setTimeout(() => show(uid), REST_MS);
    },
    [show],
  );
  const close = useCallback(() => {
    clearTimeout(timer.current);
    latest.current.onSearch({ open: '' });
    document.getElementById(gridId)?.focus({ preventScroll: true });
  }, []);

  const isOpen = opened !== undefined;
  useEscape(isOpen, close);

  return { open, follow, close };
}
