import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { renewable } from './live-record.ts';
import type { LiveSink, LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { type Row, rowOfWire } from './row.ts';

/** Takes the rows of one query, to make something else of them. */
export interface RowSink {
  status(status: LiveStatus): void;
  columns?(columns: readonly LiveColumn[]): void;
  change(upsert: readonly Row[], remove: readonly string[]): void;
  /** these may not be seen any more: nothing is known of what becomes of them */
  forget(uids: readonly string[]): void;
}

/** One query that is being followed. */
export interface FollowedRows {
  stop(): void;
  /** asks anew at once, instead of waiting for the next attempt */
  retry(): void;
}

/**
 * Follows one query until it is stopped. Whoever listens hears of rows that come, change and go, and of
 * nothing else: rows that a reset has voided go once their successors are there, and all of them go when they may not be seen
 * any more.
 */
export function followRows(source: LiveSource, query: LiveQuery, sink: RowSink): FollowedRows {
  const known = new Set<string>();
  let voided = new Set<string>();

  function drop(uids: ReadonlySet<string>, tell: (gone: readonly string[]) => void): void {
    if (uids.size === 0) return;
    const gone = [...uids];
    for (const uid of gone) known.delete(uid);
    voided = new Set();
    tell(gone);
  }

  const own: LiveSink = {
    status(said) {
      const status = renewable(said);
      if (status.state === 'denied' || status.state === 'gone') drop(known, (gone) => sink.forget(gone));
      else if (status.state === 'live') drop(voided, (gone) => sink.change([], gone));
      sink.status(status);
    },
    columns: (columns) => sink.columns?.(columns),
    rows({ reset, upsert, remove }) {
      if (reset) voided = new Set(known);
      for (const [uid] of upsert) {
        known.add(uid);
        voided.delete(uid);
      }
      for (const uid of remove) {
        known.delete(uid);
        voided.delete(uid);
      }
      sink.change(upsert.map(rowOfWire), remove);
    },
  };
  let stop = source.subscribe(query, own);
  return {
    stop: () => stop(),
    retry() {
      source.retry?.();
      stop();
      stop = source.subscribe(query, own);
    },
  };
}
