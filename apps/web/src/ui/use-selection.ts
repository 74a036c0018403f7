import { useEffect, useMemo } from 'react';
import type { RowStore } from '../live/row-store.ts';
import { Selection } from '../live/selection.ts';
import { keepPlace, placeOf } from './scroll-memory.ts';

/** The selected rows of a visit to a list; Back finds them selected as they were left. `complete`: the store has every row. */
export function useSelection(visit: string, store: RowStore, complete: boolean): Selection {
  const selection = useMemo(() => new Selection(placeOf(visit)?.selected), [visit]);
  useEffect(() => selection.follow(store), [selection, store]);
  useEffect(() => {
    // a list that is complete has all that there is: what it lacks has been deleted, or is not selected by its query
    if (complete) selection.prune(store);
  }, [selection, store, complete]);
  useEffect(() => () => keepPlace(visit, { selected: selection.uids() }), [visit, selection]);
  return selection;
}
