import type { KubeObject } from '../../api/kube-object.ts';
import { changedPaths, meaningfulChanges } from '../../api/writes/changed-paths.ts';
import { droppedFields } from '../../api/writes/dropped-fields.ts';
import { conflictingFields, type TakenField } from '../../api/writes/field-owners.ts';
import type { WriteAnswer } from '../../api/writes/send-write.ts';
import { withoutServerFields } from '../../api/writes/server-fields.ts';
import type { Outcome, Preview } from './apply-item.ts';
import type { JsonMap } from './kube-yaml.ts';
import type { Manifest } from './read-manifests.ts';

/** What became of an object: who manages its fields is no difference that a person would see. */
export function outcomeOf(live: KubeObject | undefined, result: KubeObject): Outcome {
  if (live === undefined || live.metadata.uid !== result.metadata.uid) return 'created';
  return meaningfulChanges(live, result).length === 0 ? 'unchanged' : 'configured';
}

/** What a dry run showed. */
export function previewOf(
  { value }: Manifest,
  live: KubeObject | undefined,
  result: KubeObject,
  taken: readonly TakenField[],
): Preview {
  // the uid of something new is made up in every dry run
  const outcome =
    live === undefined ? 'created' : meaningfulChanges(live, result).length === 0 ? 'unchanged' : 'configured';
  const changes = live === undefined ? changedPaths({}, withoutServerFields(result)) : meaningfulChanges(live, result);
  return { outcome, live, result, changes, dropped: droppedFields(withoutServerFields(value), result), taken };
}

/** The fields that keep a server-side apply from happening: others manage them. */
export function refusedConflicts(answer: WriteAnswer, sent: JsonMap): readonly TakenField[] {
  return answer.ok || answer.status === undefined ? [] : conflictingFields(answer.status, sent);
}
