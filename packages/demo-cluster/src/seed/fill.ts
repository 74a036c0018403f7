import type { ClusterStore } from '../store.ts';

export interface FillOptions {
  readonly nodes: number;
  readonly pods: number;
  /** status changes per second */
  readonly churn: number;
}

/** Adds simulated nodes and pods to a store and changes their statuses at a steady rate until stopped. */
export function fill(_store: ClusterStore, _options: FillOptions): { stop(): void } {
  return { stop() {} };
}
