import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { replicasOf } from './rollout-bounds.ts';

/**
 * What kubectl rollout status would say. unseen: the controller has not looked at the newest spec · paused: it waits for the person ·
 * stuck: it reports that it cannot go on · updating: new pods are still to be made · retiring: old ones still to end · waiting: new ones
 * are not available yet · done
 */
export type RolloutPhase = 'unseen' | 'paused' | 'stuck' | 'updating' | 'retiring' | 'waiting' | 'done';

export interface RolloutState {
  readonly phase: RolloutPhase;
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly ready: number;
  /** pods of older revisions */
  readonly old: number;
  /** what the controller says of it when it is stuck, its words */
  readonly reports: readonly { readonly reason: string; readonly message: string }[];
}

/** Where the rollout of a Deployment is, by its own status. */
export function rolloutState(object: unknown): RolloutState {
  const count = (name: string) => numberAt(object, `status.${name}`) ?? 0;
  const wanted = replicasOf(object);
  const [all, updated, available] = [count('replicas'), count('updatedReplicas'), count('availableReplicas')];
  const reports = listAt(object, 'status.conditions')
    .filter((item) => isBad(textAt(item, 'type'), textAt(item, 'status')))
    .map((item) => ({ reason: textAt(item, 'reason'), message: textAt(item, 'message') }));
  const numbers = { wanted, updated, available, ready: count('readyReplicas'), old: Math.max(0, all - updated) };
  const phase = phaseOf({ object, stuck: reports.length > 0, ...numbers });
  return { phase, ...numbers, reports: phase === 'done' || phase === 'unseen' ? [] : reports };
}

function phaseOf({
  object,
  stuck,
  wanted,
  updated,
  available,
  old,
}: Omit<RolloutState, 'phase' | 'reports'> & { readonly object: unknown; readonly stuck: boolean }): RolloutPhase {
  if ((numberAt(object, 'status.observedGeneration') ?? 0) < (numberAt(object, 'metadata.generation') ?? 0))
    return 'unseen';
  const over = updated >= wanted && old === 0 && available >= updated;
  if (over) return 'done';
  if (textAt(object, 'spec.paused') === 'true') return 'paused';
  if (stuck) return 'stuck';
  if (updated < wanted) return 'updating';
  return old > 0 ? 'retiring' : 'waiting';
}

/** ReplicaFailure: pods are refused (a quota, an admission webhook). Progressing False: the deadline has gone by. */
function isBad(type: string, status: string): boolean {
  return (type === 'ReplicaFailure' && status === 'True') || (type === 'Progressing' && status === 'False');
}
