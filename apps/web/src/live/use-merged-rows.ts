import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useLiveClient } from './live-context.ts';
import type { LiveStore } from './live-store.ts';
import { MergedRows, type MergedSnapshot, type MergedSource } from './merged-rows.ts';

/** One live list of several queries. Sources whose queries say the same are the same. */
export function useMergedRows(sources: readonly MergedSource[]): LiveStore & Pick<MergedSnapshot, 'sources'> {
  const client = useLiveClient();
  const key = JSON.stringify(sources.map(({ id, query }) => [id, query]));
  const latest = useRef(sources);
  latest.current = sources;
  // rows of other queries must never be shown under this title
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` makes the rows
  const rows = useMemo(() => new MergedRows(), [client, key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same
  useEffect(() => rows.connect(client, latest.current), [client, key, rows]);
  const { status, sources: each } = useSyncExternalStore(rows.subscribe, rows.getSnapshot);
  return { store: rows.store, status, history: rows.history, retry: rows.retry, sources: each };
}
