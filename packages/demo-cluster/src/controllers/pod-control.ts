import type { DemoObject, NewObject } from '../store.ts';
import type { ControllerContext } from './controller.ts';
import type { EventSource } from './event-recorder.ts';
import { KEYS, type Pod } from './kinds.ts';

/** Creates a pod for an owner and says so; what the API server answers is passed on. */
export function createPod(
  { store, events }: ControllerContext,
  owner: DemoObject,
  source: EventSource,
  pod: NewObject,
): Pod {
  try {
    const made = store.create(KEYS.Pod, pod) as Pod;
    events.normal(owner, source, 'SuccessfulCreate', `Created pod: ${made.metadata.name}`);
    return made;
  } catch (error) {
    events.warning(owner, source, 'FailedCreate', `Error creating: ${messageOf(error)}`);
    throw error;
  }
}

export function deletePod(
  { store, events }: ControllerContext,
  owner: DemoObject,
  source: EventSource,
  { metadata }: Pod,
): void {
  store.delete(KEYS.Pod, metadata.namespace, metadata.name);
  events.normal(owner, source, 'SuccessfulDelete', `Deleted pod: ${metadata.name}`);
}

/**
 * Makes `count` things in batches that double, as long as none fails: when all attempts are bound to fail (a quota), few are made
 * (controller_utils slowStartBatch). The first error, or undefined.
 */
export function slowStart(count: number, make: () => void): unknown {
  let failure: unknown;
  let left = count;
  for (let batch = Math.min(left, 1); batch > 0 && failure === undefined; batch = Math.min(2 * batch, left)) {
    for (let n = 0; n < batch; n++)
      try {
        make();
      } catch (error) {
        failure ??= error;
      }
    left -= batch;
  }
  return failure;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
