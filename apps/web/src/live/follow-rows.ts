import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { type Row, rowOfWire } from './row.ts';

/** Takes the rows of one query, to make something else of them. */
export interface RowSink {
  status(status: LiveStatus): void;
  columns?(columns: readonly LiveColumn[]): void;
  change(upsert: readonly Row[], remove: readonly string[]): void;
}

/**
 * Follows one query until the returned function is called. Whoever listens hears of rows that come, change and go, and of
 * nothing else: rows that a reset has voided go once their successors are there, and all of them go when they may not be seen
 * any more.
 */
export function followRows(source: LiveSource, query: LiveQuery, sink: RowSink): () => void {
  const known = new Set<string>();
  let voided = new Set<string>();

  function drop(uids: ReadonlySet<string>): void {
    if (uids.size === 0) return;
    const gone = [...uids];
    for (const uid of gone) known.delete(uid);
    voided = new Set();
    sink.change([], gone);
  }

  return source.subscribe(query, {
    status(said) {
      // a session that is over is renewed in place: the same person will see the same rows again
      const over = said.state === 'denied' && said.problem?.status === 401;
      const status: LiveStatus = over ? { ...said, state: 'stale' } : said;
      if (status.state === 'denied' || status.state === 'gone') drop(known);
      else if (status.state === 'live') drop(voided);
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
  });
}
