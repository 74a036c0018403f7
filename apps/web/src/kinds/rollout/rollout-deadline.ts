import { listAt, numberAt, textAt } from '../../api/read-field.ts';
import { type RolloutState, rolloutState } from './rollout-state.ts';

const UNDER_WAY: ReadonlySet<RolloutState['phase']> = new Set(['updating', 'retiring', 'waiting']);
const DEFAULT_SECONDS = 600;
/** What says "no deadline": the controller takes MaxInt32 for it. */
const NEVER = 2_147_483_647;

/**
 * When the controller reports a rollout as stuck unless something moves before, in epoch milliseconds. undefined: nothing is under
 * way, or there is no deadline.
 */
export function rolloutDeadline(object: unknown): number | undefined {
  if (!UNDER_WAY.has(rolloutState(object).phase)) return undefined;
  const seconds = numberAt(object, 'spec.progressDeadlineSeconds') ?? DEFAULT_SECONDS;
  const progressing = listAt(object, 'status.conditions').find((item) => textAt(item, 'type') === 'Progressing');
  const moved = Date.parse(textAt(progressing, 'lastUpdateTime'));
  if (seconds >= NEVER || Number.isNaN(moved) || textAt(progressing, 'reason') === 'NewReplicaSetAvailable')
    return undefined;
  return moved + seconds * 1000;
}
