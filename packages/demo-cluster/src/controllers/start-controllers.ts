import type { PodRuntime } from '../runtime.ts';
import type { ClusterStore } from '../store.ts';
import { realTimers, type Timers } from './timers.ts';

export interface StartedControllers {
  readonly runtime: PodRuntime;
  stop(): void;
}

/** Starts the controllers, the scheduler and the kubelets of the demo cluster on a store. */
export function startControllers(_store: ClusterStore, options: { timers?: Timers } = {}): StartedControllers {
  const _timers = options.timers ?? realTimers;
  return {
    runtime: {
      async *logs() {},
      async exec() {
        return 127;
      },
      async attach() {
        return 127;
      },
    },
    stop() {},
  };
}
