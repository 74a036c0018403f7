import type { EventRecorder } from '../controllers/event-recorder.ts';
import type { Pod } from '../controllers/kinds.ts';
import type { Timers } from '../controllers/timers.ts';
import type { ClusterStore } from '../store.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** What a container's worker is given by its pod. */
export interface WorkerContext {
  readonly store: ClusterStore;
  readonly timers: Timers;
  readonly events: EventRecorder;
  /** images that a node has */
  readonly pulled: Set<string>;
  readonly world: ClusterWorld;
  /** the node has got an image */
  arrived(reference: string, bytes: number): void;
  /** the pod as it is in the store now, else as it was last */
  pod(): Pod;
  /** something about the container has changed: write it down */
  changed(): void;
  /** aborted when the pod goes */
  readonly signal: AbortSignal;
}
