import { humanDuration } from '@quarterdeck/shared/duration';
import type { Row } from '../../live/row.ts';
import type { ListColumn } from './list-columns.ts';

/** What a cell says at this moment: an age is counted from its moment, as on the screen. */
export function shownText(column: ListColumn, row: Row): string {
  const since = column.since?.(row) ?? 0;
  return since > 0 ? humanDuration(Math.max(0, Date.now() / 1000 - since)) : column.text(row);
}
