import { useEffect, useState } from 'react';
import type { FindQuery } from './log-find.ts';
import type { CurrentHit } from './log-list.tsx';
import type { LogStore } from './log-store.ts';

export interface Find {
  readonly query: FindQuery;
  readonly setQuery: (query: FindQuery) => void;
  readonly current: CurrentHit | undefined;
  /** the current hit's place among all, from 1; 0: none is current */
  readonly position: number;
  readonly step: (by: 1 | -1) => void;
}

/** Search in a log store, with a current hit that stays on its line while lines come and go. */
export function useFind(store: LogStore): Find {
  const [query, setQuery] = useState<FindQuery>({ text: '', caseSensitive: false });
  const [current, setCurrent] = useState<CurrentHit>();
  const { find } = store;

  useEffect(() => {
    store.search(query);
    setCurrent(undefined);
  }, [store, query]);

  const indexOf = (hit: CurrentHit) => find.firstFrom(hit.seq) + hit.ordinal;
  const step = (by: 1 | -1) => {
    if (find.count === 0) return;
    // The first step goes to the newest hit: in a log that is the one that is looked for.
    const from = current === undefined ? (by > 0 ? find.count - 2 : find.count) : indexOf(current);
    const next = (((from + by) % find.count) + find.count) % find.count;
    const seq = find.lineOf(next);
    if (seq !== undefined) setCurrent({ seq, ordinal: find.ordinalOf(next) });
  };
  const alive = current !== undefined && current.seq >= store.ring.start ? current : undefined;
  return { query, setQuery, current: alive, position: alive === undefined ? 0 : indexOf(alive) + 1, step };
}
