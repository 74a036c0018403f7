import { useEffect, useRef, useState } from 'react';
import { type Histogram, histogramOf } from './histogram.ts';
import type { LogSnapshot, LogStore } from './log-store.ts';

/** Counting fifty thousand lines takes a millisecond: twice a second is enough for the eye. */
const EVERY_MS = 500;

interface LogFigures {
  readonly histogram: Histogram | undefined;
  /** lines by level */
  readonly levels: readonly number[];
}

const NOTHING: LogFigures = { histogram: undefined, levels: [] };

/** Figures of a log's lines, counted anew now and then while lines come. */
export function useLogFigures(store: LogStore, snapshot: LogSnapshot): LogFigures {
  const [figures, setFigures] = useState(NOTHING);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { start, end } = snapshot;

  // biome-ignore lint/correctness/useExhaustiveDependencies: counted again when lines come or go
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setFigures({ histogram: histogramOf(store.ring), levels: countLevels(store) });
    }, EVERY_MS);
  }, [store, start, end]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return figures;
}

function countLevels({ ring }: LogStore): readonly number[] {
  const levels = [0, 0, 0, 0, 0, 0, 0];
  for (const { level, mark } of ring.entries()) if (mark === undefined) levels[level] = (levels[level] ?? 0) + 1;
  return levels;
}
