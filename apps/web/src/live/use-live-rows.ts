import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useLiveClient } from './live-context.ts';
import { LiveRows } from './live-rows.ts';
import type { LiveStore } from './live-store.ts';

export interface LiveRowsResult extends LiveStore {
  readonly columns: readonly LiveColumn[];
}

/** A live list; null asks for nothing. Queries that say the same are the same. */
export function useLiveRows(query: LiveQuery | null): LiveRowsResult {
  const client = useLiveClient();
  const key = JSON.stringify(query);
  // `key` makes the rows: those of another query must never be shown under this one's title
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const rows = useMemo(() => new LiveRows(), [client, key]);
  useEffect(() => {
    const wanted = JSON.parse(key) as LiveQuery | null;
    return wanted === null ? undefined : rows.connect(client, wanted);
  }, [client, key, rows]);
  const { columns, status } = useSyncExternalStore(rows.subscribe, rows.getSnapshot);
  return { store: rows.store, columns, status, history: rows.history, retry: rows.retry };
}
