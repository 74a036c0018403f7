import type { ExtraColumn, Health, RowView } from '../define-kind.ts';
import { barColumn } from '../row-columns.ts';

/** "2/3" → [2, 3]; undefined when the text is no ratio. */
export function readRatio(text: string): readonly [have: number, want: number] | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** A workload's health by its numbers: `others` are counts (updated, available) that must reach `want` as well. */
export function replicaHealth(have: number, want: number, others: readonly number[] = []): Health {
  if (!Number.isFinite(have) || !Number.isFinite(want)) return 'unknown';
  if (want === 0) return have === 0 ? 'stopped' : 'progressing';
  return have === want && others.every((count) => count >= want) ? 'ok' : 'progressing';
}

/** The server's READY with the share as a bar: "2/3", or a number beside DESIRED. */
export function readyColumn(health: (view: RowView) => Health): ExtraColumn {
  return barColumn(
    'ready',
    'Ready',
    (view) => {
      const [have, want] = readRatio(view.cell('Ready')) ?? [Number(view.cell('Ready')), Number(view.cell('Desired'))];
      return want === 0 ? undefined : have / want;
    },
    health,
  );
}
