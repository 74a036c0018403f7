import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { followRows } from '../../live/follow-rows.ts';
import type { LiveSource } from '../../live/live-source.ts';
import type { Row } from '../../live/row.ts';
import type { ActionTarget } from '../define-action.ts';

/** gone: it is not there any more · unseen: the person may delete but not watch it · else what its metadata say while it leaves */
export type Departure = 'gone' | 'unseen' | Pick<KubeObject, 'metadata'>;

/** In the order of the query's fields. */
const FIELDS = ['metadata.deletionTimestamp', 'metadata.finalizers', 'metadata.deletionGracePeriodSeconds'] as const;
/** Beyond this many namespaces the list of all of them is asked for. */
const MAX_NAMESPACES = 16;

/**
 * Follows objects that have been deleted until they are truly gone: a deletion that the API server accepts has often only begun.
 * One live query for each kind; `tell` hears of each target by its index. Ends with the returned function.
 */
export function followGone(
  source: LiveSource,
  targets: readonly ActionTarget[],
  tell: (index: number, departure: Departure) => void,
): () => void {
  const groups = new Map<string, number[]>();
  for (const [index, { ref }] of targets.entries()) {
    const key = `${ref.cluster} ${formatResource(ref.resource)}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const ends = [...groups.values()].map((indexes) => followKind(source, targets, indexes, tell));
  return () => {
    for (const end of ends) end();
  };
}

function followKind(
  source: LiveSource,
  targets: readonly ActionTarget[],
  indexes: readonly number[],
  tell: (index: number, departure: Departure) => void,
): () => void {
  const query = queryOf(indexes.flatMap((index) => targets[index] ?? []));
  if (query === undefined) return () => {};
  const byName = new Map<string, number>();
  for (const index of indexes) {
    const target = targets[index];
    if (target !== undefined) byName.set(`${target.ref.namespace ?? ''}/${target.ref.name}`, index);
  }
  /** rows of the targets that are there, by uid */
  const there = new Map<string, number>();
  let live = false;
  const tellAbsent = () => {
    const present = new Set(there.values());
    for (const index of indexes) if (!present.has(index)) tell(index, 'gone');
  };
  const take = (row: Row) => {
    const index = byName.get(`${row.namespace ?? ''}/${row.name}`);
    const target = index === undefined ? undefined : targets[index];
    // another object that has taken the name since is not the one that leaves
    if (index === undefined || (target?.uid !== undefined && target.uid !== row.uid)) return;
    there.set(row.uid, index);
    tell(index, { metadata: metadataOf(row) });
  };
  const followed = followRows(source, query, {
    status({ state }) {
      if (state === 'denied') for (const index of indexes) tell(index, 'unseen');
      else if (state === 'gone') for (const index of indexes) tell(index, 'gone');
      live = state === 'live';
      if (live) tellAbsent();
    },
    change(upsert, remove) {
      for (const uid of remove) {
        const index = there.get(uid);
        there.delete(uid);
        if (index !== undefined && live) tell(index, 'gone');
      }
      for (const row of upsert) take(row);
    },
    forget: () => there.clear(),
  });
  return () => followed.stop();
}

function queryOf(targets: readonly ActionTarget[]): LiveQuery | undefined {
  const [first] = targets;
  if (first === undefined) return;
  const namespaces = [...new Set(targets.flatMap(({ ref }) => ref.namespace ?? []))].sort();
  return {
    cluster: first.ref.cluster,
    resource: formatResource(first.ref.resource),
    namespaces: namespaces.length === 0 || namespaces.length > MAX_NAMESPACES ? null : namespaces,
    ...(targets.length === 1 ? { fieldSelector: `metadata.name=${first.ref.name}` } : {}),
    fields: [...FIELDS],
    mode: 'rows',
  };
}

function metadataOf({ uid, name, fields }: Row): KubeObject['metadata'] {
  const [deletionTimestamp, finalizers, grace] = fields;
  return {
    uid,
    name,
    ...(typeof deletionTimestamp === 'string' ? { deletionTimestamp } : {}),
    ...(Array.isArray(finalizers) ? { finalizers: finalizers.filter((each) => typeof each === 'string') } : {}),
    ...(typeof grace === 'number' ? { deletionGracePeriodSeconds: grace } : {}),
  };
}
