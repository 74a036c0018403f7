import { useRef } from 'react';
import type { Tape } from '../../../live/tape.ts';
import type { ListColumn } from '../list-columns.ts';
import type { TapeChapter } from './tape-chapter.ts';

/** Queries that are remembered: what a person tries one after the other while something happens. */
const MOST = 6;

/** The tape of a list from query to query, the oldest first; the last one is of the query that is asked now. */
export function useTapeChapters(tape: Tape, columns: readonly ListColumn[], asked: string): readonly TapeChapter[] {
  const kept = useRef<readonly TapeChapter[]>([]);
  const last = kept.current.at(-1);
  // written while rendering, as a memo is: the same input gives the same chapters
  if (last?.tape !== tape)
    kept.current = [...kept.current.filter(isWorthKeeping), { tape, columns, asked, began: Date.now() }].slice(-MOST);
  else if (last.columns !== columns || last.asked !== asked)
    kept.current = [...kept.current.slice(0, -1), { ...last, columns, asked }];
  return kept.current;
}

function isWorthKeeping({ tape }: TapeChapter): boolean {
  return tape.entries().length > 0;
}
