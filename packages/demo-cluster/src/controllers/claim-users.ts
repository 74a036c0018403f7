import type { ControllerContext } from './controller.ts';
import type { Pod } from './kinds.ts';
import { isFinished } from './pod-state.ts';
import { claimNames } from './scheduler-volumes.ts';
import type { VolumeClaim } from './storage-kinds.ts';

/** Pods that use a claim and are not over. */
export function usersOf({ index }: Pick<ControllerContext, 'index'>, { metadata }: VolumeClaim): Pod[] {
  return [...index.podsIn(metadata.namespace ?? '')].filter(
    (pod) => !isFinished(pod) && claimNames(pod).includes(metadata.name),
  );
}
