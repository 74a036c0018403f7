import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useDiscovery } from '../../api/discovery.ts';
import { fewObjectsQuery } from '../../api/few-objects.ts';
import { isBeside } from '../../kinds/costly-fields.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import { useLiveClient } from '../../live/live-context.ts';
import type { RowStore } from '../../live/row-store.ts';

/**
 * Of the objects that columns of the kind are made of beside its own, those ("/pods") that are few enough to be read unasked. No list
 * waits for the answer: the columns come when it does.
 */
export function useFewBeside(
  cluster: string,
  kind: KindDefinition | undefined,
  namespaces: readonly string[] | null,
): ReadonlySet<string> {
  const { resources } = useServed(cluster, kind);
  const ids = new Map(resources.map((resource) => [`${resource.group}/${resource.resource}`, resource]));
  const asked = [...ids].filter(([id]) => kind?.columns?.some(({ of }) => of === id));
  const few = useQueries({
    queries: asked.map(([, resource]) => fewObjectsQuery(cluster, resource, resource.namespaced ? namespaces : null)),
    combine: (answers) => asked.flatMap(([id], i) => (answers[i]?.data === true ? [id] : [])).join(),
  });
  return useMemo(() => new Set(few.split(',')), [few]);
}

/** Has the kind follow what the shown columns say of other objects than the rows' own; `fields` end with what is asked of them. */
export function useBeside(
  cluster: string,
  kind: KindDefinition | undefined,
  fields: readonly string[],
  store: RowStore,
  namespaces: readonly string[] | null,
): void {
  const source = useLiveClient();
  const { resources } = useServed(cluster, kind);
  useEffect(() => {
    const paths = fields.filter(isBeside);
    const own = fields.length - paths.length;
    let stop: (() => void) | undefined;
    let over = false;
    let isTold = false;
    if (paths.length > 0)
      void kind?.beside?.().then(({ follow }) => {
        if (over) return;
        stop = follow({
          cluster,
          namespaces,
          resources,
          source,
          paths,
          tell: (valuesOf) => {
            if (over) return;
            store.setBeside(own, (row) => valuesOf(row, (path) => row.fields[fields.indexOf(path)] ?? undefined));
            isTold = true;
          },
        });
      });
    return () => {
      over = true;
      stop?.();
      // the next ones may want others, which must not show these until theirs come
      if (isTold) store.setBeside(own, () => []);
    };
  }, [cluster, kind, fields, store, source, resources, namespaces]);
}

/** What the cluster serves, where the kind wants to know. */
function useServed(cluster: string, kind: KindDefinition | undefined) {
  return useDiscovery(kind?.beside === undefined ? '' : cluster);
}
