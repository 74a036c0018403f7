import { type PointerEventHandler, useEffect, useRef } from 'react';
import type { RowStore } from './row-store.ts';

/** A pointer that rests is not about to click: after this long the order may follow the news again. */
const REST_MS = 1500;

/** Keeps rows in their places while the pointer moves over them, or while `pinned` (a menu of theirs is open). */
export function useStillRows(
  store: RowStore,
  pinned: boolean,
): { readonly onPointerMove: PointerEventHandler; readonly onPointerLeave: PointerEventHandler } {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isPinned = useRef(pinned);

  useEffect(() => {
    isPinned.current = pinned;
    store.hold(pinned);
  }, [store, pinned]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      store.hold(false);
    },
    [store],
  );

  const release = () => {
    clearTimeout(timer.current);
    if (!isPinned.current) store.hold(false);
  };
  return {
    onPointerMove: ({ pointerType }) => {
      if (pointerType === 'touch') return;
      store.hold(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(release, REST_MS);
    },
    onPointerLeave: release,
  };
}
