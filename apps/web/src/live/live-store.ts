import type { LiveHistory, LiveStatus } from './live-status.ts';
import type { RowStore } from './row-store.ts';

/** A live list of whatever kind: its rows, and the truth about them. */
export interface LiveStore {
  /** a new store for each query */
  readonly store: RowStore;
  readonly status: LiveStatus;
  readonly history: () => LiveHistory;
  /** asks anew at once */
  readonly retry: () => void;
}
