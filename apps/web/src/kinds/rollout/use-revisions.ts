import { useMemo } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { imagesOf } from './revision-label.ts';
import { inOrder, type Revision, revisionKind, revisionReader, revisionsQuery } from './revisions.ts';
import { hasPresent, useWholeRevisions } from './use-whole-revisions.ts';

const NONE: ReadonlyMap<string, Revision> = new Map();

/**
 * The revisions of a Deployment, StatefulSet or DaemonSet, live, the newest first; `present`: the first one is what the workload is to
 * be, not only what runs while it is paused.
 */
export function useRevisions(
  target: ObjectRef,
  object: KubeObject,
): {
  readonly revisions: readonly Revision[];
  readonly present: boolean;
  readonly problem: LiveStatus['problem'];
} {
  const { uid } = object.metadata;
  const found = useGatheredRows<Revision>(() => [
    { id: 'revisions', query: revisionsQuery(target, object), read: revisionReader(uid) },
  ]);
  const inRows = revisionKind(target.resource).kind === 'ReplicaSet';
  const isPaused = inRows && textAt(object, 'spec.paused') === 'true';
  const { revisions: whole } = useWholeRevisions(target, inRows && !isPaused ? undefined : object);
  const revisions = useMemo(() => {
    const ordered = inOrder((found.items.get('revisions') ?? NONE).values());
    const images = new Map(whole?.map(({ uid: id, template }) => [id, imagesOf(template)]));
    return ordered.map((each) => ({ ...each, images: images.get(each.uid) ?? each.images }));
  }, [found, whole]);
  const present = !isPaused || whole === undefined || hasPresent(target, object, whole);
  return { revisions, present, problem: found.statuses.get('revisions')?.problem };
}
