import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { GatheredRows, type GatheredSnapshot, type GatherSource } from './gathered-rows.ts';
import { useLiveClient } from './live-context.ts';

type Sources<T> = readonly GatherSource<T>[];

/**
 * The rows of a few small live queries. What is asked may follow from what has been found so far: a function is called again with
 * each news.
 */
export function useGatheredRows<T>(
  sources: Sources<T> | ((found: GatheredSnapshot<T>) => Sources<T>),
): GatheredSnapshot<T> {
  const client = useLiveClient();
  const rows = useMemo(() => new GatheredRows<T>(client), [client]);
  const found = useSyncExternalStore(rows.subscribe, rows.getSnapshot);
  // after each rendering: queries that are followed already go on undisturbed
  useEffect(() => rows.follow(typeof sources === 'function' ? sources(found) : sources));
  useEffect(() => () => rows.follow([]), [rows]);
  return found;
}
