import { formatResource } from '@quarterdeck/shared/resource-path';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import { useLiveRows } from '../../live/use-live-rows.ts';
import { type OwnRow, ownRow } from './own-row.ts';

const NO_FIELDS: readonly string[] = [];

/**
 * The object's own row of the server's Table: the words and columns that its list shows, so that both pages say the same.
 * undefined until it has come.
 */
export function useOwnRow(target: ObjectRef, definition: KindDefinition | undefined): OwnRow | undefined {
  const { cluster, resource, namespace, name } = target;
  const fields = definition?.fields ?? NO_FIELDS;
  const { store, columns } = useLiveRows({
    cluster,
    resource: formatResource(resource),
    namespaces: namespace === undefined ? null : [namespace],
    fieldSelector: `metadata.name=${name}`,
    fields: [...fields],
    mode: 'rows',
  });
  const { order } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const uid = order[0] ?? '';
  const subscribe = useCallback((listener: () => void) => store.subscribeRow(uid, listener), [store, uid]);
  const row = useSyncExternalStore(subscribe, () => store.getRow(uid));
  const statusColumn = definition?.statusColumn;
  return useMemo(
    () => (row === undefined ? undefined : ownRow(row, columns, fields, statusColumn)),
    [row, columns, fields, statusColumn],
  );
}
