import { useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import { type ListSearch, readListSearch } from '../api/list-search.ts';
import { stringifySearch } from './search-params.ts';

/** The state of a list as the address has it, a way to change it, and a name for the visit. */
export function useListState(): {
  readonly visit: string;
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
} {
  const router = useRouter();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = useMemo(() => readListSearch(raw), [raw]);
  // the place in the history stays when the list's own state is written into its address
  const visit = useRouterState({
    select: ({ location }) => `${location.state.__TSR_index} ${location.pathname}`,
  });
  // several patches within one render must not undo each other
  const latest = useRef(search);
  latest.current = search;

  const onSearch = useCallback(
    (patch: Partial<ListSearch>) => {
      latest.current = readListSearch({ ...latest.current, ...patch });
      router.history.replace(router.state.location.pathname + stringifySearch({ ...latest.current }));
    },
    [router],
  );
  return { visit, search, onSearch };
}
