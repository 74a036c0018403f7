import { useMemo } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { inOrder, type Revision, revisionReader, revisionsQuery } from './revisions.ts';

const NONE: ReadonlyMap<string, Revision> = new Map();

/** The revisions of a Deployment, StatefulSet or DaemonSet, live, the newest first. */
export function useRevisions(
  target: ObjectRef,
  object: KubeObject,
): { readonly revisions: readonly Revision[]; readonly problem: LiveStatus['problem'] } {
  const { uid } = object.metadata;
  const found = useGatheredRows<Revision>(() => [
    { id: 'revisions', query: revisionsQuery(target, object), read: revisionReader(uid) },
  ]);
  const revisions = useMemo(() => inOrder((found.items.get('revisions') ?? NONE).values()), [found]);
  return { revisions, problem: found.statuses.get('revisions')?.problem };
}
