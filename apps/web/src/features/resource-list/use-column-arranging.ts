import { useMemo, useState } from 'react';
import type { RowStore } from '../../live/row-store.ts';
import { safeText } from '../../ui/safe-text.ts';
import type { ColumnArranging } from './column-arranging.ts';
import { writeColumnChoice } from './column-choice.ts';
import { alignNumbers, type ColumnWidth, columnWidths } from './column-widths.ts';
import type { ListColumn } from './list-columns.ts';
import { movedTo } from './move-column.ts';
import { useColumnWidths, withOwnWidths } from './use-column-widths.ts';

/** Rows that the column widths are estimated from. */
const SAMPLE = { none: 0, some: 100, all: 400 } as const;

export interface ColumnArrangingInput {
  /** what the widths are remembered under */
  readonly memory: string;
  readonly store: RowStore;
  readonly sampled: keyof typeof SAMPLE;
  readonly columns: readonly ListColumn[];
  readonly shown: readonly ListColumn[];
  readonly setCols: (cols: string) => void;
}

export interface ColumnLayout {
  readonly columns: readonly ListColumn[];
  /** by column */
  readonly widths: readonly ColumnWidth[];
  readonly arranging: ColumnArranging;
  /** no width is a person's own */
  readonly isDefault: boolean;
  readonly forget: () => void;
  /** what was done last, for those who do not see it; "" before */
  readonly told: string;
}

/** How wide the shown columns are, and what a person may do about that and about their order. */
export function useColumnArranging(input: ColumnArrangingInput): ColumnLayout {
  const { store, sampled, columns, shown, setCols } = input;
  const [told, setTold] = useState('');
  const layout = useMemo(() => {
    const sample = sampled === 'none' ? [] : store.sample(SAMPLE[sampled]);
    const aligned = alignNumbers(shown, sample);
    return { columns: aligned, widths: columnWidths(aligned, sample) };
  }, [shown, sampled, store]);
  const { own, resize, settle, forget } = useColumnWidths(input.memory);
  const widths = useMemo(() => withOwnWidths(layout.widths, layout.columns, own), [layout, own]);
  const arranging = useMemo<ColumnArranging>(() => {
    return {
      move: (id, to) => {
        const moved = movedTo(shown, id, to);
        if (moved === shown) return false;
        setCols(writeColumnChoice(moved, columns));
        return true;
      },
      resize,
      settle,
      say: setTold,
      texts: (id) => {
        const column = shown.find((candidate) => candidate.id === id);
        return column === undefined ? [] : store.sample(SAMPLE.all).map((row) => safeText(column.text(row)));
      },
    };
  }, [columns, shown, setCols, store, resize, settle]);
  return { ...layout, widths, arranging, isDefault: Object.keys(own).length === 0, forget, told };
}
