import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { type VisitedLists, visited } from './visited.ts';

/** The favourites and what was opened last on a cluster, as they change in this tab and in others. */
export function useVisited(cluster: string): VisitedLists {
  useEffect(() => {
    const reload = () => visited.reload();
    window.addEventListener('storage', reload);
    return () => window.removeEventListener('storage', reload);
  }, []);
  return useSyncExternalStore(
    visited.subscribe,
    useCallback(() => visited.get(cluster), [cluster]),
  );
}
