import { useCallback, useMemo, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import type { ColumnWidth } from './column-widths.ts';
import type { ListColumn } from './list-columns.ts';
import { columnMemory } from './use-column-choice.ts';

/** Widths in pixels that a person gave to columns, by id. */
export type OwnWidths = Readonly<Record<string, number>>;

const LEAST_PX = 40;
const MOST_PX = 1600;

export interface ColumnWidthsMemory {
  readonly own: OwnWidths;
  /** gives a column a width; undefined: the list's own again */
  readonly resize: (id: string, px: number | undefined) => void;
  /** the widths are as they shall stay: remembered for the kind */
  readonly settle: () => void;
  /** all widths are the list's own again */
  readonly forget: () => void;
}

/** The widths that a person chose for the columns of a kind, remembered in this browser. */
export function useColumnWidths(kind: string): ColumnWidthsMemory {
  const key = columnMemory('widths', kind);
  const [own, setOwn] = useState<OwnWidths>(() => readWidths(recall(key)));

  const resize = useCallback((id: string, px: number | undefined) => {
    setOwn(({ [id]: _, ...rest }) => (px === undefined ? rest : { ...rest, [id]: keptWidth(px) }));
  }, []);
  // what a state setter is called with is the newest, whatever has been rendered
  const settle = useCallback(
    () =>
      setOwn((newest) => {
        remember(key, JSON.stringify(newest));
        return newest;
      }),
    [key],
  );
  const forget = useCallback(() => {
    remember(key, '{}');
    setOwn({});
  }, [key]);
  return useMemo(() => ({ own, resize, settle, forget }), [own, resize, settle, forget]);
}

/** The width that a column is given when a person asks for that many pixels. */
export function keptWidth(px: number): number {
  return Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, px)));
}

/** Remembered widths; none when the text is not ours. */
export function readWidths(text: string | null): OwnWidths {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    const fits = (px: unknown): px is number => typeof px === 'number' && px >= LEAST_PX && px <= MOST_PX;
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => fits(entry[1])));
  } catch {
    return {};
  }
}

/** Those widths in place of the estimated ones. */
export function withOwnWidths(
  widths: readonly ColumnWidth[],
  columns: readonly ListColumn[],
  own: OwnWidths,
): readonly ColumnWidth[] {
  return widths.map((width, i) => {
    const px = own[columns[i]?.id ?? ''];
    return px === undefined ? width : { ch: 0, leastCh: 0, px, weight: 0 };
  });
}
