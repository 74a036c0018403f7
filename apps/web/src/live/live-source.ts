import type { LiveColumn, LiveObjectsFrame, LiveQuery, LiveRowsFrame } from '@quarterdeck/shared/live-protocol';
import type { LiveStatus } from './live-status.ts';

/** Takes what arrives for one subscription, in the order of arrival. */
export interface LiveSink {
  status(status: LiveStatus): void;
  /** Another server takes over, and the list is read anew there; its state is not told while that takes a moment only. */
  moving?(): void;
  columns?(columns: readonly LiveColumn[]): void;
  rows?(frame: Pick<LiveRowsFrame, 'reset' | 'upsert' | 'remove'>): void;
  objects?(frame: Pick<LiveObjectsFrame, 'reset' | 'upsert' | 'remove'>): void;
}

/** Where live lists and objects come from: the LiveClient, or a fake in tests. */
export interface LiveSource {
  /** Subscribes until the returned function is called; the sink hears its status at once. */
  subscribe(query: LiveQuery, sink: LiveSink): () => void;
  /** Somebody does not want to wait for the next attempt to connect; a source that never waits has none. */
  retry?(): void;
}
