import type { Tape } from '../../../live/tape.ts';
import type { ListColumn } from '../list-columns.ts';

/** What was taped while a list asked one query. Rows of another query are read by other columns. */
export interface TapeChapter {
  readonly tape: Tape;
  /** all columns that there were: what a change is told by */
  readonly columns: readonly ListColumn[];
  /** the query in kubectl's words */
  readonly asked: string;
  /** epoch milliseconds */
  readonly began: number;
}
