import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

/** "2 of 3 pods ready; 1 updated", with what holds it back when the controller says so. */
export function replicaSentence(object: KubeObject, t: Words): string {
  const count = numberAt(object, 'spec.replicas') ?? 1;
  const ready = numberAt(object, 'status.readyReplicas') ?? 0;
  const updated = numberAt(object, 'status.updatedReplicas');
  const running = numberAt(object, 'status.replicas') ?? 0;
  if (count === 0 && running === 0) return t('workload.scaledToZero');
  const parts = [t('kind-lists:list.replicas', { ready, count })];
  if (updated !== undefined && updated < count) parts.push(t('workload.updated', { updated, count }));
  if (running > count) parts.push(t('workload.surplus', { surplus: running - count }));
  const paused = textAt(object, 'spec.paused') === 'true';
  if (paused) parts.push(t('workload.paused'));
  const failure = listAt(object, 'status.conditions').find(
    (item) =>
      (textAt(item, 'type') === 'ReplicaFailure' && textAt(item, 'status') === 'True') ||
      (textAt(item, 'type') === 'Progressing' && textAt(item, 'status') === 'False'),
  );
  if (failure !== undefined) parts.push(textAt(failure, 'message') || textAt(failure, 'reason'));
  return parts.join(t('kind-lists:list.separator'));
}
