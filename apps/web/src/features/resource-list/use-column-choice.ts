import { useCallback, useEffect, useMemo, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { type ColumnChoice, readColumnChoice } from './column-choice.ts';

/** The key under which a browser remembers something about the columns of a kind. */
export function columnMemory(what: 'columns' | 'widths', { group, resource }: DiscoveredResource): string {
  return `${what}.${group}/${resource}`;
}

/**
 * The columns that a list shows: those of its address, else those that were last chosen for the kind, which then reach the
 * address, so that a link shows to others what is seen here.
 */
export function useColumnChoice(
  resource: DiscoveredResource,
  search: ListSearch,
  onSearch: (patch: Partial<ListSearch>) => void,
): { readonly choice: ColumnChoice; readonly setCols: (cols: string) => void } {
  const key = columnMemory('columns', resource);
  const [remembered, setRemembered] = useState(() => recall(key) ?? '');
  const cols = search.cols ?? remembered;

  useEffect(() => {
    if (search.cols === undefined && remembered !== '') onSearch({ cols: remembered });
  }, [search.cols, remembered, onSearch]);

  const setCols = useCallback(
    (next: string) => {
      remember(key, next);
      setRemembered(next);
      onSearch({ cols: next });
    },
    [key, onSearch],
  );
  return { choice: useMemo(() => readColumnChoice(cols), [cols]), setCols };
}
