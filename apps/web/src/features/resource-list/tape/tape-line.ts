import { humanDuration } from '@quarterdeck/shared/duration';
import { printedTimeText, samePrintedTime } from '@quarterdeck/shared/printed-time';
import { isPrintedTime } from '../../../live/cell-text.ts';
import type { Row } from '../../../live/row.ts';
import type { Tape, Transition } from '../../../live/tape.ts';
import type { ListColumn } from '../list-columns.ts';

/** What changed of a row, in the words of its columns. */
interface TapeChange {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** A transition in words. */
export interface ChangeLine {
  readonly id: number;
  readonly tape: Tape;
  /** of its query: what reads its row */
  readonly columns: readonly ListColumn[];
  readonly transition: Transition;
  /** from what to what; of a row that came: what it was at first, `from` is "" */
  readonly changes: readonly TapeChange[];
  /** what the tape's own filter searches, in small letters */
  readonly searched: string;
}

/** From here on the list was asked for something else. */
export interface AskedLine {
  readonly id: number;
  /** epoch milliseconds */
  readonly time: number;
  /** the query in kubectl's words */
  readonly asked: string;
}

export type TapeLine = ChangeLine | AskedLine;

/** A cell of any length is served; a line is read. */
const MAX_TEXT = 200;
/** An object may have thousands of labels. */
const MAX_CHANGES = 30;

/** The words of a transition; undefined for a change that no column and no label shows. */
export function tapeLine(
  transition: Transition,
  columns: readonly ListColumn[],
): Pick<ChangeLine, 'transition' | 'changes' | 'searched'> | undefined {
  const { type, row, before } = transition;
  const changes =
    type === 'removed'
      ? []
      : before === undefined
        ? firstWords(transition, columns)
        : [...changedCells(transition, before, columns), ...changedLabels(before, row)].slice(0, MAX_CHANGES);
  if (type === 'changed' && changes.length === 0) return undefined;
  const words = changes.flatMap(({ column, from, to }) => [column, from, to]);
  return { transition, changes, searched: [row.namespace, row.name, type, ...words].join(' ').toLowerCase() };
}

/** The text of a column as it was at that moment: ages and "3m ago" are those of then. */
export function textAt(column: ListColumn, row: Row, time: number): string {
  const since = column.since?.(row) ?? 0;
  if (since > 0) return humanDuration(Math.max(0, time / 1000 - since));
  return column.text(frozen(row, time));
}

/** Words of times as they were at that moment, which is also when `like` was true: what can be one moment reads the same. */
function frozen(row: Row, time: number, like: Row = row): Row {
  if (!row.cells.some(isPrintedTime)) return row;
  const now = time / 1000;
  const cells = row.cells.map((cell, i) => {
    if (!isPrintedTime(cell)) return cell;
    const other = like.cells[i] ?? null;
    return printedTimeText(isPrintedTime(other) && samePrintedTime(cell, other, now) ? other : cell, now);
  });
  return { ...row, cells };
}

function changedCells({ row, time }: Transition, before: Row, columns: readonly ListColumn[]): TapeChange[] {
  const then = frozen(before, time, row);
  const now = frozen(row, time);
  return columns.flatMap((column) => {
    if (column.look === 'age') return [];
    const from = column.text(then);
    const to = column.text(now);
    return from === to ? [] : [{ column: column.header, from: clipped(from), to: clipped(to) }];
  });
}

function changedLabels(before: Row, row: Row): TapeChange[] {
  if (before.labels === row.labels) return [];
  const then = new Map(Object.entries(before.labels ?? {}));
  const now = new Map(Object.entries(row.labels ?? {}));
  const changes: TapeChange[] = [];
  for (const key of new Set([...then.keys(), ...now.keys()])) {
    const from = then.get(key);
    const to = now.get(key);
    if (from !== to) changes.push({ column: `label ${key}`, from: clipped(from ?? ''), to: clipped(to ?? '') });
  }
  return changes;
}

/** What kubectl prints of a row that came, without the name and the age. */
function firstWords({ row, time }: Transition, columns: readonly ListColumn[]): TapeChange[] {
  const now = frozen(row, time);
  return columns.flatMap((column) => {
    if (column.look !== 'text' || column.wide) return [];
    const to = column.text(now);
    return to === '' || to === '<none>' ? [] : [{ column: column.header, from: '', to: clipped(to) }];
  });
}

function clipped(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
