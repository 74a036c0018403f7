import { useEffect, useMemo, useRef, useState } from 'react';
import type { RowStore } from '../../../live/row-store.ts';
import type { TapeChapter } from './tape-chapter.ts';
import { TapeLog, type TapeSnapshot } from './tape-log.ts';

/** Lines are read, not watched: many changes in one moment are one step of the pane. */
const STEP_MS = 100;

/** The lines of a list's tapes, brought up to date at most ten times a second. */
export function useTapeLog(
  store: RowStore,
  chapters: readonly TapeChapter[],
): TapeSnapshot & { readonly clear: () => void } {
  const log = useMemo(() => new TapeLog(), []);
  const latest = useRef(chapters);
  latest.current = chapters;
  const [snapshot, setSnapshot] = useState(log.getSnapshot);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => {
      timer = undefined;
      log.take(latest.current);
      setSnapshot(log.getSnapshot());
    };
    take();
    const unsubscribe = store.tape.subscribe(() => {
      timer ??= setTimeout(take, STEP_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [log, store]);

  const clear = () => {
    log.clear(latest.current);
    setSnapshot(log.getSnapshot());
  };
  return { ...snapshot, clear };
}
