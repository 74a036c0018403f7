import type { LiveCell } from '@quarterdeck/shared/live-protocol';
import { type PrintedTime, printedTimeText } from '@quarterdeck/shared/printed-time';

/** A cell's text; of one that tells a time, the words as they are now. */
export function cellText(cell: LiveCell): string {
  if (cell === null) return '';
  return isPrintedTime(cell) ? printedTimeText(cell, Date.now() / 1000) : String(cell);
}

/** Whether a cell grows old by itself. */
export function isPrintedTime(cell: LiveCell): cell is PrintedTime {
  return typeof cell === 'object' && cell !== null;
}
