import { useEffect, useRef, useState } from 'react';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { searchAllKinds } from './search-all-kinds.ts';

export interface AllKindsSearch {
  /** of how many kinds the names are read; undefined: it was not asked for */
  readonly done?: number;
  readonly refs: readonly ObjectRef[];
  /** of these not all could be looked at */
  readonly partly: readonly string[];
}

const NOT_ASKED: AllKindsSearch = { refs: [], partly: [] };

/** A search through all kinds, when somebody asks for it; another text begins anew. */
export function useAllKinds(
  cluster: string,
  resources: readonly DiscoveredResource[],
  namespaces: readonly string[] | null,
  text: string,
): { readonly search: AllKindsSearch; readonly start: () => void } {
  const [state, setState] = useState<{ readonly text: string; readonly search: AllKindsSearch }>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = (): void => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const say = (search: AllKindsSearch): void => {
      if (!own.signal.aborted) setState({ text, search });
    };
    say({ ...NOT_ASKED, done: 0 });
    const onKind = (done: number): void => say({ ...NOT_ASKED, done });
    searchAllKinds(cluster, resources, namespaces, text, { signal: own.signal, onKind }).then(
      (found) => say({ ...found, done: resources.length }),
      // called off: what called it off has a search of its own
      () => undefined,
    );
  };
  return { search: state?.text === text ? state.search : NOT_ASKED, start };
}
