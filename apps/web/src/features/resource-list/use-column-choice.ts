import { useCallback, useEffect, useMemo, useState } from 'react';
import { recall, remember } from '../../api/browser-memory.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { type ColumnChoice, readColumnChoice, withWhole } from './column-choice.ts';

/** The key under which a browser remembers something about the columns of a kind. */
export function columnMemory(what: 'columns' | 'widths', kind: string): string {
  return `${what}.${kind}`;
}

export interface ColumnChoiceMemory {
  readonly choice: ColumnChoice;
  /** takes the text for the address, and whether whole objects are to be read, where that changes */
  readonly setCols: (cols: string, whole?: boolean) => void;
  /** the list's own columns are what is shown */
  readonly isDefault: boolean;
}

/**
 * The columns that a list shows: those of its address, else those that were last chosen for the kind, which then reach the
 * address, so that a link shows to others what is seen here.
 */
export function useColumnChoice(
  /** "/pods" */
  kind: string,
  search: ListSearch,
  onSearch: (patch: Partial<ListSearch>) => void,
): ColumnChoiceMemory {
  const key = columnMemory('columns', kind);
  const [remembered, setRemembered] = useState(() => recall(key) ?? '');
  const cols = search.cols ?? remembered;

  useEffect(() => {
    if (search.cols === undefined && remembered !== '') onSearch({ cols: remembered });
  }, [search.cols, remembered, onSearch]);

  const choice = useMemo(() => readColumnChoice(cols), [cols]);
  const setCols = useCallback(
    (columns: string, whole = choice.whole) => {
      const next = whole ? withWhole(columns) : columns;
      remember(key, next);
      setRemembered(next);
      onSearch({ cols: next });
    },
    [key, onSearch, choice.whole],
  );
  return useMemo(
    () => ({ choice, setCols, isDefault: choice.ids.length === 0 && !choice.wide && !choice.whole }),
    [choice, setCols],
  );
}
